"""Tokens with which a person's programs act in that person's name: making one, ending one, knowing whose it is."""

import secrets
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import NoReturn

from django.db import transaction

from paidang.kit.outcome import NotFound, UnableTo
from paidang.kit.period import day_of
from paidang.kit.sentence import say
from paidang.team.actions.people import record
from paidang.team.actions.tries import count_wrong_apart, wrong_tries
from paidang.team.context import knowing
from paidang.team.models import ApiToken, Person
from paidang.team.queries import find_api_token, token_hash
from paidang.team.rules import api_tokens as rules

TRIES = 20
PAUSE = timedelta(minutes=15)
NOTED_EVERY = timedelta(minutes=1)
"""How exact the last use is: not every request writes."""


class UnableToMakeToken(UnableTo):
    """Codes: TOKEN_UNNAMED, TOKEN_VERBS, TOKEN_UNTIL, TOKEN_TOO_MANY."""

    code = "TOKEN_NOT_MADE"


class TokenRefused(UnableTo):
    """No token that is good. HTTP 401. Codes: TOKEN_UNKNOWN, TOKEN_OVER."""

    status = 401
    code = "TOKEN_UNKNOWN"


class TooManyTokens(UnableTo):
    """Too many wrong tokens from one address. HTTP 429."""

    status = 429
    code = "TOO_MANY_TRIES"


@transaction.atomic
def make_api_token(
    *, person: Person, at: datetime, name: str, verbs: Sequence[str], until: date | None
) -> tuple[ApiToken, str]:
    """Make a token of one's own, and return it with the text that is shown this once."""
    name, today = name.strip()[: rules.TOKEN_NAME_CHARACTERS], day_of(at)
    if not name:
        raise UnableToMakeToken(
            say("令牌没有名称"), code="TOKEN_UNNAMED", remedy=say("写一个认得出的，例如：金蝶 ERP。")
        )
    if not verbs or not set(verbs) <= set(rules.VERBS):
        raise UnableToMakeToken(
            say("没有选令牌可以做什么"), code="TOKEN_VERBS", remedy=say("至少选一项；只选程序要用的。")
        )
    if until is None or not today <= until <= today + rules.LONGEST:
        raise UnableToMakeToken(
            say("到期日要在今天和 {last} 之间", last=(today + rules.LONGEST).isoformat()),
            code="TOKEN_UNTIL",
            remedy=say("令牌最长一年，到期前另做一个。"),
        )
    if ApiToken.objects.filter(person=person).count() >= rules.TOKENS_MAX:
        raise UnableToMakeToken(
            say("已有 {most} 个令牌", most=rules.TOKENS_MAX),
            code="TOKEN_TOO_MANY",
            remedy=say("先作废不用的。"),
        )
    text = rules.PREFIX + secrets.token_urlsafe(rules.TOKEN_BYTES)
    token = ApiToken.objects.create(
        person=person,
        name=name,
        token_hash=token_hash(text),
        verbs=sorted(set(verbs)),
        until=until,
        made_at=at,
    )
    facts = {"name": name, "verbs": token.verbs, "until": until.isoformat()}
    record(person, person, at, "person.token_made", facts)
    return token, text


@transaction.atomic
def end_api_token(*, person: Person, at: datetime, token_id: int) -> ApiToken:
    """End one's own token: from now on nobody acts with it."""
    token = ApiToken.objects.filter(pk=token_id, person=person).first()
    if token is None:
        raise NotFound(say("您没有这个令牌"), remedy=say("请刷新页面。"))
    record(person, person, at, "person.token_ended", {"name": token.name})
    ApiToken.objects.filter(pk=token.pk).delete()
    return token


def use_api_token(*, at: datetime, text: str, tries_key: str) -> ApiToken:
    """The token with its person, who may do no more than its verbs (`Person.only`). To be called in nobody's name.

    Wrong ones are counted under `tries_key`, as wrong passwords are; a good one is never held up by them.
    """
    found = find_api_token(text)
    with knowing("app.person", str(found.person_id) if found else ""):
        mine = ApiToken.objects.select_related("person").filter(token_hash=token_hash(text))
        token = mine.first() if found else None
        if token is None:
            _refuse_unknown(at, tries_key)
        if not (rules.is_good(token.until, day_of(at)) and token.person.is_active):
            raise TokenRefused(say("令牌已到期"), code="TOKEN_OVER", remedy=say("请在“设置”里另做一个。"))
        if token.used_at is None or token.used_at < at - NOTED_EVERY:
            _note_use(token, at)
    token.person.only = frozenset(token.verbs)
    return token


def _note_use(token: ApiToken, at: datetime) -> None:
    """Note the use, unless another request is doing so: nobody waits for that."""
    free = ApiToken.objects.select_for_update(skip_locked=True).filter(pk=token.pk)
    if free.values_list("pk", flat=True).first():
        ApiToken.objects.filter(pk=token.pk).update(used_at=at)


def _refuse_unknown(at: datetime, tries_key: str) -> NoReturn:
    recent = [moment for moment in wrong_tries(tries_key) if moment > at - PAUSE]
    if len(recent) >= TRIES:
        raise TooManyTokens(
            say("从这个网络地址来的令牌已错 {tries} 次", tries=TRIES), remedy=say("15 分钟后可再试。")
        )
    count_wrong_apart(tries_key, at)
    raise TokenRefused(
        say("没有令牌，或不认得这个令牌"),
        remedy=say("在请求头写 Authorization: Bearer，后面跟“设置”里做的令牌。"),
    )
