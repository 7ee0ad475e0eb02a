"""How each route is called so that it answers 200: by whom, with which verb, after what. For the walk through all of them."""

from collections.abc import Callable
from dataclasses import dataclass

from django.core.files.uploadedfile import SimpleUploadedFile
from tests.reading import TEXT

from paidang.api.tests.beforehand import (
    PACKED,
    Fields,
    World,
    accepted,
    april,
    april_closed,
    asked,
    bank_statement,
    banked,
    batched,
    case_inspected,
    case_opened,
    case_proposed,
    case_received,
    confirmed,
    connected,
    decided,
    declared,
    draft,
    issued,
    nothing,
    packed,
    paid,
    picked,
    proposed,
    rated,
    received,
    released,
    shared,
    taken_in,
    tested,
    to_pick,
    wished,
    with_customer,
)
from paidang.intake.tests.files import line, lines
from paidang.team.rules.api_tokens import READ


def _pick(world: World) -> Fields:
    return {
        "line_id": world.ids["line_id"],
        "contract": world.contract.code,
        "debt": "setup-1",
        "amount_fen": 400,
    }


@dataclass(frozen=True, slots=True)
class Step:
    """One route by its operation. `body` is JSON, or with `is_form` fields and files; `query` follows the address."""

    role: str = "agency_finance"
    verb: str = READ
    body: Callable[[World], Fields] | None = None
    before: Callable[[World], None] = nothing
    is_form: bool = False
    query: str = ""


def _digest(world: World) -> Fields:
    return {"digest": world.seen.get("digest", world.statement.digest)}


def _text(world: World) -> Fields:
    return {"file": SimpleUploadedFile("contract.txt", TEXT.encode())}


def _answer_to_point(world: World) -> Fields:
    return {"key": world.seen["point"].key, "value": world.seen["point"].proposed, "reason": "按惯例"}


STEPS: dict[str, Step] = {
    "get_me": Step(),
    "list_all_contracts": Step(),
    "get_one_contract": Step(),
    "get_contract_text": Step(),
    "get_contract_terms": Step(),
    "list_duties": Step(),
    "read_text_of_contract": Step(body=_text, is_form=True),
    "upload": Step(
        "agency_operator", "upload_contract", lambda world: {**_text(world), "party_a": "brand"}, is_form=True
    ),
    "share": Step(
        "agency_manager", "share_contract", lambda world: {"organisation_code": world.brand.org.code}, draft
    ),
    "propose": Step("brand_manager", "decide_term", _answer_to_point, shared),
    "agree": Step("brand_manager", "decide_term", before=proposed),
    "accept": Step(
        "agency_manager", "accept_contract", lambda world: {"terms_sha256": world.seen["terms_sha256"]}, decided
    ),
    "withdraw_one_acceptance": Step("agency_manager", "accept_contract", before=accepted),
    "upload_import": Step(
        "agency_operator", "import_facts",
        lambda world: {"file": SimpleUploadedFile("orders.csv", lines(line("W1")))}, is_form=True,
    ),
    "list_files": Step(),
    "get_file_state": Step(before=received),
    "write_import": Step("agency_operator", "import_facts", lambda world: {"mode": "good_rows"}, tested),
    "list_import_bad_rows": Step(before=tested),
    "list_all_orders": Step(),
    "list_stock_levels": Step(before=declared),
    "list_stock_entries": Step(before=declared, query="sku=QL-1"),
    "move_stock": Step(
        "brand_warehouse", "declare_stock",
        lambda world: {"kind": "received", "warehouse": "余杭仓", "sku": "QL-1", "quantity": 3},
    ),
    "list_all_stores": Step(before=connected),
    "pull_store": Step("agency_operator", "operate_store", before=connected),
    "set_store_price": Step(
        "agency_operator", "operate_store",
        lambda world: {"item_id": "1", "sku_id": "70001", "sku": "QL-1", "price_fen": 15_800}, connected,
    ),
    "ship": Step(
        "agency_operator", "operate_store", lambda world: {"carrier": "467", "waybill": "SF1000000001"}, connected
    ),
    "get_order_work": Step(before=connected),
    "hold_some": Step(
        "agency_operator", "operate_store", lambda world: {"orders": ["3001"], "reason": "等买家"}, connected
    ),
    "release_some": Step(
        "brand_warehouse", "declare_stock", lambda world: {"orders": ["3001"], "reason": "好了"}, connected
    ),
    "remark_some": Step(
        "agency_operator", "operate_store", lambda world: {"orders": ["3001"], "text": "周末送"}, connected
    ),
    "pack": Step("brand_warehouse", "declare_stock", lambda world: {"lines": [PACKED]}, released),
    "let_parcel_go": Step(
        "brand_warehouse", "declare_stock", lambda world: {"carrier": "467", "waybill": "SF1000000001"}, packed
    ),
    "get_pick_wave": Step("agency_operator", before=picked),
    "make_pick_wave": Step(
        "brand_warehouse", "pack_goods", lambda world: {"warehouse": "余杭仓", "carrier": "sf"}, to_pick
    ),
    "scan_into_parcel": Step(
        "brand_warehouse", "pack_goods", lambda world: {"code": "CUP", "key": "k1"}, picked
    ),
    "give_parcels_waybills": Step(
        "brand_warehouse", "pack_goods",
        lambda world: {"waybills": [{"parcel": "3001", "waybill": "SF1000000001"}]}, picked,
    ),
    "hand_wave_over": Step("brand_warehouse", "pack_goods", before=picked),
    "enter_direct": Step(
        "agency_operator", "import_facts",
        lambda world: {
            "customer": "青山茶馆", "paid_at": "2026-03-20T10:00:00+08:00",
            "lines": [{"sku": "CUP", "quantity": 1, "unit_price_fen": 9900}],
        },
        with_customer,
    ),
    "list_invoice_requests": Step(before=wished, query="view=all"),
    "ask_for_invoice": Step(
        "agency_operator", "ask_invoice", lambda world: {"order_id": "O-L1", "title": "张三"}, before=rated
    ),
    "issue_one_invoice": Step(
        "brand_finance", "issue_invoice", lambda world: {"number": "12345678", "issued_on": "2026-04-02"}, wished,
        is_form=True,
    ),
    "take_invoice_back": Step(
        "brand_finance", "issue_invoice",
        lambda world: {"number": "12345679", "issued_on": "2026-04-02", "whole": "true", "reason": "抬头写错"}, issued,
        is_form=True,
    ),
    "deliver_one_invoice": Step("agency_operator", "ask_invoice", before=issued),
    "list_skus_with_prices": Step(),
    "check_offer": Step(
        query="channel=jd&store=s&kind=full&since=2026-04-01&until=2026-04-30&minus_fen=100&threshold_fen=1000"
    ),
    "check_list_price": Step(query="channel=jd&store=s&sku=CUP&price_fen=9900&since=2026-04-01"),
    "list_all_cases": Step(before=case_opened),
    "get_one_case": Step(before=case_opened),
    "open_case": Step(
        "agency_service", "serve_buyers",
        lambda world: {
            "order_id": "O-L1", "lines": [{"line_id": "L1", "quantity": 1}], "source": "chat", "reason": "quality",
            "wish": "return_goods",
        },
    ),
    "receive_case": Step("brand_warehouse", "inspect_returns", lambda world: {"waybill": "SF1"}, case_opened),
    "add_case_file": Step(
        "agency_service", "serve_buyers",
        lambda world: {"file": SimpleUploadedFile("a.jpg", b"\xff\xd8\xff a crack")}, case_opened, is_form=True,
    ),
    "inspect_one_case": Step(
        "brand_warehouse", "inspect_returns",
        lambda world: {"lines": [{"line_id": "L1", "finding": "quality"}]}, case_received,
    ),
    "decide_one_case": Step("agency_service", "serve_buyers", lambda world: {"verdict": "refund"}, case_inspected),
    "approve_one_case": Step("brand_manager", "approve_case", before=case_proposed),
    "list_all_statements": Step(),
    "get_one_statement": Step("brand_finance"),
    "get_month_readiness": Step(),
    "preview": Step(),
    "download_bundle": Step("brand_finance"),
    "download_receipt": Step("brand_finance", before=confirmed),
    "close": Step(verb="close_month", before=april),
    "send": Step(verb="send_statement", body=_digest, before=april_closed),
    "confirm": Step("brand_finance", "answer_statement", _digest),
    "question": Step("brand_finance", "answer_statement", lambda world: _digest(world) | {"reason": "少了一单"}),
    "answer": Step(verb="send_statement", body=lambda world: {"answer": "按合同算"}, before=asked),
    "list_debts": Step(),
    "record": Step(verb="record_payment", body=lambda world: {"amount_fen": 100}),
    "reverse": Step(verb="record_payment", body=lambda world: {"reason": "记错了"}, before=paid),
    "upload_bank_file": Step(
        verb="record_payment", body=lambda world: {"file": SimpleUploadedFile("流水.csv", bank_statement())}, is_form=True
    ),
    "list_all_bank_files": Step(verb="record_payment", before=banked),
    "test_read_bank_file": Step(verb="record_payment", before=banked),
    "take_bank_file_in": Step(verb="record_payment", before=banked),
    "list_bank_lines": Step(verb="record_payment", before=taken_in),
    "record_bank_lines": Step(verb="record_payment", body=lambda world: {"picks": [_pick(world)]}, before=taken_in),
    "set_bank_line_aside": Step(verb="record_payment", body=lambda world: {"reason": "误汇"}, before=taken_in),
    "get_ledger": Step("brand_finance"),
    "download_vouchers": Step(query="form=csv"),
    "get_voucher_codes": Step(),
    "set_voucher_codes": Step(
        "brand_finance", "record_payment", lambda world: {"accounts": [{"account": "payable", "code": "2202.01"}]}
    ),
    "list_corrected_rows": Step("brand_finance"),
    "list_months_contracts": Step(),
    "start_one_batch": Step(
        verb="close_month", before=april,
        body=lambda world: {"kind": "close", "picks": [{"contract": world.contract.code}]},
    ),
    "get_one_batch": Step(before=batched),
    "get_what_can_be_tried": Step("brand_finance"),
    "try_what_if": Step(
        "brand_finance", body=lambda world: {"terms": {"components.0.b": "0.4"}, "prices_percent": "-5"}
    ),
    "list_evidence": Step(),
    "verify": Step(),
}  # fmt: skip
ONES_OWN = {
    "get_me",
    "list_all_contracts",
    "list_all_orders",
    "list_all_stores",
    "read_text_of_contract",
    "upload",
    "upload_bank_file",
    "list_all_bank_files",
    "list_bank_lines",
    "download_vouchers",
    "get_voucher_codes",
    "set_voucher_codes",
    "list_months_contracts",
}
"""Nothing of anybody is named in these: an outsider is answered what is their own."""
