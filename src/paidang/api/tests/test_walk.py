"""Each route, walked by one after the other: without a token, with the wrong verb, an outsider, and who may. No route is
left out.
"""

import json

import pytest
from django.http import HttpResponse
from tests.cast import Party, acting
from tests.worlds import kept

from paidang.api.tests.beforehand import World
from paidang.api.tests.calling import Caller, caller_for, code_of
from paidang.api.tests.document import operations, routes
from paidang.api.tests.steps import ONES_OWN, STEPS, Step
from paidang.evidence.actions import check_chain
from paidang.evidence.models import Entry
from paidang.evidence.rules.wording import wording
from paidang.settlement.models import Statement
from paidang.settlement.tests.month import MARCH_SENT
from paidang.team.models import ApiToken, Person
from paidang.team.rules.api_tokens import VERBS


@kept
def world(sent: Statement, brand: Party, agency: Party) -> World:
    return World(sent, brand, agency, {"code": sent.contract.code, "month": "2026-03"})


def call(caller: Caller, operation: str, world: World) -> HttpResponse:
    """Call a route as its step says."""
    (method, path), step = routes()[operation], STEPS[operation]
    address = path.format(**world.ids) + (f"?{step.query}" if step.query else "")
    if method == "get":
        return caller.get(address)
    body = step.body(world) if step.body else None
    return caller.post(address, **body) if body and step.is_form else caller.post(address, body)


def entries() -> int:
    return Entry.objects.count()


@pytest.mark.parametrize("operation", sorted(STEPS))
def test_a_route_answers_who_may_and_nobody_before(world, operation, outsider):
    step = STEPS[operation]
    step.before(world)
    _nothing_without_a_token(world, operation)
    _nothing_without_the_verb(world, operation, step)
    _nothing_for_an_outsider(world, operation, outsider.people["agency_manager"])
    answer = call(caller_for(world.who(step.role), step.verb), operation, world)
    assert answer.status_code == 200, answer.content.decode()
    if "json" in answer["Content-Type"]:
        json.loads(answer.content, parse_float=_no_float)


def _nothing_without_a_token(world: World, operation: str) -> None:
    answer = call(Caller(""), operation, world)
    assert code_of(answer) == (401, "TOKEN_UNKNOWN")
    assert answer["WWW-Authenticate"] == "Bearer"


def _nothing_without_the_verb(world: World, operation: str, step: Step) -> None:
    wrong = [verb for verb in VERBS if verb not in operations()[operation]["x-verbs"]]
    answer = call(caller_for(world.who(step.role), *wrong), operation, world)
    assert code_of(answer) == (403, "TOKEN_LACKS_VERB")


def _nothing_for_an_outsider(world: World, operation: str, manager: Person) -> None:
    with acting(manager):
        before = entries()
    answer = call(caller_for(manager), operation, world)
    if operation in ONES_OWN:
        assert answer.status_code == 200 and world.contract.code not in answer.content.decode()
        return
    assert answer.status_code in (403, 404), answer.content
    assert code_of(answer)[1] in ("NOT_FOUND", "NOT_ALLOWED")
    with acting(manager):
        assert entries() == before + 1, "the token's own making"


def test_what_a_program_did_says_so_on_record(world, agency):
    path, chain = f"/contracts/{world.ids['code']}/evidence/verify", world.contract.chain_id
    assert caller_for(agency.manager).post(path).status_code == 200
    with acting(agency.manager):
        token = ApiToken.objects.get()
        entry = Entry.objects.filter(chain=chain).latest("seq")
        assert entry.facts["program"] == token.pk
        assert f"（由程序，{token.pk} 号令牌）" in wording(entry.act, entry.subject, entry.facts)
        check_chain(
            chain, at=MARCH_SENT, org_id=agency.org.pk, person_id=agency.manager.pk, subject=world.ids["code"]
        )
        by_hand = Entry.objects.filter(chain=chain).latest("seq")
    assert "program" not in by_hand.facts, "the next who acts here is a person again"


def _no_float(text: str) -> None:
    raise AssertionError(f"{text}: money is fen, rates are texts")
