"""The roles that the project team of a contract has (OP-4-B), by side, and the duties that go to who holds one."""

from collections.abc import Sequence
from dataclasses import dataclass

from paidang.kit.clause import clause
from paidang.kit.sentence import Sentence, say

MANAGER, EDITOR, TECHNICIAN, WAREHOUSE, SERVICE = (
    "project_manager", "editor", "technician", "warehouse", "customer_service",
)  # fmt: skip
A, B = "a", "b"


@dataclass(frozen=True, slots=True)
class Role:
    """`sides` by OP-4-B: what each side's person does stands beside it; `kinds` are the duties of it that go to the holder."""

    word: Sentence
    english: str
    sides: dict[str, Sentence]
    kinds: dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Seat:
    """One role of one side, to be held by somebody."""

    role: str
    side: str


OF_THE_CONTRACT = (
    "answer_amendment", "answer_objection", "answer_cure", "answer_reminder", "answer_incident", "answer_force_majeure", "answer_termination", "answer_immediate",
    "answer_agreement", "answer_claim", "answer_return", "answer_clearance", "object_to_renewal", "contract_ends",
    "hand_over", "sign_handover", "send_report", "train_product", "answer_service_norms",
)  # fmt: skip

ROLES: dict[str, Role] = {
    MANAGER: Role(
        say("项目经理"),
        "project manager",
        {B: say("项目的协调与沟通"), A: say("甲方的对口人")},
        {A: (*OF_THE_CONTRACT, "decide_advice"), B: OF_THE_CONTRACT},
    ),
    EDITOR: Role(
        say("编辑"),
        "editor",
        {B: say("推广计划、广告页面、投放"), A: say("产品文案、推广用的礼品")},
        {A: ("approve_offer", "answer_price_draft"), B: ("act_on_market", "give_advice")},
    ),
    TECHNICIAN: Role(
        say("技术"),
        "technician",
        {B: say("按技术规范负责运营"), A: say("监督")},
        {A: ("answer_norms",), B: ("answer_norms", "keep_norms", "mend_rows")},
    ),
    WAREHOUSE: Role(
        say("仓储"),
        "warehouse",
        {A: say("可售商品清单、配货发货")},
        {A: ("list_goods", "cover_shortage", "restock", "ship_orders", "inspect_cases", "note_shipment")},
    ),
    SERVICE: Role(
        say("客服"),
        "customer service",
        {B: say("按客服规范执行"), A: say("监督、抽查")},
        {A: ("decide_sample",), B: ("serve_cases", "answer_on_platform", "answer_sample")},
    ),
}


@clause("OP-4-B", "OP-4-B-1", "TC-5-1")
def seats_of(named: Sequence[str] | None) -> list[Seat]:
    """The roles to be filled, the agency's before the brand's: those that the contract names, all of them where it names none.

    A project manager is always wanted: whoever else there is, somebody is spoken to.
    """
    wanted = [key for key in ROLES if not named or key in named or key == MANAGER]
    return [Seat(key, side) for key in wanted for side in (B, A) if side in ROLES[key].sides]
