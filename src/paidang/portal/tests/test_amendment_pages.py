"""The pages of supplementary agreements: written here or uploaded, answered by the other side, seen on the contract and on any day."""

import hashlib
import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from tests.amending import FLOOR, LONGER, SHARE, agree, propose, sign_on_paper, supplement
from tests.cast import acting, come_in, shanghai

from paidang.contracts.models import Amendment, Contract, TermsInForce
from paidang.contracts.rules.amending import POINT, REMOVED, Change
from paidang.evidence.models import Entry

NOW = shanghai("2026-03-20 10:00")


@pytest.fixture(autouse=True)
def now(monkeypatch):
    """The pages' clock stands in the first month."""
    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.fixture
def page(contract_in_force) -> str:
    return f"/contracts/{contract_in_force.code}"


def said_on(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, answer.content.decode()[:2000]
    return answer.content.decode()


SHARES = {"change": ["fee.share.a"], "fee.share.a": "65", "effective_on": "2026-04-01"}


class TestWrittenHere:
    def test_from_a_tick_to_the_other_sides_word(self, page, agency_manager, brand_manager):
        ours, theirs = come_in(Client(), agency_manager), come_in(Client(), brand_manager)
        form = said_on(ours, f"{page}/amend")
        assert 'name="change" value="fee.share.a"' in form and 'value="2026-04-01"' in form
        preview = ours.post(f"{page}/amend", SHARES, headers={"HX-Request": "true"}).content.decode()
        assert "甲方享有65%，乙方享有35%" in preview and "读回来一致" in preview
        made = ours.post(f"{page}/amend", {**SHARES, "act": "propose"})
        assert made["Location"] == f"{page}/amendments/1"
        assert "等对方同意" in said_on(ours, made["Location"])
        assert "答复补充协议 1：补充协议（一），2026-04-01 起" in said_on(theirs, "/")
        shown = said_on(theirs, f"{page}/amendments/1")
        assert "等你们答复" in shown and "同意，去签署" in shown
        assert "70%" in shown and "65%" in shown and "第三章 D" in shown and "+¥" in shown
        offered = re.search(r'name="offered" value="(\w+)"', shown)[1]
        answer = theirs.post(f"{page}/amendments/1/accept", {"offered": offered}, follow=True)
        assert "补充协议 1 已同意。双方签署后，04-01 起按它履行" in answer.content.decode()
        contract = said_on(ours, page)
        assert "从 04-01 起：" not in contract and "已同意，等签署" in contract
        assert "答复补充协议 1" not in said_on(theirs, "/")
        with acting(brand_manager):
            made = Amendment.objects.get()
        sign_on_paper(brand_manager, made, at=NOW)
        contract = said_on(ours, page)
        assert "从 04-01 起：" in contract and "35%" in contract and "已签，04-01 起" in contract

    def test_the_first_of_a_month_is_asked_for_with_the_nearest_days(self, page, agency_manager):
        client = come_in(Client(), agency_manager)
        middle = {**SHARES, "effective_on": "2026-04-15"}
        preview = client.post(f"{page}/amend", middle, headers={"HX-Request": "true"}).content.decode()
        assert "不是一月的第一天" in preview and "2026-04-01、2026-05-01" in preview
        refused = client.post(f"{page}/amend", {**middle, "act": "propose"})
        assert refused.status_code == 409 and 'value="65%"' in refused.content.decode()
        with acting(agency_manager):
            assert not Amendment.objects.exists()

    @pytest.mark.parametrize(
        ("fields", "says"),
        [
            ({}, "还没有选要改的约定"),
            ({"change": ["fee.share.a"], "fee.share.a": "70"}, "和现在的约定一样"),
            ({"change": ["fee.monthly"], "fee.monthly": "viel"}, "不是金额"),
            ({"change": ["point.tax"], "point.tax": "on_revenue", "tax.rate": "x"}, "税率要在 0 和 1 之间"),
            ({"change": ["fee.commission.rate"], "fee.commission.rate": "5"}, "变更以后还有 1 件没定的事"),
            ({"change": ["fee.monthly"], "fee.monthly": "5000", "effective_on": ""}, "没有写从哪天起"),
        ],
    )
    def test_what_cannot_be_proposed_says_why(self, page, agency_manager, fields, says):
        form = {"effective_on": "2026-04-01", "act": "propose", **fields}
        answer = come_in(Client(), agency_manager).post(f"{page}/amend", form)
        assert answer.status_code == 409 and says in answer.content.decode()

    def test_points_ends_and_days_are_written_too(self, page, agency_manager):
        form = {
            "change": ["point.recognition", "fee.setup", "settlement.pay_days", "platform"],
            "point.recognition": "shipped",
            "ended": ["fee.setup"],
            "settlement.pay_days": "5",
            "settlement.pay_days.day_kind": "calendar",
            "platform": ["jd", "tmall"],
            "store.name": "青岚店",
            "effective_on": "2026-04-01",
        }
        preview = come_in(Client(), agency_manager).post(f"{page}/amend", form).content.decode()
        assert "订单自发货时计入当月" in preview and "关于开办费的约定不再适用" in preview
        assert "确认后5日内付款" in preview and "平台要和店铺一起写" in preview

    def test_another_proposal_begins_with_the_first_one(
        self, page, agency_manager, brand_manager, contract_in_force
    ):
        ours, theirs = come_in(Client(), agency_manager), come_in(Client(), brand_manager)
        ours.post(f"{page}/amend", {**SHARES, "act": "propose"})
        form = said_on(theirs, f"{page}/amend?answers=1")
        assert (
            "对补充协议 1 另提一份" in form
            and 'value="fee.share.a" checked' in form
            and 'value="65%"' in form
        )
        other = {**SHARES, "fee.share.a": "68", "answers": "1", "act": "propose"}
        assert theirs.post(f"{page}/amend", other)["Location"] == f"{page}/amendments/2"
        assert "对方另提了一份" in said_on(ours, f"{page}/amendments/1")
        assert "等你们答复" in said_on(ours, f"{page}/amendments/2")


class TestUploaded:
    def test_read_chosen_and_proposed(self, page, agency_manager, brand_manager):
        ours = come_in(Client(), agency_manager)
        text = supplement(SHARE, FLOOR, LONGER).text
        found = ours.post(f"{page}/amend/text", {"text": text}).content.decode()
        assert 'name="change" value="fee.share.a" checked' in found
        assert 'name="change" value="term.end" checked' in found and 'value="2026-04-01"' in found
        assert 'value="price.floor"' not in found.split("还读到")[0] and "还读到 1 条" in found
        file = SimpleUploadedFile("补充协议.txt", text.encode())
        chosen = {
            "seen": "1",
            "change": ["fee.share.a", "fee.share.b"],
            "effective_on": "2026-04-01",
            "act": "propose",
        }
        made = ours.post(f"{page}/amend/text", {"file": file, **chosen}, headers={"HX-Request": "true"})
        assert made["HX-Redirect"] == f"{page}/amendments/1"
        with acting(brand_manager):
            amendment = Amendment.objects.get()
            assert [change["key"] for change in amendment.changes] == ["fee.share.a", "fee.share.b"]
            assert (amendment.file_name, amendment.text) == ("补充协议.txt", text)

    def test_what_stands_in_the_way_is_said_before_it_is_proposed(self, page, agency_manager):
        ours = come_in(Client(), agency_manager)
        middle = {"text": supplement(SHARE).text, "effective_on": "2026-04-15"}
        assert "2026-04-01、2026-05-01" in ours.post(f"{page}/amend/text", middle).content.decode()
        refused = ours.post(
            f"{page}/amend/text", {**middle, "seen": "1", "change": "fee.share.a", "act": "propose"}
        )
        assert refused.status_code == 409
        strangers = supplement(SHARE).text.replace("甲方：青岚茶器", "甲方：山外茶行")
        assert (
            "和合同里的不同：山外茶行"
            in ours.post(f"{page}/amend/text", {"text": strangers}).content.decode()
        )
        nothing = ours.post(f"{page}/amend/text", {"text": "今天天气很好。"})
        assert nothing.status_code == 422 and "没有补充协议" in nothing.content.decode()

    def test_what_the_text_leaves_open_is_decided_along_with_it(self, page, agency_manager):
        ours = come_in(Client(), agency_manager)
        rate = supplement("自2026年4月1日起，乙方的佣金比例调整为5%。").text
        found = ours.post(f"{page}/amend/text", {"text": rate}).content.decode()
        assert "佣金按什么算" in found and 'name="point.commission.of"' in found
        chosen = {
            "text": rate, "seen": "1", "change": "fee.commission.rate", "effective_on": "2026-04-01",
            "point.commission.of": "net_sales", "act": "propose",
        }  # fmt: skip
        assert ours.post(f"{page}/amend/text", chosen)["Location"] == f"{page}/amendments/1"


class TestAnswering:
    def test_declined_with_a_reason_that_the_other_side_sees(
        self, page, contract_in_force, agency_manager, brand_finance
    ):
        propose(agency_manager, contract_in_force)
        theirs = come_in(Client(), brand_finance)
        shown = said_on(theirs, f"{page}/amendments/1")
        assert "同意要请" in shown and 'data-open="accept"' not in shown
        assert theirs.post(f"{page}/amendments/1/decline", {"reason": "先谈费用"}).status_code == 302
        assert "先谈费用" in said_on(come_in(Client(), agency_manager), f"{page}/amendments/1")

    def test_taken_back(self, page, contract_in_force, agency_manager):
        propose(agency_manager, contract_in_force)
        ours = come_in(Client(), agency_manager)
        assert 'data-open="accept"' not in said_on(ours, f"{page}/amendments/1")
        assert ours.post(f"{page}/amendments/1/withdraw").status_code == 302
        assert "已收回" in said_on(ours, page)

    def test_what_was_seen_must_still_be_so(self, page, contract_in_force, agency_manager, brand_manager):
        propose(agency_manager, contract_in_force)
        theirs = come_in(Client(), brand_manager)
        answer = theirs.post(f"{page}/amendments/1/accept", {"offered": "0" * 64})
        assert answer.status_code == 409 and "请刷新页面" in answer.content.decode()

    def test_it_says_what_it_replaces_and_what_comes_after_it(
        self, page, contract_in_force, agency_manager, brand_manager
    ):
        first = propose(agency_manager, contract_in_force)
        second = propose(agency_manager, contract_in_force, paper=supplement(SHARE.replace("6.5:3.5", "6:4")))
        third = propose(
            agency_manager,
            contract_in_force,
            paper=supplement(SHARE.replace("6.5:3.5", "5:5")),
            day="2026-06-01",
        )
        for nth, made in enumerate((first, second, third)):
            agree(brand_manager, made, at=NOW + timedelta(minutes=nth))
        theirs = come_in(Client(), brand_manager)
        shown = said_on(theirs, f"{page}/amendments/2")
        assert "代替补充协议 1 从同一天起的约定" in shown and "06-01 起按补充协议 3" in shown

    @pytest.mark.parametrize("path", ["/amend", "/amend/text", "/amendments/1", "/terms", "/terms.json"])
    def test_an_outsider_finds_nothing_there(
        self, page, path, contract_in_force, agency_manager, outsider_manager
    ):
        propose(agency_manager, contract_in_force)
        said_on(come_in(Client(), outsider_manager), page + path, 404)

    @pytest.mark.parametrize("path", ["/amend", "/amend/text", "/terms"])
    def test_a_draft_has_none(self, path, draft_contract, agency_manager):
        said_on(come_in(Client(), agency_manager), f"/contracts/{draft_contract.code}{path}", 404)

    def test_a_warehouse_reads_and_does_not_propose(
        self, page, contract_in_force, agency_manager, brand_warehouse
    ):
        propose(agency_manager, contract_in_force)
        client = come_in(Client(), brand_warehouse)
        said_on(client, f"{page}/amend", 403)
        assert "答复要请" in said_on(client, f"{page}/amendments/1")


class TestTheTermsOfADay:
    @pytest.fixture
    def changed(self, contract_in_force, agency_manager, brand_manager) -> Contract:
        """From April 6.5:3.5, orders count when shipped, and no set-up fee any more."""
        made = propose(
            agency_manager, contract_in_force,
            changes=[Change("fee.share.a"), Change("fee.share.b"), Change("recognition", POINT, "shipped"), Change("price.floor", REMOVED)],
        )  # fmt: skip
        agree(brand_manager, made)
        return contract_in_force

    def test_each_day_has_its_own_with_where_it_comes_from(self, page, changed, brand_manager):
        client = come_in(Client(), brand_manager)
        march = said_on(client, f"{page}/terms?on=2026-03-31")
        april = said_on(client, f"{page}/terms?on=2026-04-01")
        assert "从 04-01 起：" in march and "从 04-01 起：" not in april
        assert "发货" in april and "补充协议 1 第一条" in april and "不再适用" in april
        assert "2 段经过" in april and "2026-03-31" in april
        assert "那天合同还没有开始" in said_on(client, f"{page}/terms?on=2026-01-01")
        assert "今天的约定" in said_on(client, f"{page}/terms?on=kein-tag")

    def test_what_was_in_force_on_a_day_can_be_proven(self, page, changed, brand_manager):
        client = come_in(Client(), brand_manager)
        with acting(brand_manager):
            rows = {row.from_day.isoformat(): row for row in TermsInForce.objects.all()}
            entries = {entry.act: entry for entry in Entry.objects.filter(chain_id=changed.chain_id)}
        for on, first in (("2026-03-15", "2026-03-01"), ("2026-05-05", "2026-04-01")):
            proof = client.get(f"{page}/terms.json?on={on}").content
            assert hashlib.sha256(proof).hexdigest() == rows[first].sha256
        assert entries["contract.in_force"].facts["terms_sha256"] == rows["2026-03-01"].sha256
        assert entries["amendment.in_force"].facts["in_force"] == {"2026-04-01": rows["2026-04-01"].sha256}
        assert f"#{entries['amendment.in_force'].seq}" in said_on(client, f"{page}/terms?on=2026-05-05")

    def test_the_contract_and_its_settings_show_what_holds_today(
        self, page, changed, brand_manager, monkeypatch
    ):
        client = come_in(Client(), brand_manager)
        assert "70%" in said_on(client, f"/settings{page}")
        later = shanghai("2026-04-02 09:00")
        monkeypatch.setattr(timezone, "now", lambda: later)
        contract = said_on(client, page)
        assert "现在按" in contract and "65%" in contract
        settings = said_on(client, f"/settings{page}")
        assert "65%" in settings and f'href="{page}/amendments/1"' in settings
        assert "65%" in said_on(client, "/contracts")

    @pytest.mark.parametrize(
        ("path", "says", "not_in"),
        [
            ("", "Supplementary agreement 1, from 04-01", "补充协议加上的"),
            ("/amend", "Tick what shall change", "勾上要改的约定"),
            ("/amend/text", "Drop the supplementary agreement here", "把补充协议拖到这里"),
            ("/amendments/1", "Supplement 1 Art. 1", "改了什么"),
            ("/terms?on=2026-04-01", "Terms of 2026-04-01", "段经过"),
        ],
    )
    def test_it_is_there_in_english(self, page, changed, brand_manager, path, says, not_in):
        client = come_in(Client(), brand_manager)
        client.cookies["django_language"] = "en"
        shown = said_on(client, page + path)
        assert says in shown and not_in not in shown
