"""Chinese first, then complete in English."""

from django.template import engines
from django.utils import translation

from paidang.portal.management.commands import words


def test_every_word_has_its_english():
    assert words.problems() == []


def test_it_finds_the_words_of_a_template():
    found = list(words.words_of_template(
        '{% load i18n %}{% if x %}{% translate "甲" %}{% else %}{% translate "乙" context "边" %}{% endif %}'
        '{% for y in x %}{% blocktranslate with n=y %}{{ n }} 份{% endblocktranslate %}{% endfor %}{% firstof x _("丙") %}'
    ))  # fmt: skip
    assert (None, "甲", None) in found
    assert ("边", "乙", None) in found
    assert (None, "%(n)s 份", None) in found
    assert (None, "丙", None) in found


def test_it_finds_the_words_of_a_module():
    found = list(
        words.words_of_module('_("甲"); gettext_lazy("乙"); ngettext("%(n)d 行", "%(n)d 行们", n); _(name)')
    )
    assert found == [(None, "甲", None), (None, "乙", None), (None, "%(n)d 行", "%(n)d 行们")]


def test_the_page_speaks_the_chosen_language():
    page = engines["django"].from_string('{% load i18n %}{% translate "对账单" %}')
    with translation.override("zh-hans"):
        assert page.render() == "对账单"
    with translation.override("en"):
        assert page.render() == "Statements"
