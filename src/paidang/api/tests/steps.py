"""How each route is called so that it answers 200: by whom, with which verb, after what. For the walk through all of them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from tests.cast import Party, acting, decide_all, shanghai
from tests.reading import READING, TEXT, TEXT_SHA256

from paidang.aftersales import actions as cases
from paidang.channels.jd.documents import map_document
from paidang.contracts.actions import accept_contract, propose_decision, share_contract, upload_contract
from paidang.contracts.models import Contract
from paidang.contracts.queries import get_contract, get_standing
from paidang.fulfilment.actions import WaveWish, make_wave
from paidang.intake.actions import receive_file
from paidang.intake.actions import test_read as read_for_test
from paidang.intake.tests.files import line, lines
from paidang.invoices.actions import ask_invoice, issue_invoice, set_rate
from paidang.invoices.actions.issuing import Paper
from paidang.invoices.models import InvoiceRequest
from paidang.invoices.rules.wishes import Wish
from paidang.invoices.tests.papers import xml_file
from paidang.orders.actions import confirm_customer, name_customer, pack_parcel, release_orders
from paidang.orders.rules.packing import Packed
from paidang.settlement.actions import receive_bank_file, record_payment, start_batch, take_in_bank_file
from paidang.settlement.models import BankLine, Statement
from paidang.settlement.tests import month
from paidang.settlement.tests.month import MARCH_SENT
from paidang.stock.actions import count_goods
from paidang.stores.actions import connect_store, take_in
from paidang.stores.tests.jd import order
from paidang.stores.tests.test_acts import given
from paidang.team.models import Person
from paidang.team.rules.api_tokens import READ

Fields = dict[str, Any]


@dataclass
class World:
    """A contract in force with March sent; `ids` fill the addresses, `seen` what bodies refer to."""

    statement: Statement
    brand: Party
    agency: Party
    ids: Fields = field(default_factory=dict)
    seen: Fields = field(default_factory=dict)

    @property
    def contract(self) -> Contract:
        return self.statement.contract

    def who(self, role: str) -> Person:
        return (self.brand if role.startswith("brand") else self.agency).people[role]

    def by(self, role: str, act: Callable[..., Any], **asked: Any) -> Any:
        """Somebody does something, outside the API."""
        with acting(self.who(role)):
            return act(person=self.who(role), at=MARCH_SENT, **asked)


# What some routes need beforehand


def nothing(world: World) -> None:
    pass


def draft(world: World) -> None:
    made = world.by(
        "agency_manager", upload_contract, file_name="contract.txt", sha256=TEXT_SHA256, text=TEXT, reading=READING,
        document=0, party_a="brand",
    )  # fmt: skip
    world.ids["code"] = made.code


def shared(world: World) -> None:
    """The draft, known to both sides, with the first point that it leaves open."""
    draft(world)
    code = world.ids["code"]
    world.by("agency_manager", share_contract, code=code, counterparty_code=world.brand.org.code)
    with acting(world.brand.manager):
        world.seen["point"] = get_standing(get_contract(code)).compiled.open[0]


def proposed(world: World) -> None:
    shared(world)
    point = world.seen["point"]
    decision = world.by(
        "agency_manager",
        propose_decision,
        code=world.ids["code"],
        key=point.key,
        value=point.proposed,
        reason="按惯例",
    )
    world.ids["decision_id"] = decision.pk


def decided(world: World) -> None:
    """Nothing of the draft is open any more."""
    shared(world)
    with acting(world.agency.manager):
        contract = get_contract(world.ids["code"])
    decide_all(contract, brand=world.brand, agency=world.agency, at=MARCH_SENT)
    with acting(world.agency.manager):
        world.seen["terms_sha256"] = get_standing(get_contract(contract.code)).terms_sha256


def accepted(world: World) -> None:
    """One side has given its word."""
    decided(world)
    world.by(
        "agency_manager", accept_contract, code=world.ids["code"], terms_sha256=world.seen["terms_sha256"]
    )


def received(world: World) -> None:
    """A file with a bad row, not read yet."""
    content = lines(line("W1"), line("W2", quantity="many"))
    file = world.by(
        "agency_operator", receive_file, code=world.contract.code, name="orders.csv", content=content
    )
    world.ids["import_id"] = file.pk


def tested(world: World) -> None:
    received(world)
    world.by("agency_operator", read_for_test, import_id=world.ids["import_id"])


def april(world: World) -> None:
    world.ids["month"] = "2026-04"


def april_closed(world: World) -> None:
    april(world)
    closed = month.close(world.contract, world.agency, "2026-04", month.APRIL_CLOSED)
    world.seen["digest"] = closed.digest


def asked(world: World) -> None:
    world.ids["question_id"] = month.ask(world.contract, world.brand).pk


def confirmed(world: World) -> None:
    month.confirm(world.contract, world.brand)


def paid(world: World) -> None:
    payment = world.by("agency_finance", record_payment, code=world.contract.code, amount_fen=100)
    world.ids["payment_id"] = payment.pk


def banked(world: World) -> None:
    """A bank statement with money of the brand, not taken in yet."""
    file = world.by("agency_finance", receive_bank_file, name="流水.csv", content=_bank_statement())
    world.ids["file_id"] = file.pk


def taken_in(world: World) -> None:
    banked(world)
    world.by("agency_finance", take_in_bank_file, file_id=world.ids["file_id"])
    with acting(world.who("agency_finance")):
        world.ids["line_id"] = BankLine.objects.get().pk


def batched(world: World) -> None:
    batch, _is_new = world.by(
        "agency_finance", start_batch, kind="close", month="2026-04", picks={world.contract.code: ""}
    )
    world.ids["batch_id"] = batch.pk


def _bank_statement() -> bytes:
    return "交易日期,收入,对方户名,附言,流水号\n2026-03-20,10.00,青岚茶器,开办费,S1\n".encode("gb18030")


def _pick(world: World) -> Fields:
    return {
        "line_id": world.ids["line_id"],
        "contract": world.contract.code,
        "debt": "setup-1",
        "amount_fen": 400,
    }


def declared(world: World) -> None:
    """Goods, of which March sold some."""
    world.by(
        "brand_warehouse", count_goods, code=world.contract.code, warehouse="余杭仓", sku="QL-1", quantity=10
    )


def connected(world: World) -> None:
    """A store, with an order that waits to be shipped."""
    link = world.by(
        "agency_operator", connect_store, code=world.contract.code, given=given(), since=MARCH_SENT
    )
    item = {"skuId": "70001", "outerSkuId": "CUP", "skuName": "杯", "jdPrice": "129.00", "itemTotal": "2"}
    documents = [order(itemInfoList=[item])]
    world.by("agency_operator", take_in, link_id=link.pk, documents=documents, map_document=map_document)
    world.ids |= {"store_id": link.pk, "order_id": "3001"}


def rated(world: World) -> None:
    """Goods have a tax rate."""
    world.by("brand_finance", set_rate, code=world.contract.code, sku="", rate=1300)


def wished(world: World) -> None:
    rated(world)
    one = world.by(
        "agency_operator", ask_invoice, code=world.contract.code, order_id="O-L1", wish=Wish("张三")
    )
    world.ids["request_id"] = one.pk


def issued(world: World) -> None:
    wished(world)
    paper = Paper(file=xml_file(fen=_fen_of(world), tax=0, buyer=""))
    made = world.by(
        "brand_finance",
        issue_invoice,
        code=world.contract.code,
        request_id=world.ids["request_id"],
        paper=paper,
    )
    world.ids["invoice_id"] = made.pk


def _fen_of(world: World) -> int:
    """What the order is to be invoiced for."""
    with acting(world.who("brand_finance")):
        return InvoiceRequest.objects.get(pk=world.ids["request_id"]).amount_fen


def case_opened(world: World) -> None:
    """A case on one of the cups of the first order of March."""
    case = world.by(
        "agency_service", cases.open_case, code=world.contract.code, order_id="O-L1",
        lines=[cases.LineAsked("L1", 1)], source="phone", reason="quality", wish="return_goods",
    )  # fmt: skip
    world.ids["number"] = case.number


def case_received(world: World) -> None:
    case_opened(world)
    world.by("brand_warehouse", cases.receive_return, code=world.contract.code, number=world.ids["number"])


def case_inspected(world: World) -> None:
    case_received(world)
    found = {"L1": cases.Found("quality")}
    world.by(
        "brand_warehouse", cases.inspect_case, code=world.contract.code, number=world.ids["number"], found=found
    )  # fmt: skip


def case_proposed(world: World) -> None:
    case_opened(world)
    world.by(
        "agency_service", cases.decide_case, code=world.contract.code, number=world.ids["number"], verdict="refund",
        words="不必寄回",
    )  # fmt: skip


# The routes


PACKED = {"order_id": "3001", "line_id": "3001-CUP", "quantity": 1}


def released(world: World) -> None:
    """Order 3001, whatever the rules hold it for."""
    connected(world)
    world.by("agency_operator", release_orders, code=world.contract.code, order_ids=["3001"], reason="测试")


def packed(world: World) -> None:
    released(world)
    parcel = world.by("brand_warehouse", pack_parcel, code=world.contract.code, lines=[Packed(**PACKED)])
    world.ids |= {"parcel": parcel.code}


def to_pick(world: World) -> None:
    """Order 3001 is reserved and may leave."""
    released(world)
    person = world.who("brand_warehouse")
    with acting(person):  # counted within a month of its payment: else it is no order any more
        count_goods(
            person=person,
            at=shanghai("2026-03-10 09:00"),
            code=world.contract.code,
            warehouse="余杭仓",
            sku="CUP",
            quantity=10,
        )


def picked(world: World) -> None:
    """It is in a wave."""
    to_pick(world)
    wave = world.by("brand_warehouse", make_wave, code=world.contract.code, wish=WaveWish("余杭仓", "sf"))
    world.ids |= {"wave": wave.code, "parcel": f"{wave.code}-001"}


def with_customer(world: World) -> None:
    customer = world.by("agency_manager", name_customer, code=world.contract.code, name="青山茶馆")
    world.by("brand_manager", confirm_customer, code=world.contract.code, customer_id=customer.pk)


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
        verb="record_payment", body=lambda world: {"file": SimpleUploadedFile("流水.csv", _bank_statement())}, is_form=True
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
