"""A yuan from the proposal to the claim and back."""

from collections.abc import Callable
from dataclasses import asdict

from django.core.files.uploadedfile import SimpleUploadedFile

from paidang.api.tests.stories import Fields, Scene, Story, Told, csv, day, ids, just
from paidang.marketing.tests.world import PLAN, invoice

BRAND, OPERATOR, FINANCE = "brand_manager", "agency_operator", "agency_finance"
DAYS = {"since": f"{day(-3)}", "until": f"{day(20)}"}


def plan(**changes: object) -> Callable[[Scene], Fields]:
    return just(**asdict(PLAN) | DAYS | changes)


def answer(version: int, **more: object) -> Callable[[Scene], Fields]:
    return just(version=version, **more)


def voucher(scene: Scene) -> Fields:
    return {"file": SimpleUploadedFile("发票.xml", invoice(100_00).content)}


def keep(scene: Scene, answered: dict) -> None:
    """The latest spend, voucher and claim."""
    if answered["spends"]:
        scene.ids["spend_id"] = answered["spends"][-1]["id"]
    if answered["vouchers"]:  # withdrawn ones are at the end
        scene.ids["voucher_id"] = answered["vouchers"][0]["id"]
    if answered["claims"]:
        scene.ids["claim"] = answered["claims"][-1]["number"]
    scene.seen["ready"] = answered["ready_fen"]


PROPOSALS = Story(
    "contract_in_force",
    [
        Told("write_new_proposal", OPERATOR, plan(kind="article"), ids(number="number")),
        Told("ask_for_approval", body=just()),
        Told("take_proposal_back"),
        Told("ask_for_approval", body=just(answer_by=f"{day(9)}")),
        Told("ask_back_about_proposal", BRAND, answer(1, words="为什么是这家")),
        Told("write_next_version", body=plan(title="小红书种草，换一家")),
        Told("ask_for_approval", body=just()),
        Told("decline_one_proposal", BRAND, answer(2, words="太贵")),
        Told("write_next_version", body=plan(budget_fen=300_00)),
        Told("ask_for_approval", body=just()),
        Told("approve_one_proposal", BRAND, answer(3, amount_fen=200_00)),
        Told("get_one_proposal", BRAND),
        Told("list_all_proposals"),
        Told("record_proposal_result", body=just(count=3, words="三篇上了热门")),
        Told("end_one_proposal"),
    ],
)

MONEY = Story(
    "contract_in_force",
    [
        Told("write_new_proposal", OPERATOR, plan(kind="article"), ids(number="number")),
        Told("ask_for_approval", body=just()),
        Told("approve_one_proposal", BRAND, answer(1, amount_fen=4_000_00)),
        Told(
            "record_one_spend", OPERATOR,
            just(spent_on=f"{day(-1)}", amount_fen=100_00, supplier="半盏文化", what="笔记"), keep,
        ),
        Told("bring_one_voucher", OPERATOR, voucher, keep, is_form=True),
        Told("download_voucher", BRAND),
        Told("question_one_voucher", "brand_finance", just(words="抬头不是我们")),
        Told("answer_voucher_question", OPERATOR, just(words="是乙方代付")),
        Told("clear_one_voucher", "brand_finance", keep=keep),
        Told("claim_one_spend", FINANCE, lambda scene: {"amount_fen": scene.seen["ready"]}, keep),
        Told("take_one_claim_back", FINANCE),
        Told("withdraw_one_voucher", OPERATOR, just(words="开错了")),
        Told("withdraw_one_spend", OPERATOR, just(words="记错了")),
        Told(
            "import_spend_table", OPERATOR,
            csv("提案,日期,金额,供应商,内容", f"M-01,{day(-1)},100.00,半盏文化,笔记"), is_form=True,
        ),
        Told("get_one_proposal", keep=keep),
        Told(
            "bring_one_voucher", OPERATOR,
            lambda scene: {"file": SimpleUploadedFile("发票.xml", invoice(150_00, "26332000000000001188").content)},
            keep, is_form=True,
        ),
        Told(
            "record_one_spend", OPERATOR,
            just(spent_on=f"{day(-1)}", amount_fen=50_00, supplier="半盏文化", what="投流"), keep,
        ),
        Told("lay_one_voucher", OPERATOR, just()),
    ],
)  # fmt: skip
