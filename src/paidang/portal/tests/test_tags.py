"""How amounts, days, states and clauses are written."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.template import engines
from django.utils import timezone, translation

from paidang.portal.rules.clause_words import chinese_number, clause_words
from paidang.portal.templatetags import paidang as tags


def render(source: str, **context: object) -> str:
    return engines["django"].from_string("{% load paidang %}" + source).render(context)


@pytest.mark.parametrize(
    ("given", "shown"), [(3817663, "¥38,176.63"), (-5, "−¥0.05"), (0, "¥0.00"), (None, "—")]
)  # fmt: skip
def test_yuan(given, shown):
    assert tags.yuan(given) == shown


@pytest.mark.parametrize(
    ("given", "shown"), [(Decimal("0.7"), "70%"), ("0.003", "0.3%"), (0, "0%"), (None, "—"), ("", "—")]
)
def test_percent(given, shown):
    assert tags.percent(given) == shown


def test_a_day_has_its_year_only_when_it_is_another():
    this_year = timezone.localdate().year
    assert tags.day_text(date(this_year, 10, 15)) == "10-15"
    assert tags.day_text(date(this_year - 1, 10, 15)) == f"{this_year - 1}-10-15"
    assert tags.day(None) == "—"


def test_a_moment_is_in_shanghai():
    assert tags.moment_text(datetime(2020, 10, 9, 20, 48, tzinfo=UTC)) == "2020-10-10 04:48"
    assert (
        tags.moment(datetime(2020, 10, 9, 20, 48, tzinfo=UTC))
        == '<time datetime="2020-10-10T04:48+08:00">2020-10-10 04:48</time>'
    )


def test_a_state_has_shape_word_and_colour():
    shown = render('{% st "ok" word %}', word="<一致>")
    assert 'class="st ok"' in shown
    assert "<svg" in shown
    assert "&lt;一致&gt;" in shown


def test_an_unknown_icon_is_seen_at_once():
    with pytest.raises(KeyError):
        tags.icon("no such icon")


def test_an_amount_is_a_door_only_where_there_are_rows():
    assert render('{% fig 100 "/rows" %}') == '<a class="fig " href="/rows" data-drawer>¥1.00</a>'
    assert "<a" not in render("{% fig 100 %}")
    assert "—" in render('{% fig nothing "/rows" %}', nothing=None)


def test_a_clause_leads_into_the_contract_of_the_page():
    assert render('{% clause "OP-3-E-4" %}') == '<span class="clause">第三章 E 4</span>'
    assert 'href="/contracts/X?clause=%E7%AC%AC' in render(
        '{% clause "OP-3-D" %}', contract_url="/contracts/X"
    )
    assert 'href="/x#y"' in render('{% clause "OP-3-D" "/x#y" %}')
    assert render("{% clause nothing %}", nothing="") == ""
    with translation.override("en"):
        assert "Ch. 3 E 4" in render('{% clause "第三章 E 4" %}')


@pytest.mark.parametrize(
    ("reference", "chinese", "english"),
    [
        ("OP-3-E-4", "第三章 E 4", "Ch. 3 E 4"),
        ("TC-3-2", "第三条 2", "Art. 3.2"),
        ("OP-12", "第十二章", "Ch. 12"),
        ("补充约定 3", "补充约定 3", "Addendum 3"),
        ("首部", "首部", "首部"),
        ("第三章 E 2–3", "第三章 E 2–3", "Ch. 3 E 2–3"),
        ("民法典 1260", "民法典 1260", "民法典 1260"),
    ],
)
def test_clause_words(reference, chinese, english):
    assert clause_words(reference) == chinese
    assert clause_words(reference, english=True) == english


def test_chinese_numbers_read_back():
    for number in range(1, 100):
        assert clause_words(f"第{chinese_number(number)}条", english=True) == f"Art. {number}"


def test_a_bar_shows_even_the_single_bad_row():
    shown = render('{% meter label="x" ok=99999 bad=1 %}')
    assert 'class="bad" x="98.80%"' in shown
    assert 'width="1.20%"' in shown
    assert "<rect" not in render('{% meter label="x" ok=0 %}')


def test_a_panel_escapes_its_title_and_keeps_its_body():
    shown = render("{% panel title %}<p>{{ title }}</p>{% endpanel %}", title="<b>")
    assert "<h2>&lt;b&gt;</h2>" in shown
    assert "<p>&lt;b&gt;</p>" in shown
