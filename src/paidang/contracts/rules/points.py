"""What a contract's text leaves open and the parties must decide before it comes into force (SPEC §10).

Base and exception: a term that the text states once and without contradiction stands; whatever is silent, blank or
in conflict is a `Point`. The program proposes, the parties decide; it never guesses.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

SILENT, BLANK, CONFLICT = "silent", "blank", "conflict"


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer: its value and what it means in words."""

    value: object
    zh: str
    en: str
    effect_zh: str = ""
    effect_en: str = ""


@dataclass(frozen=True, slots=True)
class Point:
    """One open point. `blocking`: it moves money, so the contract waits for it. `kind` says what a form asks for."""

    key: str
    why: str
    zh: str
    en: str
    kind: str
    proposed: object
    choices: Sequence[Choice] = ()
    terms: Sequence[Mapping[str, object]] = ()
    blocking: bool = True


RECOGNITION = (
    Choice(
        "completed", "买家确认收货", "Buyer confirms receipt", "退货少进出一次，账最稳", "fewest reversals"
    ),
    Choice("shipped", "发货", "Shipment", "发货当天计入，退货另冲", "counted on the day of shipment"),
    Choice("paid", "付款", "Payment", "付款当天计入，退款另冲", "counted on the day of payment"),
)
COLLECTOR = (
    Choice(
        "a",
        "甲方收款",
        "The brand collects",
        "平台款进甲方账户，甲方每月付乙方",
        "platforms pay the brand, who pays the agency",
    ),
    Choice(
        "b",
        "乙方收款",
        "The agency collects",
        "平台款进乙方账户，乙方每月付甲方",
        "platforms pay the agency, who pays the brand",
    ),
)
TAX_MODES = (
    Choice(
        "included_vat",
        "含税价内",
        "VAT inside the price",
        "税 = 收入 × 税率 ÷ (1 + 税率)",
        "revenue × r ÷ (1 + r)",
    ),
    Choice(
        "margin_vat",
        "按差额",
        "VAT on the margin",
        "税 = (收入 − 出厂价) × 税率 ÷ (1 + 税率)",
        "(revenue − cost) × r ÷ (1 + r)",
    ),
    Choice("on_revenue", "按收入", "On revenue", "税 = 收入 × 税率", "revenue × r"),
    Choice("none", "不扣税", "No tax", "分成前不扣税", "nothing is taken off"),
)
PLATFORM_FEES = (
    Choice("a", "甲方承担", "The brand bears them", "不进分成，甲方自付", "outside the shared profit"),
    Choice(
        "deducted",
        "分成前扣除",
        "Deducted before the split",
        "双方按比例共担",
        "both bear them by their shares",
    ),
    Choice("b", "乙方承担", "The agency bears them", "从乙方所得中扣", "taken off the agency's part"),
)
LOSS = (
    Choice(
        "carry_forward",
        "结转下月",
        "Carried forward",
        "亏损先由以后的收益补",
        "later profit makes it good first",
    ),
    Choice("share", "按比例共担", "Shared", "乙方当月按比例承担", "the agency bears its share now"),
    Choice("forgive", "甲方承担", "Forgiven", "不结转，乙方不承担", "not carried, the agency bears none"),
)
FAULTS = (
    Choice(
        "a",
        "甲方承担",
        "The brand bears it",
        "质量与错发退货的成本退回分成",
        "cost of faulty goods leaves the shared profit",
    ),
    Choice(
        "shared", "双方共担", "Shared", "没回库的货，成本留在分成里", "cost of goods not restocked stays in"
    ),
)
SIDES = (Choice("a", "甲方", "the brand"), Choice("b", "乙方", "the agency"))
TIER_MODES = (
    Choice("marginal", "分段累进", "Marginal", "每一段按自己的比例", "each slice at its own rate"),
    Choice("whole", "全额累进", "Whole", "全部按到达的那一档", "all of it at the rate reached"),
)
COMMISSION_BASES = (
    Choice("net_sales", "净销售额", "Net sales", "退款后的销售额", "sales less refunds"),
    Choice("gross_sales", "销售额", "Gross sales", "退款前的销售额", "sales before refunds"),
    Choice("profit", "利润", "Profit", "扣成本、税、物流后", "after cost, tax, logistics"),
)

TAX_PROPOSED = {"mode": "included_vat", "rate": "0.13", "paid_by": "a"}
