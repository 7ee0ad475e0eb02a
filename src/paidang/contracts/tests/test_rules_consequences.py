"""What follows from not doing a duty: as the contract says it, and nothing that it does not say."""

import pytest

from paidang.contracts.rules.consequences import consequences_of
from paidang.contracts.rules.read_terms import ReadTerms

SAID = {
    "penalty.late_payment.rate_per_day": "0.003",
    "penalty.late_payment.party": "a",
    "penalty.late_payment.cap": "0.2",
    "suspension.late_payment_days": 10,
    "termination.late_payment_days": 15,
    "termination.late_statement_days": 7,
    "settlement.silence": "approved",
    "renewal.auto": True,
    "renewal.months": 12,
    "termination.cure_days": 15,
}


def read(said=SAID, party_a="brand") -> ReadTerms:
    places = [
        {"term": term, "value": value, "status": "stated", "clause": f"第{n}条"}
        for n, (term, value) in enumerate(said.items(), 1)
    ]
    return ReadTerms(places, party_a)


def says(kind, side="a", of=None) -> list[tuple[str, str]]:
    return [(str(one.says), one.clause) for one in consequences_of(kind, side, of or read())]


def test_paying_late():
    assert says("pay_statement") == [
        ("逾期每日按逾期金额的 0.3% 付违约金，最多到 20%", "第1条"),
        ("逾期 10 天，对方可以暂停服务", "第4条"),
        ("逾期 15 天，对方可以解除合同", "第5条"),
    ]


def test_the_late_fee_is_owed_by_the_one_who_the_contract_says():
    assert says("pay_agreed", "b")[0] == ("逾期 10 天，对方可以暂停服务", "第4条")
    assert "违约金" in says("pay_agreed", "b", read(party_a="agency"))[0][0]


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("send_statement", [("对方催缴后 7 天仍没有交，对方可以解除合同", "第6条")]),
        ("answer_reminder", [("对方催缴后 7 天仍没有交，对方可以解除合同", "第6条")]),
        ("answer_cure", [("通知后 15 天仍没有纠正，对方可以解除合同", "第10条")]),
        ("answer_statement", [("到期不答复，视为同意", "第7条")]),
        ("object_to_renewal", [("到期不提出，合同自动续期 12 个月", "第8条")]),
        ("send_report", []),
    ],
)
def test_each_kind_has_its_own(kind, expected):
    assert says(kind) == expected


@pytest.mark.parametrize(
    "kind", ["pay_statement", "send_statement", "answer_statement", "object_to_renewal", "answer_cure"]
)
def test_a_silent_contract_says_nothing(kind):
    assert says(kind, of=read({"renewal.auto": False})) == []
