"""What platforms rate stores by: told by the agency with its picture, or reckoned from its rows."""

import hashlib
from datetime import date
from fractions import Fraction

import pytest
from django.test import Client
from tests.cast import Party, acting, come_in
from tests.worlds import kept

from paidang.contracts.models import Contract
from paidang.evidence.models import Entry
from paidang.incidents.models import Penalty
from paidang.kit.outcome import NotAllowed, NotFound
from paidang.scorecards.actions import (
    UnableToScore,
    enter_rating,
    import_ratings,
)
from paidang.scorecards.models import RatingFile
from paidang.scorecards.queries.ranking import criteria_values
from paidang.scorecards.rules.figures import Figure, Place
from paidang.scorecards.rules.ranking import TEMPLATES
from paidang.scorecards.rules.ratings import HEADER_ZH
from paidang.scorecards.tests.selling import JD, NOW, TMALL, figures_of, sold_in_spring
from paidang.team.models import Person

PNG = b"\x89PNG\r\n\x1a\n" + b"x" * 40


@kept
def sold(contract_in_force: Contract, agency: Party) -> Contract:
    return sold_in_spring(contract_in_force, agency)


def test_the_agency_tells_what_platforms_rate_its_stores_by(
    sold: Contract, agency_manager: Person, brand_manager: Person, outsider_manager: Person
) -> None:
    stores = [JD[1], TMALL[1]]

    def enter(person: Person, *scores: str, content: bytes = PNG, month: str = "2026-03") -> int:
        with acting(person):
            cells = [month, JD[1], *scores, "5"]
            return enter_rating(
                person=person,
                at=NOW,
                code=sold.code,
                cells=cells,
                name="a.png",
                content=content,
                stores=stores,
            )

    for person, refusal in ((brand_manager, NotAllowed), (outsider_manager, NotFound)):
        with pytest.raises(refusal):
            enter(person, "4.8", "4.8", "4.8")
    for wrong in ({"content": b"<svg/>"}, {"month": "2026-06"}):
        with pytest.raises(UnableToScore):
            enter(agency_manager, "4.8", "4.8", "4.8", **wrong)
    with acting(agency_manager):
        assert not RatingFile.objects.exists()  # a refusal leaves nothing
    assert enter(agency_manager, "4.80", "4.7", "") == 1
    assert enter(agency_manager, "4.80", "4.70", "") == 0
    assert enter(agency_manager, "4.85", "4.7", "4.9") == 1  # the latest counts
    table = (
        f"{','.join(HEADER_ZH)}\n2026-03,{TMALL[1]},9.5,9.6,9.7,10\n2026-02,{JD[1]},4.6,4.6,4.6,5\n".encode()
    )
    with acting(agency_manager):
        for count in (2, 0):
            assert count == import_ratings(
                person=agency_manager, at=NOW, code=sold.code, name="r.csv", content=table, stores=stores
            )
    with acting(brand_manager):
        sums = figures_of(sold)
        assert sums[Place(sold.pk, *JD), "description", "2026-03"] == Figure(485, 500)
        assert sums[Place(sold.pk, *TMALL), "logistics", "2026-03"] == Figure(970, 1_000)
        assert (Place(sold.pk), "description", "2026-03") not in sums
        told = Entry.objects.filter(chain=sold.chain_id, act="scorecards.rated").order_by("seq")
        assert [one.facts["count"] for one in told] == [1, 1, 2]
        assert told[0].facts["sha256"] == hashlib.sha256(PNG).hexdigest()


def test_the_criteria_of_a_platform_are_reckoned_from_the_agencys_rows(
    sold: Contract, agency_manager: Person, client: Client, brand_manager: Person
) -> None:
    with acting(agency_manager):
        values = criteria_values([sold], TEMPLATES["jd"], NOW)
        assert values["sales"] == 25_000 and values["brands"] == 1
        assert values["shipped"] == Fraction(2, 3) and values["response"] == 85
        assert values["growth"] is None and values["rated"] is None and values["points"] == 0
        Penalty.objects.create(
            contract=sold, number=1, channel="jd", store=JD[1], penalised_on=date(2026, 4, 2), rule="r", points=6, cause="c",
            outcome="open", entered_by=agency_manager, entered_at=NOW,
        )  # fmt: skip
        assert criteria_values([sold], TEMPLATES["jd"], NOW)["points"] == 6
        assert criteria_values([sold], TEMPLATES["tmall"], NOW)["points"] == 0
    come_in(client, agency_manager)
    page = client.get("/scorecard/ranking", {"platform": "jd"}).content.decode()
    assert "京东服务商评级" in page and "没有对照当期公告" in page and "差在哪里" in page
    theirs = come_in(Client(), brand_manager).get("/scorecard/ranking").content.decode()
    assert "这是代运营方对照平台评级用的" in theirs and "差在哪里" not in theirs
