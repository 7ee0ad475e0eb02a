"""The source agreements, read: every term and finding a careful reader finds, and nothing else."""

import json
from pathlib import Path

import pytest

from paidang.contracts.rules.reading import read_contract

HERE = Path(__file__).parent
SAMPLES = Path("samples/contracts")
SOURCES = {
    "02": "02-operations-profit-share.txt",
    "03": "03-consulting-fixed-fee.txt",
    "04": "04-consulting-template-blank.txt",
}

NOT_LABELLED = {("03", "effective.requires"), ("04", "effective.requires")}
"""What the text says (第七条 1: 自双方签字盖章之日起生效) and the labels of the sources leave out."""


def read(name):
    return read_contract((SAMPLES / name).read_text("utf-8"), name=name, sha256="").to_json()


def same_place(mine, theirs):
    """Expected quotes are contained in the program's, contain them, or largely overlap."""
    return (
        mine in theirs
        or theirs in mine
        or len(set(mine) & set(theirs)) > 0.6 * min(len(set(mine)), len(set(theirs)))
    )


def expected(number, kind):
    return json.loads((HERE / "expected" / f"{number}.{kind}.json").read_text("utf-8"))


@pytest.mark.parametrize("number", SOURCES)
def test_every_term_and_no_other(number):
    (document,) = [d for d in read(SOURCES[number])["documents"] if d["kind"] != "not_agreement"]
    wanted = expected(number, "terms")

    def is_in(term, rows):
        return any(
            term["term"] == row["term"]
            and term["value"] == row["value"]
            and same_place(term["quote"], row["quote"])
            for row in rows
        )

    assert [row for row in wanted if not is_in(row, document["terms"])] == []
    others = [term for term in document["terms"] if not is_in(term, wanted)]
    assert [term for term in others if (number, term["term"]) not in NOT_LABELLED] == []


@pytest.mark.parametrize("number", SOURCES)
def test_every_finding_and_no_false_alarm(number):
    (document,) = [d for d in read(SOURCES[number])["documents"] if d["kind"] != "not_agreement"]
    wanted = expected(number, "findings")

    def fits(finding, row):
        quotes = [quote["quote"] for quote in finding["quotes"]]
        return finding["code"] == row["code"] and (
            row["quote"] is None or any(same_place(q, row["quote"]) for q in quotes)
        )

    assert [row for row in wanted if not any(fits(f, row) for f in document["findings"])] == []
    alarms = [f for f in document["findings"] if f["severity"] != "note"]
    assert [f for f in alarms if not any(fits(f, row) for row in wanted)] == []


@pytest.mark.parametrize("name", sorted(path.name for path in SAMPLES.glob("*.txt")))
def test_every_quotation_is_exact(name):
    text = (SAMPLES / name).read_text("utf-8")
    for document in read(name)["documents"]:
        places = [
            *document["terms"],
            *(quote for finding in document["findings"] for quote in finding["quotes"]),
        ]
        for place in places:
            assert text[place["start"] : place["end"]] == place["quote"]
            assert place["clause"]


def test_the_bundle_is_told_apart():
    documents = read("00-source-bundle.txt")["documents"]
    assert [document["kind"] for document in documents] == [
        "not_agreement",
        "operations",
        "consulting",
        "consulting",
        "not_agreement",
    ]
    assert all(not document["terms"] for document in documents if document["kind"] == "not_agreement")
    assert documents[1]["title"] == "电子商务运营合作协议"
    assert documents[0]["start"] == 0
    assert all(left["end"] == right["start"] for left, right in zip(documents, documents[1:], strict=False))


def test_the_bundle_reads_each_agreement_as_if_it_stood_alone():
    bundled = read("00-source-bundle.txt")["documents"][1]
    alone = read(SOURCES["02"])["documents"][0]
    assert [(t["term"], t["value"], t["quote"]) for t in bundled["terms"]] == [
        (t["term"], t["value"], t["quote"]) for t in alone["terms"]
    ]


@pytest.mark.parametrize(
    ("term", "clause"),
    [
        ("fee.share.a", "第三章 D"),
        ("settlement.pay_window", "第三章 E 4"),
        ("price.floor", "第二章 A 2"),
        ("fee.setup", "第三章 B"),
        ("penalty.late_payment.rate_per_day", "第六章 C"),
        ("party.a.name", "首部"),
    ],
)
def test_a_term_is_cited_as_a_person_would(term, clause):
    found = next(t for t in read(SOURCES["02"])["documents"][0]["terms"] if t["term"] == term)
    assert found["clause"] == clause
