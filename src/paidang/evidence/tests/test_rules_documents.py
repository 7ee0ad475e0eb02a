"""Documents that carry a head: whatever the program hands out has an English name."""

import re
from pathlib import Path

import paidang
from paidang.evidence.rules.documents import document_wording

HANDED_OUT = re.compile(r'hand_out_head\([^)]*?document=f"([^"]+)"')


def test_every_document_that_is_handed_out_has_its_english():
    sources = Path(paidang.__file__).parent.rglob("actions*/**/*.py")
    sources = [*sources, *Path(paidang.__file__).parent.glob("*/actions.py")]
    found = {one for source in sources for one in HANDED_OUT.findall(source.read_text())}
    assert len(found) >= 9
    for document in found:
        example = re.sub(r"\{[^}]+\}", "7", document)
        english = document_wording(example, "en")
        assert english != example and not re.search(r"[\u4e00-\u9fff]", english), example
        assert document_wording(example, "zh-hans") == example
