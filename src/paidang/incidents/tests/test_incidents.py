"""Incidents from the report to the outcome, with the contract's own notice in between; penalties of platforms."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from tests.cast import acting, shanghai

from paidang.contracts.actions import serve_notice
from paidang.contracts.models import Notice
from paidang.contracts.queries import get_living
from paidang.contracts.rules import notices as n
from paidang.contracts.rules.life import LIVE, state_of
from paidang.contracts.rules.rights import Known, rights_of
from paidang.contracts.rules.serving import Said
from paidang.duties.actions import Proof
from paidang.duties.models import Duty
from paidang.evidence.models import Entry
from paidang.evidence.queries import verify_chain
from paidang.incidents import actions
from paidang.incidents.actions import PenaltyRow, UnableToReport
from paidang.incidents.actions.incidents import Reported
from paidang.incidents.models import Incident, IncidentFile, Penalty
from paidang.incidents.queries.incidents import IncidentsWanted, list_incidents
from paidang.incidents.rules.words import ACCEPTED, CLAIMED, CURED, DISPUTED, ENDED, NOTICED, WITHDRAWN
from paidang.kit.outcome import NotAllowed, NotFound

AT = shanghai("2026-04-10 15:00")
PHOTO = Proof("stall.jpg", b"\xff\xd8\xff\xe0 a stall with our bowls")


def report(person, contract, kind="offline_sale", at_fault="b", files=(PHOTO,), **changes) -> Incident:
    given = {
        "words": "批发市场有摊位在卖，标签是线上的批次", "found_by": "沈经理路过看到", "seen_at": shanghai("2026-04-10 11:20"),
    }  # fmt: skip
    with acting(person):
        return actions.report_incident(
            person=person, at=AT, code=contract.code, files=files,
            reported=Reported(kind=kind, at_fault=at_fault, **(given | changes)),
        )  # fmt: skip


def do(person, incident, act, **more) -> Incident:
    with acting(person):
        return act(person=person, at=AT, code=incident.contract.code, number=incident.number, **more)


def notice(person, incident, **more) -> Incident:
    return do(person, incident, actions.give_notice, **more)


def open_duties(person) -> set[tuple[str, str]]:
    with acting(person):
        return set(
            Duty.objects.filter(closed_at=None, kind__in=["answer_report", "decide_report", "appeal_penalty", "answer_cure"])
            .values_list("kind", "side")
        )  # fmt: skip


def test_an_offline_sale_is_answered_given_notice_of_and_cured(living_contract, brand, agency, outsider):
    contract = living_contract
    theirs, ours = brand.manager, agency.manager
    incident = report(brand.people["brand_warehouse"], contract)
    assert report(brand.people["brand_warehouse"], contract).pk == incident.pk, "the same twice is once"
    assert (incident.code, incident.turn) == ("W-0001", "b")
    assert open_duties(ours) == {("answer_report", "b")}
    with acting(ours):
        file = IncidentFile.objects.get(incident=incident)
        assert (bytes(file.content), file.sha256) == (PHOTO.content, PHOTO.sha256)
    with pytest.raises(UnableToReport, match="自己报的"):
        do(theirs, incident, actions.answer_incident, verdict=ACCEPTED)
    with pytest.raises(NotAllowed):
        do(agency.people["agency_operator"], incident, actions.answer_incident, verdict=ACCEPTED)
    with pytest.raises(UnableToReport, match="没有写"):
        do(ours, incident, actions.answer_incident, verdict=DISPUTED, answer=" ")
    do(ours, incident, actions.answer_incident, verdict=DISPUTED, answer="是直接客户转卖")
    assert open_duties(theirs) == {("decide_report", "a")}
    with pytest.raises(UnableToReport, match="由对方决定"):
        do(ours, incident, actions.close_incident, outcome=CURED)
    noticed = notice(theirs, incident, grounds="请撤下摊位上的货")
    assert noticed.state == NOTICED and noticed.turn == "b"
    assert open_duties(ours) == {("answer_cure", "b")}, "the clock is the notice's"
    with acting(ours):
        served = Notice.objects.get(contract=contract)
        assert served.kind == n.CURE and served.deadline == date(2026, 4, 27)
        assert served.files.get().sha256 == PHOTO.sha256
    do(ours, incident, actions.answer_incident, verdict=ACCEPTED)
    done = do(theirs, incident, actions.close_incident, outcome=CURED, words="已撤柜")
    assert done.state == CURED and done.verdict == ACCEPTED
    with acting(ours):
        assert Notice.objects.get(pk=served.pk).outcome == n.CURED
        found = Entry.objects.filter(act__startswith="incident.").order_by("seq")
        acts = list(found.values_list("act", flat=True))
        assert acts == [
            "incident.reported", "incident.file_added", "incident.answered", "incident.noticed", "incident.answered",
            "incident.closed",
        ]  # fmt: skip
        assert verify_chain(contract.chain_id).broken_at is None
    assert open_duties(ours) == set()
    with pytest.raises(UnableToReport, match="不再收证据"):
        do(theirs, incident, actions.add_file, name="b.jpg", content=PHOTO.content)
    with pytest.raises(NotFound):
        report(outsider.manager, contract)
    with acting(outsider.manager):
        assert list(Incident.objects.all()) == list(IncidentFile.objects.all()) == []


def test_a_counterfeit_gives_a_right_and_ends_nothing_by_itself(living_contract, brand, agency):
    contract, theirs = living_contract, brand.manager
    incident = report(theirs, contract, "counterfeit", files=())
    with pytest.raises(Exception, match="没有凭证"):
        notice(theirs, incident)
    do(theirs, incident, actions.add_file, name="screen.png", content=b"\x89PNG\r\n\x1a\n shop page")
    noticed = notice(theirs, incident)
    with acting(theirs):
        assert noticed.notice.kind == n.INCIDENT
        living = get_living(contract, AT.date())
        assert state_of(living.life, AT.date()) in LIVE
        rights = {each.kind: each for each in rights_of(living.read, living.life, Known(), day=AT.date())}
        assert {n.IMMEDIATE, n.CLAIM} <= set(rights)
    for early in (CLAIMED, ENDED, CURED):
        with pytest.raises(UnableToReport, match="现在不能这样了结"):
            do(theirs, incident, actions.close_incident, outcome=early)
    with acting(theirs):
        said = Said(kind=n.CLAIM, grounds="照实际损失", right=rights[n.CLAIM].key, amount_fen=500000)
        serve_notice(person=theirs, at=AT, code=contract.code, said=said, known=Known())
    with pytest.raises(UnableToReport, match="现在不能这样了结"):
        do(theirs, incident, actions.close_incident, outcome=WITHDRAWN)
    assert do(theirs, incident, actions.close_incident, outcome=CLAIMED).state == CLAIMED
    with acting(theirs):
        assert state_of(get_living(contract, AT.date()).life, AT.date()) in LIVE


def test_ones_own_fault_is_accepted_and_decided_by_the_other_side(living_contract, brand, agency):
    incident = report(agency.manager, living_contract, "data_leak", "b")
    assert (incident.state, incident.turn, incident.verdict) == (ACCEPTED, "a", ACCEPTED)
    with pytest.raises(UnableToReport, match="由对方决定"):
        notice(agency.manager, incident)
    assert notice(brand.manager, incident).notice.kind == n.CURE
    assert do(brand.manager, incident, actions.close_incident, outcome=WITHDRAWN).state == WITHDRAWN
    with acting(brand.manager):
        sides = {living_contract.pk: "a"}
        page = list_incidents(IncidentsWanted(sides, view="done"))
        assert [one.pk for one in page.rows] == [incident.pk]
        assert page.counts == {"open": 0, "ours": 0, "theirs": 0, "done": 1}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"kind": "nonsense"}, "种类"),
        ({"kind": "offline_sale", "at_fault": "a"}, "对得上"),
        ({"words": " "}, "没有写经过"),
        ({"found_by": ""}, "没有写谁发现的"),
        ({"link": "javascript:1"}, "不是网址"),
        ({"seen_at": AT + timedelta(minutes=1)}, "还没有到"),
        ({"files": (Proof("x.svg", b"<svg onload=x>"),)}, "只收 JPEG"),
    ],
)
def test_a_report_that_is_not_whole_changes_nothing(contract_in_force, brand, changes, said):
    with pytest.raises(UnableToReport, match=said):
        report(brand.manager, contract_in_force, **changes)
    with acting(brand.manager):
        assert not Incident.objects.exists() and not Entry.objects.filter(act__startswith="incident").exists()


def row(**changes) -> PenaltyRow:
    given = {
        "channel": "jd", "store": "青岚京东旗舰店", "penalised_on": date(2026, 4, 2), "rule": "延迟发货",
        "cause": "仓库漏发 3 单", "points": 4, "money_fen": 30000, "appeal_by": date(2026, 4, 20),
    }  # fmt: skip
    return PenaltyRow(**(given | changes))


def test_penalties_of_platforms(contract_in_force, brand, agency):
    contract, ours = contract_in_force, agency.people["agency_operator"]

    def enter(person, *rows):
        with acting(person):
            return actions.enter_penalties(person=person, at=AT, code=contract.code, rows=rows)

    assert enter(ours, row(), row(rule="虚假发货")) == (2, 0)
    assert enter(ours, row()) == (0, 1)
    assert open_duties(ours) == {("appeal_penalty", "b")}
    with pytest.raises(NotAllowed):
        enter(brand.people["brand_warehouse"], row())
    for changes, said in (
        ({"points": 0, "money_fen": 0}, "不能都是 0"),
        ({"penalised_on": date(2026, 4, 11)}, "还没有到"),
        ({"store": " "}, "哪家店"),
        ({"cause": ""}, "没有写原因"),
    ):
        with pytest.raises(UnableToReport, match=said):
            enter(ours, row(**({"rule": "另一条"} | changes)))
    acts = {"at": AT, "code": contract.code, "number": 1}
    for person, fault in ((agency.manager, "a"), (brand.manager, "a")):
        with acting(person):
            penalty = actions.say_fault(person=person, fault=fault, **acts)
    assert (penalty.brand_says, penalty.agency_says) == ("a", "a")
    with acting(ours):
        with pytest.raises(UnableToReport, match="不能比原来多"):
            actions.record_outcome(person=ours, outcome="reduced", points=5, money_fen=0, **acts)
        actions.record_outcome(person=ours, outcome="reduced", points=2, money_fen=0, **acts)
        one = Penalty.objects.get(number=1)
        assert (one.points, one.money_fen, one.outcome) == (2, 0, "reduced")
        assert Duty.objects.filter(kind="appeal_penalty", closed_at=None).count() == 1


def test_the_database_holds_what_the_rules_say(contract_in_force, brand):
    report(brand.manager, contract_in_force)
    changes = ("turn = ''", "state = 'cured'", "verdict = 'accepted'", "kind = 'x'")
    for sql, said in (
        *((f"update incidents_incident set {change}", "violates check") for change in changes),
        ("delete from incidents_incidentfile", "permission denied"),
    ):
        with (
            acting(brand.manager),
            pytest.raises(DatabaseError, match=said),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(sql)
