"""The pages of incidents and penalties: what each side sees and does there, through the forms alone."""

import hashlib
import io
import re
import zipfile
from datetime import timedelta

import pypdfium2
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.cast import acting, shanghai, signed_in

from paidang.aftersales.models import Case, CaseFile, CaseLine
from paidang.duties.actions import Proof
from paidang.evidence.models import Entry
from paidang.incidents.models import Incident, IncidentFile, Penalty
from paidang.orders.models import Breach, Store
from paidang.projects.actions import begin_project
from paidang.projects.tests import projects as launch

NOW = shanghai("2026-04-10 15:00")
PLAN = b"%PDF-1.7 forty places in the warehouse"
PHOTO = b"\xff\xd8\xff\xe0 a stall with our bowls"
STORE = "jd|青岚京东旗舰店"


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pages look on the 10th of April, whatever the day."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


def text_of(answer) -> str:
    assert answer.status_code == 200, (answer.status_code, answer.content[:2000])
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def read(client, url, **headers) -> str:
    return text_of(client.get(url, headers=headers))


def do(client, url, **given) -> str:
    return text_of(client.post(url, given, follow=True))


def test_from_the_report_to_the_outcome(living_contract, brand, agency, outsider):
    code = living_contract.code
    theirs, ours = signed_in(brand.manager), signed_in(agency.manager)
    assert "没有登记过违约" in read(theirs, "/incidents")
    assert "线下销售" in read(theirs, f"/incidents/new?contract={code}")
    given = {
        "contract": code, "kind": "offline_sale", "at_fault": "b", "words": "批发市场有摊位在卖", "found_by": "沈经理",
        "seen_at": "2026-04-10T11:20", "store": "", "link": "https://example.com/stall",
    }  # fmt: skip
    said = do(theirs, "/incidents/new", file=SimpleUploadedFile("stall.jpg", PHOTO), **given)
    assert "等乙方答复" in said and "1 份，存下即存证" in said and "批发市场" in said
    page = f"/incidents/{code}/1"
    with acting(brand.manager):
        sha256 = IncidentFile.objects.get().sha256
    answer = ours.get(f"{page}/files/{sha256}")
    assert (answer.content, answer["Content-Type"]) == (PHOTO, "image/jpeg")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "W-0001" in read(ours, "/incidents?view=ours") and "W-0001" not in read(
        theirs, "/incidents?view=ours"
    )
    assert "没有违约符合筛选" in read(ours, "/incidents?q=海带")
    assert "答复违约 W-0001" in read(ours, "/")
    assert "有异议" in do(ours, f"{page}/answer", verdict="disputed", answer="直接客户转卖的")
    assert "04-27" in read(theirs, page), "the contract's fifteen days, to the next working day"
    said = do(theirs, f"{page}/notice", grounds="请撤下")
    assert "还有 17 天" in said and "限期纠正通知" in said
    assert "已纠正" in do(theirs, f"{page}/close", outcome="cured", words="已撤柜")
    assert "W-0001" in read(ours, "/incidents?view=done")
    with acting(brand.manager):
        assert Incident.objects.get().state == "cured"
    stranger = signed_in(outsider.manager)
    for address in (page, f"{page}/files/{sha256}", f"/incidents/new?contract={code}"):
        assert stranger.get(address).status_code == 404, address
    english = read(ours, page, accept_language="en")
    assert "Offline sale (direct customers excepted)" in english and "Timeline" in english


def test_an_incident_is_reported_from_what_the_books_say(contract_in_force, brand, agency, outsider):
    code = contract_in_force.code
    ours, theirs = signed_in(agency.manager), signed_in(brand.manager)
    with acting(brand.manager):
        Breach.objects.create(
            contract=contract_in_force, line_id="L-1", order_id="O-1", sku="CUP", paid_on="2026-04-02", quantity=2,
            sold_fen=18_000, floor_fen=9_900, clause="OP-2-A-2", recorded_at=NOW - timedelta(days=3),
        )  # fmt: skip
        case = Case.objects.create(
            contract=contract_in_force, number=7, order_id="O-2", channel="jd", store="青岚京东旗舰店", source="goods",
            reason="over_shipped", wish="return_goods", state="open", turn="b", turned_at=NOW, asked_at=NOW,
            opened_by=brand.manager, opened_at=NOW,
        )  # fmt: skip
        CaseLine.objects.create(
            contract=contract_in_force, case=case, line_id="L-2", sku="CUP", quantity=3, asked_fen=1
        )
        CaseFile.objects.create(
            contract=contract_in_force, case=case, kind="buyer", name="box.jpg", media="image/jpeg",
            sha256=hashlib.sha256(PHOTO).hexdigest(), size_bytes=len(PHOTO), content=PHOTO, added_by=brand.manager, added_at=NOW,
        )  # fmt: skip
    page = read(theirs, f"/incidents/new?contract={code}&source=breach:L-1")
    assert "2 件共卖 ¥180.00，底价每件 ¥99.00" in page and "照记录填好了" in page
    form = {
        "contract": code,
        "kind": "price_breach",
        "at_fault": "b",
        "words": "照账",
        "found_by": "导入",
        "seen_at": "2026-04-03T10:00",
    }
    for _ in range(2):  # of one row there is one report
        assert theirs.post("/incidents/new", {**form, "source": "breach:L-1"}).status_code == 302
    assert "O-1" in theirs.get(f"/incidents/{code}/1").content.decode()
    over = {**form, "kind": "over_shipment", "at_fault": "a", "words": "多发 3 件", "source": "case:7"}
    assert ours.post("/incidents/new", over).status_code == 302
    with acting(brand.manager):
        first, second = Incident.objects.order_by("number")
        assert (first.source, second.source) == ("breach:L-1", "case:7")
        assert IncidentFile.objects.filter(incident=second, sha256=hashlib.sha256(PHOTO).hexdigest()).exists()
        assert Entry.objects.filter(act="incident.reported", facts__source="case:7").count() == 1
    for wrong in ("breach:no", "case:8", "x", "sale:1"):
        assert theirs.get(f"/incidents/new?contract={code}&source={wrong}").status_code == 404, wrong
    assert (
        signed_in(outsider.manager).get(f"/incidents/new?contract={code}&source=breach:L-1").status_code
        == 404
    )


def test_penalties_in_and_out(contract_in_force, brand, agency):
    code = contract_in_force.code
    ours, theirs = signed_in(agency.manager), signed_in(brand.manager)
    with acting(agency.manager):
        Store.objects.get_or_create(
            contract=contract_in_force, channel="jd", name="青岚京东旗舰店", defaults={"declared_at": NOW}
        )
    page = f"/incidents/penalties?contract={code}"
    assert "没有登记处罚" in read(ours, page)
    enter = f"/incidents/penalties/{code}/enter"
    given = {"store": STORE, "day": "2026-04-02", "rule": "延迟发货", "points": "24", "money": "300", "cause": "漏发 3 单", "appeal_by": "2026-04-20"}  # fmt: skip
    said = do(ours, enter, **given)
    assert "再扣 1 分：限制参加活动" in said and "快到了" in said and "¥300.00" in said
    assert "“x”不是分数" in ours.post(enter, given | {"points": "x"}).content.decode()
    act = f"/incidents/penalties/{code}/1"
    do(ours, f"{act}/fault", fault="a")
    assert "双方说法一致" in do(theirs, f"{act}/fault", fault="a")
    copy = b"".join(ours.get(f"/incidents/penalties/export?contract={code}").streaming_content)
    assert "24,300.00,漏发 3 单,2026-04-20,甲方,甲方,已收到，没申诉" in copy.decode("utf-8-sig")
    said = do(ours, f"/incidents/penalties/{code}/file", file=SimpleUploadedFile("p.csv", copy))
    assert "新记 0 条处罚，1 条早已登记" in said
    bad = copy.replace(b"2026-04-02", "四月".encode())
    answer = ours.post(f"/incidents/penalties/{code}/file", {"file": SimpleUploadedFile("p.csv", bad)})
    assert "日期“四月”读不懂" in answer.content.decode()
    assert "未到" in do(ours, f"{act}/outcome", outcome="lifted", points="24", money="0", words="平台撤销")
    with acting(brand.manager):
        assert Penalty.objects.get().outcome == "lifted"
        assert Entry.objects.filter(act="matter.copied", facts__what="penalties").count() == 1


def test_a_breach_without_proof_says_so_before_it_is_sent(living_contract, brand):
    code, theirs = living_contract.code, signed_in(brand.manager)
    given = {
        "contract": code, "kind": "counterfeit", "at_fault": "b", "words": "底款不对", "found_by": "沈经理",
        "seen_at": "2026-04-10T11:20",
    }  # fmt: skip
    assert "先在证据里加照片" in do(theirs, "/incidents/new", **given)
    said = do(theirs, f"/incidents/{code}/1/files", file=SimpleUploadedFile("stall.jpg", PHOTO))
    assert "先在证据里加照片" not in said and "送达对方" in said


def pdf_text(content: bytes) -> str:
    found = "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(content))
    return re.sub(r"\s|\u200b", "", found)


def test_a_dispute_file_has_everything_with_its_digests(living_contract, brand, agency, outsider):
    code = living_contract.code
    theirs, ours = signed_in(brand.manager), signed_in(agency.manager)
    given = {
        "contract": code, "kind": "offline_sale", "at_fault": "b", "words": "批发市场有摊位在卖", "found_by": "沈经理",
        "seen_at": "2026-04-10T11:20",
    }  # fmt: skip
    with acting(agency.manager):
        house = begin_project(person=agency.manager, at=NOW, code=code, kind="house", starts_on=NOW.date())
    launch.submit(house, agency.manager, "warehouse", files=[Proof("plan.pdf", PLAN)])
    launch.answer(house, brand.manager, "warehouse")
    do(theirs, "/incidents/new", file=SimpleUploadedFile("stall.jpg", PHOTO), **given)
    do(theirs, f"/incidents/{code}/1/notice", grounds="请撤下")
    answer = ours.get(f"/incidents/{code}/dispute.pdf")
    said = pdf_text(answer.getvalue())
    for word in (
        "争议卷宗",
        "合同没写",
        "W-0001",
        "限期纠正通知1",
        "拾舟电商项目经理于2026-04-1015:00导出",
        hashlib.sha256(PHOTO).hexdigest(),
        hashlib.sha256(PLAN).hexdigest(),
        "2026-04-1015:00甲方青岚茶器品牌经理W-0001：登记违约：线下销售（直接客户除外）",
        "书面确认仓库建立方案P-01-1第1版",
        "过错方：乙方",
    ):
        assert word in said, word
    assert said.index("违约与证据") < said.index("W-0001：登记违约"), (
        "what it is about stands before all acts"
    )
    assert "%E6%8B%BE%E8%88%9F" in answer["Content-Disposition"], "who took it stands in its name"
    with zipfile.ZipFile(io.BytesIO(theirs.get(f"/incidents/{code}/dispute.zip").getvalue())) as bundle:
        sums = dict(line.split("  ", 1)[::-1] for line in bundle.read("SHA256SUMS").decode().splitlines())
        assert set(sums) == set(bundle.namelist()) - {"SHA256SUMS"}
        assert all(hashlib.sha256(bundle.read(name)).hexdigest() == digest for name, digest in sums.items())
        assert {"dispute.pdf", "evidence.jsonl", "heads.json"} <= set(sums)
        assert sum(name.startswith(("incidents/W-0001/", "projects/P-01-1/v1/")) for name in sums) == 2
    with acting(brand.manager):
        assert Entry.objects.filter(act="dispute.exported").count() == 2
    assert signed_in(outsider.manager).get(f"/incidents/{code}/dispute.pdf").status_code == 404
    assert signed_in(agency.people["agency_service"]).get(f"/incidents/{code}/dispute.pdf").status_code == 403


def test_who_looked_is_told_to_whose_it_is(living_contract, brand, agency):
    code = living_contract.code
    ours, theirs = signed_in(agency.people["agency_operator"]), signed_in(brand.manager)
    for _twice in range(2):
        ours.get(f"/prices/list?contract={code}")
        theirs.get(f"/prices?contract={code}")
    with acting(brand.manager):
        assert Entry.objects.filter(act="matter.opened").count() == 2, "once per person and day"
    said = read(theirs, "/incidents/looks")
    assert "拾舟电商运营 打开价目表、出厂价" in said and "青岚茶器品牌经理 打开价目表" in said
    said = read(ours, "/incidents/looks")
    assert "拾舟电商运营 打开价目表" in said and "青岚茶器品牌经理 打开价目表" not in said, (
        "the prices are the brand's"
    )
    assert "还没有人看过" in read(theirs, "/incidents/looks?of=cases")
