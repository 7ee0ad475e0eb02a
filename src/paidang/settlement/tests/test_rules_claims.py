"""From when and how much a month's statement is owed: confirmed, in silence, in part, in several versions."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as some

from paidang.settlement.rules.claims import Claim, Version, claims_of

SENT, ASKED, LAST, LATER, END = (datetime(2026, 10, day, tzinfo=UTC) for day in (9, 12, 15, 20, 30))


def v1(**more) -> Version:
    return Version("a", 100, more.pop("confirmed_at", None), LAST, **more)


def test_it_waits_until_the_days_to_confirm_are_over():
    assert claims_of([v1()], SENT) == [Claim("a", 100, ())]
    assert claims_of([v1()], LATER) == [Claim("a", 100, ((LAST, 100),))]


def test_a_confirmation_in_time_counts_from_its_day_and_a_late_one_from_the_last():
    assert claims_of([v1(confirmed_at=ASKED)], LATER) == [Claim("a", 100, ((ASKED, 100),))]
    assert claims_of([v1(confirmed_at=LATER)], END) == [Claim("a", 100, ((LAST, 100),))]


def test_what_no_question_touches_falls_due_and_the_rest_waits_for_the_confirmation():
    questioned = v1(questions=((ASKED, 60),))
    assert claims_of([questioned], ASKED) == [Claim("a", 100, ())]
    assert claims_of([questioned], LATER) == [Claim("a", 60, ((LAST, 60),)), Claim("a", 40, ())]
    confirmed = v1(questions=((ASKED, 60),), confirmed_at=LATER)
    assert claims_of([confirmed], END) == [Claim("a", 60, ((LAST, 60),)), Claim("a", 40, ((LATER, 40),))]


def test_the_last_question_in_time_counts_and_a_late_one_takes_nothing_back():
    questioned = v1(questions=((SENT, 60), (ASKED, 30), (LATER, 0)))
    assert claims_of([questioned], END)[0] == Claim("a", 30, ((LAST, 30),))
    assert claims_of([v1(questions=((LATER, 0),))], END) == [Claim("a", 100, ((LAST, 100),))]


def test_a_question_about_the_whole_holds_back_the_whole():
    assert claims_of([v1(questions=((ASKED, 0),))], END) == [Claim("a", 100, ())]


def test_a_new_version_in_time_is_owed_by_its_own_days():
    versions = [v1(replaced_at=ASKED), Version("a", 80, None, LATER)]
    assert claims_of(versions, LAST) == [Claim("a", 80, ())]
    assert claims_of(versions, END) == [Claim("a", 80, ((LATER, 80),))]


def test_a_new_version_after_a_part_fell_due_adds_to_it_or_takes_from_it():
    first = v1(questions=((ASKED, 60),), replaced_at=LAST + timedelta(days=1))
    assert claims_of([first, Version("a", 90, None, LATER)], LATER) == [
        Claim("a", 60, ((LAST, 60),)), Claim("a", 30, ())
    ]  # fmt: skip
    assert claims_of([first, Version("a", 90, None, LATER)], END) == [
        Claim("a", 60, ((LAST, 60),)), Claim("a", 30, ((LATER, 30),))
    ]  # fmt: skip
    assert claims_of([first, Version("a", 50, None, LATER)], END) == [
        Claim("a", 50, ((LAST, 60), (LATER, -10)))
    ]
    assert claims_of([first, Version("b", 20, None, LATER)], END) == [
        Claim("a", 0, ((LAST, 60), (LATER, -60))), Claim("b", 20, ((LATER, 20),))
    ]  # fmt: skip


def test_nothing_is_owed_where_the_month_comes_out_even():
    assert claims_of([Version("", 0, None, LAST)], END) == []


moments = some.integers(1, 29 * 24).map(
    lambda hour: datetime(2026, 10, 1, tzinfo=UTC) + timedelta(hours=hour)
)


@given(
    some.none() | moments,
    some.lists(some.tuples(moments, some.integers(0, 100)), max_size=4).map(sorted),
    moments,
    moments,
)
def test_the_parts_make_up_the_whole_and_what_was_booked_stays(confirmed_at, questions, one, other):
    version = v1(confirmed_at=confirmed_at, questions=tuple(questions))
    early, late = sorted((one, other))
    for now in (early, late):
        claims = claims_of([version], now)
        assert sum(claim.principal for claim in claims) == 100
        assert all(sum(fen for _at, fen in claim.booked) in (0, claim.principal) for claim in claims)
    if confirmed_at and confirmed_at > early:
        return  # it was not confirmed yet
    before = [each for claim in claims_of([version], early) for each in claim.booked if each[0] <= early]
    after = [each for claim in claims_of([version], late) for each in claim.booked]
    assert set(before) <= set(after)
