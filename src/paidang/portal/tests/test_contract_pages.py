"""The contract pages: text and terms, decisions, sharing, acceptance, by whom and for whom."""

import html
import re

import pytest
from django.test import Client
from tests.cast import BEFORE, acting, agree_on, signed_in
from tests.reading import READING, TEXT, TEXT_SHA256
from tests.worlds import kept

from paidang.contracts.actions import UnableToDecide, propose_decision, upload_contract
from paidang.contracts.models import Acceptance, Contract, Decision
from paidang.contracts.queries import get_standing
from paidang.portal.views import contract_cards, decision_form

TAX = {"mode": "included_vat", "rate": "13", "paid_by": "a"}


def read(client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status
    return answer.content.decode()


def propose(client, contract, key="collector", value="a", reason="平台款本来就进品牌方账户", **more):
    return client.post(
        f"/contracts/{contract.code}/decide", {"key": key, "value": value, "reason": reason, **more}
    )


@pytest.fixture
def of_agency(agency_manager, draft_contract):
    return signed_in(agency_manager)


@pytest.fixture
def of_brand(brand_manager, draft_contract):
    return signed_in(brand_manager)


# The list


def test_the_first_visit_says_why_it_is_empty_and_what_to_do(outsider_manager):
    page = read(signed_in(outsider_manager), "/contracts")
    assert "还没有合同" in page and 'href="/contracts/new"' in page


def test_the_list_says_what_is_next_and_for_whom(of_agency, of_brand, draft_contract):
    page = read(of_agency, "/contracts")
    assert draft_contract.code in page and "还有 5 件要定" in page and "分成 70% / 30%" in page
    propose(of_agency, draft_contract, key="recognition", value="completed")
    assert "同意或改 1 项提议" in read(of_brand, "/contracts")


def test_the_list_filters_and_keeps_the_filter_in_the_address(of_agency, draft_contract):
    assert draft_contract.code in read(of_agency, "/contracts?q=青岚&view=draft")
    assert "没有符合条件的合同" in read(of_agency, "/contracts?view=in_force")
    assert "没有符合条件的合同" in read(of_agency, "/contracts?q=没有这个")


def test_who_may_not_upload_is_told_whom_to_ask(outsider):
    page = read(signed_in(outsider.finance), "/contracts")
    assert "上传合同要请" in page and "/contracts/new" not in page
    assert "请找" in read(signed_in(outsider.finance), "/contracts/new", 403)


# The text and the panel


def text_of(page: str) -> str:
    article = re.search(r'<article class="paper".*?</article>', page, re.DOTALL)[0]
    return html.unescape(re.sub(r"<[^>]+>", "", article))


def test_the_text_is_shown_unaltered(of_agency, draft_contract):
    assert text_of(read(of_agency, f"/contracts/{draft_contract.code}")) == TEXT


def test_every_term_leads_to_its_mark(of_agency, draft_contract):
    page = read(of_agency, f"/contracts/{draft_contract.code}")
    rows = set(re.findall(r'class="term" href="#(t-\d+)" data-at="\1"', page))
    marks = {item for items in re.findall(r'data-of="([^"]+)"', page) for item in items.split()}
    assert rows and rows == {item for item in marks if item.startswith("t-")}


def test_in_english_nothing_of_the_frame_stays_chinese(of_agency, draft_contract):
    of_agency.cookies["django_language"] = "en"
    propose(of_agency, draft_contract)
    page = read(of_agency, f"/contracts/{draft_contract.code}")
    for words in ("Decision 1 / ", "When does an order count?", "Terms", "Reason"):
        assert words in page
    assert "决定" not in page and "合同没写" not in page


# Decisions


def test_a_proposal_is_recorded_with_name_time_and_reason_and_the_other_side_agrees(
    of_agency, of_brand, draft_contract, agency_manager, brand_manager
):
    assert propose(of_agency, draft_contract, key="loss", value="share").status_code == 302
    with acting(brand_manager):
        decision = Decision.objects.get()
    assert (decision.proposed_by_id, decision.reason, decision.number) == (
        agency_manager.pk,
        "平台款本来就进品牌方账户",
        None,
    )
    page = read(of_brand, f"/contracts/{draft_contract.code}")
    assert (
        agency_manager.name in page
        and "按比例共担" in page
        and "等你们同意" in page
        and decision.reason in page
    )
    assert (
        of_brand.post(f"/contracts/{draft_contract.code}/agree", {"decision": decision.pk}).status_code == 302
    )
    page = read(of_agency, f"/contracts/{draft_contract.code}")
    assert brand_manager.name in page and "补充约定" in page and 'id="d-loss"' not in page


def test_a_double_click_proposes_and_agrees_once(of_agency, of_brand, draft_contract, brand_manager):
    for _click in range(2):
        propose(of_agency, draft_contract, key="loss", value="share")
    with acting(brand_manager):
        decision = Decision.objects.get()
    for _click in range(2):
        assert (
            of_brand.post(f"/contracts/{draft_contract.code}/agree", {"decision": decision.pk}).status_code
            == 302
        )
    with acting(brand_manager):
        assert [one.number for one in Decision.objects.all()] == [1]


def test_nobody_agrees_with_himself(of_agency, draft_contract, agency_manager):
    propose(of_agency, draft_contract, key="loss", value="share")
    with acting(agency_manager):
        pk = Decision.objects.get().pk
    answer = of_agency.post(f"/contracts/{draft_contract.code}/agree", {"decision": pk})
    assert answer.status_code == 409 and "提议的一方不能自己同意" in answer.content.decode()


def test_a_replaced_proposal_can_no_longer_be_agreed(of_agency, of_brand, draft_contract, brand_manager):
    propose(of_agency, draft_contract, key="loss", value="share")
    with acting(brand_manager):
        old = Decision.objects.get().pk
    propose(of_brand, draft_contract, key="loss", value="forgive", reason="另有安排")
    assert of_brand.post(f"/contracts/{draft_contract.code}/agree", {"decision": old}).status_code == 409
    assert of_brand.post(f"/contracts/{draft_contract.code}/agree", {"decision": "x"}).status_code == 409


def test_all_proposals_are_agreed_at_once_or_none_if_one_was_replaced(
    of_agency, of_brand, draft_contract, brand_manager
):
    propose(of_agency, draft_contract, key="loss", value="share")
    propose(of_agency, draft_contract, key="recognition", value="shipped")
    page = read(of_brand, f"/contracts/{draft_contract.code}")
    shown = re.findall(r'name="decision" value="(\d+)"', page[: page.index('class="decisions"')])
    assert len(shown) == 2 and "对方提了 2 条" in page
    propose(of_agency, draft_contract, key="loss", value="forgive")
    agree = f"/contracts/{draft_contract.code}/agree"
    assert of_brand.post(agree, {"decision": shown}).status_code == 409
    with acting(brand_manager):
        assert not Decision.objects.exclude(number=None).exists()
        current = list(Decision.objects.filter(replaced_at=None).values_list("pk", flat=True))
    assert of_brand.post(agree, {"decision": current}).status_code == 302
    with acting(brand_manager):
        assert sorted(Decision.objects.exclude(number=None).values_list("number", flat=True)) == [1, 2]


@pytest.mark.parametrize(
    "form",
    [
        {"key": "loss", "value": "share", "reason": " "},
        {"key": "loss", "value": "nonsense"},
        {"key": "collector", "value": "a"},  # the text says it
        {"key": "tax", **TAX, "rate": "abc"},
        {"key": "tax", **TAX, "rate": "101"},
        {"key": "no_such"},
        {},
    ],
)
def test_what_cannot_be_decided_says_so_and_writes_nothing(of_agency, draft_contract, agency_manager, form):
    answer = of_agency.post(f"/contracts/{draft_contract.code}/decide", {"reason": "因为", **form})
    assert answer.status_code == 409
    with acting(agency_manager):
        assert not Decision.objects.exists()


def test_a_refusal_inside_the_page_is_a_notice(of_agency, draft_contract):
    answer = of_agency.post(
        f"/contracts/{draft_contract.code}/decide",
        {"key": "loss", "value": "share"},
        headers={"HX-Request": "true"},
    )
    assert answer["HX-Retarget"] == "#notices" and "没有写理由" in answer.content.decode()


def test_a_warehouse_may_read_but_not_decide(draft_contract, brand_warehouse):
    client = signed_in(brand_warehouse)
    assert "定这一条要请" in read(client, f"/contracts/{draft_contract.code}")
    assert propose(client, draft_contract, key="loss", value="share").status_code == 403


@pytest.mark.parametrize(
    ("key", "fields", "value"),
    [
        (
            "tax",
            {"mode": "included_vat", "rate": "13%", "paid_by": "a"},
            {"mode": "included_vat", "rate": "0.13", "paid_by": "a"},
        ),
        ("tax", {"mode": "none", "rate": "13", "paid_by": "b"}, {"mode": "none", "paid_by": "b"}),
        ("share", {"a": "70"}, {"a": "0.7", "b": "0.3"}),
        ("share", {"a": "66.6667"}, {"a": "0.666667", "b": "0.333333"}),
        ("share", {"a": "100"}, {"a": "1", "b": "0"}),
        ("commission.rate", {"value": "5.5"}, "0.055"),
        ("fee.monthly", {"value": "5,000.5"}, 500050),
        ("term.start", {"value": " 2026-09-01 "}, "2026-09-01"),
        ("handover.days", {"value": "15"}, 15),
        ("logistics.party", {"picked": '"b"'}, "b"),
        ("platform", {"picked": '["jd"]'}, ["jd"]),
        ("platform", {"picked": "[broken"}, None),
    ],
)
def test_what_a_form_means(key, fields, value):
    assert decision_form.value_from(key, fields) == value


@pytest.mark.parametrize(
    ("key", "fields"),
    [
        ("share", {"a": "70.00001"}),
        ("share", {"a": "nan"}),
        ("commission.rate", {"value": "-1"}),
        ("fee.minimum", {"value": "1.234"}),
    ],
)
def test_numbers_that_cannot_be_read(key, fields):
    with pytest.raises(UnableToDecide):
        decision_form.value_from(key, fields)


def test_each_choice_shows_what_the_example_month_comes_to(of_agency, draft_contract, agency_manager):
    with acting(agency_manager):
        standing = get_standing(Contract.objects.get(code=draft_contract.code))
        cards = {card.key: card for card in contract_cards.open_cards(standing, [], agency_manager.org_id)}
    completed, shipped, paid = (answer.amount for answer in cards["recognition"].answers)
    assert completed < shipped < paid
    carried, shared, forgiven = cards["loss"].answers
    assert (carried.amount, forgiven.amount) == (0, 0) and shared.amount > 0 and "结转" in carried.who
    assert "示例月" in cards["tax"].example


def test_the_example_on_tax_follows_what_is_typed(of_agency, draft_contract):
    page = f"/contracts/{draft_contract.code}/example"
    at_13 = read(of_agency, f"{page}?mode=included_vat&rate=13&paid_by=a")
    at_6 = read(of_agency, f"{page}?mode=included_vat&rate=6&paid_by=a")
    assert at_13 != at_6 and at_13.count("¥") == at_6.count("¥") == 4
    assert read(of_agency, f"{page}?mode=included_vat&rate=6..&paid_by=a", 204) == ""


# Sharing


@kept
def private(agency):
    with acting(agency.manager):
        return upload_contract(
            person=agency.manager,
            at=BEFORE,
            file_name="合同.txt",
            sha256=TEXT_SHA256,
            text=TEXT,
            reading=READING,
            document=0,
            party_a="brand",
        )


def test_a_draft_is_private_until_it_is_shared(private, agency_manager, brand, brand_manager):
    ours, theirs = signed_in(agency_manager), signed_in(brand_manager)
    read(theirs, f"/contracts/{private.code}", 404)
    answer = ours.post(f"/contracts/{private.code}/share", {"counterparty": "no-such-code"})
    assert answer.status_code == 409 and "没有机构代码" in answer.content.decode()
    assert ours.post(f"/contracts/{private.code}/share", {"counterparty": brand.org.code}).status_code == 302
    assert text_of(read(theirs, f"/contracts/{private.code}")) == TEXT
    assert ours.post(f"/contracts/{private.code}/share", {"counterparty": brand.org.code}).status_code == 409


def test_an_outsider_finds_nothing_there(draft_contract, outsider_manager):
    client = signed_in(outsider_manager)
    read(client, f"/contracts/{draft_contract.code}", 404)
    for act in ("decide", "agree", "share", "accept"):
        answer = client.post(
            f"/contracts/{draft_contract.code}/{act}",
            {"key": "loss", "value": "share", "reason": "x", "decision": 1},
        )
        assert answer.status_code == 404
    assert draft_contract.code not in read(client, "/contracts")


def test_signed_out_leads_to_the_door(client, draft_contract):
    for path in ("/contracts", "/contracts/new", f"/contracts/{draft_contract.code}"):
        assert client.get(path).status_code == 302


def test_an_act_is_a_post_with_its_token(draft_contract, agency_manager):
    client = signed_in(agency_manager)
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = client.cookies
    for act in ("decide", "agree", "share", "accept"):
        assert client.get(f"/contracts/{draft_contract.code}/{act}").status_code == 405
        assert strict.post(f"/contracts/{draft_contract.code}/{act}", {}).status_code == 403


# Acceptance


def all_decided(contract, brand, agency):
    from tests.cast import decide_all

    decide_all(contract, brand=brand, agency=agency, at=BEFORE)
    with acting(agency.manager):
        return get_standing(Contract.objects.get(code=contract.code)).terms_sha256


def test_both_accept_and_the_contract_waits_for_signatures(
    of_agency, of_brand, draft_contract, brand, agency
):
    seen = all_decided(draft_contract, brand, agency)
    path = f"/contracts/{draft_contract.code}"
    page = read(of_agency, path)
    assert "接受后等对方接受" in page and "签署后从 2026-03-01 起结算" in page and "¥10,000.00" in page
    for _click in range(2):
        assert of_agency.post(f"{path}/accept", {"terms": seen}).status_code == 302
    assert "等一方接受" in read(of_agency, path)
    page = read(of_brand, path)
    assert "对方已接受" in page and agency.manager.name in page
    for _click in range(2):
        assert of_brand.post(f"{path}/accept", {"terms": seen}).status_code == 302
    page = read(of_agency, path)
    assert "待签署" in page and f'href="{path}/sign"' in page and 'id="accept"' not in page
    with acting(agency.manager):
        assert Acceptance.objects.count() == 2


def test_terms_that_changed_since_they_were_shown_are_not_accepted(of_agency, draft_contract, brand, agency):
    all_decided(draft_contract, brand, agency)
    answer = of_agency.post(f"/contracts/{draft_contract.code}/accept", {"terms": "0" * 64})
    assert answer.status_code == 409 and "约定在您打开页面后变了" in answer.content.decode()


def test_a_contract_with_open_points_is_not_accepted(of_agency, draft_contract):
    assert 'id="accept"' not in read(of_agency, f"/contracts/{draft_contract.code}")
    answer = of_agency.post(f"/contracts/{draft_contract.code}/accept", {"terms": "x"})
    assert answer.status_code == 409 and "还有没定的事" in answer.content.decode()


def test_finance_may_decide_but_not_accept(of_agency, draft_contract, brand, agency, agency_finance):
    seen = all_decided(draft_contract, brand, agency)
    client = signed_in(agency_finance)
    assert "接受合同要请" in read(client, f"/contracts/{draft_contract.code}")
    assert client.post(f"/contracts/{draft_contract.code}/accept", {"terms": seen}).status_code == 403


def test_in_force_nothing_is_decided_any_more(contract_in_force, agency_manager):
    client = signed_in(agency_manager)
    assert propose(client, contract_in_force, key="loss", value="share").status_code == 409


def test_where_the_text_calls_the_agency_its_first_party_sides_go_by_what_they_are(brand, agency):
    contract = agree_on(brand=brand, agency=agency, party_a="agency")
    page = read(signed_in(brand.manager), f"/contracts/{contract.code}")
    assert "品牌方" in page


def test_a_proposal_before_sharing_waits(private, agency_manager):
    with acting(agency_manager):
        propose_decision(
            person=agency_manager, at=BEFORE, code=private.code, key="loss", value="share", reason="先写上"
        )
    assert "等对方同意" in read(signed_in(agency_manager), f"/contracts/{private.code}")
