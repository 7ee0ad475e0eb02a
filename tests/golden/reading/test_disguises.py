"""An agreement stays one, with nearly all that it says, however it was typed, scanned, filed and labelled."""

import re
from functools import cache
from pathlib import Path

import pytest

from paidang.contracts.rules.reading import read_contract

pytestmark = pytest.mark.slow
HERE = Path(__file__).parent
TEXTS = {
    path.stem: path.read_text("utf-8")
    for folder in ("corpus", "blind/f", "blind/g", "blind/j")
    for path in sorted((HERE / folder).glob("*.txt"))
}
LONGEST_LINE = 25
LEAST_SHARE = 0.95
"""Of the terms of all texts together; of one text alone two thirds."""


def spaced(text):
    return "\n".join(" ".join(line.strip()) for line in text.split("\n"))


def broken(text):
    lines = []
    for line in text.split("\n"):
        while len(line) > LONGEST_LINE and not re.search(r"[|\t]|　　", line):
            lines.append(line[:LONGEST_LINE])
            line = line[LONGEST_LINE:]
        lines.append(line)
    return "\n".join(lines)


def filed(text):
    return "合同管理部归档清单\n档案号：2026-甲-0311　　第1页共6页\n" + text


def in_wide_digits(text):
    return text.translate({ord("0") + digit: ord("０") + digit for digit in range(10)})


def in_half_width_marks(text):
    return text.translate(str.maketrans("，：（）；", ",:();"))


def relabelled(text):
    if "委托方" in text or "受托方" in text:
        return text
    text = re.sub(r"乙\s*方", "受托方", re.sub(r"甲\s*方", "委托方", text))
    return text.replace("甲、乙双方", "双方")


def indented(text):
    return "\n".join(f"　　{line}" if line.strip() else line for line in text.split("\n"))


def quoted(text):
    return "\n".join(f"> {line}" if line.strip() else line for line in text.split("\n"))


def without_title(text):
    return text.lstrip("\n").partition("\n")[2]


@cache
def read(text):
    """How many agreements and terms a text has. Many a disguise leaves many a text as it is."""
    documents = [
        each for each in read_contract(text, name="", sha256="").documents if each.kind != "not_agreement"
    ]
    return len(documents), sum(len(document.terms) for document in documents)


@pytest.fixture(scope="module")
def plainly():
    return {name: read(text) for name, text in TEXTS.items()}


@pytest.mark.parametrize(
    "disguise",
    [
        spaced,
        broken,
        filed,
        in_wide_digits,
        in_half_width_marks,
        relabelled,
        indented,
        quoted,
        without_title,
        lambda text: filed(spaced(text)),
        lambda text: filed(spaced(broken(text))),
        lambda text: spaced(relabelled(text)),
    ],
)
def test_a_disguised_agreement_is_read(disguise, plainly):
    disguised = {name: read(disguise(text)) for name, text in TEXTS.items()}
    assert {name for name, (documents, _) in disguised.items() if not documents} == set()
    assert {name for name, (_, terms) in disguised.items() if terms < 2 / 3 * plainly[name][1]} == set()
    assert sum(terms for _, terms in disguised.values()) >= LEAST_SHARE * sum(
        terms for _, terms in plainly.values()
    )
