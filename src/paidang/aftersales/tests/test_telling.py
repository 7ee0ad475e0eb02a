"""A verdict reaches the platform: over HTTP, once though somebody is killed in between; by hand where no interface does it."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from tests.cast import Party, acting, come_in

from paidang.aftersales import actions
from paidang.aftersales.actions.platform import take_platform_cases
from paidang.aftersales.actions.telling import settle_answers
from paidang.aftersales.models import Case
from paidang.aftersales.rules.verdict import Given
from paidang.channels.sandbox import acts
from paidang.channels.sandbox.world import World
from paidang.contracts.models import Contract
from paidang.duties.queries import list_open
from paidang.kit.money import yuan
from paidang.kit.outcome import NotAllowed, UnableTo
from paidang.orders.models import Refund
from paidang.stores import actions as actions_of_stores
from paidang.stores.actions import tending
from paidang.stores.models import OutgoingAct, StoreCase, StoreLink
from paidang.stores.tests.test_acts import AT, acts_of, at_shop, buy, shop, tend
from paidang.team.models import Person

__all__ = ["at_shop", "shop"]


def asked(world: World, link: StoreLink, person: Person) -> tuple[Any, Case]:
    """An order that waits, whose buyer asks all of it back at JD: the sandbox's case, and ours."""
    while len((bought := buy(world)).lines) != 1:
        pass
    theirs = acts.ask(world.stalls["jd"].platform.shop, bought, AT - timedelta(minutes=1))
    tend(link)
    with acting(person):
        take_platform_cases(link.contract, at=AT)
        case = Case.objects.get(platform_case=theirs.case_id)
        act = {"person": person, "at": AT, "code": link.contract.code, "number": case.number}
        actions.accept_case(**act)
    return theirs, case


def tend_later(link: StoreLink, minutes: int) -> None:
    """Tended when some time has passed, so that what changed meanwhile is pulled too."""
    actions_of_stores.tend_store(
        link_id=link.pk, org_id=link.contract.agency_id, clock=lambda: AT + timedelta(minutes=minutes)
    )


def decide(person: Person, case: Case, verdict: str, **more: Any) -> Case:
    with acting(person):
        return actions.decide_case(
            person=person, at=AT, code=case.contract.code, number=case.number, verdict=verdict,
            words="同意", **more,
        )  # fmt: skip


def owed(contract: Contract, person: Person) -> list[dict[str, Any]]:
    with acting(person):
        settle_answers(contract, at=AT)
        return [duty.facts for duty in list_open([contract.pk]) if duty.kind == "answer_on_platform"]


def test_killed_between_the_call_and_its_entry_the_money_goes_back_once(
    at_shop: tuple[World, StoreLink], agency_operator: Person, brand: Party, monkeypatch: pytest.MonkeyPatch
) -> None:
    world, link = at_shop
    theirs, case = asked(world, link, agency_operator)
    decide(brand.manager, case, "refund")
    with acting(agency_operator):
        act = OutgoingAct.objects.get(kind="answer")
        assert (act.state, act.body["does"], act.body["fen"]) == ("waiting", "agree", theirs.amount_fen)
        assert not Refund.objects.exists()
    page = come_in(Client(), agency_operator)
    url = f"/cases/{case.contract.code}/{case.number}"
    assert f"同意退款 {yuan(theirs.amount_fen)}" in page.get(url).content.decode()
    moved = []
    refund = acts.refund
    monkeypatch.setattr(acts, "refund", lambda *given: (moved.append(given[1].case_id), refund(*given)))

    def die(**_: object) -> None:
        raise SystemExit("killed")

    with monkeypatch.context() as patch:
        patch.setattr(tending, "note_sent", die)
        with pytest.raises(SystemExit):
            tend(link)
    assert (theirs.state, moved) == ("refunded", [theirs.case_id])
    for minutes in (1, 2):
        tend_later(link, minutes)
    assert moved == [theirs.case_id]
    with acting(agency_operator):
        act.refresh_from_db()
        assert (act.state, bool(act.answer)) == ("done", True)
        assert acts_of(link).count("stores.answered") == 1
        refunded = Refund.objects.get()
        assert refunded.cause == case.reason
        assert StoreCase.objects.get(case_id=theirs.case_id).state == "refunded"
    assert owed(link.contract, agency_operator) == []
    assert "平台答复" in page.get(url).content.decode()


def test_another_amount_than_asked_for_is_a_persons_to_tell(
    at_shop: tuple[World, StoreLink], agency_operator: Person, brand: Party
) -> None:
    world, link = at_shop
    theirs, case = asked(world, link, agency_operator)
    with acting(agency_operator):
        line = case.lines.get()
    decide(brand.manager, case, "refund", given={line.line_id: Given(line.quantity, line.asked_fen - 100)})
    tend(link)
    assert theirs.state == "asked"
    [facts] = owed(link.contract, agency_operator)
    assert facts["case"] == case.code and "结论" in facts["why"]
    acts.refund(world.stalls["jd"].platform.shop, theirs, AT)
    tend_later(link, 1)
    assert owed(link.contract, agency_operator) == []


def test_what_the_platform_refuses_is_owed_and_told_again_by_who_may(
    at_shop: tuple[World, StoreLink], agency_operator: Person, brand: Party, monkeypatch: pytest.MonkeyPatch
) -> None:
    world, link = at_shop
    theirs, case = asked(world, link, agency_operator)
    decide(brand.manager, case, "refuse")
    refuse = acts.refuse
    monkeypatch.setattr(acts, "refuse", _no)
    tend(link)
    with acting(agency_operator):
        assert OutgoingAct.objects.get(kind="answer").state == "failed"
    assert len(owed(link.contract, agency_operator)) == 1
    monkeypatch.setattr(acts, "refuse", refuse)
    again = {"at": AT, "code": case.contract.code, "number": case.number}
    with acting(brand.manager), pytest.raises(NotAllowed):
        actions.tell_again(person=brand.manager, **again)
    with acting(agency_operator):
        actions.tell_again(person=agency_operator, **again)
        with pytest.raises(UnableTo):  # it waits: nothing was refused
            actions.tell_again(person=agency_operator, **again)
    tend_later(link, 1)
    assert theirs.state == "refused"
    assert owed(link.contract, agency_operator) == []


def _no(*_given: object) -> None:
    raise acts.NotNow("not now")
