"""Roles filled by day, covered while their holder is away, handed over; their duties follow (OP-4-B, TC-5-1)."""

from datetime import date, datetime

from django.db import transaction

from paidang.contracts.actions.recording import record
from paidang.contracts.models import Contract
from paidang.contracts.queries import get_contract
from paidang.duties.actions import Standing, assign, close_duty, raise_duty, set_standing
from paidang.evidence.rules.chain import text_digest
from paidang.kit.clause import clause
from paidang.kit.outcome import NotAllowed, NotFound
from paidang.kit.period import day_of
from paidang.kit.sentence import say
from paidang.staffing.actions.recording import (
    PAGE,
    UnableToStaff,
    colleague,
    consented,
    contract_for,
    role_words,
    text_of,
)
from paidang.staffing.models import Absence, Post
from paidang.staffing.queries import list_aways, list_held, list_posts
from paidang.staffing.rules.holding import holder_on, spans
from paidang.staffing.rules.roles import ROLES, Seat
from paidang.team.models import Person


@clause("OP-4-B", "OP-4-B-1", "TC-5-1", "TC-5-2")
@transaction.atomic
def name_post(
    *,
    person: Person,
    at: datetime,
    code: str,
    role: str,
    since: date,
    person_id: int = 0,
    firm: int = 0,
    words: str = "",
) -> Post:
    """Give a role of one's own side to a colleague, or to an outside firm with the brand's consent, from a day on.

    `words` is what whoever held it hands over. The duties of the role go to the new holder from that day.
    """
    contract = contract_for(person, code, "name_team")
    side = _own(contract, person, role)
    if since < day_of(at):
        raise UnableToStaff(say("日子已经过去"), code="DAY_PAST", remedy=say("从今天或以后的一天起。"))
    if Post.objects.filter(contract=contract, role=role, side=side, since=since).exists():
        raise UnableToStaff(
            say("这一天已经定过人"), code="NAMED", remedy=say("请换一天，或从第二天起再换人。")
        )
    to = colleague(person, person_id) if not firm else None
    post = Post.objects.create(
        contract=contract, role=role, side=side, person=to, firm=consented(contract, person, firm, since) if firm else None,
        since=since, words=text_of(words, say("交接的话"), is_needed=False), named_by=person, named_at=at,
    )  # fmt: skip
    record(
        contract, person, at, "staffing.named",
        {**role_words(role), "who": f"person:{to.pk}" if to else f"firm:{firm}", "day": since.isoformat(),
         "words_sha256": text_digest(post.words)},
    )  # fmt: skip
    if since == day_of(at):  # what the one before has not taken over is the next one's now
        for one in Post.objects.filter(
            contract=contract, role=role, side=side, taken_at=None, since__lt=since
        ):
            close_duty(contract.pk, key=f"take_over:{one.pk}", at=at)
    if to and to.pk != person.pk:
        key = f"take_over:{post.pk}"
        raise_duty(
            contract.pk, key=key, kind="take_over", side=side, page=PAGE.format(code=code), at=at, clause="OP-4-B",
            facts=role_words(role),
        )  # fmt: skip
        assign(contract.pk, key=key, side=side, to=to, by=person, at=at)
    _follow(contract, role, side, at)
    return post


@transaction.atomic
def take_over(*, person: Person, at: datetime, code: str, post_id: int) -> Post:
    """Who was named says that they have taken over."""
    contract = get_contract(code, lock=True)
    post = Post.objects.select_for_update().filter(contract=contract, pk=post_id).first()
    if post is None:
        raise NotFound(say("没有这一次任命"), remedy=say("请从团队页打开。"))
    if post.person_id != person.pk:
        raise NotAllowed(say("接手的人自己来确认"), remedy=say("请被任命的人登录后确认。"))
    if post.taken_at is None:
        post.taken_at = at
        post.save(update_fields=["taken_at"])
        close_duty(contract.pk, key=f"take_over:{post.pk}", at=at)
        record(contract, person, at, "staffing.taken_over", role_words(post.role))
    return post


@clause("OP-4-B")
@transaction.atomic
def say_away(
    *, person: Person, at: datetime, code: str, role: str, since: date, until: date, cover_id: int
) -> Absence:
    """Who holds a role of one's own side is away for some days; a colleague covers, and gets its duties meanwhile."""
    contract = contract_for(person, code, "name_team")
    side = _own(contract, person, role)
    if until < since or until < day_of(at):
        raise UnableToStaff(
            say("日子没有写对"), code="DAYS_WRONG", remedy=say("最后一天不早于第一天和今天。")
        )
    cover = colleague(person, cover_id)
    holder, _is_cover = holder_on(list_posts(contract).get(Seat(role, side), []), [], since)
    if not holder or holder == cover.pk:
        raise UnableToStaff(
            say("这个角色那天没有人，或顶班的就是本人"), code="COVER_WRONG", remedy=say("请先定人，再定谁顶班。")
        )  # fmt: skip
    absence = Absence.objects.create(
        contract=contract,
        role=role,
        side=side,
        since=since,
        until=until,
        cover=cover,
        said_by=person,
        said_at=at,
    )
    record(
        contract, person, at, "staffing.away",
        {**role_words(role), "cover": cover.pk, "from": since.isoformat(), "until": until.isoformat()},
    )  # fmt: skip
    _follow(contract, role, side, at)
    return absence


@clause("OP-4-B")
@transaction.atomic
def set_open_duties(contract: Contract, *, at: datetime) -> None:
    """A duty for each role that nobody holds today, closed for the others. What it writes follows from the posts alone."""
    for held in list_held(contract, day_of(at)):
        seat, key = held.seat, f"fill_role:{held.seat.role}:{held.seat.side}"
        if held.is_filled:
            close_duty(contract.pk, key=key, at=at)
            continue
        raise_duty(
            contract.pk, key=key, kind="fill_role", side=seat.side, page=PAGE.format(code=contract.code), at=at,
            clause="OP-4-B", facts=role_words(seat.role),
        )  # fmt: skip


def _own(contract: Contract, person: Person, role: str) -> str:
    """One's own side, if it has this role."""
    side = contract.side_of(person.org_id)
    if role not in ROLES or side not in ROLES[role].sides:
        raise UnableToStaff(say("我方没有这个角色"), code="ROLE_WRONG", remedy=say("请从团队页选。"))
    return side


def _follow(contract: Contract, role: str, side: str, at: datetime) -> None:
    """The duties of a role go to who holds it, day by day, and who is missing is a duty itself."""
    seat = Seat(role, side)
    kinds = ROLES[role].kinds[side]
    held = spans(list_posts(contract).get(seat, []), list_aways(contract).get(seat, []))
    rows = [Standing(kind, span.person, span.since, span.until) for kind in kinds for span in held]
    set_standing(contract.pk, side=side, kinds=kinds, rows=rows)
    set_open_duties(contract, at=at)
