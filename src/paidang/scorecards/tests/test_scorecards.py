"""Figures from rows, targets that both sides agree, comments, the page and its copy; for whom."""

import csv
import hashlib
import io
from datetime import date, datetime, timedelta
from fractions import Fraction
from urllib.parse import unquote

import pypdfium2
import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from tests.cast import Party, acting, come_in, shanghai
from tests.worlds import kept

from paidang.contracts.actions import complete_duty
from paidang.contracts.models import Contract
from paidang.contracts.queries import get_living, list_planned
from paidang.duties.models import Duty
from paidang.evidence.models import Entry
from paidang.evidence.queries import verify_chain
from paidang.incidents.models import Penalty
from paidang.kit.outcome import NotAllowed, NotFound
from paidang.kit.period import EVER, day_end_at, month_of
from paidang.orders.models import Breach, OrderLine, Refund, Store
from paidang.scorecards.actions import (
    UnableToScore,
    answer_target,
    comment_month,
    enter_rating,
    import_ratings,
    propose_target,
)
from paidang.scorecards.models import IssuedReport, RatingFile, Target
from paidang.scorecards.queries.figures import list_figures
from paidang.scorecards.queries.ranking import criteria_values
from paidang.scorecards.queries.targets import comments_of, list_agreed
from paidang.scorecards.rules.figures import Figure, Place, add_up, months_to
from paidang.scorecards.rules.measures import (
    AGENCY_SHARE,
    BREACHES,
    DUTIES_A,
    DUTIES_B,
    REFUND_RATE,
    RESPONSE,
    REVENUE,
    SHIPPED,
)
from paidang.scorecards.rules.ranking import TEMPLATES
from paidang.scorecards.rules.ratings import HEADER_ZH
from paidang.scorecards.rules.targets import targets_in
from paidang.settlement.models import CLOSED, SENT, Statement
from paidang.staffing.models import ServiceDay
from paidang.team.models import Person

NOW = shanghai("2026-05-10 10:00")
JD, TMALL = ("jd", "京东旗舰店"), ("tmall", "天猫旗舰店")


def sell(
    contract: Contract, line_id: str, paid: str, fen: int, *, shop=JD, shipped_h: int | None = None, done=False, gift=False
) -> None:  # fmt: skip
    at = shanghai(paid)
    OrderLine.objects.create(
        contract=contract, line_id=line_id, order_id=line_id, channel=shop[0], store=shop[1], sku="CUP", quantity=2,
        unit_price_fen=fen // 2, merchant_discount_fen=fen if gift else 0, platform_discount_fen=0, paid_at=at,
        shipped_at=None if shipped_h is None else at + timedelta(hours=shipped_h),
        completed_at=at + timedelta(days=9) if done else None, gift=gift,
    )  # fmt: skip


def refund(contract: Contract, line_id: str, fen: int, at: str) -> None:
    Refund.objects.create(
        contract=contract, refund_id=f"R-{line_id}", line_id=line_id, quantity=1, amount_fen=fen, cause="quality",
        restocked=True, refunded_at=shanghai(at),
    )  # fmt: skip


def below(contract: Contract, line_id: str, day: str, withdrawn: datetime | None = None) -> None:
    Breach.objects.create(
        contract=contract, line_id=line_id, order_id=line_id, sku="CUP", paid_on=day, quantity=2, sold_fen=1, floor_fen=9_900,
        clause="OP-2-A-2", recorded_at=NOW, withdrawn_at=withdrawn,
    )  # fmt: skip


def owe(contract: Contract, key: str, side: str, due: str, closed: str = "") -> None:
    Duty.objects.create(
        contract_id=contract.pk, key=key, kind="explain_breach", side=side, page="/", facts={"count": 1}, due_at=shanghai(due), raised_at=NOW,
        closed_at=shanghai(closed) if closed else None,
    )  # fmt: skip


def answer(contract: Contract, person: Person, day: str, seconds: int, count: int, file: str) -> None:
    ServiceDay.objects.create(
        contract=contract, store=JD[1], day=date.fromisoformat(day), conversations=count, first_response_seconds=seconds,
        resolved=count, file_sha256=file, handed_in_by=person, handed_in_at=NOW,
    )  # fmt: skip


def state(contract: Contract, month: str, state: str, person: Person) -> None:
    Statement.objects.create(
        contract=contract, month=month, version=1, state=state, terms=contract.terms.get().terms, sources={}, digest="x", closed_by=person, closed_at=NOW,
        figures={"components": [{"amount": 5_000}, {"amount": 300}], "adjustments": -100, "amount_due": 1, "payer": "a"},
        sent_by=person if state == SENT else None, sent_at=NOW if state == SENT else None,
    )  # fmt: skip


@kept
def sold(contract_in_force: Contract, agency: Party) -> Contract:
    """March and April of two stores."""
    with acting(agency.manager):
        for channel, name in (JD, TMALL):
            Store.objects.create(contract=contract_in_force, channel=channel, name=name, declared_at=NOW)
        sell(contract_in_force, "in-time", "2026-03-02 10:00", 10_000, shipped_h=48)
        sell(contract_in_force, "late", "2026-03-03 10:00", 10_000, shipped_h=49)
        sell(contract_in_force, "given-back", "2026-03-04 10:00", 10_000)
        sell(contract_in_force, "no-time", "2026-03-05 10:00", 5_000, done=True)
        sell(contract_in_force, "gift", "2026-03-05 10:00", 5_000, gift=True, shipped_h=1)
        sell(contract_in_force, "other", "2026-03-31 23:30", 20_000, shop=TMALL, shipped_h=10)
        sell(contract_in_force, "april", "2026-04-01 00:10", 7_000, shop=TMALL)
        sell(contract_in_force, "today", "2026-05-09 20:00", 9_000)
        refund(contract_in_force, "given-back", 10_000, "2026-03-05 10:00")
        refund(contract_in_force, "other", 5_000, "2026-04-20 10:00")
        below(contract_in_force, "late", "2026-03-03")
        below(contract_in_force, "in-time", "2026-03-02", withdrawn=NOW)
        owe(contract_in_force, "a1", "a", "2026-03-10 18:00", "2026-03-09 10:00")
        owe(contract_in_force, "b1", "b", "2026-03-12 18:00", "2026-03-13 10:00")
        owe(contract_in_force, "b2", "b", "2026-03-15 18:00")
        owe(contract_in_force, "b3", "b", "2026-05-20 18:00")
        for day, seconds, count, file in (
            ("2026-03-02", 900, 9, "old"),
            ("2026-03-02", 40, 10, "new"),
            ("2026-03-03", 100, 30, "new"),
        ):
            answer(contract_in_force, agency.manager, day, seconds, count, file)
        state(contract_in_force, "2026-03", SENT, agency.manager)
        state(contract_in_force, "2026-04", CLOSED, agency.manager)
    return contract_in_force


def figures_of(contract: Contract):
    return add_up(list_figures([contract], months_to("2026-05"), NOW))


def test_the_figures_of_a_month(sold: Contract, brand_manager: Person, outsider_manager: Person) -> None:
    with acting(brand_manager):
        sums = figures_of(sold)
    jd, tmall, whole, march = Place(sold.pk, *JD), Place(sold.pk, *TMALL), Place(sold.pk), "2026-03"
    expected = {
        (jd, REVENUE, march): Figure(25_000),
        (tmall, REVENUE, march): Figure(15_000),  # what was refunded in April of what was paid in March
        (whole, REVENUE, march): Figure(40_000),
        (Place(), REVENUE, march): Figure(40_000),
        (jd, REFUND_RATE, march): Figure(10_000, 35_000),
        (whole, REFUND_RATE, march): Figure(15_000, 55_000),
        (jd, SHIPPED, march): Figure(2, 3),  # neither what was refunded before, nor what has no time
        (whole, SHIPPED, march): Figure(3, 4),
        (tmall, SHIPPED, "2026-04"): Figure(0, 1),  # paid at 16:10 UTC of March 31st
        (jd, SHIPPED, "2026-05"): Figure(0, 0),  # 48 hours have not passed
        (jd, RESPONSE, march): Figure(3_400, 40),  # of a day the latest file
        (jd, BREACHES, march): Figure(1),
        (tmall, BREACHES, march): Figure(0),
        (whole, DUTIES_A, march): Figure(1, 2),  # the contract plans one more, which nobody did
        (whole, DUTIES_B, march): Figure(0, 2),
        (whole, AGENCY_SHARE, march): Figure(5_200),
    }
    assert {key: sums.get(key) for key in expected} == expected
    assert not {
        (whole, AGENCY_SHARE, "2026-04"),
        (whole, DUTIES_B, "2026-05"),
        (jd, REVENUE, "2026-04"),
    } & set(sums)
    with acting(outsider_manager):
        assert figures_of(sold) == {}


def test_what_the_contract_plans_counts_whether_it_is_done_or_not(
    contract_in_force: Contract, brand_manager: Person
) -> None:
    with acting(brand_manager):
        contract = Contract.objects.get(pk=contract_in_force.pk)
        day = date(2026, 8, 20)
        planned = [one for one in list_planned(get_living(contract, day), EVER, on=day) if one.side == "a"]
        mine = planned[0]
        month = f"{mine.due_on:%Y-%m}"
        of_month = sum(f"{one.due_on:%Y-%m}" == month for one in planned)
        key, after = (Place(contract.pk), DUTIES_A, month), day_end_at(mine.due_on + timedelta(days=40))
        assert add_up(list_figures([contract], [month], after))[key] == Figure(0, of_month)
        at = day_end_at(mine.due_on)
        complete_duty(person=brand_manager, at=at, code=contract.code, key=mine.key, note="已办")
        assert add_up(list_figures([contract], [month], after))[key] == Figure(1, of_month)


def test_one_proposes_a_target_the_other_agrees(
    contract_in_force: Contract, brand_manager: Person, agency_manager: Person, agency_operator: Person, outsider_manager: Person
) -> None:  # fmt: skip
    code, at = contract_in_force.code, shanghai("2026-03-20 09:00")

    def propose(
        person: Person, value: int | None = 9_500, measure: str = SHIPPED, month: str = "2026-04"
    ) -> Target:
        with acting(person):
            return propose_target(
                person=person,
                at=at,
                code=code,
                measure=measure,
                value=value,
                from_month=month,
                note="双 11 前",
            )

    def answer(person: Person, number: int, agree: bool, when: datetime = at) -> Target:
        with acting(person):
            return answer_target(person=person, at=when, code=code, number=number, agree=agree)

    for person, refusal in ((agency_operator, NotAllowed), (outsider_manager, NotFound)):
        with pytest.raises(refusal):
            propose(person)
    for wrong in ({"value": None}, {"value": 10_001}, {"measure": "no_such"}, {"measure": BREACHES}, {"measure": AGENCY_SHARE},
                  {"month": "2026-02"}, {"month": "2026-13"}):  # fmt: skip
        with pytest.raises(UnableToScore):
            propose(brand_manager, **wrong)
    with acting(brand_manager):
        assert not Target.objects.exists() and not Duty.objects.filter(kind="answer_target").exists()
    propose(brand_manager, 9_000)
    propose(brand_manager, 9_500)  # in the place of one's own
    for refused in (lambda: answer(brand_manager, 2, True), lambda: propose(agency_manager), lambda: answer(agency_manager, 1, True)):  # fmt: skip
        with pytest.raises(UnableToScore):
            refused()
    with acting(agency_manager), pytest.raises(NotFound):
        answer_target(person=agency_manager, at=at, code=code, number=9, agree=True)
    with acting(agency_manager):
        open_duties = Duty.objects.filter(kind="answer_target", closed_at=None)
        assert [(one.side, one.facts) for one in open_duties] == [("b", {"number": 2})]
    may = shanghai("2026-05-02 09:00")
    for _ in range(2):
        assert (
            answer(agency_manager, 2, True, may).from_month == "2026-05"
        )  # no month is judged by what came after it
    propose(agency_manager, 9_900, month="2026-06")
    assert answer(brand_manager, 3, False).state == "declined"
    with acting(brand_manager):
        agreed = list_agreed([contract_in_force.pk])[contract_in_force.pk]
        assert [targets_in(month, agreed).get(SHIPPED) is not None for month in ("2026-04", "2026-05", "2026-07")] == [
            False, True, True,
        ]  # fmt: skip
        assert targets_in("2026-04", agreed)[BREACHES].clause == "OP-2-A-2"
        assert not Duty.objects.filter(kind="answer_target", closed_at=None).exists()
        acts = Entry.objects.filter(chain=contract_in_force.chain_id, act__startswith="scorecards.").order_by(
            "seq"
        )
        assert [act.partition("target_")[2] for act in acts.values_list("act", flat=True)] == [
            "proposed", "proposed", "agreed", "proposed", "declined",
        ]  # fmt: skip
        assert verify_chain(contract_in_force.chain_id).is_unaltered
        with pytest.raises(IntegrityError), transaction.atomic():  # answered by nobody
            Target.objects.filter(number=2).update(answered_by=None)


def test_each_side_has_one_comment_on_a_month(
    contract_in_force: Contract, brand_manager: Person, agency_manager: Person
) -> None:
    def say_it(person: Person, text: str, month: str = "2026-03") -> bool:
        with acting(person):
            return comment_month(person=person, at=NOW, code=contract_in_force.code, month=month, text=text)

    assert say_it(brand_manager, " 发货慢了。 ") and not say_it(brand_manager, "发货慢了。")
    assert say_it(agency_manager, "仓库换了人。") and say_it(agency_manager, "仓库换了人，已补齐。")
    for text, month in (("早了", "2026-06"), ("没有这个月", "2026-00"), ("长" * 2_001, "2026-03")):
        with pytest.raises(UnableToScore):
            say_it(brand_manager, text, month)
    with acting(agency_manager):
        said = comments_of(contract_in_force.pk, "2026-03")
        assert {side: row.text for side, row in said.items()} == {
            "a": "发货慢了。",
            "b": "仓库换了人，已补齐。",
        }
    assert say_it(brand_manager, "")
    with acting(agency_manager):
        assert set(comments_of(contract_in_force.pk, "2026-03")) == {"b"}


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


PNG = b"\x89PNG\r\n\x1a\n" + b"x" * 40


def test_the_agency_tells_what_platforms_rate_its_stores_by(
    sold: Contract, agency_manager: Person, brand_manager: Person, outsider_manager: Person
) -> None:
    stores = [JD[1], TMALL[1]]

    def enter(person: Person, *scores: str, content: bytes = PNG, month: str = "2026-03") -> int:
        with acting(person):
            cells = [month, JD[1], *scores, "5"]
            return enter_rating(
                person=person,
                at=NOW,
                code=sold.code,
                cells=cells,
                name="a.png",
                content=content,
                stores=stores,
            )

    for person, refusal in ((brand_manager, NotAllowed), (outsider_manager, NotFound)):
        with pytest.raises(refusal):
            enter(person, "4.8", "4.8", "4.8")
    for wrong in ({"content": b"<svg/>"}, {"month": "2026-06"}):
        with pytest.raises(UnableToScore):
            enter(agency_manager, "4.8", "4.8", "4.8", **wrong)
    with acting(agency_manager):
        assert not RatingFile.objects.exists()  # a refusal leaves nothing
    assert enter(agency_manager, "4.80", "4.7", "") == 1
    assert enter(agency_manager, "4.80", "4.70", "") == 0
    assert enter(agency_manager, "4.85", "4.7", "4.9") == 1  # the latest counts
    table = (
        f"{','.join(HEADER_ZH)}\n2026-03,{TMALL[1]},9.5,9.6,9.7,10\n2026-02,{JD[1]},4.6,4.6,4.6,5\n".encode()
    )
    with acting(agency_manager):
        for count in (2, 0):
            assert count == import_ratings(
                person=agency_manager, at=NOW, code=sold.code, name="r.csv", content=table, stores=stores
            )
    with acting(brand_manager):
        sums = figures_of(sold)
        assert sums[Place(sold.pk, *JD), "description", "2026-03"] == Figure(485, 500)
        assert sums[Place(sold.pk, *TMALL), "logistics", "2026-03"] == Figure(970, 1_000)
        assert (Place(sold.pk), "description", "2026-03") not in sums
        told = Entry.objects.filter(chain=sold.chain_id, act="scorecards.rated").order_by("seq")
        assert [one.facts["count"] for one in told] == [1, 1, 2]
        assert told[0].facts["sha256"] == hashlib.sha256(PNG).hexdigest()


def test_the_criteria_of_a_platform_are_reckoned_from_the_agencys_rows(
    sold: Contract, agency_manager: Person, client: Client, brand_manager: Person
) -> None:
    with acting(agency_manager):
        values = criteria_values([sold], TEMPLATES["jd"], NOW)
        assert values["sales"] == 25_000 and values["brands"] == 1
        assert values["shipped"] == Fraction(2, 3) and values["response"] == 85
        assert values["growth"] is None and values["rated"] is None and values["points"] == 0
        Penalty.objects.create(
            contract=sold, number=1, channel="jd", store=JD[1], penalised_on=date(2026, 4, 2), rule="r", points=6, cause="c",
            outcome="open", entered_by=agency_manager, entered_at=NOW,
        )  # fmt: skip
        assert criteria_values([sold], TEMPLATES["jd"], NOW)["points"] == 6
        assert criteria_values([sold], TEMPLATES["tmall"], NOW)["points"] == 0
    come_in(client, agency_manager)
    page = client.get("/scorecard/ranking", {"platform": "jd"}).content.decode()
    assert "京东服务商评级" in page and "没有对照当期公告" in page and "差在哪里" in page
    theirs = come_in(Client(), brand_manager).get("/scorecard/ranking").content.decode()
    assert "这是代运营方对照平台评级用的" in theirs and "差在哪里" not in theirs


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
