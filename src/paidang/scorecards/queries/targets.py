"""The targets of contracts: what both sides agreed, what waits, what the contract itself sets; and each side's comments."""

from collections.abc import Mapping, Sequence

from paidang.aftersales.models import ServiceNorm
from paidang.aftersales.rules.clocks import RESPOND
from paidang.catalog.rules.price_floor import FLOOR_CLAUSE
from paidang.kit.outcome import NotFound
from paidang.kit.period import next_month
from paidang.kit.sentence import say
from paidang.scorecards.models import MonthComment, Target
from paidang.scorecards.rules.measures import BREACHES, RESPONSE
from paidang.scorecards.rules.targets import AGREED, Agreed

OF_THE_CONTRACT = (Agreed(BREACHES, 0, "0001-01", clause=FLOOR_CLAUSE),)
"""No sale below the minimum retail price: nobody need agree on that once more."""


def list_agreed(contract_ids: Sequence[int]) -> Mapping[int, list[Agreed]]:
    """Per contract all targets that were ever agreed, with those of the contract and of its service norms before them."""
    found = {pk: list(OF_THE_CONTRACT) for pk in contract_ids}
    norms = ServiceNorm.objects.filter(contract__in=list(contract_ids), agreed=True).order_by(
        "from_day", "number"
    )
    for norm in norms:
        found[norm.contract_id].append(_of_norm(norm))
    rows = Target.objects.filter(contract__in=list(contract_ids), state=AGREED)
    for row in rows:
        found[row.contract_id].append(Agreed(row.measure, row.value, row.from_month, row.number))
    return found


def _of_norm(norm: ServiceNorm) -> Agreed:
    """The first response that both sides agreed as a norm, from the first whole month on."""
    month = f"{norm.from_day:%Y-%m}"
    since = month if norm.from_day.day == 1 else next_month(month)
    return Agreed(RESPONSE, norm.figures[RESPOND] * 60, since, clause="OP-4-B-5")


def list_versions(contract_id: int) -> list[Target]:
    """Every version of every target of a contract, the latest first."""
    found = Target.objects.filter(contract_id=contract_id).select_related("proposed_by", "answered_by")
    return list(found.order_by("-number"))


def get_target(contract_id: int, number: int, *, lock: bool = False) -> Target:
    """One version; NotFound if the contract has none of that number."""
    found = Target.objects.filter(contract_id=contract_id, number=number)
    row = (found.select_for_update(no_key=True) if lock else found).first()
    if row is None:
        raise NotFound(say("没有第 {number} 个目标", number=number), remedy=say("请从评分卡打开。"))
    return row


def comments_of(contract_id: int, month: str) -> Mapping[str, MonthComment]:
    """By side the comment that stands to a month."""
    rows = MonthComment.objects.filter(contract_id=contract_id, month=month).select_related("written_by")
    latest = {row.side: row for row in rows.order_by("version")}
    return {side: row for side, row in latest.items() if row.text}
