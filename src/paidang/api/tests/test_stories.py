"""Each slice's routes in one story: an outsider finds nothing at any step, and a step that is told twice is done once."""

import json

import pytest
from django.http import HttpResponse
from tests.cast import Party, acting

from paidang.api.tests.calling import Caller, caller_for, code_of
from paidang.api.tests.document import operations, routes
from paidang.api.tests.steps import STEPS
from paidang.api.tests.stories import (
    Scene,
    Told,
    adjustments,
    incidents,
    marketing,
    projects,
    promotions,
    studio,
    team,
    training,
)
from paidang.evidence.models import Entry
from paidang.team.models import Person

STORIES = {
    "promotions": promotions.PROMOTIONS, "around": promotions.AROUND, "projects": projects.PROJECTS,
    "pictures": studio.PICTURES, "pages": studio.PAGES, "proposals": marketing.PROPOSALS, "money": marketing.MONEY,
    "training": training.TRAINING, "advice": training.ADVICE, "handover": training.HANDOVER, "team": team.TEAM,
    "service": team.SERVICE, "norms": team.NORMS, "scorecard": team.SCORECARD, "incidents": incidents.INCIDENTS,
    "penalties": incidents.PENALTIES, "bills": incidents.BILLS, "adjustments": adjustments.ADJUSTMENTS,
}  # fmt: skip


class Callers:
    """Programs with tokens, each made once."""

    def __init__(self) -> None:
        self.made: dict[tuple[int, tuple[str, ...]], Caller] = {}

    def of(self, person: Person, *verbs: str) -> Caller:
        key = person.pk, verbs
        if key not in self.made:
            self.made[key] = caller_for(person, *verbs)
        return self.made[key]


def call(caller: Caller, told: Told, scene: Scene, body: dict, key: str) -> HttpResponse:
    method, path = routes()[told.operation]
    address = path.format(**scene.ids)
    if method == "get":
        return caller.get(address)
    return caller.post(address, key=key, **body) if told.is_form else caller.post(address, body, key=key)


def chain_of(scene: Scene) -> int:
    with acting(scene.brand.manager):
        return Entry.objects.filter(chain=scene.contract.chain_id).count()


@pytest.mark.parametrize("name", sorted(STORIES))
def test_a_story(name: str, request, brand: Party, agency: Party, outsider: Party):
    story, callers = STORIES[name], Callers()
    contract = request.getfixturevalue(story.world)
    scene = Scene(contract, brand, agency, {"code": contract.code})
    story.before(scene)
    for nth, told in enumerate(story.tells):
        where, key, before = f"{nth} {told.operation}", f"{name}-{nth}", chain_of(scene)
        verbs, body = operations()[told.operation]["x-verbs"], told.body or (lambda _scene: {})

        def tell(caller: Caller) -> HttpResponse:
            return call(caller, told, scene, body(scene), key)  # noqa: B023  called at once

        stranger = tell(callers.of(outsider.manager))
        assert code_of(stranger)[1] in ("NOT_FOUND", "NOT_ALLOWED"), where
        if (is_act := routes()[told.operation][0] == "post") and verbs != ["read"]:
            assert code_of(tell(callers.of(scene.who(told.role), "read")))[1] == "TOKEN_LACKS_VERB", where
        assert chain_of(scene) == before, where
        caller = callers.of(scene.who(told.role), *verbs)
        answer = tell(caller)
        assert answer.status_code == 200, (where, answer.content.decode())
        done = chain_of(scene)
        if is_act:
            again = tell(caller)
            assert again["Idempotency-Replayed"] == "true" and again.content == answer.content, where
            assert chain_of(scene) == done, where
        if "json" in answer["Content-Type"]:
            said = json.loads(answer.content, parse_float=_no_float)
            if told.keep:
                told.keep(scene, said)


def test_every_route_is_told_or_walked():
    told = {one.operation for story in STORIES.values() for one in story.tells}
    assert told | set(STEPS) == set(routes()) and not told & set(STEPS)


def _no_float(text: str) -> None:
    raise AssertionError(f"{text}: money is fen, rates are texts")
