"""A world that is written again is the one that was made: the same rows, and what comes after gets numbers of its own."""

from copy import deepcopy

import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import connection

from paidang.evidence.models import Entry
from paidang.evidence.queries import verify_chain
from paidang.team.actions import set_legal_name
from tests.cast import BEFORE, acting
from tests.worlds import MAKERS, Worlds

pytestmark = pytest.mark.django_db
MAKING = {make.__name__: make for make in MAKERS.values()}
CAST = [MAKING["brand"], MAKING["agency"], MAKING["contract_in_force"]]


@pytest.fixture
def apart(db):
    """Worlds beside those of the other tests, beginning with none."""
    worlds = Worlds()
    yield worlds
    worlds.stand([])


def rows_of(party):
    """All that a side sees, of every model of ours."""
    ours = [model for model in apps.get_models() if model.__module__.startswith("paidang.")]
    with acting(party.manager):
        return {model: list(model.objects.order_by("pk").values()) for model in ours}


def test_both_sides_see_the_same_rows_and_whole_chains(apart):
    seen = []
    for _ in range(2):
        apart.stand(CAST)
        brand, agency, contract = (each.value for each in apart.standing)
        seen.append((rows_of(brand), rows_of(agency)))
        with acting(brand.manager):
            assert verify_chain(contract.chain_id).is_unaltered
        apart.stand([])
    assert seen[0] == seen[1]
    assert sum(len(rows) for rows in seen[0][0].values()) > 30
    assert all(apart.writings.values())


def test_what_comes_after_gets_numbers_that_nothing_had(apart):
    numbers = []
    for _ in range(2):
        apart.stand([MAKING["brand"]])
        manager = deepcopy(apart.standing[0].value.manager)
        with acting(manager):
            set_legal_name(person=manager, at=BEFORE, legal_name="青岚茶器有限公司")
            numbers.append(Entry.objects.latest("pk").pk)
        apart.stand([])
    assert numbers[0] < numbers[1]


def test_what_does_not_pass_by_as_statements_is_made_each_time(apart):
    made = []

    def copied():
        with (
            connection.cursor() as cursor,
            cursor.copy("copy django_content_type (app_label, model) from stdin") as copy,
        ):
            copy.write_row(("copied", "copied"))
        made.append(True)

    for _ in range(3):
        apart.stand([copied])
        assert ContentType.objects.filter(app_label="copied").exists()
        apart.stand([])
    assert len(made) == 3


def test_what_the_session_does_not_do_twice_is_made_anew(apart):
    made = []

    def staged():
        made.append(ContentType.objects.create(app_label="staged", model="staged").pk)
        with connection.cursor() as cursor:
            cursor.execute(f"create temporary table staged_{len(made)} (id int)")

    apart.stand([staged])
    apart.stand([])
    with connection.cursor() as cursor:
        cursor.execute("create temporary table staged_1 (id int)")
    between = ContentType.objects.create(app_label="between", model="between").pk
    apart.stand([staged])
    assert made[0] < between < made[1], "numbers are given once, also after what was not done twice"
