"""Every act that the program writes has words."""

import ast
import re
from pathlib import Path

import paidang
from paidang.duties.rules.wording import KINDS as DUTIES
from paidang.evidence.rules.acts import ACTS, KINDS
from paidang.evidence.rules.wording import wording
from paidang.intake.rules.states import STATES
from paidang.kit.sentence import SLOT, counted

WRITERS = {"append", "_record", "record"}
CALL = re.compile(rf"(?<![.\w])(?:{'|'.join(WRITERS)})\(")
ACT = re.compile(r"[a-z_]+\.[a-z_]+")
COMPUTED = {f"intake.{state}" for state in STATES}
"""Acts that are put together where they are written, and so cannot be read there."""


def written_acts() -> set[str]:
    """The acts in calls of the functions that write evidence."""
    found = set(COMPUTED)
    for file in Path(paidang.__file__).parent.rglob("*.py"):
        if "tests" in file.parts:
            continue
        if not CALL.search(text := file.read_text()):
            continue  # which is most of what there is to parse
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in WRITERS:
                words = [*node.args, *(key.value for key in node.keywords if key.arg == "act")]
                choices = [
                    branch
                    for word in words
                    for branch in (getattr(word, "body", word), getattr(word, "orelse", word))
                ]
                found |= {str(word.value) for word in choices if isinstance(word, ast.Constant)}
    return {act for act in found if ACT.fullmatch(act)}


def test_every_act_has_words():
    assert written_acts() - set(ACTS) == set()


def test_every_act_is_under_a_heading_in_both_languages():
    for kind, zh, en in ACTS.values():
        assert kind in KINDS
        assert zh
        assert en.isascii()


def test_words_carry_the_facts():
    facts = {"amount_due": 3817663}
    assert wording("statement.sent", "2026-09 v1", facts) == "发出 2026-09 v1，应付 ¥38,176.63"
    assert wording("statement.sent", "2026-09 v1", {}, "en") == "sent 2026-09 v1, due —"
    assert wording("unknown.act", "x", {}) == "unknown.act x"


def test_no_english_line_says_one_things():
    """What stands as `(s)` is told apart by its number, in evidence and in duties."""
    english = [en for _kind, _zh, en in ACTS.values()] + [en for _zh, en in DUTIES.values()]
    assert len([line for line in english if "(s)" in line]) > 60
    for line in english:
        facts = dict.fromkeys((slot[1] for slot in SLOT.finditer(line)), 1)
        assert "(s)" not in counted(line, facts) + counted(line, {}), line
