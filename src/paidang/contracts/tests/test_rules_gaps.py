"""Any blank or conflict of the text can be decided; what moves money is waited for."""

import pytest

from paidang.contracts.rules.compiled import Agreed
from paidang.contracts.rules.read_terms import ReadTerms
from paidang.contracts.rules.terms import compile_terms


def place(term, value, status="stated", clause="第一条"):
    return {
        "term": term,
        "value": value,
        "status": status,
        "clause": clause,
        "start": 0,
        "end": 1,
        "quote": "x",
    }


def compiled(terms, decisions=None, party_a="brand"):
    return compile_terms(
        contract="PD-1", read=ReadTerms(terms, party_a), decisions=decisions or {}, names=("甲", "乙")
    )


def gap(terms, key, **kwargs):
    return next((point for point in compiled(terms, **kwargs).open if point.key == key), None)


def test_a_conflict_is_decided_for_one_of_its_places():
    point = gap(
        [
            place("logistics.party", "b", "conflict", "第一章 C"),
            place("logistics.party", "a", "conflict", "第三章 E 1"),
        ],
        "logistics.party",
    )
    assert [(choice.value, choice.zh, choice.effect_zh) for choice in point.choices] == [
        ("b", "乙方", "第一章 C"),
        ("a", "甲方", "第三章 E 1"),
    ]
    assert (point.why, point.blocking) == ("conflict", False)


@pytest.mark.parametrize(
    ("term", "form"),
    [
        ("account.bank", "text"),
        ("fee.setup", "amount"),
        ("handover.days", "number"),
        ("renewal.months", "number"),
        ("fee.installments", "installments"),
        ("fee.commission.tiers", "tiers"),
        ("platform", "list"),
        ("settlement.pay_window", "window"),
    ],
)
def test_a_blank_is_filled_in(term, form):
    point = gap([place(term, None, "blank")], term)
    assert (point.kind, point.why, point.proposed) == (form, "blank", None)


def test_a_blank_that_no_form_can_ask_for_stays_a_finding():
    assert gap([place("law.basis", None, "blank")], "law.basis") is None


def test_a_blank_word_is_chosen_from_the_words_there_are():
    point = gap([place("settlement.silence", None, "blank")], "settlement.silence")
    assert [choice.value for choice in point.choices] == ["approved", "refused"]


def test_a_conflict_of_rows_begins_with_what_the_text_says_first():
    places = [place("platform", ["jd"], "conflict"), place("platform", ["tmall"], "conflict")]
    point = gap(places, "platform")
    assert (point.kind, point.why, point.proposed, point.choices) == ("list", "conflict", ["jd"], ())


def test_blank_tiers_are_asked_for_beside_how_they_apply():
    points = compiled([place("fee.commission.tiers", None, "blank")]).open
    assert {"fee.commission.tiers", "commission.tier_mode"} <= {point.key for point in points}


def test_the_contract_waits_for_what_moves_money():
    places = [
        place("fee.setup", 1, "conflict"),
        place("fee.setup", 2, "conflict"),
        place("store.name", None, "blank"),
    ]
    assert gap(places, "fee.setup").blocking and not gap(places, "store.name").blocking


def test_a_decided_term_is_computed_by():
    places = [place("fee.setup", 100, "conflict"), place("fee.setup", 200, "conflict")]
    done = compiled(places, {"fee.setup": Agreed(200, 3)})
    assert not [point for point in done.open if point.key == "fee.setup"]
    assert done.terms["dated_debts"] == [
        {"kind": "setup", "amount": 200, "days": 0, "day_kind": "calendar", "clause": "补充约定 3"}
    ]
    assert compiled(places).terms["dated_debts"] == []


def test_a_proposal_alone_settles_nothing():
    places = [place("fee.setup", 100, "conflict"), place("fee.setup", 200, "conflict")]
    assert gap(places, "fee.setup", decisions={"fee.setup": Agreed(200, None)})


def test_what_has_a_point_of_its_own_is_asked_once():
    places = [
        place("party.a.name", None, "blank"),
        place("collection.party", "a", "conflict"),
        place("collection.party", "b", "conflict"),
    ]
    keys = [point.key for point in compiled(places).open]
    assert len(keys) == len(set(keys)) and "collection.party" not in keys and "collector" in keys


def test_stated_terms_are_no_gaps():
    assert not gap([place("platform", ["jd"]), place("platform", ["tmall"])], "platform")
