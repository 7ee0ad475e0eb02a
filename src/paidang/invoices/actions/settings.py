"""What invoices are made by: the brand's tax rates by SKU, and the days that both sides' contract leaves for issuing."""

from datetime import datetime

from django.db import transaction

from paidang.invoices.actions.recording import (
    UnableToInvoice,
    check_may_ask,
    check_may_issue,
    issuer_of,
    record,
)
from paidang.invoices.models import ID_LENGTH_MAX, GoodsTax, InvoiceDays
from paidang.invoices.rules.amounts import RATES
from paidang.invoices.rules.states import DAYS_MAX
from paidang.kit.clause import clause
from paidang.kit.money import percent
from paidang.kit.outcome import NotAllowed
from paidang.kit.sentence import say
from paidang.team.actions import check_may
from paidang.team.models import Person

NAME_MAX, CODE_DIGITS = 100, 19


@clause("OP-3-A")
@transaction.atomic
def set_rate(
    *,
    person: Person,
    at: datetime,
    code: str,
    sku: str,
    rate: int,
    goods_name: str = "",
    goods_code: str = "",
) -> GoodsTax:
    """Say the tax rate of a SKU, or with an empty one of all others; hundredths of a percent. Invoices issued stay."""
    contract = check_may_issue(person, code, at)
    sku, goods_name, goods_code = sku.strip(), goods_name.strip()[:NAME_MAX], goods_code.strip()
    is_code = not goods_code or (
        goods_code.isascii() and goods_code.isdecimal() and len(goods_code) == CODE_DIGITS
    )
    if rate not in RATES or len(sku) > ID_LENGTH_MAX or not is_code:
        raise UnableToInvoice(
            say("税率或商品编码不对"), code="RATE_WRONG",
            remedy=say("税率是 {rates} 之一，税收分类编码 19 位数字或空着。", rates=[percent(f"{one / 10_000}") for one in RATES]),
        )  # fmt: skip
    found, _new = GoodsTax.objects.update_or_create(
        contract=contract, sku=sku,
        defaults={"rate": rate, "goods_name": goods_name, "goods_code": goods_code, "set_by": person, "set_at": at},
    )  # fmt: skip
    record(contract, at, "invoice.rate_set", {"sku": sku or "*", "rate": rate}, person=person)
    return found


@clause("OP-3-A")
@transaction.atomic
def set_days(*, person: Person, at: datetime, code: str, days: int) -> InvoiceDays:
    """Say in how many days buyers' invoices are issued: the side that waits for them says it, requests so far stay."""
    contract = check_may_ask(person, code)
    check_may(person, "issue_invoice")
    if contract.side_of(person.org_id) == issuer_of(contract, at):
        raise NotAllowed(say("期限由等着发票的一方定"), remedy=say("请找对方的财务或经理。"))
    if not 1 <= days <= DAYS_MAX:
        raise UnableToInvoice(
            say("天数不对"), code="DAYS_WRONG", remedy=say("1 至 {most} 天。", most=DAYS_MAX)
        )
    found, _new = InvoiceDays.objects.update_or_create(
        contract=contract, defaults={"days": days, "set_by": person, "set_at": at}
    )
    record(contract, at, "invoice.days_set", {"days": days}, person=person)
    return found
