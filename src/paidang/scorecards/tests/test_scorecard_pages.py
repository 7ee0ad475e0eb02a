"""The page of figures, its copy, the rows behind each figure and the report both sides have."""

import csv
import hashlib
import io
from urllib.parse import unquote

import pypdfium2
from django.test import Client
from django.utils import timezone
from tests.cast import Party, acting, come_in
from tests.worlds import kept

from paidang.contracts.models import Contract
from paidang.evidence.models import Entry
from paidang.kit.period import month_of
from paidang.scorecards.models import IssuedReport
from paidang.scorecards.rules.measures import (
    SHIPPED,
)
from paidang.scorecards.tests.selling import JD, sold_in_spring
from paidang.team.models import Person


@kept
def sold(contract_in_force: Contract, agency: Party) -> Contract:
    return sold_in_spring(contract_in_force, agency)


def test_the_page_shows_figures_targets_and_the_way_to_the_rows(
    sold: Contract, client: Client, agency_manager: Person, brand_manager: Person, outsider_manager: Person
) -> None:
    come_in(client, agency_manager)
    page = client.get("/scorecard", {"month": "2026-03", "contract": sold.code}).content.decode()
    assert "¥400.00" in page and "¥250.00" in page and "75%" in page and "¥52.00" in page
    assert (
        "store=%E4%BA%AC%E4%B8%9C%E6%97%97%E8%88%B0%E5%BA%97&amp;from=2026-03-01&amp;to=2026-03-31&amp;view=below_floor"
        in page
    )
    assert f"/contracts/{sold.code}/statements/2026-03" in page or f"{sold.code}/2026-03" in page
    chart = page.split('class="duo chart"')[1].split('aria-labelledby="reports-title"')[0]
    assert "每月可分收益" in chart and chart.count('class="now"') == 2 and chart.count(">—</text>") == 10
    statement = f'href="/contracts/{sold.code}/statements/2026-03"'
    assert chart.count(statement) == 4  # standing, lying, twice in the table
    assert "京东旗舰店：低于底价的成交 1 笔，目标 0 笔" in page and "导入客服数据后才有" in page
    now = month_of(timezone.now())
    form = {"measure": SHIPPED, "value": "95.5", "from_month": now, "month": now}
    assert client.post(f"/scorecard/{sold.code}/targets", form).status_code == 302
    other = come_in(Client(), brand_manager)
    assert "同意" in other.get("/scorecard", {"month": "2026-03"}).content.decode()
    assert (
        other.post(f"/scorecard/{sold.code}/targets/1", {"answer": "agree", "month": now}).status_code == 302
    )
    assert "≥ 95.5%" in other.get("/scorecard", {"month": now}).content.decode()
    assert other.post(f"/scorecard/{sold.code}/comment", {"month": now, "text": "好。"}).status_code == 302
    stranger = come_in(Client(), outsider_manager)
    assert "还没有生效的合同" in stranger.get("/scorecard").content.decode()
    assert stranger.post(f"/scorecard/{sold.code}/comment", {"month": now, "text": "x"}).status_code == 404


def test_the_copy_has_what_each_share_was_counted_from(
    sold: Contract, client: Client, brand_manager: Person
) -> None:
    come_in(client, brand_manager)
    answer = client.get("/scorecard/csv", {"month": "2026-03"})
    rows = list(csv.reader(io.StringIO(b"".join(answer).decode("utf-8-sig"))))
    found = {(row[2], row[3]): row[5:] for row in rows[1:]}
    assert found["", "按时发货"] == ["75.00", "%", "3", "4", "", ""]
    assert found["京东旗舰店", "退款率"] == ["28.57", "%", "100.00", "350.00", "", ""]
    assert found["京东旗舰店", "低于底价的成交"] == ["1.00", "笔", "1", "", "0.00", "没有达到"]
    with acting(brand_manager):
        assert Entry.objects.filter(act="scorecards.exported", facts__rows=len(rows) - 1).count() == 1


def test_each_figure_opens_its_rows(
    sold: Contract, client: Client, brand_manager: Person, outsider_manager: Person
) -> None:
    come_in(client, brand_manager)
    path, span = f"/scorecard/{sold.code}/rows", {"from": "2026-03", "to": "2026-03"}

    def rows_of(measure: str, **more: str) -> str:
        page = client.get(path, {"measure": measure, **span, **more})
        assert page.status_code == 200
        return page.content.decode()

    assert rows_of("duties_b").count("data-row") == 2 and "没有做" in rows_of("duties_b")
    assert rows_of("duties_a").count("data-row") == 2  # one done, one that the contract plans
    late = rows_of("shipped_48h", store=JD[1])
    assert ">late<" in late and ">in-time<" not in late and ">given-back<" not in late
    assert rows_of("response").count("data-row") == 2  # of a day the latest file
    assert client.get(path, {"measure": "revenue", **span}).status_code == 404
    quarter = client.get(
        "/scorecard", {"month": "2026-03", "span": "quarter", "contract": sold.code}
    ).content.decode()
    assert "第 1 季度" in quarter and "from=2026-01" in quarter
    assert come_in(Client(), outsider_manager).get(path, {"measure": "duties_b", **span}).status_code == 404


def test_a_report_is_issued_once_it_is_whole_and_both_sides_have_the_same_bytes(
    sold: Contract, client: Client, agency_manager: Person, brand_manager: Person, outsider_manager: Person, agency_operator: Person
) -> None:  # fmt: skip
    come_in(client, agency_manager)
    client.post(f"/scorecard/{sold.code}/comment", {"month": "2026-03", "text": "仓库换了人，已补齐。"})
    path = f"/scorecard/{sold.code}/reports"
    this = month_of(timezone.now())
    for sender, form in (
        (client, {"month": this}),
        (come_in(Client(), agency_operator), {"month": "2026-03"}),
    ):
        sender.post(path, form)
    assert come_in(Client(), outsider_manager).post(path, {"month": "2026-03"}).status_code == 404
    with acting(agency_manager):
        assert not IssuedReport.objects.exists()
    assert client.post(path, {"month": "2026-03"}).status_code == 302
    other = come_in(Client(), brand_manager)
    document = other.get(f"{path}/1").content
    text = "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(document))
    for found in ("¥400.00", "75%", "3 / 4", "仓库换了人", "京东旗舰店", "没有达到"):
        assert found in text, found
    with acting(brand_manager):
        issued = Entry.objects.get(chain=sold.chain_id, act="scorecards.report_issued")
        assert issued.facts["sha256"] == hashlib.sha256(document).hexdigest()
    page = other.get("/scorecard", {"month": "2026-03"}).content.decode()
    assert f"{path}/1" in page
    draft = other.get(
        "/scorecard/report", {"month": "2026-03", "span": "quarter"}, headers={"accept-language": "en"}
    )
    assert draft.content.startswith(b"%PDF") and brand_manager.org.name in unquote(
        draft["Content-Disposition"]
    )
    with acting(brand_manager):
        assert Entry.objects.filter(chain=brand_manager.org.chain_id, act="scorecards.report_taken").exists()
    assert come_in(Client(), outsider_manager).get(f"{path}/1").status_code == 404
