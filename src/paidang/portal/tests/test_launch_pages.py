"""店铺项目: what either side sees and does there, on the Gantt, on the board, in the drawer, with papers, in English."""

import csv
import io
import re
from datetime import timedelta

import pypdfium2
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.cast import Party, acting, agree_on, signed_in
from tests.worlds import kept

from paidang.contracts.models import Contract
from paidang.projects.actions import begin_project
from paidang.projects.tests.projects import AT, PDF, START, with_free
from paidang.team.models import Person


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pages look at the moment of the tests, whatever the day."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: AT)


@kept
def shop(brand: Party, agency: Party) -> Contract:
    """A launch on Tmall under way."""
    contract = agree_on(brand=brand, agency=agency, read=with_free())
    with acting(agency.manager):
        begin_project(person=agency.manager, at=AT, code=contract.code, kind="tmall", starts_on=START)
    return contract


def read(client: Client, url: str, **how: object) -> str:
    answer = client.get(url, **how)  # type: ignore[arg-type]
    assert answer.status_code == 200, answer
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def post(client: Client, url: str, **form: object) -> str:
    answer = client.post(url, form, follow=True)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_a_home_page_is_returned_confirmed_and_published(
    shop: Contract, agency_operator: Person, brand_manager: Person, outsider_manager: Person
) -> None:
    ours, theirs, home = signed_in(agency_operator), signed_in(brand_manager), f"/launch/{shop.code}/1/10"
    page = read(ours, f"/launch?contract={shop.code}")
    for said in (
        "天猫旗舰店开店",
        "照计划",
        "只画工作日",
        "首页装修",
        "等前面 2 件",
        "谁欠谁",
        "产品文案",
        "合同里免费的",
    ):
        assert said in page
    board = read(ours, f"/launch/{shop.code}/1?view=board")
    assert "还不能开始" in board
    assert "质检报告 缺" in board and "交质检报告 03-10" in board  # whose they are, by when
    assert "质检报告" in page and "乙方营业执照" not in page  # the papers that this platform asks for
    page = post(ours, f"{home}/publish")
    assert "“首页装修”还没有提交" in page
    file = SimpleUploadedFile("home.pdf", PDF, "application/pdf")
    page = post(ours, f"{home}/submit", file=file, words="<b>秋款</b>", link="https://a.example/home")
    assert "已提交，轮到对方书面确认或退回" in page
    assert "&lt;b&gt;秋款&lt;/b&gt;" in page
    assert "缺甲方对“首页装修”第 1 版的书面确认" in page
    page = read(theirs, home)
    assert "你们对第 1 版的书面答复" in page
    assert "发布" not in page.split("你们对第 1 版")[1].split("版本")[0]
    form = theirs.get(home).content.decode()
    digest = re.search(r'name="digest" value="(\w{64})"', form)[1]  # type: ignore[index]
    assert "没有写退回的理由" in post(theirs, f"{home}/return", digest=digest)
    assert "已退回" in post(theirs, f"{home}/return", digest=digest, reason="换主图")
    post(ours, f"{home}/submit", words="第二稿")
    assert "看到的不是最新一版" in post(theirs, f"{home}/confirm", digest=digest)
    form = theirs.get(home).content.decode()
    digest = re.search(r'name="digest" value="(\w{64})"', form)[1]  # type: ignore[index]
    assert "书面确认已存证" in post(theirs, f"{home}/confirm", digest=digest)
    assert "前面还有没做完的：平台审核（轮到平台）、店铺策划（轮到乙方）" in post(ours, f"{home}/publish")
    page = read(ours, f"/launch/{shop.code}/1")
    assert "V2 已确认，等前面 2 件" in page
    assert "可以发布" not in page and "发布首页装修" not in page
    assert "已告知对方" in post(ours, f"/launch/{shop.code}/1/3/submit", words="平台收下了")
    file_url = re.search(rf"/launch/{shop.code}/1/files/\w{{64}}", ours.get(home).content.decode())[0]  # type: ignore[index]
    answer = theirs.get(file_url)
    assert answer.content == PDF
    assert answer["Content-Disposition"].startswith("attachment")
    export = b"".join(ours.get(f"/launch/{shop.code}/1/export").streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    rows = list(csv.DictReader(io.StringIO(export)))
    row = rows[9]
    assert (row["事"], row["状态"], row["版本"], row["摘要"]) == ("首页装修", "已书面确认", "2", digest)
    assert row["书面确认"] == brand_manager.name
    for language, said in (("zh", "书面确认"), ("en", "Who owes what")):
        paper = theirs.get(f"/launch/{shop.code}/1/pdf", headers={"accept-language": language})
        pages = [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(paper.content)]
        text = re.sub(r"[^\w.]+", "", "".join(pages))
        for part in (digest, "home.pdf", "换主图", said.replace(" ", ""), brand_manager.name):
            assert part in text, part
    outsider = signed_in(outsider_manager)
    for url in (
        home,
        file_url,
        f"/launch/{shop.code}/1",
        f"/launch/{shop.code}/1/export",
        f"/launch/{shop.code}/1/pdf",
        f"/launch/papers?contract={shop.code}",
    ):
        assert outsider.get(url).status_code == 404
    assert theirs.get(f"/launch/{shop.code}/1/99").status_code == 404
    assert theirs.post(f"{home}/eat").status_code == 404
    part = ours.get(home, headers={"HX-Request": "true", "HX-Target": "drawer"}).content.decode()
    assert "<html" not in part
    assert "data-close" in part


def test_what_was_done_on_a_rest_day_is_drawn(
    shop: Contract, agency_operator: Person, brand_manager: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    saturday = AT + timedelta(days=5)
    monkeypatch.setattr("django.utils.timezone.now", lambda: saturday)
    ours, plan = signed_in(agency_operator), f"/launch/{shop.code}/1/5"
    post(ours, f"{plan}/submit", words="三屏")
    theirs = signed_in(brand_manager)
    digest = re.search(r'name="digest" value="(\w{64})"', theirs.get(plan).content.decode())[1]  # type: ignore[index]
    post(theirs, f"{plan}/confirm", digest=digest)
    page = read(ours, f"/launch/{shop.code}/1")
    assert f"{brand_manager.name} 03-14 书面确认" in page
    assert "应到 03-12，晚 1 天" in page


def test_dates_slip_tasks_are_added_and_what_is_free_is_not_charged(
    shop: Contract, agency_operator: Person, brand_manager: Person
) -> None:
    ours, theirs, samples = signed_in(agency_operator), signed_in(brand_manager), f"/launch/{shop.code}/1/6"
    assert "要写顺延几个工作日" in post(theirs, f"{samples}/slip", days="x", reason="路上")
    assert "已顺延" in post(theirs, f"{samples}/slip", days="15", reason="路上")
    page = read(ours, samples)
    assert "顺延了 15 个工作日：路上" in page
    assert "比计划晚" in page
    assert "已记下：知悉改期" in post(ours, f"{samples}/note")
    add = {
        "title": "修图",
        "phase": "material",
        "side": "b",
        "days": "2",
        "after": "",
        "service": "image_processing",
    }
    page = post(ours, f"/launch/{shop.code}/1/add", **add, charge="600")
    assert "“图片处理、图片优化”由乙方免费承担，不能收费" in page
    assert "第三章 B" in page
    assert "已加上" in post(ours, f"/launch/{shop.code}/1/add", **add)
    assert "项目已开始" in post(theirs, f"/launch/{shop.code}/begin", kind="house", starts_on="2026-03-10")
    assert "不是日期" in post(theirs, f"/launch/{shop.code}/begin", kind="house", starts_on="10.3.")
    assert "建仓、采购与流程" in read(ours, f"/launch?contract={shop.code}")


def test_papers_are_given_and_read(shop: Contract, agency_operator: Person, brand_manager: Person) -> None:
    theirs, url = signed_in(brand_manager), f"/launch/papers?contract={shop.code}"
    assert "营业执照" in read(theirs, url)
    give = f"/launch/papers/{shop.code}/give"
    assert "没有选文件" in post(theirs, give, kind="licence")
    file = SimpleUploadedFile("licence.pdf", PDF, "application/pdf")
    page = post(theirs, give, kind="licence", file=file, valid_until="2026-03-20")
    assert "已存证" in page
    assert "还有 11 天" in page
    renewed = b"%PDF-1.7 renewed"
    post(theirs, give, kind="licence", file=SimpleUploadedFile("licence.pdf", renewed, "application/pdf"))
    assert '<option value="trademark" selected>' in theirs.get(url).content.decode()
    paper = re.search(rf"/launch/papers/{shop.code}/\d+", theirs.get(url).content.decode())[0]  # type: ignore[index]
    assert signed_in(agency_operator).get(paper).content == renewed


def test_in_english(shop: Contract, agency_operator: Person) -> None:
    ours = signed_in(agency_operator)
    post(ours, f"/launch/{shop.code}/1/10/submit", words="x")
    ours.cookies["django_language"] = "en"
    for url in (
        f"/launch/{shop.code}/1",
        f"/launch/{shop.code}/1?view=board",
        f"/launch/{shop.code}/1/10",
        f"/launch/papers?contract={shop.code}",
    ):
        page = re.sub(
            r"Columns: [^<]*?may be added", "", read(ours, url)
        )  # a file's columns have their names in Chinese
        left = re.sub("青岚茶器|拾舟电商|电子商务运营合作协议|运营|项目经理|中|拾", "", page)
        assert re.findall(r".{0,40}[\u4e00-\u9fff]+.{0,20}", left) == []
