"""Exclusivity in the scope that the text gives."""

from datetime import date

import pytest

from paidang.contracts.rules.exclusive import Field, binds_brand, field_of, stands_in_the_way
from paidang.contracts.rules.read_terms import ReadTerms


def read(party_a="brand", **terms) -> ReadTerms:
    places = [
        {"term": name.replace("_", "."), "value": value, "status": "stated", "clause": "第一章 C"}
        for name, value in terms.items()
    ]
    return ReadTerms(places, party_a)


def field(*platforms: str, since="2026-03-01", until="2027-02-28") -> Field:
    days = [date.fromisoformat(day) if day else None for day in (since, until)]
    return Field(frozenset(platforms), *days)


@pytest.mark.parametrize(
    ("text", "binds"),
    [
        (read(), False),
        (read(exclusivity=False), False),
        (read(exclusivity=True), True),
        (read(exclusivity=True, exclusivity_bound="a"), True),
        (read(exclusivity=True, exclusivity_bound="both"), True),
        (read(exclusivity=True, exclusivity_bound="b"), False),
        (read("agency", exclusivity=True, exclusivity_bound="b"), True),
        (read("agency", exclusivity=True, exclusivity_bound="a"), False),
    ],
)
def test_whom_it_binds(text, binds):
    assert binds_brand(text) == binds


ALL, ONLY = read(exclusivity=True), read(exclusivity=True, exclusivity_scope="platform")


@pytest.mark.parametrize(
    ("text", "standing", "wanted", "refused"),
    [
        (ALL, field("jd"), field("tmall"), True),
        (read(), field("jd"), field("jd"), False),
        (ONLY, field("jd"), field("tmall"), False),
        (ONLY, field("jd", "tmall"), field("tmall", "douyin"), True),
        (ONLY, field(), field("tmall"), True),
        (ONLY, field("jd"), field(), True),
        (ALL, field(until="2026-12-31"), field(since="2027-01-01", until="2027-12-31"), False),
        (ALL, field(until="2026-12-31"), field(since="2026-12-31", until="2027-12-31"), True),
        (ALL, field(since="2027-01-01"), field(since="2026-01-01", until="2026-12-31"), False),
        (ALL, field(until=""), field(since="2031-01-01", until=""), True),
    ],
)
def test_what_stands_in_the_way(text, standing, wanted, refused):
    assert stands_in_the_way(text, standing, wanted) == refused


def test_the_platforms_are_those_that_the_text_names():
    text = read(platform=["jd", "tmall"])
    assert field_of(text, since=None, until=None).platforms == {"jd", "tmall"}
    assert field_of(read(), since=None, until=None).platforms == frozenset()
