"""Reading a draft returns exactly the terms that went in, and finds nothing wrong: for any answers of any template."""

import json

import pytest
from hypothesis import HealthCheck, given, settings

from paidang.contracts.rules.drafting.checks import check, malformed
from paidang.contracts.rules.drafting.compose import compose, to_text
from paidang.contracts.rules.drafting.templates import TEMPLATES
from paidang.contracts.rules.reading import read_contract

from .drafts import cast_draft, drafts


def said(text: str) -> tuple[list[tuple[str, str, str]], list[str]]:
    """Every term with value and status, twice where it is read twice; the codes of all errors and warnings."""
    [document] = read_contract(text, name="draft", sha256="").documents
    terms = [(term.term, _key(term.value), term.status) for term in document.terms]
    return sorted(terms), [each.code for each in document.findings if each.severity != "note"]


def _key(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


@pytest.mark.slow
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(drafts())
def test_reading_a_draft_returns_exactly_the_terms_that_went_in(draft):
    text = compose(draft)
    wanted = sorted((term, _key(value), "stated") for term, value in text.states.items())
    assert {term for term in draft.answers if not term.endswith((".address", ".representative"))} <= set(
        text.states
    )
    assert [*malformed(draft), *check(draft, text)] == []
    assert said(to_text(text)) == (wanted, [])


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [("2026-01-31", 1, "2026-02-27"), ("2026-08-31", 6, "2027-02-27"), ("2026-08-31", 3, "2026-11-29")],
)
def test_months_from_the_31st_end_where_the_last_one_has_no_such_day(start, months, end):
    draft = cast_draft(TEMPLATES[0])
    draft.answers.update({"term.start": start, "term.months": months, "term.end": end})
    assert "duration_mismatch" not in said(to_text(compose(draft)))[1]
    draft.answers.update({"term.months": months + 1})
    assert "duration_mismatch" in said(to_text(compose(draft)))[1]


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda template: template.id)
def test_a_default_draft_has_no_finding_at_all(template):
    [document] = read_contract(to_text(compose(cast_draft(template))), name="draft", sha256="").documents
    assert [each.code for each in document.findings] == []
