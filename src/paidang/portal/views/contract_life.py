"""A contract's life: its state and days, the rights that have arisen, the notices of both sides, what the end asks for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import reduce
from operator import or_

from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from paidang.contracts import actions
from paidang.contracts.models import DRAFT, SETTLED, Contract, Notice, NoticeFile
from paidang.contracts.queries import (
    Living,
    Standing,
    get_contract,
    list_files,
    list_notices,
    living_of,
    served,
)
from paidang.contracts.rules import life as rules
from paidang.contracts.rules import notices as n
from paidang.contracts.rules.ending import bound_sides, follow_ups
from paidang.contracts.rules.rights import CAUSES, Known, causes_for, rights_of
from paidang.evidence.models import Entry
from paidang.evidence.rules.wording import wording
from paidang.kit.outcome import NotFound
from paidang.kit.period import day_of
from paidang.portal.queries.grounds import load_grounds
from paidang.portal.queries.held import KINDS, held_digest, list_held
from paidang.portal.queries.life import known_of
from paidang.portal.templatetags.paidang import day_text, moment_text, worded
from paidang.portal.views.asking import person_of
from paidang.portal.views.contract_cards import Words
from paidang.portal.views.contract_reading import language
from paidang.portal.views.contract_steps import state_of
from paidang.portal.views.life_months import is_of_month, month_cards
from paidang.portal.views.life_words import answer_word, follow_up_words, pairs_of, right_row
from paidang.portal.views.payment_rows import LATE, OPEN, debt_rows
from paidang.portal.views.statement_past import statement_word
from paidang.team.models import Person
from paidang.team.queries import list_people
from paidang.team.rules.roles import who_may

LIFE_ACTS = ("notice.", "amendment.", "contract.in_force", "contract.settled", "statement.paid")
# The notices that a side draws up of its own accord; those that rest on a right are offered beside it.
FREE = (n.OBJECTION, n.CURE, n.INCIDENT, n.FORCE_MAJEURE, n.AGREEMENT, n.TERMINATION, n.RETURN, n.CLEARANCE)


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """A notice with its files, and what the person who looks may still do with it."""

    notice: Notice
    word: str
    state: tuple[str, str]
    pairs: Sequence[tuple[str, str]]
    files: Sequence[NoticeFile]
    mine: bool
    verdict: str
    answers: Sequence[tuple[str, str]]
    closes: Sequence[tuple[str, str]]
    late: bool

    @property
    def side(self) -> str:
        return self.notice.side


@login_required
@require_GET
def contract_life(request: HttpRequest, code: str) -> HttpResponse:
    """Where the contract stands and what either side can do about it; a draft has no life yet."""
    person, contract = person_of(request), get_contract(code)
    if contract.state == DRAFT:
        raise NotFound(_("合同还没有生效，没有履行的事"), remedy=_("请在合同页继续协商。"))
    now, side = timezone.now(), contract.side_of(person.org_id)
    day = day_of(now)
    ground = load_grounds([contract], day)[contract.pk]
    living = ground.living
    known = known_of(ground, now)
    notices = [_notice_row(one, files, side, day) for one, files in _with_files(contract)]
    found = [right_row(right, side) for right in rights_of(living.read, living.life, known, day=day)]
    context = {
        "contract": contract,
        "title": living.standing.document["title"] or contract.title,
        "state": state_of(living.standing),
        "my_side": side,
        "side_words": {one: Words(living.standing).side(one) for one in "ab"},
        "term": term_of(living, day),
        "rights": [row for row in found if not is_of_month(row)],
        "months": month_cards(living.life, known, found, day),
        "dialogs": [row for row in found if row.mine],
        "notices": notices,
        "waiting": [row for row in notices if row.answers],
        "follow_ups": [
            (each, follow_up_words(each), each.due_on is not None and each.due_on < day and each.state != "done")
            for each in follow_ups(living.read, living.life, known, day=day, done=ground.done)
        ],
        "offers": (offers := _offers(living, known, side, person, day)),
        "held": _held(contract, side) if n.RETURN in offers else None,
        "causes": [(cause, worded(CAUSES[cause][0])) for cause in causes_for(living.read, side)],
        "cure_by_contract": n.deadline_of(n.CURE, living.read, day),
        "notice_days": living.read.stated("termination.notice_days"),
        "unpaid": [
            row for row in debt_rows(ground.account, ground.account.positions(now), side) if row.mine and row.group in (LATE, OPEN)
        ],
        "events": [*_upcoming(living, day), *_events(living)],
        "today": day,
        "may": {act: person.may(act) for act in ("give_notice", "answer_notice", "remind_statement", "settle_contract")},
        "who": {act: worded(who_may(act)) for act in ("give_notice", "answer_notice", "remind_statement")},
        "file_max_mb": actions.FILE_MAX // 2**20,
    }  # fmt: skip
    return render(request, "portal/contract_life.html", context)


def term_of(living: Living, day: date) -> dict[str, object]:
    """The days of the contract: from when, until when, the last day to object and the next renewal."""
    life = living.life
    end, objection = rules.last_day(life, day), rules.objection_day(life, day)
    return {
        "start": life.start,
        "end": end,
        "ending": life.ending,
        "ending_word": worded(n.KINDS[life.ending.kind].word) if life.ending else "",
        "objection": objection[0] if objection else None,
        "objection_end": objection[1] if objection else None,
        "renews_on": objection[1] + timedelta(days=1) if objection else None,
        "days_to_object": (objection[0] - day).days if objection else None,
        "renewal": life.renewal,
        "sure": rules.state_of(life, day) == rules.RENEWING,
        "sources": living.terms.sources,
    }


def life_in_short(standing: Standing, org_id: int) -> dict[str, object]:
    """The days of a contract in force and how many notices wait for the organisation that looks: for the contract's own page."""
    contract, day = standing.contract, day_of(timezone.now())
    if contract.state == DRAFT:
        return {}
    living, side = living_of(standing, day), contract.side_of(org_id)
    waiting = [
        each for each in living.life.notices if each.side != side and not each.verdict and not each.outcome
    ]
    return {"term": term_of(living, day), "waiting": len(waiting)}


def _with_files(contract: Contract) -> list[tuple[Notice, list[NoticeFile]]]:
    files = list_files(contract)
    return [(notice, files.get(notice.number, [])) for notice in list_notices(contract)]


def _notice_row(notice: Notice, files: Sequence[NoticeFile], side: str, day: date) -> NoticeRow:
    kind, mine = n.KINDS[notice.kind], notice.side == side
    is_open = not notice.outcome
    answers = kind.verdicts if is_open and not notice.verdict and not mine else ()
    closes = kind.closes if is_open and mine else ()
    return NoticeRow(
        notice, worded(kind.word), _notice_state(notice, mine, day), pairs_of(notice), files, mine,
        worded(n.VERDICT_WORDS[notice.verdict]) if notice.verdict else "",
        [(each, answer_word(notice, each)) for each in answers],
        [(each, worded(n.OUTCOME_WORDS[each])) for each in closes],
        bool(is_open and notice.deadline and notice.deadline < day),
    )  # fmt: skip


def _notice_state(notice: Notice, mine: bool, day: date) -> tuple[str, str]:
    """The kind and the word for `{% st %}`; what was open when the contract was settled is of no account any more."""
    if notice.outcome:
        kind = "" if notice.outcome in (n.WITHDRAWN, n.DECLINED) else "ok"
        return kind, worded(n.OUTCOME_WORDS[notice.outcome])
    if notice.contract.state == SETTLED:
        return "", _("随合同结清")
    if served(notice).ends:
        return "warn", _("有异议") if notice.verdict == n.DISPUTED else _("已送达，有效")
    if notice.deadline and notice.deadline < day:
        return "bad", _("已过期限")
    if notice.verdict:
        return "info", worded(n.VERDICT_WORDS[notice.verdict])
    return "warn", _("等对方答复") if mine else _("等你们答复")


def _held(contract: Contract, side: str) -> dict[str, object]:
    """How many of each kind this side holds, and the digest of the list."""
    held = list_held(contract, side)
    return {
        "digest": held_digest(held),
        "counts": [(word, sum(one.kind == kind for one in held)) for kind, word in KINDS.items()],
    }


def _offers(living: Living, known: Known, side: str, person: Person, day: date) -> dict[str, str]:
    """The notices that this person may draw up now, by kind, with their words; what cannot succeed is not offered."""
    possible = rules.possible_acts(living.life, side=side, day=day)
    renewal, words, offers = living.life.renewal, _offer_words(), {}
    for kind in FREE:
        if kind not in possible or not person.may(actions.act_of(kind)):
            continue
        if kind == n.OBJECTION and (
            not renewal.is_automatic or rules.objection_day(living.life, day) is None
        ):
            continue
        if kind == n.TERMINATION and not living.read.stated("termination.notice_days"):
            continue
        if kind == n.INCIDENT and not causes_for(living.read, side):
            continue
        if kind == n.RETURN and side not in bound_sides(living.read):
            continue
        if kind == n.CLEARANCE and (known.unsent or known.unconfirmed or known.unpaid or known.unclaimed):
            continue
        offers[kind] = words[kind]
    return offers


def _offer_words() -> dict[str, str]:
    """What each notice is called as something to do."""
    return {
        n.OBJECTION: _("提出不续期"), n.CURE: _("要求限期纠正"), n.INCIDENT: _("登记违约事实"),
        n.FORCE_MAJEURE: _("通知不可抗力"), n.AGREEMENT: _("提议协商终止"), n.TERMINATION: _("提前通知终止"),
        n.RETURN: _("声明归还或销毁"), n.CLEARANCE: _("声明结清"),
    }  # fmt: skip


def _upcoming(living: Living, day: date) -> list[dict[str, object]]:
    """The days ahead that the contract's life turns on, the nearest last: it stands next to what has happened."""
    life = living.life
    end, objection = rules.last_day(life, day), rules.objection_day(life, day)
    days: list[tuple[date, str, str]] = [
        (each.deadline, _("%(word)s到期") % {"word": _called(each)}, f"#notice-{each.id}")
        for each in life.notices
        if each.deadline and each.deadline >= day and not each.outcome
    ]
    if objection:
        days += [
            (objection[0], _("不续期最迟提出"), "#term"),
            (objection[1] + timedelta(days=1), _("下次续期"), "#term"),
        ]
    elif end and end >= day:
        days.append((end, _("合同最后一天"), "#term"))
    return [
        {"word": word, "hint": day_text(when), "kind": "next", "url": url}
        for when, word, url in sorted(days, reverse=True)
    ]


def _called(notice: n.Served) -> str:
    """What a notice is called: several of a kind may be open, each about a month of its own."""
    word = worded(n.KINDS[notice.kind].word)
    return f"{notice.about} {word}" if notice.kind == n.REMINDER else word


def _place_of(contract: Contract, entry: Entry) -> str:
    """Where what an entry speaks of is to be seen."""
    if entry.act.startswith("notice."):
        return f"#notice-{entry.facts['number']}"
    if entry.act.startswith("amendment."):
        return reverse("portal:contract_amendment", args=(contract.code, entry.facts["number"]))
    return ""


def _events(living: Living) -> list[dict[str, object]]:
    """What happened in the contract's life, the newest first."""
    contract = living.contract
    names = {person.pk: person.name for org in contract.parties for person in list_people(org.pk)}
    of_life = reduce(or_, (Q(act__startswith=act) for act in LIFE_ACTS))
    found = Entry.objects.filter(of_life, chain_id=contract.chain_id).exclude(act="notice.downloaded")
    return [
        {
            "word": wording(entry.act, statement_word(entry.subject), entry.facts, language()),
            "hint": f"{moment_text(entry.at)} · {names.get(entry.person or 0, '—')} · #{entry.seq}",
            "kind": contract.side_of(entry.org),
            "url": _place_of(contract, entry),
        }
        for entry in found.order_by("-seq")
    ]
