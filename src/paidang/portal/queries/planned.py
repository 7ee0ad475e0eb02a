"""What contracts in force make each side do by themselves, as items of the worklist and of a calendar."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from paidang.contracts.models import DRAFT, SETTLED, Contract
from paidang.contracts.queries import list_planned
from paidang.contracts.rules.duty_plan import Planned
from paidang.contracts.rules.reading.vocabulary import label
from paidang.duties.rules.wording import wording
from paidang.kit.money import yuan
from paidang.kit.period import EVER, Period, day_end_at, day_of
from paidang.portal.queries.grounds import Ground
from paidang.portal.queries.items import ItemMaker
from paidang.portal.rules.worklist import Item

AHEAD = timedelta(days=31)
SECRECY, THE_END = "keep_secret_until", "contract_ends"


def list_undone(ground: Ground, *, now: datetime, ahead: timedelta | None = None) -> list[Planned]:
    """The planned duties that nobody has declared done, due in a time `ahead` or ever; once settled, secrecy alone is left.

    A fee whose payment is on record is done, one paid in part asks for the rest. Once it has ended, what is left to do is told piece by piece (`rules.ending`).
    """
    state, today = ground.contract.state, day_of(now)
    if state == DRAFT:
        return []
    within = Period(EVER.start, day_of(now + ahead)) if ahead else EVER
    fees = ground.account.fees_open(now)
    left = [
        _with_rest(each, fees.get(_fee_of(each)))
        for each in list_planned(ground.living, within, on=today)
        if each.key not in ground.done
        and fees.get(_fee_of(each), 1) > 0
        and not (each.kind == THE_END and each.due_on < today)
    ]
    return [each for each in left if state != SETTLED or each.kind == SECRECY]


def _fee_of(planned: Planned) -> tuple[str, int]:
    nth = planned.facts.get("nth")
    return str(planned.facts.get("term", "")), nth if isinstance(nth, int) else 0


def _with_rest(planned: Planned, fen: int | None) -> Planned:
    """A fee asks for the `fen` of it that are open."""
    return planned if fen is None else replace(planned, facts={**planned.facts, "amount_fen": fen})


def item_of(contract: Contract, planned: Planned, make: ItemMaker) -> Item:
    """A planned duty as an item of the worklist."""
    return make.item(
        contract, kind=planned.kind, key=planned.key, side=planned.side, title=title_of(planned.kind, planned.facts),
        url=address_of(contract, planned.key), clause=planned.clause, due_at=day_end_at(planned.due_on),
        raised_at=contract.in_force_at,
    )  # fmt: skip


def title_of(kind: str, facts: Mapping[str, object]) -> str:
    """The duty in one line, in the language of the page."""
    lang = get_language() or "zh"
    words = {"amount": yuan(_fen(facts)), "what": label(str(facts.get("term", "")), lang), **facts}
    if isinstance(what := facts.get("what"), str) and what:
        words["what"] = _(what)  # a word of ours that was written into the duty in Chinese
    return wording(kind, words, lang)


def _fen(facts: Mapping[str, object]) -> int | None:
    amount = facts.get("amount_fen")
    return amount if isinstance(amount, int) else None


def address_of(contract: Contract, key: str) -> str:
    """The page of a duty."""
    return reverse("portal:duty", args=(contract.code, key))
