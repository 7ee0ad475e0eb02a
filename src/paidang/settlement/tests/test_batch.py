"""Closing and sending many contracts at once: each for itself, what is not sound waits, again writes nothing twice."""

import os
from collections import Counter

import pytest
from tests.cast import Party, acting, shanghai
from tests.worlds import kept

from paidang.contracts.models import Contract
from paidang.evidence.models import Entry
from paidang.evidence.queries import verify_chain
from paidang.kit.outcome import NotAllowed, NotFound
from paidang.settlement import tasks
from paidang.settlement.actions import UnableToStart, start_batch, take_next
from paidang.settlement.actions import batch as module
from paidang.settlement.models import Batch, BatchItem, Statement
from paidang.settlement.queries.closing import list_contract_months
from paidang.settlement.tests.many import more_contracts
from paidang.settlement.tests.month import MARCH_CLOSED, MARCH_SENT, add_line, add_refund, close, send
from paidang.team.models import Person

MARCH = "2026-03"
MANY = int(os.environ.get("PAIDANG_MANY", "8"))


@kept
def three(march: Contract, brand: Party, agency: Party) -> list[Contract]:
    """Three contracts with March; the facts of the second are refused."""
    made = [march, *more_contracts(march, brand, agency, 2)]
    with acting(agency.manager):
        add_refund(made[1], "R9", "L2", at="2026-03-22 10:00", amount=99_900)
    return made


def start(person: Person, contracts: list[Contract], kind: str = "close", at=MARCH_CLOSED, **more: str):
    with acting(person):
        digests = dict(Statement.objects.filter(month=MARCH).values_list("contract__code", "digest"))
        picks = {one.code: digests.get(one.code, "") if kind == "send" else "" for one in contracts}
        return start_batch(person=person, at=at, kind=kind, month=MARCH, picks=picks, **more)


def carry_out(person: Person, batch: Batch) -> dict[str, str]:
    """Do it all as the job does; what became of each contract, by code."""
    tasks.carry_out(batch_id=batch.pk, org_id=person.org_id, person_id=person.pk)
    with acting(person):
        return dict(batch.items.values_list("contract__code", "state"))


def org_acts(party: Party) -> list[tuple[str, dict[str, object]]]:
    with acting(party.manager):
        found = Entry.objects.filter(chain_id=party.org.chain_id, act__startswith="batch.")
        return list(found.order_by("seq").values_list("act", "facts"))


def test_one_that_is_refused_is_parked_with_its_reason_and_the_others_finish(three, agency):
    batch, is_new = start(agency.finance, three)
    assert is_new
    assert carry_out(agency.finance, batch) == {
        three[0].code: "done", three[1].code: "parked", three[2].code: "done",
    }  # fmt: skip
    with acting(agency.finance):
        refusal = BatchItem.objects.get(state="parked").refusal
        assert refusal["code"] == "FACTS_REFUSED" and refusal["message"].startswith("有 1 处数据不能结算")
        assert set(Statement.objects.values_list("contract__code", "state")) == {
            (three[0].code, "closed"), (three[2].code, "closed"),
        }  # fmt: skip
    facts = {"month": MARCH, "waiting": 0, "done": 2, "unchanged": 0, "parked": 1}
    assert org_acts(agency) == [
        ("batch.close_asked", {"month": MARCH, "contracts": 3}), ("batch.close_done", facts),
    ]  # fmt: skip


def test_again_writes_only_what_differs(three, agency):
    carry_out(agency.finance, start(agency.finance, three)[0])
    with acting(agency.manager):
        before = {one.contract.code: one for one in Statement.objects.select_related("contract")}
        entries = Counter(Entry.objects.values_list("chain_id", flat=True))
        add_line(three[2], "L9", done="2026-03-28 10:00")
    again, _new = start(agency.finance, three, at=shanghai("2026-04-03 09:00"))
    assert carry_out(agency.finance, again) == {
        three[0].code: "unchanged", three[1].code: "parked", three[2].code: "done",
    }  # fmt: skip
    with acting(agency.manager):
        after = {one.contract.code: one for one in Statement.objects.select_related("contract")}
        written = Counter(Entry.objects.values_list("chain_id", flat=True)) - entries
    assert after[three[0].code] == before[three[0].code]
    assert after[three[0].code].digest == before[three[0].code].digest
    assert after[three[2].code].digest != before[three[2].code].digest
    assert written == {three[2].chain_id: 1, agency.org.chain_id: 2}


def test_a_statement_far_from_the_one_before_waits_for_a_person(march, brand, agency):
    close(march, agency)
    send(march, agency)
    with acting(agency.manager):
        add_line(march, "L8", done="2026-04-20 10:00", paid="2026-04-05 10:00", quantity=100)
    with acting(agency.finance):
        at = shanghai("2026-05-06 18:00")
        batch, _new = start_batch(
            person=agency.finance, at=at, kind="close", month="2026-04", picks={march.code: ""}
        )
    carry_out(agency.finance, batch)
    with acting(agency.finance):
        refusal = batch.items.get().refusal
        assert refusal["code"] == "FAR_FROM_LAST_MONTH" and "¥59.60 的 5 倍" in refusal["message"]
        assert not Statement.objects.filter(month="2026-04").exists()
        (standing,) = list_contract_months([march], "2026-04", at)
    assert (standing.place, standing.parked.refusal["code"]) == ("look", "FAR_FROM_LAST_MONTH")
    assert close(march, agency, "2026-04", at).state == "closed"  # a person who looked at it closes it


def test_two_people_who_press_at_once_get_one_batch(three, agency):
    first, is_new = start(agency.finance, three)
    second, is_new_too = start(agency.manager, three[:1], "send")
    assert (is_new, is_new_too) == (True, False) and first == second
    carry_out(agency.finance, first)
    third, is_new = start(agency.manager, three[:1])
    assert is_new and third != first


def test_what_was_chosen_is_sent_with_the_note_and_nothing_twice(three, brand, agency):
    carry_out(agency.finance, start(agency.finance, three)[0])
    batch, _new = start(agency.finance, [three[0], three[2]], "send", MARCH_SENT, note="三月")
    with acting(agency.manager):
        add_line(three[2], "L9", done="2026-03-28 10:00")
    close(three[2], agency, at=shanghai("2026-04-03 09:00"))  # meanwhile another one stands than was chosen
    assert carry_out(agency.finance, batch) == {three[0].code: "done", three[2].code: "parked"}
    with acting(brand.finance):
        sent = Statement.objects.get()
        assert (sent.contract_id, sent.note, sent.state) == (three[0].pk, "三月", "sent")
    again, _new = start(agency.finance, [three[0]], "send", MARCH_SENT)
    assert carry_out(agency.finance, again) == {three[0].code: "unchanged"}
    with acting(brand.finance):
        assert Entry.objects.filter(chain_id=three[0].chain_id, act="statement.sent").count() == 1


def test_a_worker_that_dies_loses_the_contract_it_was_at_and_nothing_is_done_twice(
    three, agency, monkeypatch
):
    batch, _new = start(agency.finance, three)
    closing, done = module.close_month, []

    def die_at_the_third(**asked: object) -> Statement:
        statement = closing(**asked)
        done.append(asked["code"])
        if len(done) == 2:  # the second's facts are refused
            raise SystemExit("killed")
        return statement

    with monkeypatch.context() as patch, pytest.raises(SystemExit):
        patch.setattr(module, "close_month", die_at_the_third)
        carry_out(agency.finance, batch)
    with acting(agency.finance):
        assert Counter(batch.items.values_list("state", flat=True)) == {"done": 1, "parked": 1, "waiting": 1}
        assert Statement.objects.count() == 1
    carry_out(agency.finance, batch)
    carry_out(agency.finance, batch)
    with acting(agency.finance):
        assert Counter(batch.items.values_list("state", flat=True)) == {"done": 2, "parked": 1}
        for contract in three:
            assert Entry.objects.filter(chain_id=contract.chain_id, act="statement.closed").count() <= 1
    assert [act for act, _facts in org_acts(agency)] == ["batch.close_asked", "batch.close_done"]


def test_what_nobody_foresaw_parks_one_contract(three, agency, monkeypatch, caplog):
    closing = module.close_month

    def fail(**asked: object) -> Statement:
        if asked["code"] == three[0].code:
            raise RuntimeError("a bug")
        return closing(**asked)

    monkeypatch.setattr(module, "close_month", fail)
    states = carry_out(agency.finance, start(agency.finance, three)[0])
    assert (states[three[0].code], states[three[2].code]) == ("parked", "done")
    assert "a bug" in caplog.text


@pytest.mark.parametrize(
    ("picks", "month", "code"), [({}, MARCH, "NOTHING_PICKED"), (None, "2026-3", "NOT_A_MONTH")]
)
def test_it_refuses_a_request_that_means_nothing(march, agency, picks, month, code):
    with acting(agency.finance), pytest.raises(UnableToStart) as refused:
        wanted = {march.code: ""} if picks is None else picks
        start_batch(person=agency.finance, at=MARCH_CLOSED, kind="close", month=month, picks=wanted)
    assert refused.value.code == code


@pytest.mark.parametrize("kind", ["close", "send"])
def test_it_refuses_a_role_that_may_not_and_the_brand(march, brand, agency, kind):
    for person in (agency.people["agency_operator"], brand.finance):
        with acting(person), pytest.raises(NotAllowed):
            start_batch(person=person, at=MARCH_CLOSED, kind=kind, month=MARCH, picks={march.code: ""})
    with acting(agency.manager):
        assert not Batch.objects.exists()


def test_neither_the_outsider_nor_the_brand_sees_it(march, brand, agency, outsider):
    batch, _new = start(agency.finance, [march])
    with acting(outsider.manager), pytest.raises(NotFound):
        start_batch(
            person=outsider.manager, at=MARCH_CLOSED, kind="close", month=MARCH, picks={march.code: ""}
        )
    for other in (brand, outsider):
        with acting(other.manager):
            assert not Batch.objects.exists() and not BatchItem.objects.exists()
            with pytest.raises(NotFound):
                take_next(person=other.manager, at=MARCH_CLOSED, batch_id=batch.pk)


def test_it_knows_where_each_contract_stands(three, brand, agency):
    close(three[2], agency)
    with acting(agency.finance):
        found = {one.contract.code: one for one in list_contract_months(three, MARCH, MARCH_CLOSED)}
        early = list_contract_months(three, MARCH, shanghai("2026-03-31 12:00"))
        april = list_contract_months(three, "2026-04", shanghai("2026-05-02 12:00"))
    assert {code: one.place for code, one in found.items()} == {
        three[0].code: "look", three[1].code: "look", three[2].code: "made",
    }  # fmt: skip
    assert found[three[0].code].ready.unpriced == 1  # GIFT-BOX has no factory price: held, so to be looked at
    assert {one.place for one in early} == {"not_now", "made"}
    assert {(one.place, one.turn) for one in april} == {("not_now", MARCH)}


@pytest.mark.slow
def test_many_contracts_close_and_each_chain_verifies(march, brand, agency):
    many = [march, *more_contracts(march, brand, agency, MANY - 1)]
    states = carry_out(agency.finance, start(agency.finance, many)[0])
    assert Counter(states.values()) == {"done": MANY}
    with acting(agency.manager):
        assert Statement.objects.filter(figures__amount_due=5_960).count() == MANY
        for contract in many:
            assert verify_chain(contract.chain_id).broken_at is None
