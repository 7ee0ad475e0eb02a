"""The studio's pages: what each side sees and does there, through the forms alone."""

import json
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.cast import acting, come_in

from paidang.studio.actions import begin_page
from paidang.studio.models import Reading
from paidang.studio.rules.picture import digest_of
from paidang.studio.tests.drawn import bowl
from paidang.studio.tests.pictures import AT, FIRST, SECOND, gaiwan, handed_in, published, sold

__all__ = ["gaiwan"]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: AT)


def text_of(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def read(client, url, **headers):
    answer = client.get(url, headers=headers)
    assert answer.status_code == 200, (url, answer.status_code, answer.content[:2000])
    return text_of(answer)


def do(client, url, **fields):
    answer = client.post(url, fields, follow=True)
    assert answer.status_code == 200, (url, answer.status_code, answer.content.decode()[-3000:])
    return text_of(answer)


def jpeg(content, name="碗.jpg"):
    return SimpleUploadedFile(name, content, "image/jpeg")


def test_from_the_shot_list_to_the_published_page(gaiwan, agency, brand, outsider):
    lin, shen = come_in(Client(), agency.people["agency_operator"]), come_in(Client(), brand.manager)
    code = gaiwan.contract.code
    assert "还没有图片" in read(lin, "/studio") and "上传" not in read(shen, "/studio")
    assert "6 张图在拍摄清单上了" in do(lin, f"/studio/{code}/plan", product=gaiwan.pk, category="ware")
    small = bowl(700, 700)
    files = [jpeg(bowl(glaze="#405010")), jpeg(small)]
    said = do(lin, f"/studio/{code}/files", product=gaiwan.pk, kind="main", file=files)
    assert "2 张图已存证" in said and "不合 京东、拼多多、天猫" in said
    assert "7" in read(lin, "/studio?state=needed") and "T-0007" in read(lin, "/studio?q=T-7&channel=tmall")
    page = f"/studio/{code}/1"
    assert "等甲方书面确认" in do(lin, f"{page}/send")
    assert do(lin, f"/studio/{code}/send", number=[7]).count("等甲方书面确认") >= 3

    answer = shen.get(page)
    sha256 = re.search(r'name="sha256" value="(\w{64})"', answer.content.decode())[1]
    assert sha256 == digest_of(bowl(glaze="#405010")) and "书面确认 V1" in text_of(answer)
    assert "批注已写在图上" in do(shen, f"{page}/pin", version=1, place="720,400", text="釉色偏灰")
    assert 'x="72.0%" y="40.0%"' in shen.get(page).content.decode()
    assert "已回复" in do(lin, f"{page}/reply", pin=1, text="已校色")
    assert "已请乙方修改" in do(shen, f"{page}/return", version=1, sha256=sha256, reason="照样品调青")
    assert "甲方：照样品调青" in read(lin, page)
    second = bowl(900, 900, glaze="#7fb099")
    assert "新的一版已存证" in do(lin, f"{page}/version", file=jpeg(second), note="校色")
    do(lin, f"{page}/send")
    said = do(shen, f"{page}/approve", version=2, sha256=digest_of(second))
    assert "已书面确认，记入存证" in said and "标为已改" in said
    assert "已标为已改" in do(lin, f"{page}/resolve", pin=1)
    assert "到 12-31" in do(lin, f"{page}/right", kind="model", holder="何苗", until="2026-12-31")
    assert "叠放滑动" in read(lin, f"{page}?v=2") and "没有这一步" in text_of(lin.post(f"{page}/burn"))

    do(lin, f"/studio/{code}/pages/begin", product=gaiwan.pk, channel="jd")
    made = re.search(rf"/studio/{code}/pages/(\d+)", lin.get(f"/studio/{code}/pages").content.decode())[0]
    choices = re.findall(r'name="asset" value="(\d+)"', lin.get(made).content.decode())
    first, seventh = sorted(set(map(int, choices)))
    do(lin, f"{made}/picture", place="main", asset=first)
    do(lin, f"{made}/picture", place="detail", asset=seventh)
    said = do(lin, f"{made}/text", text="国家级匠人手作")
    assert "文字或图里有广告法第九条的用语： 国家级" in said
    blocks = re.findall(r'data-block="(\d+)"', lin.get(made).content.decode())
    do(lin, f"{made}/move", block=blocks[-1], by="up")
    do(lin, f"{made}/change", block=blocks[-1], text="匠人手作")
    assert [one for one in re.findall(r'data-block="(\d+)"', lin.get(made).content.decode())] == [
        blocks[0], blocks[2], blocks[1],
    ]  # fmt: skip
    assert "整页已送甲方确认" in do(lin, f"{made}/submit")
    refused = text_of(lin.post(f"{made}/publish"))
    assert "T-0007 第 1 版没有甲方的书面确认、整页第 1 稿没有甲方的书面确认" in refused
    whole = re.search(r'name="sha256" value="(\w{64})"', shen.get(made).content.decode())[1]
    assert "整页已书面确认" in do(shen, f"{made}/approve", sha256=whole)
    do(shen, f"/studio/{code}/7/approve", version=1, sha256=digest_of(small))
    assert "已登记发布" in do(lin, f"{made}/publish")
    assert "匠人手作" in read(shen, f"{made}/preview") and "第 1 稿" in read(shen, made)

    theirs = come_in(Client(), outsider.manager)
    thumb = re.search(rf"/studio/{code}/files/\w{{64}}", lin.get(page).content.decode())[0]
    for url in (
        page,
        made,
        f"/studio/{code}/pages",
        f"/studio/{code}/copy",
        thumb,
        f"/studio?contract={code}",
    ):
        assert theirs.get(url).status_code == 404, url


def test_what_was_read_in_a_picture_and_what_a_change_came_to(gaiwan, agency, brand, settings):
    settings.OCR_PYTHON = "/nowhere"
    asset, contract, lin = handed_in(agency.manager, gaiwan), gaiwan.contract, agency.manager
    shen, url = come_in(Client(), brand.manager), f"/studio/{contract.code}/{asset.number}"
    assert "没有识别：这台服务器没有装文字识别" in read(shen, url)
    lines = [{"text": "国家级大师", "score": 0.98, "box": [0, 0, 1000, 300]}]
    with acting(lin):
        version = asset.versions.get()
        Reading.objects.create(contract=contract, version=version, permille=300, lines=lines, read_at=AT)
        page = begin_page(person=lin, at=AT, code=contract.code, product_id=gaiwan.pk, channel="jd")
        published(page, 1, "a", FIRST)
        published(page, 2, "b", SECOND)
        for day in range(-9, 10):
            sold(contract, day, 2 if day < 0 else 9)
    said = read(shen, url)
    assert "占画面 30.0%" in said and "文字占画面 30%，主图不宜超过 20%" in said
    assert "广告法第九条的用语：国家级" in said and "国家级大师" in said
    said = read(shen, f"/studio/{contract.code}/pages/{page.pk}")
    assert "换了首图" in said and "每天多 7.0 单" in said and "不是随机试验" in said
    assert "前 1 周每天 2.0 单，后 1 周每天 9.0 单" in said


def test_a_picture_is_asked_for_once_and_large_files_come_in_parts(gaiwan, agency, brand):
    lin = come_in(Client(), agency.manager)
    code, content = gaiwan.contract.code, bowl(glaze="#304050")
    told = {
        "product": gaiwan.pk,
        "kind": "main",
        "name": "碗.jpg",
        "sha256": digest_of(content),
        "size": len(content),
    }
    begun = json.loads(lin.post(f"/studio/{code}/uploads", told).content)
    half = len(content) // 2

    def part(offset, body):
        url = f"{begun['url']}?offset={offset}"
        return json.loads(lin.post(url, body, content_type="application/octet-stream").content)

    assert part(0, content[:half]) == {"offset": half}
    assert json.loads(lin.post(f"/studio/{code}/uploads", told).content)["offset"] == half
    assert "接着传" in read(lin, "/studio") and "没有传完的" not in read(
        come_in(Client(), brand.manager), "/studio"
    )
    assert json.loads(lin.post(f"/studio/{code}/uploads", told | {"size": 2**40}).content)["fault"]
    assert part(half, content[half:])["url"] == f"/studio/{code}/1"
    url = f"/studio/{code}/files/{told['sha256']}"
    first = lin.get(url)
    assert first.content == content and first["Content-Type"] == "image/jpeg"
    assert "immutable" in first["Cache-Control"] and first["X-Content-Type-Options"] == "nosniff"
    again = lin.get(url, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert lin.get(f"/studio/{code}/files/{'0' * 64}").status_code == 404


def test_copy_is_asked_for_supplied_and_read(gaiwan, agency, brand):
    lin, shen = come_in(Client(), agency.manager), come_in(Client(), brand.manager)
    page = f"/studio/{gaiwan.contract.code}/copy"
    assert "还没有要过文案" in read(shen, page)
    said = do(lin, f"{page}/ask", product=gaiwan.pk, what="卖点三条", due="2026-03-20")
    assert "等甲方" in said and f"{page}/1" not in lin.get(page).content.decode()
    assert "交文案 1：青瓷盖碗 150ml" in read(shen, "/")
    said = do(shen, f"{page}/1", text="最佳之选")
    assert "文案已交" in said and "广告法用语：最佳" in said
    assert "交文案 1" not in read(shen, "/")
