"""Facts of two months for the tests, written as intake would write them; and each side's acts on their statements."""

import json
from datetime import date, datetime

from django.db import connection
from tests.cast import Party, acting, shanghai

from paidang.catalog.models import FactoryPrice
from paidang.contracts.models import Contract
from paidang.evidence.models import Entry
from paidang.orders.models import LogisticsCharge, OrderLine, PlatformFee, Refund
from paidang.settlement.actions import ask_question, close_month, confirm_statement, send_statement
from paidang.settlement.models import Question, Statement
from paidang.settlement.queries import get_statement

MARCH_CLOSED = shanghai("2026-04-02 18:00")
MARCH_SENT = shanghai("2026-04-09 16:48")
APRIL_CLOSED = shanghai("2026-05-06 18:00")


def add_line(
    contract: Contract,
    line_id: str,
    *,
    done: str | None,
    sku: str = "CUP",
    quantity: int = 1,
    unit_price: int = 11_300,
    paid: str = "2026-03-05 10:00",
    store: str = "京东旗舰店",
) -> OrderLine:
    """One line of an order of its own (`O-<line_id>`); `done` is when the buyer confirmed receipt."""
    return OrderLine.objects.create(
        contract=contract, line_id=line_id, order_id=f"O-{line_id}", channel="jd", store=store, sku=sku,
        quantity=quantity, unit_price_fen=unit_price, merchant_discount_fen=0, platform_discount_fen=0,
        paid_at=shanghai(paid), shipped_at=shanghai(paid), completed_at=shanghai(done) if done else None,
    )  # fmt: skip


def add_refund(
    contract: Contract, refund_id: str, line_id: str, *, at: str, amount: int, quantity: int = 1
) -> Refund:
    """Goods sent back for no reason and put into stock again."""
    return Refund.objects.create(
        contract=contract, refund_id=refund_id, line_id=line_id, quantity=quantity, amount_fen=amount,
        cause="no_reason", restocked=True, refunded_at=shanghai(at),
    )  # fmt: skip


def add_charge(
    contract: Contract, charge_id: str, line_id: str, *, at: str, amount: int = 800, paid_by: str = "b"
) -> LogisticsCharge:
    return LogisticsCharge.objects.create(
        contract=contract, charge_id=charge_id, order_id=f"O-{line_id}", kind="outbound", amount_fen=amount,
        paid_by=paid_by, charged_at=shanghai(at),
    )  # fmt: skip


def add_fee(contract: Contract, fee_id: str, line_id: str, *, at: str, amount: int = 500) -> PlatformFee:
    return PlatformFee.objects.create(
        contract=contract, fee_id=fee_id, order_id=f"O-{line_id}", kind="佣金", amount_fen=amount, charged_at=shanghai(at)
    )  # fmt: skip


def declare(contract: Contract, brand: Party, sku: str, price: int, *, at: datetime = MARCH_CLOSED) -> None:
    """The brand's factory price, from the first day of the term."""
    with acting(brand.manager):
        FactoryPrice.objects.create(
            contract=contract, sku=sku, valid_from=date(2026, 3, 1), factory_price_fen=price,
            declared_by=brand.manager, declared_at=at,
        )  # fmt: skip


def fill_march(contract: Contract, brand: Party, agency: Party) -> None:
    """March: two lines done, one not yet; one held for want of a price; a charge the agency paid; a platform fee."""
    declare(contract, brand, "CUP", 4_000)
    with acting(agency.manager):
        add_line(contract, "L1", done="2026-03-10 10:00", quantity=2)
        add_line(contract, "L2", done="2026-03-20 10:00", store="天猫旗舰店")
        add_line(contract, "L3", done=None, paid="2026-03-30 10:00")
        add_line(contract, "L4", done="2026-03-25 10:00", sku="GIFT-BOX", unit_price=20_000)
        add_charge(contract, "C1", "L1", at="2026-03-06 10:00")
        add_fee(contract, "F1", "L1", at="2026-03-11 10:00")


def agree_otherwise(contract: Contract, agency: Party, **terms: object) -> None:
    """Other terms in force, as a contract of another kind would have brought them."""
    with acting(agency.manager), connection.cursor() as cursor:
        found = contract.terms.get()
        cursor.execute("set local role none")  # the owner's role: nobody changes terms through the product
        cursor.execute(
            "update contracts_termsinforce set terms = %s where id = %s",
            [json.dumps({**found.terms, **terms}), found.pk],
        )
        cursor.execute("set local role paidang_web")


def close(contract: Contract, agency: Party, month: str = "2026-03", at=MARCH_CLOSED) -> Statement:
    with acting(agency.finance):
        return close_month(person=agency.finance, at=at, code=contract.code, month=month)


def send(
    contract: Contract, agency: Party, month: str = "2026-03", at=MARCH_SENT, note: str = ""
) -> Statement:
    with acting(agency.finance):
        statement = get_statement(contract, month)
        return send_statement(
            person=agency.finance, at=at, code=contract.code, month=month, digest=statement.digest, note=note
        )


def ask(
    contract: Contract, brand: Party, *rows: str, reason: str = "L1 单价应为 ¥99.00", month: str = "2026-03"
) -> Question:
    with acting(brand.finance):
        digest = get_statement(contract, month).digest
        return ask_question(
            person=brand.finance,
            at=MARCH_SENT,
            code=contract.code,
            month=month,
            digest=digest,
            reason=reason,
            rows=rows,
        )


def confirm(
    contract: Contract, brand: Party, month: str = "2026-03", digest: str = "", at=MARCH_SENT
) -> Statement:
    with acting(brand.finance):
        digest = digest or get_statement(contract, month).digest
        return confirm_statement(person=brand.finance, at=at, code=contract.code, month=month, digest=digest)


def acts(contract: Contract, person) -> list[str]:
    with acting(person):
        found = Entry.objects.filter(chain_id=contract.chain_id, act__startswith="statement.")
        return list(found.order_by("seq").values_list("act", flat=True))
