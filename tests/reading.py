"""A short contract and its reading, made by hand: what the reader finds in a real one is the reader's own affair."""

import hashlib
from dataclasses import dataclass

_PLACES: list[tuple[str, str, dict[str, object]]] = [
    ("第一章 D", "本协议于2026年3月1日签订，自2026年3月1日起至2027年2月28日止。",
     {"signed_on": "2026-03-01", "term.start": "2026-03-01", "term.end": "2027-02-28"}),
    ("第一章 A", "甲方：青岚茶器。乙方：拾舟电商。货款由甲方收取。",
     {"party.a.name": "青岚茶器", "party.b.name": "拾舟电商", "collection.party": "a"}),
    ("第二章 A 2", "乙方不得以低于甲方给出的最低零售价的价格出售。", {"price.floor": True}),
    ("第三章 B", "甲方应在合同签订3日内支付10000元。",
     {"fee.setup": 1000000, "fee.setup.days": 3, "fee.setup.days.day_kind": "calendar"}),
    ("第三章 D", "收益按照7:3的比例分配，收益=产品销售价-（产品出厂价+税收+物流费）。",
     {"fee.share.a": "0.7", "fee.share.b": "0.3", "fee.share.formula": ["factory_price", "logistics", "tax"]}),
    ("第三章 E 4", "乙方应于每月10日前出具对账通知单，甲方在5个工作日内返回回执，确认无误3个工作日内，在每月15-20日期间汇入。",
     {"settlement.cycle": "calendar_month", "settlement.statement_due_day": 10, "settlement.confirm_days": 5,
      "settlement.confirm_days.day_kind": "working", "settlement.pay_days": 3, "settlement.pay_days.day_kind": "working",
      "settlement.pay_window": [15, 20], "settlement.payer": "a"}),
    ("第六章 C", "甲方逾期支付收益的，应承担逾期付款金额每日千分之三的违约金。",
     {"penalty.late_payment.rate_per_day": "0.003", "penalty.late_payment.party": "a"}),
]  # fmt: skip

# What the life of a contract goes by: renewal, ends, secrecy.
_LIFE_PLACES: list[tuple[str, str, dict[str, object]]] = [
    ("第二章 B 5", "乙方不得在其他场合使用品牌，不得再授权其他网络单位，不得销售假冒产品，否则甲方有权立即单方面解除本合同。",
     {"termination.immediate_for": ["counterfeit", "sublicensing", "unauthorised_brand_use"]}),
    ("第三章 D", "不得虚报产品出厂价，一经发现双方合作自行终止。", {"termination.automatic_for": ["false_factory_price"]}),
    ("第五章 A", "双方对知悉的商业秘密均负有保密义务。", {"confidentiality.bound": "both"}),
    ("第五章 B", "本协议终止3年内仍负有保密义务。", {"confidentiality.years": 3}),
    ("第六章 A", "经通知纠正后15日仍未纠正的，守约方有权解除本协议。", {"termination.cure_days": 15}),
    ("第六章 B", "有不可抗力情况发生时，双方都不负责任。", {"force_majeure": True}),
    ("第六章 C", "超过十五日仍未支付的，乙方有权解除协议。", {"termination.late_payment_days": 15}),
    ("第六章 D", "甲方催缴后一个自然礼拜内未提供结算金额对账通知单，甲方有权解除协议。", {"termination.late_statement_days": 7}),
    ("第七章 A", "期满前一个月若双方均未以书面形式提出异议，则本协议自动延期一年，延期期数没有限制。",
     {"renewal.auto": True, "renewal.months": 12, "renewal.notice_months": 1}),
]  # fmt: skip

# Training both ways: the agency's over four months, the brand's in its products.
_TRAINING_PLACES: list[tuple[str, str, dict[str, object]]] = [
    ("第八章 A", "乙方4个月内对甲方运营团队培训完毕。", {"training.months": 4}),
    ("第八章 B", "甲方每季度向乙方提供产品知识培训。", {"training.product.cycle": "quarter"}),
]

TITLE = "电子商务运营合作协议"


@dataclass(frozen=True, slots=True)
class Read:
    """A text, its digest and its reading, as an upload takes them."""

    text: str
    sha256: str
    reading: dict[str, object]


def _read(places: list[tuple[str, str, dict[str, object]]]) -> Read:
    text = "\n".join([TITLE, *(sentence for _clause, sentence, _terms in places)]) + "\n"
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    found = []
    for clause, quote, terms in places:
        start = text.index(quote)
        place = {
            "status": "stated",
            "clause": clause,
            "start": start,
            "end": start + len(quote),
            "quote": quote,
        }
        found += [{"term": term, "value": value, **place} for term, value in terms.items()]
    document = {
        "title": TITLE,
        "kind": "operations",
        "start": 0,
        "end": len(text),
        "terms": found,
        "findings": [],
    }
    source = {"name": "contract.txt", "sha256": sha256, "characters": len(text)}
    return Read(text, sha256, {"source": source, "documents": [document]})


PLAIN, WITH_LIFE = _read(_PLACES), _read([*_PLACES, *_LIFE_PLACES])
WITH_TRAINING = _read([*_PLACES, *_TRAINING_PLACES])
TEXT, TEXT_SHA256, READING = PLAIN.text, PLAIN.sha256, PLAIN.reading
