"""What holds on a day after any sequence of supplementary agreements; each term's history; days from which terms may change."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paidang.contracts.rules.amending import (
    POINT,
    REMOVED,
    TEXT,
    Amended,
    Change,
    Held,
    days_of_change,
    held_on,
    history_of,
    replaced_by,
)
from paidang.contracts.rules.compiled import Agreed
from paidang.contracts.rules.read_terms import ReadTerms

START = date(2026, 9, 1)
TERMS = ("fee.commission.rate", "fee.monthly", "price.floor", "renewal.months")


def place(term: str, value: object, clause: str = "第三章 D") -> dict[str, object]:
    return {"term": term, "value": value, "status": "stated", "clause": clause}


def agreement(number: int, day: date, *, agreed: int = 0, **values: object) -> Amended:
    """A supplementary agreement on terms, their dots written `__`; None ends a term."""
    changes, places = [], []
    for name, value in values.items():
        term = name.replace("__", ".")
        changes.append(Change(term, REMOVED if value is None else TEXT))
        places += [] if value is None else [place(term, value, "第一条")]
    at = datetime(2026, 9, 1, tzinfo=UTC) + timedelta(days=agreed or number)
    return Amended(number, day, tuple(changes), tuple(places), at)


def base(**values: object) -> Held:
    return Held(
        ReadTerms([place(name.replace("__", "."), value) for name, value in values.items()], "brand"), {}
    )


BASE = base(fee__share__a="0.7", fee__share__b="0.3", fee__monthly=100, price__floor=True)


class TestHeldOn:
    def test_before_its_day_nothing_changes_and_from_it_on_it_does(self):
        december = agreement(1, date(2026, 12, 1), fee__monthly=200)
        assert held_on(BASE, [december], date(2026, 11, 30)).read.stated("fee.monthly") == 100
        held = held_on(BASE, [december], date(2026, 12, 1)).read
        assert held.stated("fee.monthly") == 200
        assert held.clause("fee.monthly") == "补充协议 1 第一条"
        assert held.stated("fee.share.a") == "0.7"

    def test_what_ends_is_no_longer_stated(self):
        held = held_on(BASE, [agreement(1, START, fee__monthly=None)], START).read
        assert held.all("fee.monthly") == []

    def test_of_two_the_later_day_holds_even_if_it_was_agreed_first(self):
        december = agreement(1, date(2026, 12, 1), agreed=1, fee__monthly=200)
        october = agreement(2, date(2026, 10, 1), agreed=2, fee__monthly=300)
        both = [december, october]
        assert held_on(BASE, both, date(2026, 11, 1)).read.stated("fee.monthly") == 300
        assert held_on(BASE, both, date(2026, 12, 1)).read.stated("fee.monthly") == 200

    def test_of_one_day_the_one_agreed_later_holds_and_says_what_it_replaces(self):
        first = agreement(1, START, agreed=9, fee__monthly=200, price__floor=False)
        second = agreement(2, START, agreed=5, fee__monthly=300)
        assert held_on(BASE, [first, second], START).read.stated("fee.monthly") == 200
        assert replaced_by(first, [second]) == [(second, frozenset({"fee.monthly"}))]
        assert replaced_by(first, [first, agreement(3, date(2026, 10, 1), fee__monthly=1)]) == []

    def test_what_a_text_answers_is_no_longer_decided(self):
        decided = Held(BASE.read, {"collector": Agreed("a", 1), "loss": Agreed("share", 2)})
        held = held_on(decided, [agreement(1, START, collection__party="b")], START)
        assert set(held.decisions) == {"loss"}

    @pytest.mark.parametrize(("formula", "kept"), [(["tax"], True), (["platform_fees", "tax"], False)])
    def test_a_formula_answers_who_bears_platform_fees_only_if_it_names_them(self, formula, kept):
        decided = Held(BASE.read, {"platform_fees": Agreed("a", 1)})
        held = held_on(decided, [agreement(1, START, fee__share__formula=formula)], START)
        assert ("platform_fees" in held.decisions) is kept

    def test_a_point_is_decided_by_the_agreement_and_cited_so(self):
        new = Amended(3, START, (Change("recognition", POINT, "shipped"),))
        held = held_on(Held(BASE.read, {"recognition": Agreed("completed", 1)}), [new], START)
        assert held.decisions["recognition"].source == "补充协议 3"
        assert [one["value"] for one in held.places("recognition")] == ["shipped"]


values = st.one_of(st.none(), st.integers(1, 9))
agreements = st.lists(
    st.tuples(st.integers(0, 6), st.dictionaries(st.sampled_from(TERMS), values, min_size=1)), max_size=7
)


@given(agreements, st.integers(0, 8), st.randoms(use_true_random=False))
def test_any_sequence_gives_what_a_naive_fold_gives(drawn, after, random):
    """The naive one: of all that has taken effect, for each term the last word by day and by agreement."""
    made = [
        Amended(
            number, START + timedelta(days=day),
            tuple(Change(term, REMOVED if value is None else TEXT) for term, value in said.items()),
            tuple(place(term, value) for term, value in said.items() if value is not None),
            datetime(2026, 9, 1, tzinfo=UTC) + timedelta(hours=number),
        )
        for number, (day, said) in enumerate(drawn, start=1)
    ]  # fmt: skip
    day = START + timedelta(days=after)
    expected: dict[str, object] = {"fee.monthly": 100, "price.floor": True}
    for step in range(after + 1):
        for at, said in drawn:
            if at == step:
                expected |= said
    shuffled = random.sample(made, len(made))
    held = held_on(BASE, shuffled, day).read
    assert {term: held.stated(term) for term in TERMS} == {term: expected.get(term) for term in TERMS}
    for term in TERMS:
        spells = history_of(term, BASE, shuffled)
        now = [one for one in spells if (one.since or date.min) <= day <= (one.until or date.max)]
        assert len(now) == 1, "the spells of a term meet and do not overlap"
        assert [one["value"] for one in now[0].places] == [
            value for value in [expected.get(term)] if value is not None
        ]


def test_the_history_of_a_term_names_each_spell_with_its_source():
    spells = history_of(
        "fee.monthly",
        BASE,
        [
            agreement(1, date(2026, 12, 1), fee__monthly=200),
            agreement(2, date(2026, 10, 1), price__floor=False),
            agreement(3, date(2027, 2, 1), fee__monthly=None),
        ],
    )
    assert [(one.since, one.until, [p["clause"] for p in one.places]) for one in spells] == [
        (None, date(2026, 11, 30), ["第三章 D"]),
        (date(2026, 12, 1), date(2027, 1, 31), ["补充协议 1 第一条"]),
        (date(2027, 2, 1), None, []),
    ]


def test_days_of_change_are_each_day_once():
    same = [agreement(1, START, fee__monthly=1), agreement(2, START, price__floor=False)]
    assert days_of_change(same) == [START]
