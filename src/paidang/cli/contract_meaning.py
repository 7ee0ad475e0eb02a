"""What the terms in which two texts differ mean for a month: its money by its facts or by the example, and its days."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from paidang.cli.contract_files import errors, into, refuse

if TYPE_CHECKING:
    from paidang.contracts.rules.comparing import TermChange
    from paidang.settlement.rules.changed_calendar import Meaning
    from paidang.settlement.rules.changed_money import MoneyChange, Outcome

Terms = Sequence[Mapping[str, Any]]
EXAMPLE_PAYABLE = 10_000_00


@dataclass(frozen=True, slots=True)
class Month:
    """The month by which the changes are looked at; `facts` as `paidang settle` takes them, None: the example's."""

    name: str
    facts: Path | None
    payable: int | None
    """What is to be paid, fen; None: what the old terms come to by the facts, else the example's."""
    as_json: bool


@dataclass(frozen=True, slots=True)
class Meant:
    """What the changes between two documents come to; nothing where they change nothing of the kind."""

    money: "list[MoneyChange]"
    days: "list[Meaning]"

    def to_json(self) -> dict[str, object]:
        """Money in fen: what the agency gets more, and the brand less, in the month."""
        return {
            "money": [
                {
                    "terms": [term.term for term in change.terms],
                    "agency_fen": change.agency_fen,
                    "brand_fen": None if change.agency_fen is None else -change.agency_fen,
                }
                for change in self.money
            ],
            "days": [{"what": str(row.what), "old": str(row.was), "new": str(row.now)} for row in self.days],
        }


NOTHING = Meant([], [])


def month_from(name: str, facts: Path | None, payable: str, as_json: bool) -> Month:
    """The month as given on the command line; one clear error for what is no month, no amount, no folder."""
    from paidang.kit.money import fen_from_yuan
    from paidang.kit.period import month_period
    from paidang.settlement.rules.changed_money import EXAMPLE_MONTH

    if facts and not facts.is_dir():
        refuse(errors("--facts", None, str(facts), "没有这个文件夹"), as_json)
    if facts and not name:
        refuse(errors("--facts", None, None, "要同时写 --month，如 2026-10"), as_json)
    try:
        month_period(name or EXAMPLE_MONTH)
        return Month(name or EXAMPLE_MONTH, facts, fen_from_yuan(payable) if payable else None, as_json)
    except ValueError:
        refuse(errors("--month", None, None, "写成 --month 2026-10 --payable 10000.00"), as_json)


def meant_by(old: Terms, new: Terms, changes: "Sequence[TermChange]", month: Month) -> Meant:
    """What the changes come to. Money is not compared where the two texts call different sides 甲方."""
    from paidang.contracts.rules.read_terms import ReadTerms
    from paidang.kit.period import month_period, next_month
    from paidang.settlement.rules.changed_calendar import Basis, meanings
    from paidang.settlement.rules.changed_money import money_changes

    was, now = _party_a(old), _party_a(new)
    money = money_changes(old, new, changes, lambda terms: _outcome(terms, was, month)) if was == now else []
    payable = month.payable
    if payable is None and month.facts and (outcome := _outcome(old, was, month)):
        payable = outcome.amount
    sent_on = month_period(next_month(month.name)).start.replace(day=10)
    basis = Basis(month.name, EXAMPLE_PAYABLE if payable is None else payable, sent_on)
    return Meant(money, meanings(ReadTerms(old, was), ReadTerms(new, now), basis))


def _party_a(terms: Terms) -> str:
    """Who the text's 甲方 is: the brand, unless the text says that it is the agency."""
    from paidang.contracts.rules.read_terms import BRAND

    roles = [term["value"] for term in terms if term["term"] == "party.a.role"]
    return "agency" if "agency" in roles else BRAND


def _outcome(terms: Terms, party_a: str, month: Month) -> "Outcome | None":
    """What the month comes to by these terms; None where they cannot settle one. Bad facts end the command."""
    from paidang.settlement.engines import settle_only
    from paidang.settlement.rules.changed_money import example_facts, outcome_in, outcome_of, whole_terms
    from paidang.settlement.rules.errors import BadInput
    from paidang.settlement.rules.read_terms import read_terms

    if month.facts is None:
        return outcome_of(terms, party_a, {}, example_facts())
    try:
        read = read_terms(dict(whole_terms(terms, party_a, {})) | _dates(month.name), month.name)
    except BadInput:
        return None
    try:
        return outcome_in(settle_only(read, month.facts, month.name))
    except BadInput as bad:
        refuse(bad.as_dict(), month.as_json)


def _dates(month: str) -> dict[str, object]:
    """The contract as one of twelve months that has run for one: no first month, no last."""
    from paidang.kit.period import add_months, month_period, previous_month

    start = month_period(previous_month(month)).start
    end: date = add_months(start, 12)
    return {"signed_on": start.isoformat(), "term": {"start": start.isoformat(), "end": end.isoformat()}}


def lines_of(meant: Meant, month: Month, lang: str) -> list[str]:
    """The same for people."""
    from paidang.contracts.rules.reading.vocabulary import label
    from paidang.kit.sentence import say, worded

    said, lines = into(lang), []
    if meant.money:
        basis = say("按 {month} 的订单重算", month=month.name) if month.facts else say("按示例月重算")
        lines.append("  " + worded(say("改动每月值多少钱（{basis}）", basis=basis), said))
    for change in meant.money:
        name = "、".join(label(term.term, lang) for term in change.terms) or worded(say("合在一起"), said)
        if change.agency_fen is None:
            worth = say("算不出")
        else:
            worth = say(
                "品牌方 {brand}，代运营 {agency}",
                brand=_signed(-change.agency_fen),
                agency=_signed(change.agency_fen),
            )
        lines.append(f"    {name}：{worded(worth, said)}")
    days = (f"  {worded(r.what, said)}：{worded(r.was, said)} → {worded(r.now, said)}" for r in meant.days)
    return [*lines, *days]


def _signed(fen: int) -> str:
    from paidang.kit.money import yuan

    return f"+{yuan(fen)}" if fen > 0 else yuan(fen)
