"""A contract whose March and April were sold, refunded, owed and answered as the figures need it."""

from datetime import date, datetime, timedelta

from tests.cast import Party, acting, shanghai

from paidang.contracts.models import Contract
from paidang.duties.models import Duty
from paidang.orders.models import Breach, OrderLine, Refund, Store
from paidang.scorecards.queries.figures import list_figures
from paidang.scorecards.rules.figures import add_up, months_to
from paidang.settlement.models import CLOSED, SENT, Statement
from paidang.staffing.models import ServiceDay
from paidang.team.models import Person

NOW = shanghai("2026-05-10 10:00")
JD, TMALL = ("jd", "京东旗舰店"), ("tmall", "天猫旗舰店")


def sell(
    contract: Contract, line_id: str, paid: str, fen: int, *, shop=JD, shipped_h: int | None = None, done=False, gift=False
) -> None:  # fmt: skip
    at = shanghai(paid)
    OrderLine.objects.create(
        contract=contract, line_id=line_id, order_id=line_id, channel=shop[0], store=shop[1], sku="CUP", quantity=2,
        unit_price_fen=fen // 2, merchant_discount_fen=fen if gift else 0, platform_discount_fen=0, paid_at=at,
        shipped_at=None if shipped_h is None else at + timedelta(hours=shipped_h),
        completed_at=at + timedelta(days=9) if done else None, gift=gift,
    )  # fmt: skip


def refund(contract: Contract, line_id: str, fen: int, at: str) -> None:
    Refund.objects.create(
        contract=contract, refund_id=f"R-{line_id}", line_id=line_id, quantity=1, amount_fen=fen, cause="quality",
        restocked=True, refunded_at=shanghai(at),
    )  # fmt: skip


def below(contract: Contract, line_id: str, day: str, withdrawn: datetime | None = None) -> None:
    Breach.objects.create(
        contract=contract, line_id=line_id, order_id=line_id, sku="CUP", paid_on=day, quantity=2, sold_fen=1, floor_fen=9_900,
        clause="OP-2-A-2", recorded_at=NOW, withdrawn_at=withdrawn,
    )  # fmt: skip


def owe(
    contract: Contract, key: str, side: str, due: str, closed: str = "", kind: str = "explain_breach"
) -> None:
    Duty.objects.create(
        contract_id=contract.pk, key=key, kind=kind, side=side, page="/", facts={"count": 1}, due_at=shanghai(due), raised_at=NOW,
        closed_at=shanghai(closed) if closed else None,
    )  # fmt: skip


def answer(contract: Contract, person: Person, day: str, seconds: int, count: int, file: str) -> None:
    ServiceDay.objects.create(
        contract=contract, store=JD[1], day=date.fromisoformat(day), conversations=count, first_response_seconds=seconds,
        resolved=count, file_sha256=file, handed_in_by=person, handed_in_at=NOW,
    )  # fmt: skip


def state(contract: Contract, month: str, state: str, person: Person) -> None:
    Statement.objects.create(
        contract=contract, month=month, version=1, state=state, terms=contract.terms.get().terms, sources={}, digest="x", closed_by=person, closed_at=NOW,
        figures={"components": [{"amount": 5_000}, {"amount": 300}], "adjustments": -100, "amount_due": 1, "payer": "a",
                 "totals": {"revenue": 40_000, "cost": 22_000, "profit": 14_000}},
        sent_by=person if state == SENT else None, sent_at=NOW if state == SENT else None,
    )  # fmt: skip


def sold_in_spring(contract_in_force: Contract, agency: Party) -> Contract:
    """March and April of two stores."""
    with acting(agency.manager):
        for channel, name in (JD, TMALL):
            Store.objects.create(contract=contract_in_force, channel=channel, name=name, declared_at=NOW)
        sell(contract_in_force, "in-time", "2026-03-02 10:00", 10_000, shipped_h=48)
        sell(contract_in_force, "late", "2026-03-03 10:00", 10_000, shipped_h=49)
        sell(contract_in_force, "given-back", "2026-03-04 10:00", 10_000)
        sell(contract_in_force, "no-time", "2026-03-05 10:00", 5_000, done=True)
        sell(contract_in_force, "gift", "2026-03-05 10:00", 5_000, gift=True, shipped_h=1)
        sell(contract_in_force, "other", "2026-03-31 23:30", 20_000, shop=TMALL, shipped_h=10)
        sell(contract_in_force, "april", "2026-04-01 00:10", 7_000, shop=TMALL)
        sell(contract_in_force, "today", "2026-05-09 20:00", 9_000)
        refund(contract_in_force, "given-back", 10_000, "2026-03-05 10:00")
        refund(contract_in_force, "other", 5_000, "2026-04-20 10:00")
        below(contract_in_force, "late", "2026-03-03")
        below(contract_in_force, "in-time", "2026-03-02", withdrawn=NOW)
        owe(contract_in_force, "a1", "a", "2026-03-10 18:00", "2026-03-09 10:00")
        owe(contract_in_force, "a2", "a", "2026-04-10 18:00", "2026-04-09 10:00", "approve_offer")
        owe(contract_in_force, "a3", "a", "2026-04-11 18:00", "", "answer_delivery")
        owe(contract_in_force, "a4", "a", "2026-04-12 18:00")
        owe(contract_in_force, "b1", "b", "2026-03-12 18:00", "2026-03-13 10:00")
        owe(contract_in_force, "b2", "b", "2026-03-15 18:00")
        owe(contract_in_force, "b3", "b", "2026-05-20 18:00")
        for day, seconds, count, file in (
            ("2026-03-02", 900, 9, "old"),
            ("2026-03-02", 40, 10, "new"),
            ("2026-03-03", 100, 30, "new"),
        ):
            answer(contract_in_force, agency.manager, day, seconds, count, file)
        state(contract_in_force, "2026-03", SENT, agency.manager)
        state(contract_in_force, "2026-04", CLOSED, agency.manager)
    return contract_in_force


def figures_of(contract: Contract):
    return add_up(list_figures([contract], months_to("2026-05"), NOW))
