"""What every template keeps to."""

import re
from pathlib import Path

TEMPLATES = sorted(
    template
    for template in (Path(__file__).parent.parent / "templates").rglob("*.html")
    if template.parent.name != "mail"  # a mail brings its style along: there is no other place for it
)
COMMENT = re.compile(r"\{% comment %\}.*?\{% endcomment %\}", re.DOTALL)
NAMING = re.compile(r"\{% with .*?%\}")


FOREIGN = re.compile(r"<script(?![^>]*\ssrc=)|<style|\son[a-z]+=|\sstyle=|https?://")
FORM = re.compile(r"<form\b.*?</form>", re.DOTALL)


def test_no_code_and_no_style_inside_and_nothing_from_elsewhere():
    """So that a policy of `default-src 'self'` holds: pages are static files, our own, and markup."""
    found = {
        each.name: FOREIGN.findall(NAMING.sub("", COMMENT.sub("", each.read_text()))) for each in TEMPLATES
    }
    assert {name: foreign for name, foreign in found.items() if foreign} == {}


def test_a_part_says_what_it_needs():
    parts = [each for each in TEMPLATES if each.name.startswith("_")]
    assert parts
    assert [each.name for each in parts if "{% comment %}" not in each.read_text()[:200]] == []


def test_a_form_that_changes_something_carries_the_token():
    forms = [(each.name, form) for each in TEMPLATES for form in FORM.findall(each.read_text())]
    posts = [(name, form) for name, form in forms if 'method="post"' in form]
    assert posts
    assert [post for post in posts if "{% csrf_token %}" not in post[1]] == []
