"""How an answer is written into a clause: amounts with figures and capital words, rates, days, dates, lists."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import cast

from paidang.contracts.rules.reading import vocabulary
from paidang.kit.money import amount_in_words, percent

Write = Callable[[object, Mapping[str, object], str], str]
"""An answer, all answers, zh or en: the words."""

DATES = ("term.start", "term.end", "signed_on")

PHRASES: dict[str, dict[str, str]] = {
    "platform": {
        "jd": "京东商城", "taobao": "淘宝网", "tmall": "天猫商城", "wechat": "微信小程序", "pinduoduo": "拼多多商城",
        "douyin": "抖音商城", "kuaishou": "快手小店", "xiaohongshu": "小红书商城", "youzan": "有赞商城",
    },
    "services": {
        "platform_build": "平台建设", "platform_operation": "店铺运营", "advertising": "广告投放", "offline_events": "线下活动",
        "customer_service": "客户服务", "store_application": "店铺入驻", "photography": "商品拍摄", "page_design": "页面设计",
        "store_decoration": "店铺装修", "listing": "商品上架", "campaign_planning": "活动策划", "training": "团队培训",
        "warehouse_setup": "仓储搭建", "procurement_planning": "采购计划", "after_sales_process": "售后流程",
    },
    "free_of_charge": {
        "planning": "策划", "image_processing": "图片处理", "training": "培训", "store_decoration": "店铺装修", "page_design": "页面设计",
    },
    "approval.required_for": {
        "promotion": "促销活动", "pricing": "商品调价", "marketing": "推广预算", "publication": "页面发布",
    },
    "team.roles": {
        "project_manager": "项目经理", "editor": "编辑", "technician": "技术人员", "customer_service": "客服",
        "designer": "设计师", "photographer": "摄影师", "operator": "运营专员",
    },
    "termination.immediate_for": {
        "counterfeit": "销售假冒商品", "unauthorised_brand_use": "擅自使用甲方商标", "sublicensing": "擅自转委托",
    },
    "fee.share.formula": {
        "factory_price": "出厂价", "tax": "税费", "logistics": "物流费", "platform_fees": "平台扣费", "marketing": "推广费",
    },
    "payment.methods": {"bank_transfer": "银行转账", "cheque": "支票", "cash": "现金"},
    "training.product.cycle": {"month": "月", "quarter": "季度", "year": "年"},
}  # fmt: skip
"""What a list or a word may be in a draft, and how the clauses write it."""

TRIGGERS = {
    "signing": ("本合同签订后", "of signing"),
    "end": ("本合同期满后", "of the end of the term"),
    "other": ("阶段成果验收合格后", "of acceptance of the stage's work"),
}
PARTIES = {
    "a": ("甲方", "the Brand"),
    "b": ("乙方", "the Agency"),
    "shared": ("双方共同", "both parties together"),
}


def write(term: str, form: str, answers: Mapping[str, object], lang: str) -> str:
    """The words for an answer in a clause, zh or en."""
    if form in FORMS:
        return FORMS[form](answers[term], answers, lang)
    if term in DATES:
        return _date(str(answers[term]), lang)
    if term in PHRASES:
        return _phrases(term, answers[term], lang)
    kind = vocabulary.TERMS[term][1] if term in vocabulary.TERMS else "text"
    if kind == "days":
        return days(_int(answers[term]), answers.get(f"{term}.day_kind"), lang)
    return KINDS[kind](answers[term], answers, lang) if kind in KINDS else str(answers[term])


def amount(fen: int, lang: str) -> str:
    """Figures and capital words: 人民币50,000.00元（大写：伍万元整）.

    >>> amount(5000000, "zh")
    '人民币50,000.00元（大写：伍万元整）'
    """
    return f"人民币{figures(fen)}（大写：{amount_in_words(fen)}）" if lang == "zh" else f"RMB {_grouped(fen)}"


def figures(fen: int) -> str:
    """An amount in figures alone, where it is a bound and not a debt: 500,000.00元."""
    return f"{_grouped(fen)}元"


def days(count: int, kind: object, lang: str) -> str:
    """5个工作日, 15日; 5 working days."""
    if lang == "zh":
        return f"{count}个工作日" if kind == "working" else f"{count}日"
    return f"{count} {'working ' if kind == 'working' else ''}day{'' if count == 1 else 's'}"


def _grouped(fen: int) -> str:
    yuan, rest = divmod(fen, 100)
    return f"{yuan:,}.{rest:02d}"


def _int(value: object) -> int:
    return cast(int, value)


def _date(text: str, lang: str) -> str:
    return day_in_words(date.fromisoformat(text)) if lang == "zh" else text


def day_in_words(day: date) -> str:
    """2026年12月1日."""
    return f"{day.year}年{day.month}月{day.day}日"


def _phrases(term: str, value: object, lang: str) -> str:
    values = value if isinstance(value, list) else [value]
    if lang != "zh":
        return ", ".join(vocabulary.word(each, lang) for each in values)
    ordered = sorted(values, key=list(PHRASES[term]).index)
    return {"fee.share.formula": "+"}.get(term, "、").join(PHRASES[term][each] for each in ordered)


def _party(value: object, answers: Mapping[str, object], lang: str) -> str:
    return PARTIES[str(value)][0 if lang == "zh" else 1]


def _window(value: object, answers: Mapping[str, object], lang: str) -> str:
    first, last = cast("list[int]", value)
    return f"{first}日至{last}日" if lang == "zh" else f"day {first} to {last}"


def _months(value: object, answers: Mapping[str, object], lang: str) -> str:
    return f"{value}个月" if lang == "zh" else f"{value} month{'' if value == 1 else 's'}"


def _installments(value: object, answers: Mapping[str, object], lang: str) -> str:
    parts = []
    for part in cast("list[dict[str, object]]", value):
        sum_of = percent(str(part["share"])) if "share" in part else amount(_int(part["amount"]), lang)
        within = days(_int(part["days"]), part["day_kind"], lang)
        trigger = TRIGGERS[str(part["trigger"])][0 if lang == "zh" else 1]
        parts.append(
            f"{trigger}{within}内支付{sum_of}" if lang == "zh" else f"{sum_of} within {within} {trigger}"
        )
    return ("；" if lang == "zh" else "; ").join(parts)


def _tiers(whole: bool) -> Write:
    def written(value: object, answers: Mapping[str, object], lang: str) -> str:
        parts = []
        for tier in cast("list[dict[str, object]]", value):
            low, high, rate = _int(tier["from"]), tier["to"], percent(str(tier["rate"]))
            if lang != "zh":
                bounds = f"from RMB {_grouped(low)}" + (f" to {_grouped(_int(high))}" if high else "")
                parts.append(f"{bounds}: {rate}")
                continue
            if low == 0:
                bounds = f"不超过{figures(_int(high))}"
            else:
                bounds = f"超过{figures(low)}" + (f"至{figures(_int(high))}" if high else "")
            parts.append(f"{bounds}的{'' if whole else '部分'}，佣金比例为{rate}")
        return ("；" if lang == "zh" else "; ").join(parts)

    return written


KINDS: dict[str, Write] = {
    "fen": lambda value, answers, lang: amount(_int(value), lang),
    "rate": lambda value, answers, lang: percent(str(value)),
    "months": _months,
    "party": _party,
    "window": _window,
    "installments": _installments,
    "tiers": _tiers(whole=False),
}
FORMS: dict[str, Write] = {
    "half": lambda value, answers, lang: str(_int(value) // 2),
    "seat": _party,
    "whole": _tiers(whole=True),
    "percent": lambda value, answers, lang: percent(str(value)),
}
