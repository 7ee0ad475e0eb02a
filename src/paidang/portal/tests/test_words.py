"""Chinese first, then complete in English."""

from babel.messages.catalog import Catalog
from django.template import engines
from django.utils import translation

from paidang.portal.management.commands import words
from paidang.portal.queries.planned import title_of


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
        words.words_of_module(
            '_("甲"); gettext_lazy("乙"); ngettext("%(n)d 行", "%(n)d 行们", n); _(name); say("第 {n} 行", n=1)'
        )
    )
    assert found == [
        (None, "甲", None),
        (None, "乙", None),
        (None, "%(n)d 行", "%(n)d 行们"),
        (None, "第 {n} 行", None),
    ]


def test_what_is_filled_in_must_be_the_same_in_english(monkeypatch):
    english = Catalog(locale="en")
    english.add("第 {n:,} 行", string="row {n}")
    english.add("%(n)s 行", string="rows")
    english.add("{a} 和 {b}", string="{b} and {a}")
    monkeypatch.setattr(words, "read_catalogue", lambda: english)
    monkeypatch.setattr(
        words, "words_in_use", lambda: {(None, str(one.id)): (None, set()) for one in english if one.id}
    )
    assert [line for line in words.problems() if "占位符" in line] == [
        "占位符不一致：第 {n:,} 行",
        "占位符不一致：%(n)s 行",
    ]


def test_the_page_speaks_the_chosen_language():
    page = engines["django"].from_string('{% load i18n %}{% translate "对账单" %}')
    with translation.override("zh-hans"):
        assert page.render() == "对账单"
    with translation.override("en"):
        assert page.render() == "Statements"


def test_a_percent_sign_and_a_word_of_ours_in_a_duty_do_not_keep_a_page_chinese():
    with translation.override("en"):
        said = engines["django"].from_string('{% load i18n %}{% translate "税率 %" %}').render()
        assert said == "Tax rate %"
        title = title_of("decide_report", {"code": "W-0001", "what": "线下销售（直接客户除外）"})
        assert title.startswith("Decide on the incident W-0001: ") and title.isascii()
