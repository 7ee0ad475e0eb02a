"""A draft that went out as a file and comes back untouched says the same, clause by clause."""

from datetime import UTC, date, datetime

import pytest

from paidang.contracts.rules.comparing import compare
from paidang.contracts.rules.drafting.compose import to_text
from paidang.contracts.rules.drafting.model import Draft
from paidang.contracts.rules.drafting.proof import make
from paidang.contracts.rules.drafting.templates import TEMPLATES, first_answers
from paidang.contracts.rules.reading import read_contract
from paidang.printing.contract_docx import contract_docx
from paidang.printing.contract_pdf import contract_pdf
from paidang.printing.read_text import read_text

AT = datetime(2026, 9, 1, tzinfo=UTC)
NAMES = {"party.a.name": "青岚茶器", "party.b.name": "拾舟电商", "store.name": "青岚旗舰店", "contract.number": "QL-2026-001"}  # fmt: skip


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda one: one.id)
@pytest.mark.parametrize(("kind", "printed"), [(".docx", contract_docx), (".pdf", contract_pdf)])
def test_it_says_the_same(template, kind, printed):
    made = make(Draft(template, first_answers(template, date(2026, 9, 1)) | NAMES))
    assert not made.violations
    sent = to_text(made.text)
    came = read_text(printed(made.text.to_json(), AT), "back" + kind)
    documents = [read_contract(text, name="a", sha256="").to_json()["documents"][0] for text in (sent, came)]
    found = compare(sent, documents[0], came, documents[1])
    assert [change.path for change in found.changes] == []
    assert not found.terms
