"""Drafting by table: which clauses are in, how their numbers and references shift, what answers must meet."""

import re
from pathlib import Path

import pytest

from paidang.contracts.rules.drafting import checks
from paidang.contracts.rules.drafting.answers import questions
from paidang.contracts.rules.drafting.checks import malformed
from paidang.contracts.rules.drafting.compose import compose, han, to_text
from paidang.contracts.rules.drafting.library import CLAUSES, TABLES
from paidang.contracts.rules.drafting.messages import ENGLISH, said
from paidang.contracts.rules.drafting.model import SLOT, Draft, slots
from paidang.contracts.rules.drafting.proof import make
from paidang.contracts.rules.drafting.templates import TEMPLATES, find_template
from paidang.contracts.rules.drafting.wording import amount
from paidang.contracts.rules.reading.vocabulary import TERMS
from paidang.kit.outcome import Violation

from .drafts import cast_draft

PROFIT, CONSULTING, COMMISSION = (
    find_template(each) for each in ("profit-share", "consulting", "commission")
)


def codes(template, **more) -> list[tuple[str, object]]:
    return [(one.code, one.facts["term"]) for one in make(cast_draft(template, **{key.replace("__", "."): value for key, value in more.items()})).violations]  # fmt: skip


def test_no_two_clauses_have_one_id():
    assert len(CLAUSES) == sum(len(table.CLAUSES) for table in TABLES)


def test_every_clause_belongs_to_a_template_and_every_gloss_has_the_slots_of_its_chinese():
    used = {key for template in TEMPLATES for article in template.articles for key in article.clauses}
    assert used == set(CLAUSES)
    for clause in CLAUSES.values():
        assert {m["name"] for m in SLOT.finditer(clause.en)} == {m["name"] for m in SLOT.finditer(clause.zh)}, clause.id  # fmt: skip
        assert set(clause.states) <= set(TERMS)


def test_the_library_names_no_repealed_law():
    assert not any(law in clause.zh for clause in CLAUSES.values() for law in ("《中华人民共和国合同法》", "《合同法》", "担保法"))  # fmt: skip


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda template: template.id)
def test_what_is_answered_to_begin_with_is_sound(template):
    assert make(cast_draft(template)).violations == ()


def test_an_optional_clause_shifts_the_numbers_and_the_references_follow():
    first, second = (
        compose(cast_draft(CONSULTING, **more)) for more in ({}, {"free_of_charge": ["planning"]})
    )
    numbers = [{p.id: p.number for s in text.sections for p in s.paragraphs} for text in (first, second)]
    assert (
        numbers[0]["scope.subcontract.consent"] == "1.5" and numbers[1]["scope.subcontract.consent"] == "1.6"
    )
    without_force = compose(cast_draft(PROFIT, force_majeure=None))
    assert [s.number for s in without_force.sections][-2:] == ["第十一条", "第十二条"]
    [payer] = [p for s in first.sections for p in s.paragraphs if p.id == "settle.payer"]
    assert f"见本合同第{numbers[0]['money.installments']}款" in payer.text


def test_every_reference_leads_to_a_clause_that_is_in():
    for template in TEMPLATES:
        text = compose(cast_draft(template))
        there = {p.id: p.number for s in text.sections for p in s.paragraphs}
        found = [piece for s in text.sections for p in s.paragraphs for piece in p.pieces if piece.to]
        assert found and all(there[piece.to] == piece.text for piece in found)


def test_a_draft_grows_with_its_answers():
    empty = compose(Draft(PROFIT, {}))
    assert "甲方（品牌方）" not in to_text(empty) and "净销售额是指" in to_text(empty)
    assert "青岚茶器" in to_text(compose(Draft(PROFIT, {"party.a.name": "青岚茶器"})))


def test_amounts_are_written_with_figures_and_capital_words():
    assert amount(5000000, "zh") == "人民币50,000.00元（大写：伍万元整）"
    assert amount(5000000, "en") == "RMB 50,000.00"
    assert [han(number) for number in (1, 10, 11, 20, 21)] == ["一", "十", "十一", "二十", "二十一"]


@pytest.mark.parametrize(
    ("template", "more", "code", "term"),
    [
        (PROFIT, {"party__a__name": None}, "ANSWER_MISSING", "party.a.name"),
        (PROFIT, {"party__a__name": "甲\n乙"}, "ANSWER_MALFORMED", "party.a.name"),
        (PROFIT, {"party__b__name": "青岚茶器（杭州）有限公司2"}, "SAME_PARTY_NAMES", "party.b.name"),
        (PROFIT, {"fee__share__b": "0.4"}, "SHARES_SUM", "fee.share.b"),
        (PROFIT, {"term__end": "2026-08-01", "term__months": None}, "TERM_ENDS_BEFORE_START", "term.end"),
        (PROFIT, {"term__months": 11}, "TERM_MONTHS_MISMATCH", "term.months"),
        (PROFIT, {"platform_fees__payer": "a"}, "COST_TWICE", "platform_fees.payer"),
        (PROFIT, {"fee__share__formula": ["factory_price", "platform_fees"]}, "TAX_OPEN", "fee.share.formula"),
        (PROFIT, {"settlement__pay_window": [3, 25]}, "WINDOW_BEFORE_STATEMENT", "settlement.pay_window"),
        (PROFIT, {"settlement__pay_window": [8, 10]}, "SCHEDULE_INFEASIBLE", "settlement.pay_window"),
        (PROFIT, {"penalty__late_payment__rate_per_day": "0.003"}, "LATE_FEE_TOO_HIGH", "penalty.late_payment.rate_per_day"),
        (PROFIT, {"dispute__place": "杭州仲裁委员会"}, "PLACE_NOT_OF_FORUM", "dispute.place"),
        (PROFIT, {"signature__copies": 3}, "COPIES_ODD", "signature.copies"),
        (PROFIT, {"suspension__late_payment_days": 60}, "SUSPENSION_AFTER_ENDING", "suspension.late_payment_days"),
        (PROFIT, {"customer_service__party": "a"}, "SERVICE_NOT_ITS_PARTY", "customer_service.party"),
        (PROFIT, {"kpi__min_ratio": "0.8"}, "ANSWER_NOT_USED", "kpi.min_ratio"),
        (PROFIT, {"fee__monthly": 100}, "ANSWER_UNKNOWN", "fee.monthly"),
        (PROFIT, {"account__holder": "青岚茶器（杭州）有限公司"}, "ACCOUNT_NOT_PAYEE", "account.holder"),
        (CONSULTING, {"fee__installments": [{"share": "0.5", "trigger": "signing", "days": 3, "day_kind": "working"}, {"share": "0.4", "trigger": "end", "days": 3, "day_kind": "working"}]}, "INSTALMENTS_SUM", "fee.installments"),
        (CONSULTING, {"services": ["listing", "page_design"]}, "TRAINING_NOT_OFFERED", "services"),
        (COMMISSION, {"platform_fees__payer": None}, "PLATFORM_FEES_OPEN", "platform_fees.payer"),
        (COMMISSION, {"fee__commission__tiers": [{"from": 0, "to": 200, "rate": "0.1"}, {"from": 300, "to": None, "rate": "0.2"}]}, "ANSWER_MALFORMED", "fee.commission.tiers"),
        (PROFIT, {"party__a__name": "有限公司（以下简称甲公司）"}, "READS_BACK_DIFFERENTLY", "party.a.name"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_at_its_field(template, more, code, term):
    assert (code, term) in codes(template, **more)


ODD = [True, -1, 1.5, "", "x", "'; --", [], [1], [{}], [[]], {}, {"from": "x"}, [{"from": 0, "to": "x", "rate": "0.1"}, {"from": "x"}], "0.0", "1e3", "NaN", 10**30]  # fmt: skip


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda template: template.id)
def test_any_value_anywhere_is_an_error_or_an_answer_and_never_a_crash(template):
    for question in questions(template):
        made_without = False
        for value in ODD:
            draft = cast_draft(template, **{question.term: value})
            is_malformed = bool(malformed(draft))
            if is_malformed and made_without:
                continue  # left out, it makes the same draft as the malformed one before it
            made, made_without = make(draft), made_without or is_malformed
            assert made.violations or made.text.states[question.term] == value, (question.term, value)


def test_slots_are_terms_or_particulars():
    known = {question.term for template in TEMPLATES for question in questions(template)}
    assert {slot for clause in CLAUSES.values() for slot in slots(clause)} <= known


def test_every_fault_of_a_draft_has_its_english():
    rules = Path(checks.__file__).parent
    codes = {
        code
        for name in ("checks.py", "proof.py", "amendment.py")
        for code in re.findall(r'"([A-Z]+(?:_[A-Z]+)+)"', (rules / name).read_text("utf-8"))
    }
    assert codes == set(ENGLISH)
    assert said(Violation("CONFLICT", "两处不一致"), "en").isascii()
