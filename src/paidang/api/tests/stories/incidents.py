"""Incidents and penalties; platforms' bills."""

from collections.abc import Callable

from django.core.files.uploadedfile import SimpleUploadedFile
from tests.cast import acting, shanghai

from paidang.api.tests.stories import Fields, Scene, Story, Told, at, csv, day, ids, just
from paidang.intake.tests.files import hand_in, line, lines, table
from paidang.orders.models import BillExplanation

BRAND, FINANCE = "brand_manager", "agency_finance"


def keep_file(scene: Scene, answer: dict) -> None:
    scene.ids["sha256"] = answer["files"][0]["sha256"]


def photo(_scene: Scene) -> Fields:
    return {"file": SimpleUploadedFile("stall.jpg", b"\xff\xd8\xff\xe0 a stall with our bowls")}


INCIDENTS = Story(
    "contract_in_force",
    [
        Told(
            "report_one_incident", BRAND,
            just(kind="offline_sale", at_fault="b", words="批发市场有摊位在卖", found_by="沈经理路过看到", seen_at=at(hours=-2)),
            ids(number="number"),
        ),
        Told("add_evidence", BRAND, photo, keep_file, is_form=True),
        Told("download_evidence"),
        Told("answer_one_incident", body=just(verdict="disputed", answer="不是我们的货")),
        Told("list_all_incidents"),
        Told("give_notice_of_incident", BRAND, just(grounds="限期撤下", by=f"{day(10)}")),
        Told("close_one_incident", BRAND, just(outcome="settled", words="查清了")),
        Told("get_one_incident"),
    ],
)  # fmt: skip

PENALTIES = Story(
    "contract_in_force",
    [
        Told(
            "enter_one_penalty",
            body=just(
                channel="jd", store="京东旗舰店", penalised_on=f"{day(-2)}", rule="延迟发货", cause="周末没发", points=3,
                money_fen=50_00, appeal_by=f"{day(5)}",
            ),
        ),
        Told(
            "import_penalties", "agency_operator",
            csv("channel,store,day,rule,points,money,cause,appeal_by", f"jd,京东旗舰店,{day(-1)},虚假发货,4,0,单号录错,"),
            is_form=True,
        ),
        Told("list_all_penalties", keep=lambda scene, answer: scene.ids.update(number=answer["items"][-1]["number"])),
        Told("say_whose_fault", BRAND, just(fault="b")),
        Told("record_penalty_outcome", body=just(outcome="reduced", points=1, money_fen=0, words="申诉成了")),
        Told("get_one_penalty", BRAND),
    ],
)  # fmt: skip


BILL = "entry_id,channel,store,order_id,kind,item,amount,booked_at"
BILLED_AT = shanghai("2026-04-08 10:00")


def sold(number: int) -> str:
    """An order of 100 yuan that the buyer has."""
    return line(
        f"L{number}", order_id=f"O{number}", sku=f"S{number}", completed_at="2026-03-08T09:00:00+08:00", quantity="1",
        unit_price="10000", merchant_discount="0",
    )  # fmt: skip


def money(entry: str, order: str, fen: int, kind: str = "payment", item: str = "货款") -> str:
    return f"{entry},jd,青岚京东旗舰店,{order},{kind},{item},{fen},2026-03-12T10:00:00+08:00"


def billed(scene: Scene) -> None:
    """O1 agrees; O2 is paid ¥1.00 short; a fee that the facts lack."""
    hand_in(scene.agency.finance, scene.contract, lines(sold(1), sold(2)), at=BILLED_AT)
    bill = [
        money("e1", "O1", 10_000), money("e2", "O2", 9_900),
        money("f1", "O1", -800, "fee", "佣金"),
    ]  # fmt: skip
    hand_in(scene.agency.finance, scene.contract, table(BILL, *bill), "京东_账单.csv", at=BILLED_AT)
    scene.ids["month"] = "2026-03"


def open_items(reason: str) -> Callable[[Scene], Fields]:
    return lambda scene: {"items": scene.seen["picks"], "reason": reason}


def keep_items(scene: Scene, answer: dict) -> None:
    names = ("is_order", "item", "expected_fen", "billed_fen")
    scene.seen["picks"] = [{name: one[name] for name in names} for one in answer["items"]]


def said(scene: Scene) -> Fields:
    with acting(scene.agency.finance):
        return {"ids": list(BillExplanation.objects.values_list("pk", flat=True))}


BILLS = Story(
    "contract_in_force",
    [
        Told("list_bill_items", FINANCE, keep=keep_items),
        Told("explain_bill_items", FINANCE, open_items("platform_subsidy")),
        Told("reopen_bill_items", "brand_finance", said),
        Told("take_fees_over", FINANCE),
        Told("get_month_of_bills", FINANCE),
        Told("give_fees_back", FINANCE),
    ],
    billed,
)
