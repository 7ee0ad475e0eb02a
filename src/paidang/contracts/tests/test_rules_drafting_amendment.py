"""A supplementary agreement drafted in the product reads back as exactly the terms that change: each alone, any together, for either 甲方."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paidang.contracts.rules.amending import POINT, REMOVED, TEXT, Change
from paidang.contracts.rules.drafting.amendment import (
    AmendmentDraft,
    amendable_questions,
    make_amendment,
    our_view,
)
from paidang.contracts.rules.drafting.compose import to_text
from paidang.contracts.rules.drafting.templates import TEMPLATES, first_answers
from paidang.contracts.rules.read_terms import ReadTerms
from paidang.contracts.rules.reading import read_contract

DECEMBER = date(2026, 12, 1)
HELD: dict[str, object] = {}
for _template in TEMPLATES:
    HELD |= first_answers(_template, date(2026, 11, 1))
HELD |= {
    "party.b.name": "拾舟电商", "store.name": "青岚旗舰店", "account.holder": "拾舟电商", "account.bank": "中国银行青岛分行",
    "account.number": "6222020200112233", "team.project_manager.name": "林知秋", "team.project_manager.party": "b",
    "deposit": 50_000_00, "deposit.payer": "a", "fee.commission.base": "net_sales", "penalty.late_payment.party": "a",
    "renewal.auto": True, "renewal.months": 12, "renewal.notice_months": 1, "settlement.payer": "a", "collection.party": "a",
    "approval.form": "written", "exclusivity.bound": "a", "fee.invoice.party": "b", "confidentiality.bound": "both",
    "settlement.cycle": "calendar_month", "offline_sales.allowed": False, "offline_sales.exceptions": ["direct_customers"], "term.months": None,
}  # fmt: skip
NEW: dict[str, object] = {
    "fen": 123_456_00, "rate": "0.0004", "months": 9, "days": 2, "day": 4, "number": 6, "years": 4, "window": [16, 26],
    "date": "2027-12-31",
    "tiers": [{"from": 0, "to": 600_000_00, "rate": "0.07"}, {"from": 600_000_00, "to": None, "rate": "0.055"}],
    "installments": [
        {"share": "0.4", "trigger": "signing", "days": 5, "day_kind": "working"},
        {"share": "0.6", "trigger": "end", "days": 5, "day_kind": "working"},
    ],
}  # fmt: skip
OF_TERM: dict[str, dict[str, object]] = {
    "store.name": {"store.name": "青岚二店"},
    "account.number": {"account.number": "6222020200119999"},
    "account.bank": {"account.bank": "青岛银行"},
    "account.holder": {},  # it is the agency's, whatever else changes
    "team.project_manager.name": {"team.project_manager.name": "苏映雪"},
    "fee.share.a": {"fee.share.a": "0.65", "fee.share.b": "0.35"},
    "fee.share.b": {"fee.share.a": "0.6", "fee.share.b": "0.4"},
    "dispute.forum": {"dispute.forum": "arbitration", "dispute.place": "青岛仲裁委员会"},
    "dispute.place": {"dispute.place": "青岛市市南区人民法院"},
    "renewal.auto": {"renewal.auto": False},
    "renewal.notice_days": {"renewal.notice_days": 45, "renewal.notice_months": None},
    "customer_service.party": {},  # among the agency's services: the draft says so
    "image_processing.party": {},
    "suspension.late_payment_days": {"suspension.late_payment_days": 20},
    "termination.late_payment_days": {"termination.late_payment_days": 40},
    "fulfilment.dispatch_hours": {"fulfilment.dispatch_hours": 36},
}
"""Where a value of the kind would not do."""


def held(party_a: str = "brand", **without: object) -> ReadTerms:
    said = our_view({**HELD, **without}, party_a)
    return ReadTerms(
        [
            {"term": term, "value": value, "status": "stated", "clause": "第三章 D"}
            for term, value in said.items()
            if value is not None
        ],
        party_a,
    )


def new_values(question) -> list[dict[str, object]]:
    """The changes to try for one question."""
    if question.term in OF_TERM:
        return [OF_TERM[question.term]] if OF_TERM[question.term] else []
    if question.kind == "list":
        return [{question.term: sorted(question.options)[:2]}]
    if question.options:
        return [{question.term: each} for each in question.options if each != HELD.get(question.term)]
    return [{question.term: NEW[question.kind]}]


EACH = [(question.term, values) for question in amendable_questions() for values in new_values(question)]


def drafted(changes, *, party_a="brand", points=None, read=None):
    names = ("青岚茶器", "拾舟电商")
    return make_amendment(
        AmendmentDraft(
            1, "PD-2026-0001", party_a, names, read or held(party_a), changes, points or {}, {}, DECEMBER
        )
    )


def read_back(made) -> dict[str, object]:
    [document] = read_contract(to_text(made.text), name="", sha256="").documents
    return {term.term: term.value for term in document.terms}


@pytest.mark.parametrize(("term", "values"), EACH, ids=[f"{term}-{values}"[:60] for term, values in EACH])
@pytest.mark.parametrize("party_a", ["brand", "agency"])
def test_each_change_reads_back_as_itself_alone(term, values, party_a):
    values = our_view(values, party_a)
    made = drafted(values, party_a=party_a)
    codes = {one.code for one in made.violations}
    assert codes <= {"NEEDS_ALONG"}, [str(one) for one in made.violations]
    if not codes:
        said = read_back(made)
        assert {key: said.get(key) for key in values if values[key] is not None} == {
            key: value for key, value in values.items() if value is not None
        }
        assert {change.key for change in made.changes} == set(values)


def test_nearly_all_can_be_changed_alone():
    alone = [values for _term, values in EACH if not drafted(values).violations]
    assert len(alone) > 0.9 * len(EACH)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(EACH), min_size=2, max_size=6))
def test_any_together_read_back_as_all_of_them(chosen):
    changes: dict[str, object] = {}
    for _term, values in chosen:
        changes |= values
    made = drafted(changes)
    codes = {one.code for one in made.violations}
    assert not codes & {"READS_BACK_DIFFERENTLY", "BRINGS_ALONG", "CANNOT_BE_WRITTEN"}, to_text(made.text)
    if not codes:
        assert {change.key for change in made.changes} == set(changes)


class TestOtherChanges:
    def test_what_ends_is_said_and_reads_as_nothing(self):
        made = drafted({"deposit": None, "fee.minimum": None})
        assert not made.violations and "关于保证金的约定不再适用" in to_text(made.text)
        assert made.changes == (Change("deposit", REMOVED), Change("fee.minimum", REMOVED))
        assert "deposit" not in read_back(made)

    @pytest.mark.parametrize(
        ("points", "expected"),
        [
            ({"recognition": "shipped"}, {"recognition": "shipped"}),
            ({"loss": "share"}, {"loss": "share"}),
            ({"faults_borne_by": "shared"}, {"faults_borne_by": "shared"}),
            ({"tax.mode": "none", "tax.paid_by": "a"}, {"tax": {"mode": "none", "paid_by": "a"}}),
            *(
                (
                    {"tax.mode": mode, "tax.rate": "0.03", "tax.paid_by": "a"},
                    {"tax": {"mode": mode, "rate": "0.03", "paid_by": "a"}},
                )
                for mode in ("included_vat", "margin_vat", "on_revenue")
            ),
        ],
    )
    def test_a_point_is_written_and_decided_beside_what_is_read(self, points, expected):
        made = drafted({}, points=points)
        assert not made.violations
        assert made.changes == tuple(Change(key, POINT, value) for key, value in expected.items())
        assert len(made.text.sections[0].paragraphs) == 1

    def test_what_is_said_along_and_was_not_spoken_of_is_a_change_too(self):
        made = drafted({"fee.monthly": 9_000_00}, read=held(**{"settlement.payer": None}))
        assert not made.violations
        assert made.changes == (Change("fee.monthly", TEXT), Change("settlement.payer", TEXT))

    @pytest.mark.parametrize(
        ("changes", "without", "code", "at"),
        [
            ({}, {}, "NOTHING_CHOSEN", ""),
            ({"fee.quarterly": 1}, {}, "CANNOT_BE_WRITTEN", "fee.quarterly"),
            ({"fee.monthly": -1}, {}, "ANSWER_MALFORMED", "fee.monthly"),
            ({"fee.monthly": HELD["fee.monthly"]}, {}, "SAME_AS_NOW", "fee.monthly"),
            ({"fee.share.b": "0.35"}, {}, "SHARES_SUM", "fee.share.b"),
            ({"settlement.statement_due_day": 20}, {}, "WINDOW_BEFORE_STATEMENT", "settlement.pay_window"),
            ({"account.bank": "青岛银行"}, {"account.holder": None}, "NEEDS_ALONG", "account.bank"),
            (
                {"approval.required_for": ["pricing"]},
                {"approval.form": "any"},
                "BRINGS_ALONG",
                "approval.form",
            ),
        ],
    )
    def test_what_cannot_be_proposed_says_at_which_term(self, changes, without, code, at):
        made = drafted(changes, read=held(**without))
        assert (code, at) in {(one.code, one.facts["term"]) for one in made.violations}

    def test_without_a_day_it_cannot_be_proposed(self):
        made = make_amendment(AmendmentDraft(1, "PD-1", "brand", ("a", "b"), held(), {"fee.monthly": 1_00}))
        assert [one.code for one in made.violations] == ["DAY_MISSING"] and "【日期】" in to_text(made.text)


class TestContractsNotDraftedHere:
    """The source contracts say some terms in ways that our wording has no words for: 平台 人人商城."""

    @staticmethod
    def each_alone(name):
        text = Path(f"samples/contracts/{name}.txt").read_text("utf-8")
        read = ReadTerms(read_contract(text, name="", sha256="").to_json()["documents"][0]["terms"], "brand")
        return {
            str(values): {one.code for one in drafted(values, read=read).violations} - {"SAME_AS_NOW"}
            for _term, values in EACH
        }

    @pytest.mark.parametrize("name", ["02-operations-profit-share", "03-consulting-fixed-fee"])
    def test_most_terms_can_be_changed_alone_and_others_say_why_not(self, name):
        found = self.each_alone(name)
        assert sum(not codes for codes in found.values()) > 0.7 * len(found)
        assert not {"READS_BACK_DIFFERENTLY", "BRINGS_ALONG"} & {
            code for codes in found.values() for code in codes
        }

    def test_a_shop_of_a_platform_without_words_is_renamed_with_the_platform(self):
        found = self.each_alone("02-operations-profit-share")
        assert found[str({"store.name": "青岚二店"})] == {"NEEDS_ALONG"}
