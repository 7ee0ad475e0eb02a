"""The day of signing: nothing waits for it, the last signature supplies it, and the clock of the fee starts the day after."""

from datetime import date

import pytest

from paidang.contracts.rules.compiled import Agreed
from paidang.contracts.rules.dated_terms import dated_terms
from paidang.contracts.rules.read_terms import ReadTerms
from paidang.contracts.rules.signing_day import with_signing_day
from paidang.contracts.rules.terms import compile_terms
from paidang.contracts.tests.test_rules_terms import DECIDED, SHARES, place

SIGNED = date(2026, 9, 24)
UNSIGNED = {key: value for key, value in DECIDED.items() if key != "signed_on"}
FROM_SIGNING = {key: value for key, value in UNSIGNED.items() if not key.startswith("term.")}
SETUP = [
    place("fee.setup", 1000000, clause="第三章 B"),
    place("fee.setup.days", 3),
    place("fee.setup.days.day_kind", "calendar"),
]


def both(places, decisions):
    read = ReadTerms([*SHARES, *places], "brand")
    return read, compile_terms(
        contract="PD-1", read=read, decisions=decisions, names=("青岚茶器", "拾舟电商")
    )


@pytest.mark.parametrize("places", [[], [place("signed_on", None, "blank")]], ids=["silent", "blank"])
def test_a_text_that_does_not_state_the_day_waits_for_nothing(places):
    read, compiled = both(places, UNSIGNED)
    (point,) = compiled.open
    assert (point.key, point.blocking, compiled.is_complete) == ("signed_on", False, True)
    assert "signed_on" not in compiled.terms
    assert with_signing_day(compiled, read, SIGNED).terms["signed_on"] == "2026-09-24"


def test_two_days_in_the_text_are_to_be_decided():
    _read, compiled = both([place("signed_on", "2026-09-01"), place("signed_on", "2026-09-02")], UNSIGNED)
    assert not compiled.is_complete


def test_the_real_day_counts_against_the_day_in_the_text():
    read, compiled = both([place("signed_on", "2026-09-20")], UNSIGNED)
    assert compiled.terms["signed_on"] == "2026-09-20"
    assert with_signing_day(compiled, read, SIGNED).terms["signed_on"] == "2026-09-24"


def test_the_day_that_both_decided_stands():
    read, compiled = both(
        [place("signed_on", "2026-09-20")], UNSIGNED | {"signed_on": Agreed("2026-09-22", 3)}
    )
    assert with_signing_day(compiled, read, SIGNED).terms["signed_on"] == "2026-09-22"


def test_a_proposal_that_nobody_agreed_to_does_not():
    read, compiled = both([], UNSIGNED | {"signed_on": Agreed("2026-09-22", None)})
    assert with_signing_day(compiled, read, SIGNED).terms["signed_on"] == "2026-09-24"


def test_a_term_from_signing_on_begins_and_ends_with_it():
    """有效期一年，自双方签字盖章之日起."""
    places = [
        place("term.start_event", "signing", clause="第七章 A"),
        place("term.months", 12, clause="第七章 A"),
    ]
    read, compiled = both(places, FROM_SIGNING)
    assert compiled.is_complete and "term" not in compiled.terms
    signed = with_signing_day(compiled, read, SIGNED)
    assert signed.terms["term"] == {"start": "2026-09-24", "end": "2027-09-23"}
    assert (signed.first_day, signed.sources["term.start"]) == (SIGNED, "第七章 A")
    assert "term" not in compiled.terms, "the terms that were accepted are left as they were"


def test_a_term_from_signing_on_without_a_length_waits_for_its_end():
    _read, compiled = both([place("term.start_event", "signing")], FROM_SIGNING)
    assert [point.key for point in compiled.open if point.blocking] == ["term.end"]


def test_days_of_the_term_that_were_decided_stand():
    read, compiled = both([place("term.start_event", "signing"), place("term.months", 12)], UNSIGNED)
    assert with_signing_day(compiled, read, SIGNED).terms["term"] == {
        "start": "2026-03-01",
        "end": "2027-02-28",
    }


def test_three_days_after_the_last_signature_over_mid_autumn():
    """OP 3 B: signed on Thursday 2026-09-24, day 3 is Sunday 27, Mid-Autumn, hence Monday 28."""
    read, compiled = both(SETUP, UNSIGNED)
    terms = with_signing_day(compiled, read, SIGNED).terms
    (dated,) = [one for one in dated_terms(read.with_stated({"signed_on": terms["signed_on"]}, {}).stated) if one.term == "fee.setup"]  # fmt: skip
    assert str(dated.day) == "2026-09-28"
    assert (
        dated.why
        == "签订日 2026-09-24（周四）后第 3 日是 2026-09-27（周日），遇中秋顺延到 2026-09-28（周一）"
    )
