"""What today asks for: duties raised, what follows from the calendar of each contract, and what should have come."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, cast

from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from paidang.contracts.models import DRAFT, IN_FORCE, Contract
from paidang.contracts.queries import Standing, list_standings, terms_of
from paidang.contracts.rules.life import last_day
from paidang.duties.models import Duty
from paidang.duties.queries import is_open, list_open
from paidang.duties.rules.wording import wording
from paidang.intake.actions.price_duty import KEY as PRICE_DUTY
from paidang.kit.money import percent, yuan
from paidang.kit.period import (
    add_months,
    day_end_at,
    day_of,
    month_end_at,
    month_of,
    month_period,
    next_month,
)
from paidang.kit.sides import other_side
from paidang.portal.queries.goods_list import iter_list_items
from paidang.portal.queries.grounds import Ground, load_grounds
from paidang.portal.queries.items import ItemMaker, names_of
from paidang.portal.queries.life import iter_life_items, months_due
from paidang.portal.queries.planned import AHEAD, item_of, list_undone, title_of
from paidang.portal.queries.signing import list_signing_items
from paidang.portal.rules.worklist import Item, Missing, Worklist, order
from paidang.printing.statement_lines import profit_counts
from paidang.settlement.models import CLOSED
from paidang.settlement.queries.readiness import find_at_hand, get_readiness
from paidang.team.models import Person

FACT_KINDS = ("orders", "logistics", "fees")


def get_worklist(*, person: Person, contracts: Sequence[Contract], now: datetime) -> Worklist:
    """All items of the contracts, both sides', the nearest deadline first, and what of the open month is missing."""
    grounds = load_grounds(contracts, day_of(now))
    items = list_items(person=person, grounds=grounds, now=now)
    names = names_of(contracts, person)
    missing: list[Missing] = []
    for ground in grounds.values():
        if months := _months_due(ground, now):
            missing += _missing_facts(ground, months[0], names[ground.contract.pk])
    missing += [_late_answer(item) for item in items if not item.mine and _is_late_answer(item, now)]
    return Worklist(items, missing)


def list_items(
    *, person: Person, grounds: Mapping[int, Ground], now: datetime, ahead: timedelta | None = AHEAD
) -> list[Item]:
    """The items alone; what contracts plan by themselves as far `ahead`, None for as far as they go.

    With None the statement of the month that is not over yet is in, too.
    """
    items: list[Item] = []
    make = ItemMaker(person, [ground.contract for ground in grounds.values()], day_of(now))
    items += list_signing_items([ground.standing for ground in grounds.values()], make)
    items += iter_list_items([ground.contract for ground in grounds.values()], make, now, ahead)
    for duty in list_open(list(grounds)):
        items.append(_of_duty(duty, grounds[duty.contract_id].contract, make))
    for ground in grounds.values():
        contract = ground.contract
        if contract.state == DRAFT:
            items += _of_draft(ground.standing, make, items)
        elif contract.state == IN_FORCE:
            items += iter_life_items(ground, make, now)
        months = _months_due(ground, now)
        if ahead is None:
            months = list(dict.fromkeys([*months, *_months_coming(ground, now)[:1]]))
        items += _statement_items(ground, months, make)
        for planned in list_undone(ground, now=now, ahead=ahead):
            items.append(item_of(contract, planned, make))
    return order(items)


def _of_duty(duty: Duty, contract: Contract, make: ItemMaker) -> Item:
    title = title_of(duty.kind, duty.facts)
    return make.item(
        contract, kind=duty.kind, key=duty.key, side=duty.side, title=title, url=duty.page, clause=duty.clause,
        raised_at=duty.raised_at, due_at=duty.due_at, month=str(duty.facts.get("month", "")),
    )  # fmt: skip


# A draft: whose word it waits for


def _of_draft(standing: Standing, make: ItemMaker, raised: Sequence[Item]) -> Iterator[Item]:
    contract = standing.contract
    side, lang = contract.side_of(make.person.org_id), get_language() or "zh"
    draft: dict[str, Any] = {
        "url": reverse("portal:contract", args=(contract.code,)),
        "raised_at": contract.created_at,
    }
    if not (contract.brand_id and contract.agency_id):
        word = _("把合同发给对方")
        yield make.item(contract, kind="share_contract", key="share", side=side, title=word, **draft)
        return
    waiting = _waiting_sides(standing)
    for of_side in sorted(set(waiting)):
        n = waiting.count(of_side)
        title = ngettext("同意或改 %(n)d 项提议", "同意或改 %(n)d 项提议", n) % {"n": n}
        yield make.item(contract, kind="agree_terms", key="agree", side=of_side, title=title, **draft)
    undecided = [
        point for point in standing.compiled.open if point.blocking and point.key not in standing.decisions
    ]
    if undecided:
        title = wording("decide_terms", {"count": len(undecided)}, lang)
        yield make.item(contract, kind="decide_terms", key="decide", side=side, title=title, **draft)
    is_raised = any(one.contract_id == contract.pk and one.kind == "accept_contract" for one in raised)
    if standing.is_accepted:
        return
    if standing.compiled.is_complete and not is_raised:
        title = wording("accept_contract", {"title": contract.title}, lang)
        for of_side in standing.waits_for:
            yield make.item(
                contract, kind="accept_contract", key="accept", side=of_side, title=title, **draft
            )


def _waiting_sides(standing: Standing) -> list[str]:
    """For each proposal that nobody has agreed to: the side that did not make it."""
    proposed = [decision for decision in standing.decisions.values() if not decision.agreed_at]
    sides = [standing.contract.side_of(decision.proposed_by.org_id) for decision in proposed]
    return [other_side(side) for side in sides]


# The statement of a month that is over


def _months_due(ground: Ground, now: datetime) -> list[str]:
    """The months without a sent statement whose turn has come; the first is the one whose turn it is."""
    if ground.contract.state != IN_FORCE or not ground.standing.in_force:
        return []
    return months_due(ground.living.life, ground.open_month, now)


def _months_coming(ground: Ground, now: datetime) -> list[str]:
    """The months of the term as it is known that are not over and have no sent statement; a year of them where it runs on."""
    if ground.contract.state != IN_FORCE or not ground.standing.in_force:
        return []
    end = last_day(ground.living.life, day_of(now)) or add_months(day_of(now), 12)
    month, months = max(ground.open_month, month_of(now)), []
    while month <= f"{end:%Y-%m}":
        months.append(month)
        month = next_month(month)
    return months


def list_coming_statements(*, person: Person, grounds: Mapping[int, Ground], now: datetime) -> list[Item]:
    """The statements of the months that are not over, as far as the contracts go: for a calendar, not for a day's work."""
    make = ItemMaker(person, [ground.contract for ground in grounds.values()], day_of(now))
    return [
        item
        for ground in grounds.values()
        for item in _statement_items(ground, _months_coming(ground, now), make)
    ]


def statement_due_at(terms: Mapping[str, object], month: str) -> datetime | None:
    """The last moment for the month's statement, None where the contract names no day."""
    rules = _dict(terms.get("statement") or {})
    if not rules:
        return None
    after = month_period(next_month(month))
    day = min(cast(int, rules["due_day"]), after.days)
    return day_end_at(after.start.replace(day=day))


def _statement_items(ground: Ground, months: Sequence[str], make: ItemMaker) -> Iterator[Item]:
    """One for each month, with its own day; they are sent in their order."""
    return (_statement_item(ground, month, months[0], make) for month in months)


def _statement_item(ground: Ground, month: str, first: str, make: ItemMaker) -> Item:
    contract, terms = ground.contract, ground.terms_of(month)
    closed = next((one for one in ground.statements if (one.month, one.state) == (month, CLOSED)), None)
    title = wording("send_statement", {"month": month}, get_language() or "zh")
    if closed:
        title += _("，应付 %(amount)s") % {"amount": yuan(closed.amount_fen)}
    effect = _("已算出，还没发出") if closed else ""
    if month != first:
        effect = _("先发出 %(month)s") % {"month": first}
    return make.item(
        contract, kind="send_statement", key=f"send-{month}", side="b", title=title,
        url=_statement_url(contract, month, can_be_seen=bool(closed) and contract.side_of(make.person.org_id) == "b"),
        clause=str(terms.sources.get("statement", "")), due_at=statement_due_at(terms.terms, month),
        month=month, raised_at=month_end_at(month), effect=effect, effect_kind="warn" if effect else "",
    )  # fmt: skip


def _statement_url(contract: Contract, month: str, *, can_be_seen: bool) -> str:
    """The statement; before it is computed, and for the brand before it is sent, the list with the open month."""
    if can_be_seen:
        return reverse("portal:statement", args=(contract.code, month))
    return _in_contract("statements", contract)


def _in_contract(page: str, contract: Contract) -> str:
    return f"{reverse(f'portal:{page}')}?contract={contract.code}"


# What should have come


def _missing_facts(ground: Ground, month: str, name: str) -> Iterator[Missing]:
    """Facts of the open month that did not come, as far as they move money under its terms."""
    terms = ground.terms_of(month).terms
    counts_profit = profit_counts(terms)
    at_hand = find_at_hand(ground.contract, month, dict(terms))
    wanted = {
        "orders": not at_hand.lines,
        "logistics": counts_profit and not at_hand.charges,
        "fees": terms.get("platform_fees") != "a" and not at_hand.fees,
    }
    since = month_end_at(month)
    for kind in FACT_KINDS:
        if wanted[kind]:
            yield Missing(kind, month, name, _in_contract("imports", ground.contract), since)
    if not is_open(ground.contract.pk, PRICE_DUTY):
        return
    found = get_readiness(ground.contract, month, dict(terms), profit_counts=counts_profit)
    if found.unpriced:
        yield Missing(
            "prices",
            month,
            name,
            _in_contract("imports", ground.contract),
            None,
            found.unpriced_lines,
            str(found.unpriced),
        )


def _is_late_answer(item: Item, now: datetime) -> bool:
    return item.kind in ("answer_statement", "answer_question", "pay_statement") and bool(
        item.due_at and item.due_at < now
    )


def _late_answer(item: Item) -> Missing:
    return Missing("answer", "", item.contract, item.url, item.due_at, sample=item.title)


def _dict(value: object) -> Mapping[str, object]:
    return cast("Mapping[str, object]", value)


def summary_of(terms: Mapping[str, object]) -> str:
    """What the agency earns in a few words: `利润分成 7:3`, `佣金 8%`."""
    words = []
    for part in cast("Sequence[Mapping[str, object]]", terms.get("components") or []):
        if part["kind"] == "profit_share" and part["a"] and part["b"]:
            words.append(
                _("利润分成 %(a)s / %(b)s") % {"a": percent(str(part["a"])), "b": percent(str(part["b"]))}
            )
        elif part["kind"] == "commission" and part.get("rate"):
            words.append(_("佣金 %(rate)s") % {"rate": percent(str(part["rate"]))})
        elif part["kind"] == "commission":
            words.append(_("阶梯佣金"))
        elif part["kind"] in ("monthly_fee", "minimum"):
            word = _("月费 %(amount)s") if part["kind"] == "monthly_fee" else _("保底 %(amount)s")
            words.append(word % {"amount": yuan(cast("int | None", part["amount"]))})
    return " + ".join(words)


def list_summaries(contracts: Sequence[Contract], day: date) -> dict[int, str]:
    """For each contract in force what the agency earns on a day, by the contract's id."""
    standings = list_standings([contract for contract in contracts if contract.state != DRAFT])
    return {pk: summary_of(terms_of(standing, day).terms) for pk, standing in standings.items()}
