"""What every template keeps to."""

import re
from pathlib import Path

import pytest

TEMPLATES = sorted(
    template
    for template in (Path(__file__).parent.parent / "templates").rglob("*.html")
    if template.parent.name != "mail"  # a mail brings its style along: there is no other place for it
)
COMMENT = re.compile(r"\{% comment %\}.*?\{% endcomment %\}", re.DOTALL)


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_no_code_and_no_style_inside_and_nothing_from_elsewhere(template):
    """So that a policy of `default-src 'self'` holds: pages are static files, our own, and markup."""
    source = COMMENT.sub("", template.read_text())
    assert not re.search(r"<script(?![^>]*\ssrc=)|<style|\son[a-z]+=|\sstyle=|https?://", source)


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_a_part_says_what_it_needs(template):
    if template.name.startswith("_"):
        assert "{% comment %}" in template.read_text()[:200]


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_a_form_that_changes_something_carries_the_token(template):
    source = template.read_text()
    for form in re.findall(r"<form\b.*?</form>", source, re.DOTALL):
        if 'method="post"' in form:
            assert "{% csrf_token %}" in form
