"""Reads on a contract's life: its terms and notices as the rules know them, the notices with their files."""

from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass
from datetime import date, timedelta

from paidang.contracts.models import Contract, Notice, NoticeFile, TermsInForce
from paidang.contracts.queries.standing import Standing, get_standing
from paidang.contracts.queries.terms import DayTerms, list_days_of_change, terms_of
from paidang.contracts.rules.duty_plan import Planned, planned_duties
from paidang.contracts.rules.life import Life, last_day, objection_day
from paidang.contracts.rules.notices import Served
from paidang.contracts.rules.read_terms import ReadTerms
from paidang.contracts.rules.renewal import read_renewal
from paidang.evidence.models import Entry
from paidang.kit.outcome import NotFound
from paidang.kit.period import Period, add_months, day_of, month_period, term_period
from paidang.kit.sentence import say

PEOPLE = ("served_by__org", "answered_by", "closed_by")


@dataclass(frozen=True, slots=True)
class Living:
    """A contract as it lives on a day: what holds on it, and its life, which looks as far ahead as anything is agreed."""

    standing: Standing
    terms: DayTerms
    life: Life

    @property
    def contract(self) -> Contract:
        return self.standing.contract

    @property
    def read(self) -> ReadTerms:
        """What holds on the day, decided terms in their places."""
        return self.terms.read


def get_living(contract: Contract, day: date) -> Living:
    """The contract as the rules of its life look at it on a day."""
    return living_of(get_standing(contract), day)


def living_of(standing: Standing, day: date) -> Living:
    """The same from a standing that is at hand."""
    return Living(standing, terms_of(standing, day), _life_of(standing, day))


def _life_of(standing: Standing, day: date) -> Life:
    """Its days as they are known on the day: a change that takes effect before the last day counts already."""
    held = terms_of(standing, day)
    while True:
        life = _life(standing, held)
        end = last_day(life, held.day) or date.max
        ahead = next((each for each in list_days_of_change(standing) if held.day < each <= end), None)
        if ahead is None:
            return life
        held = terms_of(standing, ahead)


def _life(standing: Standing, held: DayTerms) -> Life:
    contract, days = standing.contract, held.terms.get("term") or {}
    start, end = (date.fromisoformat(days[name]) if days.get(name) else None for name in ("start", "end"))
    return Life(
        stage=contract.state,
        is_shared=bool(contract.brand_id and contract.agency_id),
        is_accepted=standing.is_accepted,
        start=start,
        end=end,
        renewal=read_renewal(held.read),
        notices=tuple(
            served(notice) for notice in sorted(contract.notices.all(), key=lambda one: one.number)
        ),
    )


def served(notice: Notice) -> Served:
    """A notice as the rules see it."""
    return Served(
        id=notice.number,
        kind=notice.kind,
        side=notice.side,
        served_on=day_of(notice.served_at),
        about=notice.about,
        deadline=notice.deadline,
        last_day=notice.last_day,
        verdict=notice.verdict,
        outcome=notice.outcome,
        closed_on=day_of(notice.closed_at) if notice.closed_at else None,
        facts=notice.facts,
    )


def list_notices(contract: Contract) -> list[Notice]:
    """All notices, the latest first, with their people."""
    return list(contract.notices.select_related(*PEOPLE).order_by("-number"))


def list_files(contract: Contract) -> dict[int, list[NoticeFile]]:
    """The files of each notice by its number, without their bytes."""
    files: dict[int, list[NoticeFile]] = {}
    found = NoticeFile.objects.filter(contract=contract).select_related("notice", "added_by").defer("content")
    for file in found.order_by("pk"):
        files.setdefault(file.notice.number, []).append(file)
    return files


def get_notice(contract: Contract, number: int, *, lock: bool = False) -> Notice:
    """One notice; NotFound where the contract has none of that number."""
    found = (
        contract.notices.select_for_update(of=("self",)) if lock else contract.notices.select_related(*PEOPLE)
    )
    notice = found.filter(number=number).first()
    if notice is None:
        raise NotFound(
            say("合同 {code} 没有通知 {number}", code=contract.code, number=number),
            remedy=say("请从合同的履约页打开。"),
        )
    return notice


def list_entries_of(notice: Notice) -> list[Entry]:
    """What the contract's chain says about a notice: served, answered, closed; the first first."""
    acts = (f"notice.{notice.kind}", "notice.answered", "notice.closed")
    found = Entry.objects.filter(chain_id=notice.contract.chain_id, act__in=acts, facts__number=notice.number)
    return list(found.order_by("seq"))


def get_notice_file(contract: Contract, file_id: int) -> NoticeFile:
    """A file with its bytes; NotFound where no notice of this contract has it."""
    file = NoticeFile.objects.filter(contract=contract, pk=file_id).first()
    if file is None:
        raise NotFound(say("没有这份凭证文件"), remedy=say("请从合同的履约页打开。"))
    return file


def get_terms(contract: Contract, month: str) -> TermsInForce:
    """The terms in force on the month's last day, `term.end` as its life makes it: renewed, or ended earlier.

    NotFound for a contract that is not in force then.
    """
    return terms_in(get_standing(contract), month)


def terms_in(standing: Standing, month: str) -> TermsInForce:
    """The same from a standing that is at hand, which stays as it is."""
    through = month_period(month).end - timedelta(days=1)
    living = living_of(standing, through)
    found = copy(living.terms.row)
    if found is None or found.from_day > through:
        raise NotFound(
            say("合同 {code} 在 {month} 没有生效的约定", code=standing.contract.code, month=month),
            remedy=say("请先由双方接受合同。"),
        )
    # A renewal without a stated length runs on: as far as this month is concerned, to its end.
    end = last_day(living.life, through) or through
    found.terms = {**found.terms, "term": {**found.terms["term"], "end": end.isoformat()}}
    return found


def list_planned(living: Living, within: Period, *, on: date) -> list[Planned]:
    """What the contract makes each side do by a day `within` the period, as its life stands `on` a day.

    What falls due on a day is planned by the terms of that day. What was due before it was signed is not in, nor what
    the end asks for while no end is in sight.
    """
    contract, life = living.contract, living.life
    if contract.signed_on is None or life.start is None or life.end is None:
        return []
    objection, end = objection_day(life, on), last_day(life, on)
    ends = end is not None and objection is None
    stated: dict[str, object] = {
        "signed_on": living.standing.compiled.terms.get("signed_on"),
        "term.start": life.start.isoformat(),
        "term.end": (objection[1] if objection else end or on).isoformat(),
    }
    if objection is None and life.renewal.is_automatic:  # nothing renews any more, or nobody knows when
        stated |= {"renewal.notice_months": 0, "renewal.notice_days": 0}
    stated = {key: value for key, value in stated.items() if value is not None}
    term = term_period(life.start, max(life.start, end or add_months(on, 12)))
    since = max(within.start, contract.signed_on)
    planned: list[Planned] = []
    for held, spell in _spells(living.standing, Period(since, max(since, within.end))):
        read = held.read.with_stated(stated, held.sources)
        planned += planned_duties(read, term, spell, ends=ends)
    return planned


def _spells(standing: Standing, within: Period) -> Iterator[tuple[DayTerms, Period]]:
    """The period cut at the days on which what holds changes, with what holds in each piece."""
    cuts = [day for day in list_days_of_change(standing) if within.start < day < within.end]
    for start, end in zip([within.start, *cuts], [*cuts, within.end], strict=True):
        yield terms_of(standing, start), Period(start, end)
