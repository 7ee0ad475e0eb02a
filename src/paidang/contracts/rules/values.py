"""What the value of a term may be: its choices, and whether what somebody typed, or a text says, is a value at all."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from itertools import pairwise

from paidang.contracts.rules.reading.vocabulary import TERMS
from paidang.kit.money import yuan
from paidang.kit.sentence import say
from paidang.kit.workdays import DAY_KINDS

DATES = ("signed_on", "term.start", "term.end")
PARTY, PAYER, YES_NO = ("a", "b"), ("a", "b", "shared"), (True, False)
PLATFORMS = (
    "jd", "taobao", "tmall", "wechat", "renren_mall", "pinduoduo", "douyin", "kuaishou", "xiaohongshu", "youzan", "weimob",
)  # fmt: skip
SERVICES = (
    "platform_build", "platform_operation", "advertising", "offline_events", "customer_service", "logistics",
    "payment_collection", "store_application", "photography", "page_design", "store_decoration", "listing",
    "campaign_planning", "training", "warehouse_setup", "procurement_planning", "after_sales_process",
)  # fmt: skip
CHOICES: dict[str, tuple[object, ...]] = {
    "platform": PLATFORMS,
    "services": SERVICES,
    "free_of_charge": ("planning", "image_processing", *SERVICES),
    "approval.required_for": ("promotion", "pricing", "marketing", "publication"),
    "offline_sales.exceptions": ("direct_customers",),
    "payment.methods": ("bank_transfer", "cheque", "cash"),
    "team.roles": (
        "project_manager", "editor", "technician", "warehouse", "customer_service", "designer", "photographer", "operator",
    ),
    "termination.immediate_for": ("counterfeit", "unauthorised_brand_use", "sublicensing"),
    "termination.automatic_for": ("false_factory_price", "counterfeit", "unauthorised_brand_use", "sublicensing"),
    "fee.share.formula": ("factory_price", "tax", "logistics", "platform_fees", "marketing"),
    "effective.requires": ("signature", "seal", "signature_or_seal"),
    "exclusivity.bound": ("a", "b", "both"),
    "exclusivity.scope": ("all", "online", "platform"),
    "fee.commission.base": ("net_sales", "gross_sales", "profit", "excess_over_target"),
    "fee.commission.tier_mode": ("marginal", "whole"),
    "third_party_costs.payer": PAYER,
    "marketing.payer": PAYER,
    "platform_fees.payer": PAYER,
    "penalty.late_payment.party": ("a", "b", "both"),
    "settlement.cycle": ("calendar_month", "half_month", "week", "quarter"),
    "settlement.silence": ("approved", "refused"),
    "approval.silence": ("approved", "refused"),
    "approval.form": ("written", "any"),
    "subcontract.allowed": (False, "with_consent", True),
    "returns.quality": ("unconditional", "if_resaleable", "none"),
    "returns.other": ("if_resaleable", "unconditional", "none"),
    "training.product.cycle": ("month", "quarter", "year"),
    "confidentiality.bound": ("both", "a", "b"),
    "confidentiality.on_end": ("return_or_destroy",),
    "dispute.forum": ("court", "arbitration", "negotiation"),
    "term.start_event": ("signing",),
}  # fmt: skip
"""What there is to choose from, the usual first; a term of a kind `party` or `bool` that is not here has two answers."""
TRIGGERS = ("signing", "end", "other")
LEAST_AND_MOST: dict[str, tuple[int, int]] = {
    "months": (1, 120), "days": (0, 1000), "day": (1, 31), "number": (0, 10_000), "years": (1, 99),
}  # fmt: skip
PARTS_MAX, DECIMALS_MAX = 12, 6


def kind_of(term: str) -> str:
    """The kind of a term's value, as `vocabulary` names it; `date` for a day."""
    if term in DATES:
        return "date"
    return TERMS[term][1] if term in TERMS else "text"


def choices_of(term: str) -> tuple[object, ...]:
    """What there is to choose from; none where the value is typed."""
    if term in CHOICES:
        return CHOICES[term]
    if term.endswith(".day_kind"):
        return DAY_KINDS
    return {"party": PARTY, "bool": YES_NO}.get(kind_of(term), ())


def value_fault(term: str, value: object) -> str:
    """Why a value is none for its term; empty if it is fine."""
    kind, choices = kind_of(term), choices_of(term)
    if kind == "list":
        return _list_fault(value, choices)
    if choices:
        is_one = any(value == each and type(value) is type(each) for each in choices)
        return "" if is_one else say("请从列出的答案中选一个")
    return FAULTS.get(kind, _text_fault)(value)


def rate_of(value: object) -> Decimal | None:
    """A rate from 0 to 1 with at most six decimals, written as text; None if it is none."""
    try:
        rate = Decimal(value) if isinstance(value, str) else None
    except InvalidOperation:
        return None
    return rate if rate is not None and 0 <= rate <= 1 and rate == round(rate, DECIMALS_MAX) else None


def _list_fault(value: object, choices: Sequence[object]) -> str:
    if not isinstance(value, list) or not value:
        return say("请至少选一项")
    if value != sorted(set(map(str, value))) or (choices and not set(value) <= set(choices)):
        return say("请从列出的里选，每项一次")
    return ""


def _text_fault(value: object) -> str:
    return "" if isinstance(value, str) and value.strip() else say("不能空着")


def _date_fault(value: object) -> str:
    try:
        is_day = date.fromisoformat(str(value)).isoformat() == value
    except ValueError:
        is_day = False
    return "" if is_day else say("日期要写成 2026-09-01 这样")


def _rate_fault(value: object) -> str:
    return "" if rate_of(value) is not None else say("比例要在 0 和 1 之间，至多六位小数")


def _amount_fault(value: object) -> str:
    return "" if _is_whole(value, 0) else say("金额要是不小于 0 的整数分")


def _whole_fault(kind: str) -> Callable[[object], str]:
    least, most = LEAST_AND_MOST[kind]

    def fault(value: object) -> str:
        if kind == "years" and value == "unlimited":
            return ""
        if _is_whole(value, least, most):
            return ""
        return say("要写 {least} 到 {most} 的整数", least=least, most=most)

    return fault


def _window_fault(value: object) -> str:
    is_pair = isinstance(value, list) and len(value) == 2 and all(_is_whole(day, 1, 31) for day in value)
    return "" if is_pair and value[0] <= value[1] else say("付款期要写两个日子，先小后大，1 到 31")  # type: ignore[index]


def _is_whole(value: object, least: int, most: int | None = None) -> bool:
    is_whole = isinstance(value, int) and not isinstance(value, bool)
    return is_whole and value >= least and (most is None or value <= most)  # type: ignore[operator]


# Tiers and instalments


def _tiers_fault(value: object) -> str:
    """From 0, each until where the next begins, the last without end; each at a rate."""
    rows = value if isinstance(value, list) else []
    if not 1 <= len(rows) <= PARTS_MAX or not all(isinstance(row, Mapping) for row in rows):
        return say("阶梯要写 1 到 {most} 档", most=PARTS_MAX)
    for nth, row in enumerate(rows, start=1):
        if rate_of(row.get("rate")) is None:
            return say("第 {n} 档的比例要在 0 和 100% 之间，至多四位小数", n=nth)
        if nth < len(rows) and not _is_whole(row.get("to"), 1):
            return say("第 {n} 档没有写到多少元为止", n=nth)
    if rows[0].get("from") != 0:
        return say("第一档要从 0 元起")
    for nth, (row, after) in enumerate(pairwise(rows), start=1):
        if row["to"] <= row["from"]:
            return say("第 {n} 档的上限要大于 {low}", n=nth, low=yuan(row["from"]))
        if row["to"] != after.get("from"):
            return say("第 {n} 档的上限和下一档的起点不同", n=nth)
    return "" if rows[-1].get("to") is None else say("最后一档不能封顶")


def _installments_fault(value: object) -> str:
    """Each with its day and its part, all by share or all by amount; shares are the whole together."""
    parts = value if isinstance(value, list) else []
    if not 1 <= len(parts) <= PARTS_MAX or not all(isinstance(part, Mapping) for part in parts):
        return say("分期要写 1 到 {most} 期", most=PARTS_MAX)
    for nth, part in enumerate(parts, start=1):
        if part.get("trigger") not in TRIGGERS or part.get("day_kind") not in DAY_KINDS:
            return say("第 {n} 期没有写从什么时候起算", n=nth)
        if not _is_whole(part.get("days"), 0, 1000):
            return say("第 {n} 期的天数要写 0 到 1000 的整数", n=nth)
        if not _is_part(part):
            return say("第 {n} 期要写比例或金额，只写一样", n=nth)
    if len({"share" in part for part in parts}) > 1:
        return say("各期要么都写比例，要么都写金额")
    total = sum((rate_of(part.get("share")) or Decimal(0) for part in parts), Decimal(0))
    if "share" in parts[0] and total != 1:
        return say("各期合计要是 100%，现在是 {total}%", total=f"{(total * 100).normalize():f}")
    return ""


def _is_part(part: Mapping[str, object]) -> bool:
    if "share" in part:
        return "amount" not in part and bool(rate_of(part["share"]))
    return _is_whole(part.get("amount"), 1)


def sum_fault(value: object, total: object) -> str:
    """Why instalments by amount are not the whole; empty where they are, or where the whole is not known."""
    parts = value if isinstance(value, list) else []
    amounts = [part["amount"] for part in parts if isinstance(part.get("amount"), int)]
    if not amounts or not isinstance(total, int) or sum(amounts) == total:
        return ""
    return say("各期合计 {sum}，总费用 {total}", sum=yuan(sum(amounts)), total=yuan(total))


FAULTS: dict[str, Callable[[object], str]] = {
    "fen": _amount_fault,
    "rate": _rate_fault,
    "date": _date_fault,
    "window": _window_fault,
    "tiers": _tiers_fault,
    "installments": _installments_fault,
    **{kind: _whole_fault(kind) for kind in LEAST_AND_MOST},
}
