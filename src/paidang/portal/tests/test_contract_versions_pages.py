"""The next version of a draft, and two versions side by side."""

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document
from tests.cast import BEFORE, acting, signed_in
from tests.reading import READING, TEXT, TEXT_SHA256
from tests.worlds import kept

from paidang.contracts.actions import upload_contract
from paidang.team.rules.roles import AGENCY

NEW = TEXT.replace("按照7:3的比例", "按照6:4的比例").replace("不得低于品牌最低零售价", "不得低于最低零售价")

FASTER = TEXT.replace("每日千分之三", "每日万分之五").replace("在每月15-20日期间", "在每月15-25日期间")


@kept
def revised(draft_contract, brand):
    """The brand has handed in a second version as a file."""
    client = signed_in(brand.manager)
    file = SimpleUploadedFile("第二稿.txt", NEW.encode())
    answer = client.post(f"/contracts/{draft_contract.code}/revise", {"file": file})
    assert (answer.status_code, answer["Location"]) == (302, f"/contracts/{draft_contract.code}/compare")
    return draft_contract


def test_the_other_side_sees_words_and_money_of_the_change(revised, agency_manager):
    page = signed_in(agency_manager).get(f"/contracts/{revised.code}/compare").content.decode()
    assert "第 1 稿与第 2 稿" in page
    assert "<del>7:3</del>" in page and "<ins>6:4</ins>" in page
    money = page[page.index("改动值多少钱") : page.index("示例月：")]
    assert "60%" in money and "70%" in money
    assert "+¥" in money and "−¥" in money  # what one side gains the other loses


def test_the_contract_page_shows_the_new_text_and_leads_to_the_comparison(revised, agency_manager):
    page = signed_in(agency_manager).get(f"/contracts/{revised.code}").content.decode()
    assert "6:4" in page and f"/contracts/{revised.code}/compare" in page and "交出第 2 稿" in page


def test_a_late_fee_and_the_days_of_payment_are_shown_in_days_and_yuan(draft_contract, brand_manager):
    client = signed_in(brand_manager)
    assert client.post(f"/contracts/{draft_contract.code}/revise", {"text": FASTER}).status_code == 302
    page = client.get(f"/contracts/{draft_contract.code}/compare").content.decode()
    days = page[page.index('id="days"') :].split("</section>")[0]
    assert "2026-10-21" in days and "晚 5 天" in days and "示例对账单" in days
    assert "¥300.00" in days and "¥50.00" in days
    english = (
        signed_in(brand_manager, headers={"accept-language": "en"})
        .get(f"/contracts/{draft_contract.code}/compare")
        .content.decode()
    )
    assert "Last day of payment" in english


def test_english_pages_are_english(revised, agency_manager):
    page = (
        signed_in(agency_manager, headers={"accept-language": "en"})
        .get(f"/contracts/{revised.code}/compare")
        .content.decode()
    )
    assert "Version 1 and version 2" in page and "What the changes are worth" in page


def test_a_pasted_text_is_a_version_too_and_nothing_is_refused_clearly(draft_contract, agency_manager):
    client = signed_in(agency_manager)
    assert client.post(f"/contracts/{draft_contract.code}/revise", {"text": ""}).status_code == 422
    assert client.post(f"/contracts/{draft_contract.code}/revise", {"text": "一张便条"}).status_code == 409
    assert client.post(f"/contracts/{draft_contract.code}/revise", {"text": NEW}).status_code == 302


def test_of_one_version_alone_every_clause_can_be_talked_about(draft_contract, agency_manager):
    page = signed_in(agency_manager).get(f"/contracts/{draft_contract.code}/compare").content.decode()
    assert "第 1 稿" in page and "共 1 条" in page and "提议改写" in page and "两稿一字不差" not in page


@pytest.mark.parametrize("query", ["?old=1&new=9", "?old=0&new=2"])
def test_a_version_that_there_is_not(revised, agency_manager, query):
    assert signed_in(agency_manager).get(f"/contracts/{revised.code}/compare{query}").status_code == 404


@pytest.mark.parametrize("page", ["compare", "revise"])
def test_an_outsider_finds_nothing(revised, outsider_manager, page):
    assert signed_in(outsider_manager).get(f"/contracts/{revised.code}/{page}").status_code == 404


def test_who_may_not_hand_in_is_told_whom_to_ask(draft_contract, brand_warehouse):
    assert signed_in(brand_warehouse).get(f"/contracts/{draft_contract.code}/revise").status_code == 403


def test_the_text_stands_beside_the_template_most_like_it_or_the_one_asked_for(
    draft_contract, agency_manager
):
    client = signed_in(agency_manager)
    page = client.get(f"/contracts/{draft_contract.code}/compare/template").content.decode()
    assert page.count(" selected>") == 1 and "约定不同之处" in page and "70%" in page
    page = client.get(f"/contracts/{draft_contract.code}/compare/template?template=jd-pop").content.decode()
    assert '<option value="jd-pop" selected>' in page


def test_what_the_text_has_instead_of_the_templates_terms_is_shown_in_days_and_yuan(
    draft_contract, agency_manager
):
    page = (
        signed_in(agency_manager).get(f"/contracts/{draft_contract.code}/compare/template").content.decode()
    )
    assert "改动差几天、几元" in page and "逾期 10 天付 ¥10,000.00 的违约金" in page
    assert "¥300.00" in page  # 千分之三 a day, as the source agreement has it
    page = (
        signed_in(agency_manager)
        .get(f"/contracts/{draft_contract.code}/compare/template?template=jd-pop")
        .content.decode()
    )
    assert "改动值多少钱" in page and "品牌方每月" in page


def test_money_is_not_compared_with_a_template_where_the_agency_is_party_a(agency_manager):
    with acting(agency_manager):
        contract = upload_contract(
            person=agency_manager, at=BEFORE, file_name="contract.txt", sha256=TEXT_SHA256, text=TEXT, reading=READING,
            document=0, party_a=AGENCY,
        )  # fmt: skip
    page = signed_in(agency_manager).get(f"/contracts/{contract.code}/compare/template").content.decode()
    assert "改动值多少钱" not in page and "约定不同之处" in page


# Talking about clauses


def keys_in(page):
    return list(dict.fromkeys(re.findall(r'name="key" value="([0-9a-f]{64})"', page)))


def say(client, contract, kind, body="", *, page=None):
    page = page or client.get(f"/contracts/{contract.code}/compare").content.decode()
    version = re.search(r'name="version" value="([0-9]+)"', page)[1]
    form = {"key": keys_in(page)[0], "version": version, "kind": kind, "body": body}
    return client.post(f"/contracts/{contract.code}/compare/reply", form)


def test_the_other_side_answers_and_the_next_version_is_written(revised, agency_manager, brand_manager):
    agency, brand = signed_in(agency_manager), signed_in(brand_manager)
    address = f"/contracts/{revised.code}/compare"
    assert "写成第 3 稿" not in agency.get(address).content.decode()  # as it is it can be taken whole
    assert "等乙方答复" in brand.get(address).content.decode()
    offer = NEW.replace("6:4", "6.5:3.5")
    assert say(agency, revised, "offer", offer)["Location"].startswith(f"{address}#k-")
    page = brand.get(address).content.decode()
    assert "提议改成" in page and "等甲方答复" not in page
    assert say(brand, revised, "remark", "可以，<b>但</b>要等到十月").status_code == 302
    page = brand.get(address).content.decode()
    assert "&lt;b&gt;但&lt;/b&gt;" in page and "谈判中" in page
    assert say(brand, revised, "accept").status_code == 302
    assert "写成第 3 稿" in brand.get(address).content.decode()
    assert brand.post(f"{address}/compose", {"version": 2})["Location"] == address
    page = agency.get(address).content.decode()
    assert "由双方谈妥的写成" in page and "第 1 稿与第 3 稿" in page and "6.5:3.5" in page


def test_the_contract_page_and_the_worklist_lead_to_the_answer(revised, agency_manager, brand_manager):
    agency = signed_in(agency_manager)
    assert "的 1 处改动" in agency.get("/").content.decode()
    say(agency, revised, "decline", "分成不动")
    assert "的 1 处改动" not in agency.get("/").content.decode()


def test_a_reply_that_cannot_be_made_says_why(revised, agency_manager, brand_manager):
    agency = signed_in(agency_manager)
    page = agency.get(f"/contracts/{revised.code}/compare").content.decode()
    say(agency, revised, "accept")
    late = say(agency, revised, "decline", page=page)
    assert (late.status_code, "已经谈妥" in late.content.decode()) == (409, True)
    nothing = {"kind": "nonsense", "version": "x", "key": "y"}
    assert agency.post(f"/contracts/{revised.code}/compare/reply", nothing).status_code == 409
    assert (
        agency.post(f"/contracts/{revised.code}/compare/compose", {"version": "99999999"}).status_code == 409
    )


def test_the_redline_is_a_word_document_with_tracked_changes(revised, agency_manager):
    answer = signed_in(agency_manager).get(f"/contracts/{revised.code}/compare/redline.docx")
    assert answer["Content-Disposition"] == f'attachment; filename="{revised.code}-v1-v2.docx"'
    body = Document(io.BytesIO(answer.content)).element.body.xml
    assert re.search(r"<w:del [^>]*>\s*<w:r>\s*<w:delText[^>]*>7:3<", body)
    assert re.search(r'<w:ins [^>]*w:author="青岚茶器 [^>]*>\s*<w:r>\s*<w:t[^>]*>6:4<', body)


def test_an_outsider_cannot_talk(revised, outsider_manager):
    outsider = signed_in(outsider_manager)
    form = {"key": "0" * 64, "version": 2, "kind": "remark", "body": "我在"}
    for address in ("reply", "compose"):
        assert outsider.post(f"/contracts/{revised.code}/compare/{address}", form).status_code == 404
    assert outsider.get(f"/contracts/{revised.code}/compare/redline.docx").status_code == 404


def test_other_words_offered_in_talk_are_worth_money_too(revised, agency_manager):
    client = signed_in(agency_manager)
    page = client.get(f"/contracts/{revised.code}/compare")
    assert page.context["offered"] is None, "nobody has offered other words yet"
    change = next(one for _n, one in page.context["changes"] if "6:4" in one.now.body)
    words = change.now.body.replace("6:4", "6.5:3.5")
    form = {"version": 2, "key": change.key, "kind": "offer", "body": words}
    assert client.post(f"/contracts/{revised.code}/compare/reply", form).status_code == 302
    after = client.get(f"/contracts/{revised.code}/compare")
    assert "照最新的还价值多少钱" in after.content.decode()
    version, offered = (after.context[name].rows[0] for name in ("worth", "offered"))
    assert "65%" in offered.new and 0 < offered.agency_fen < version.agency_fen
    assert after.context["worth"].rows == page.context["worth"].rows


def test_a_first_version_is_compared_with_nothing(draft_contract, agency_manager):
    page = signed_in(agency_manager).get(f"/contracts/{draft_contract.code}/compare").content.decode()
    assert "还没有别的稿可比" in page and "条没改" not in page and "都谈过了" not in page


def test_a_word_file_with_tracked_changes_is_taken_as_accepted_and_says_so(
    revised, agency_manager, brand_manager
):
    client = signed_in(agency_manager)
    redline = client.get(f"/contracts/{revised.code}/compare/redline.docx?old=2&new=1").content
    answer = client.post(
        f"/contracts/{revised.code}/revise", {"file": SimpleUploadedFile("对方改.docx", redline)}, follow=True
    )
    assert "处修订，按全部接受读入" in answer.content.decode()
    third = signed_in(brand_manager).get(f"/contracts/{revised.code}/compare?old=1&new=3")
    assert third.context["changes"] == []


NUMBERED = "\n".join(f"第{'一二三四五六七八'[at]}条 {line}" for at, line in enumerate(TEXT.splitlines()[1:]))
CLAUSES = f"{TEXT.splitlines()[0]}\n甲方：青岚茶器\n乙方：拾舟电商\n{NUMBERED}\n"


def waiting(client, path):
    """What the button on the page would send, by the page's context."""
    talks = client.get(path).context["talks"]
    return [f"{key}:{one['last']}" for key, one in talks.items() if one["waits_for_me"]]


def test_all_that_waits_is_accepted_at_once_or_nothing_is(draft_contract, agency_manager, brand_manager):
    ours, theirs = signed_in(agency_manager), signed_in(brand_manager)
    path = f"/contracts/{draft_contract.code}/compare"
    theirs.post(f"/contracts/{draft_contract.code}/revise", {"text": CLAUSES})
    changed = CLAUSES.replace("7:3", "6:4").replace("3日内支付10000元", "3日内支付8000元")
    ours.post(f"/contracts/{draft_contract.code}/revise", {"text": changed})
    seen = waiting(theirs, path)
    assert len(seen) == 2 and "接受等你们答复的 2 处" in theirs.get(path).content.decode()
    assert "compare/accept" not in ours.get(path).content.decode()
    last = next(one for _n, one in ours.get(path).context["changes"] if one.key == seen[-1].split(":")[0])
    words = {"version": 3, "key": last.key, "kind": "offer", "body": last.now.body + "另有约定的除外。"}
    assert ours.post(f"{path}/reply", words).status_code == 302
    assert theirs.post(f"{path}/accept", {"version": 3, "offer": seen}).status_code == 409
    assert theirs.get(path).context["counts"] == {"open": 2, "accepted": 0, "declined": 0}
    answer = theirs.post(f"{path}/accept", {"version": 3, "offer": waiting(theirs, path)})
    assert answer.status_code == 302
    assert theirs.get(path).context["counts"] == {"open": 0, "accepted": 2, "declined": 0}
