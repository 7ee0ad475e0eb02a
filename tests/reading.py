"""A short contract and its reading, made by hand: what the reader finds in a real one is the reader's own affair."""

import hashlib

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

TITLE = "电子商务运营合作协议"
TEXT = "\n".join([TITLE, *(sentence for _clause, sentence, _terms in _PLACES)]) + "\n"
TEXT_SHA256 = hashlib.sha256(TEXT.encode()).hexdigest()


def _terms() -> list[dict[str, object]]:
    found = []
    for clause, quote, terms in _PLACES:
        start = TEXT.index(quote)
        place = {
            "status": "stated",
            "clause": clause,
            "start": start,
            "end": start + len(quote),
            "quote": quote,
        }
        found += [{"term": term, "value": value, **place} for term, value in terms.items()]
    return found


READING: dict[str, object] = {
    "source": {"name": "contract.txt", "sha256": TEXT_SHA256, "characters": len(TEXT)},
    "documents": [
        {
            "title": TITLE,
            "kind": "operations",
            "start": 0,
            "end": len(TEXT),
            "terms": _terms(),
            "findings": [],
        }
    ],
}
