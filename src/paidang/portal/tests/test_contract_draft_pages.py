"""Drafting on the page: templates, the form that keeps its answers, the text that grows, files, one contract draft."""

import uuid

import pytest
from django.test import Client
from tests.cast import acting, come_in

from paidang.contracts.models import Contract
from paidang.contracts.rules.drafting.answers import questions
from paidang.contracts.rules.drafting.templates import TEMPLATES, find_template, first_answers
from paidang.evidence.queries import iter_entries
from paidang.portal.rules.draft_form import ROWS, is_multiple, option_key, read_form, shown, shown_rows
from paidang.printing.read_text import read_text

from ...contracts.tests.drafts import TODAY, cast_draft

HTMX = {"HX-Request": "true"}


def form_of(template, **more) -> dict[str, object]:
    """The form as a browser would send the cast's answers."""
    answers = cast_draft(template, **more).answers
    sent: dict[str, object] = {}
    for question in questions(template):
        value = answers.get(question.term)
        if question.kind in ("installments", "tiers"):
            for row in shown_rows(question, value):
                for key, text in row.items():
                    sent.setdefault(f"{question.term}.{key}", []).append(text)
        elif question.kind == "window" or (is_multiple(question) and value):
            sent[question.term] = [str(each) for each in value]
        elif value is not None:
            sent[question.term] = shown(question, value)
    return sent


@pytest.fixture
def client(agency_manager) -> Client:
    return come_in(Client(), agency_manager)


def page(client, path, status=200) -> str:
    answer = client.get(path)
    assert answer.status_code == status
    return answer.content.decode()


def post(client, template, form, status=200, **kwargs):
    answer = client.post(f"/contracts/draft/{template.id}", form, **kwargs)
    assert answer.status_code == status, answer.content.decode()[-400:]
    return answer


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda template: template.id)
def test_a_form_gives_back_the_answers_it_was_filled_with(template):
    sent = form_of(template)
    asked = questions(template)
    read = read_form(asked, lambda name: value if isinstance(value := sent.get(name, []), list) else [value])
    assert read == cast_draft(template).answers


def test_how_days_are_counted_is_no_answer_without_days():
    sent = {
        "fee.setup.days.day_kind": ["working"],
        "settlement.pay_days": ["3"],
        "settlement.pay_days.day_kind": ["working"],
    }
    read = read_form(questions(find_template("profit-share")), lambda name: sent.get(name, []))
    assert read == {"settlement.pay_days": 3, "settlement.pay_days.day_kind": "working"}


def test_choices_have_names_of_their_own():
    for template in TEMPLATES:
        for question in questions(template):
            keys = [option_key(option) for option in question.options]
            assert len(keys) == len(set(keys))
    assert all(len(first_answers(one, TODAY).get("fee.commission.tiers", [])) <= ROWS for one in TEMPLATES)


def test_the_templates_say_what_each_is_for(client):
    shown_page = page(client, "/contracts/draft")
    assert all(one.title[0] in shown_page and one.purpose[0] in shown_page for one in TEMPLATES)
    assert 'href="/contracts/draft"' in page(client, "/contracts") and 'href="/contracts/draft"' in page(client, "/contracts/new")  # fmt: skip


def test_it_begins_with_our_name_and_says_what_to_fill_but_red_is_only_what_was_answered(client):
    shown_page = page(client, "/contracts/draft/tmall")
    assert 'value="拾舟电商"' in shown_page and 'href="#f-party-a-name"' in shown_page
    assert "读回来一致" not in shown_page and "没有填" not in shown_page
    post(client, find_template("tmall"), {"party.b.name": "拾舟电商"})
    assert "没有填甲方名称" in page(client, "/contracts/draft/tmall")


def test_typing_answers_the_text_and_the_errors_and_survives_a_reload(client):
    template = find_template("profit-share")
    form = form_of(template, **{"fee.share.b": "0.4"})
    answer = post(client, template, form, headers=HTMX).content.decode()
    assert "<html" not in answer and "甲方享有70%，乙方享有40%" in answer
    assert 'id="e-fee-share-b" hx-swap-oob="true"' in answer and "双方比例合计 110%" in answer
    assert 'value="40%"' in page(client, "/contracts/draft/profit-share")
    assert "写到一半" in page(client, "/contracts/draft")
    post(client, template, {"act": "again"}, status=302)
    assert "写到一半" not in page(client, "/contracts/draft")


def test_what_cannot_be_read_stays_in_its_field_and_is_named(client):
    template = find_template("jd-pop")
    answer = post(client, template, form_of(template) | {"fee.monthly": "八千<b>"}).content.decode()
    assert 'value="八千&lt;b&gt;"' in answer and "八千&lt;b&gt; 不是金额" in answer


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda template: template.id)
def test_text_word_and_pdf_are_the_same_contract(client, template):
    post(client, template, form_of(template), headers=HTMX)
    found = {}
    for kind in ("txt", "docx", "pdf"):
        answer = client.get(f"/contracts/draft/{template.id}/file.{kind}")
        assert answer.status_code == 200 and f".{kind}" in answer["Content-Disposition"]
        found[kind] = read_text(answer.content, f"a.{kind}")
    assert all("青岚旗舰店" in text for text in found.values())


def test_a_draft_with_an_open_place_gives_no_file(client):
    assert "没有填" in page(client, "/contracts/draft/tmall/file.pdf", 409)
    page(client, "/contracts/draft/tmall/file.exe", 404)
    page(client, "/contracts/draft/nothing", 404)


def test_it_becomes_one_contract_draft_with_evidence(client, agency_manager):
    template = find_template("commission")
    form = form_of(template) | {"act": "make", "once": str(uuid.uuid4())}
    first, again = (post(client, template, form, status=302)["Location"] for _time in range(2))
    assert first == again
    with acting(agency_manager):
        [made] = Contract.objects.all()
        text = made.texts.get()
        assert [entry.act for entry in iter_entries(made.chain_id)] == ["contract.uploaded"]
    assert (text.party_a, text.reading["documents"][0]["findings"]) == ("brand", [])
    assert first == f"/contracts/{made.code}" and "网店代运营服务合同" in page(client, first)
    assert "写到一半" not in page(client, "/contracts/draft")


def test_an_unsound_draft_is_not_made(client, agency_manager):
    template = find_template("commission")
    answer = post(client, template, form_of(template, **{"party.a.name": None}) | {"act": "make"}, status=409)
    assert "还不能作为合同草稿" in answer.content.decode()
    with acting(agency_manager):
        assert not Contract.objects.exists()


def test_who_may_not_upload_may_not_draft(agency_finance):
    client = come_in(Client(), agency_finance)
    for path in ("/contracts/draft", "/contracts/draft/tmall", "/contracts/draft/tmall/file.txt"):
        page(client, path, 403)


def test_in_english_each_clause_has_its_gloss(client):
    template = find_template("wechat")
    post(client, template, form_of(template))
    english = client.get("/contracts/draft/wechat", headers={"Accept-Language": "en"}).content.decode()
    assert "70% to the Brand, 30% to the Agency" in english and "Reads back the same" in english
    post(client, find_template("tmall"), {})
    empty = client.get("/contracts/draft/tmall", headers={"Accept-Language": "en"}).content.decode()
    assert "Fill this in." in empty


def test_of_its_own_draft_nobody_says_that_it_is_not_written(client):
    template = find_template("profit-share")
    made = post(client, template, form_of(template) | {"act": "make", "once": str(uuid.uuid4())}, status=302)
    cards = {card.key: card for card in client.get(made["Location"]).context["cards"]}
    for key, value in (("recognition", "completed"), ("loss", "carry_forward")):
        card = cards[key]
        assert card.why == "原文有这样的话，请双方认定" and card.quotes[-1].marked
        assert [answer.value for answer in card.answers if answer.chosen] == [value]
        assert card.reason == f"照原文 {card.quotes[-1].clause}" or card.reason.startswith("照原文 第四条 4.")
    assert f'value="{cards["recognition"].reason}"' in page(client, made["Location"])
