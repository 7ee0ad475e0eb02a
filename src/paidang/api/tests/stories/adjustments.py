"""A statement from a question with files to what both sides set right after it stands."""

from django.core.files.uploadedfile import SimpleUploadedFile

from paidang.api.tests.stories import Fields, Scene, Story, Told, ids, just
from paidang.settlement.tests import month

FINANCE, BRAND = "agency_finance", "brand_finance"


def sent_and_asked(scene: Scene) -> None:
    month.fill_march(scene.contract, scene.brand, scene.agency)
    month.close(scene.contract, scene.agency)
    month.send(scene.contract, scene.agency)
    scene.ids["question_id"] = month.ask(scene.contract, scene.brand, "line:L1").pk
    scene.ids["month"] = "2026-03"


def sheet(_scene: Scene) -> Fields:
    return {"file": SimpleUploadedFile("核对.xlsx", b"PK\x03\x04 reckoned by the brand")}


def keep_file(scene: Scene, answer: dict) -> None:
    scene.ids["attachment_id"] = answer["items"][0]["id"]


def then_confirmed(scene: Scene, _answer: object) -> None:
    month.confirm(scene.contract, scene.brand)


def invoice(_scene: Scene) -> Fields:
    return {
        "number": "26312000000012345678", "amount_fen": 5_960,
        "file": SimpleUploadedFile("发票.pdf", b"%PDF-1.7 an invoice"),
    }  # fmt: skip


ADJUSTMENTS = Story(
    "contract_in_force",
    [
        Told("add_question_files", BRAND, sheet, keep_file, is_form=True),
        Told("download_attachment", FINANCE),
        Told("download_pdf", BRAND),
        Told("download_workbook", BRAND),
        Told("compare_statement", BRAND),
        Told("recompute", BRAND, keep=then_confirmed),
        Told("propose_adjustment", BRAND, just(amount_fen=-1_980, reason="L1 单价应为 ¥99.00", rows=["line:L1"]), ids(number="number")),
        Told("add_adjustment_files", BRAND, sheet, keep_file, is_form=True),
        Told("answer_adjustment", FINANCE, just(agree=True)),
        Told("propose_adjustment", FINANCE, just(amount_fen=500, reason="少算了一笔运费", kind="other"), ids(number="number")),
        Told("withdraw_adjustment", FINANCE),
        Told("list_adjustments", BRAND),
        Told("deliver_fee_invoice", FINANCE, invoice, is_form=True),
    ],
    sent_and_asked,
)  # fmt: skip
