"""Proposing, accepting, declining and taking back supplementary agreements: who may, when, what follows, and what does not."""

from datetime import date, timedelta

import pytest
from tests.amending import FLOOR, LONGER, NOW, SHARE, accept, agree, propose, sign_on_paper, supplement
from tests.cast import acting, shanghai

from paidang.contracts.actions import (
    UnableToAmend,
    UnableToAnswerAmendment,
    answer_notice,
    decline_amendment,
    serve_notice,
    withdraw_amendment,
)
from paidang.contracts.models import (
    AGREED,
    COUNTERED,
    DECLINED,
    SETTLED,
    WITHDRAWN,
    Amendment,
    Contract,
    TermsInForce,
)
from paidang.contracts.queries import (
    get_living,
    get_standing,
    get_terms,
    get_terms_of,
    list_days_without_floor,
    list_planned,
    list_standings,
    offered_digest,
    terms_of,
)
from paidang.contracts.rules import notices as n
from paidang.contracts.rules.amending import POINT, REMOVED, Change
from paidang.contracts.rules.life import IN_FORCE, last_day, objection_day, state_of
from paidang.contracts.rules.rights import Known
from paidang.contracts.rules.serving import Said
from paidang.duties.models import Duty
from paidang.evidence.models import Entry, HeldHead
from paidang.kit.outcome import NotAllowed, NotFound
from paidang.kit.period import EVER


def share_of(terms) -> object:
    return terms["components"][0]["b"]


def fresh(contract) -> Contract:
    return Contract.objects.get(pk=contract.pk)


def answer(person, contract, notice, *, at) -> None:
    with acting(person):
        answer_notice(person=person, at=at, code=contract.code, number=notice.number, verdict=n.AGREED)


def open_duties(contract, person) -> list[tuple[str, str]]:
    with acting(person):
        found = Duty.objects.filter(contract_id=contract.pk, closed_at=None, key__startswith="amendment-")
        return [(duty.kind, duty.side) for duty in found]


class TestProposing:
    def test_nothing_holds_until_the_other_side_accepts(
        self, contract_in_force, agency_manager, brand_manager
    ):
        made = propose(agency_manager, contract_in_force)
        assert (made.number, made.side, made.title, made.verdict) == (1, "b", "补充协议（一）", "")
        assert open_duties(contract_in_force, brand_manager) == [("answer_amendment", "a")]
        with acting(brand_manager):
            assert share_of(get_terms(fresh(contract_in_force), "2026-04").terms) == "0.3"
            assert TermsInForce.objects.count() == 1
            facts = Entry.objects.get(act="amendment.proposed").facts
        assert facts["effective_on"] == "2026-04-01" and facts["text_sha256"] == made.sha256

    def test_the_same_proposal_twice_is_one(self, contract_in_force, agency_manager):
        first = propose(agency_manager, contract_in_force)
        assert propose(agency_manager, contract_in_force, at=NOW + timedelta(minutes=1)).pk == first.pk
        with acting(agency_manager):
            assert Entry.objects.filter(act="amendment.proposed").count() == 1

    def test_a_role_without_the_act_and_another_organisation(
        self, contract_in_force, agency_operator, outsider_manager
    ):
        with pytest.raises(NotAllowed):
            propose(agency_operator, contract_in_force)
        with pytest.raises(NotFound):
            propose(outsider_manager, contract_in_force)

    def test_a_draft_is_changed_in_its_text(self, draft_contract, agency_manager):
        with pytest.raises(UnableToAmend, match="还没有生效"):
            propose(agency_manager, draft_contract)

    def test_what_is_no_agreement(self, contract_in_force, agency_manager):
        paper = supplement(SHARE)
        paper.reading["documents"][0]["kind"] = "not_agreement"
        with pytest.raises(UnableToAmend, match="没有补充协议"):
            propose(agency_manager, contract_in_force, paper=paper)

    @pytest.mark.parametrize(
        ("day", "code"),
        [
            ("2026-04-15", "NOT_FIRST_OF_MONTH"),
            ("2026-02-01", "BEFORE_THE_TERM"),
            ("2027-03-01", "AFTER_THE_TERM"),
        ],
    )
    def test_a_day_that_cannot_be(self, contract_in_force, agency_manager, day, code):
        with pytest.raises(UnableToAmend) as refused:
            propose(agency_manager, contract_in_force, day=day)
        assert refused.value.code == code
        with acting(agency_manager):
            assert not Amendment.objects.exists() and not Duty.objects.filter(kind="answer_amendment")

    def test_an_ended_contract_is_not_changed(self, contract_in_force, agency_manager):
        with pytest.raises(UnableToAmend) as refused:
            propose(agency_manager, contract_in_force, at=shanghai("2027-03-02 10:00"), day="2027-02-01")
        assert refused.value.code == "WRONG_STATE"

    def test_another_proposal_answers_the_first(self, contract_in_force, agency_manager, brand_manager):
        first = propose(agency_manager, contract_in_force)
        other = supplement(SHARE.replace("6.5:3.5", "6.8:3.2"), title="补充协议（二）")
        second = propose(brand_manager, contract_in_force, paper=other, answers=1)
        with acting(brand_manager):
            first.refresh_from_db()
        assert (first.verdict, second.answers_id, second.other) == (COUNTERED, first.pk, "b")
        assert open_duties(contract_in_force, brand_manager) == [("answer_amendment", "b")]
        with pytest.raises(UnableToAmend, match="已经答复"):
            propose(brand_manager, contract_in_force, paper=supplement(FLOOR), answers=1)
        with pytest.raises(UnableToAnswerAmendment):
            accept(brand_manager, first)


class TestAccepting:
    def test_from_its_day_on_its_terms_hold_and_before_it_the_old_ones(
        self, contract_in_force, agency_manager, brand_manager
    ):
        made = propose(agency_manager, contract_in_force)
        accepted = accept(brand_manager, made)
        with acting(brand_manager):
            assert share_of(get_terms(fresh(contract_in_force), "2026-04").terms) == "0.3"
            assert TermsInForce.objects.count() == 1
        accepted = sign_on_paper(brand_manager, accepted)
        assert accepted.verdict == AGREED and open_duties(contract_in_force, brand_manager) == []
        with acting(agency_manager):
            contract = fresh(contract_in_force)
            months = {month: share_of(get_terms(contract, month).terms) for month in ("2026-03", "2026-04")}
            assert months == {"2026-03": "0.3", "2026-04": "0.35"}
            april = get_terms_of(contract, date(2026, 4, 1))
            assert april.terms["components"][0]["clause"] == "补充协议 1 第一条"
            assert april.read.stated("fee.share.b") == "0.35" and april.read.stated("price.floor") is True
            assert get_terms_of(contract, date(2026, 3, 31)).read.stated("fee.share.b") == "0.3"
            entry = Entry.objects.get(act="amendment.in_force")
            row = TermsInForce.objects.get(amendment=accepted)
            assert entry.facts["in_force"] == {"2026-04-01": row.sha256}
            assert HeldHead.objects.filter(seq=entry.seq, document__contains="合同生效页").count() == 2

    def test_accepting_twice_changes_nothing(self, contract_in_force, agency_manager, brand_manager):
        made = propose(agency_manager, contract_in_force)
        accept(brand_manager, made)
        accept(brand_manager, made, at=NOW + timedelta(hours=1), offered="x")
        with acting(brand_manager):
            assert TermsInForce.objects.count() == 1
            assert Entry.objects.filter(act="amendment.accepted").count() == 1

    def test_by_one_s_own_side_by_a_role_without_the_act_and_from_outside(
        self, contract_in_force, agency_manager, brand_finance, outsider_manager
    ):
        made = propose(agency_manager, contract_in_force)
        with pytest.raises(UnableToAnswerAmendment, match="不能自己同意"):
            accept(agency_manager, made)
        with pytest.raises(NotAllowed):
            accept(brand_finance, made)
        with acting(outsider_manager):
            assert not Amendment.objects.exists()

    def test_a_word_for_what_is_no_longer_what_was_seen(
        self, contract_in_force, agency_manager, brand_manager
    ):
        first = propose(agency_manager, contract_in_force)
        second = propose(
            agency_manager,
            contract_in_force,
            paper=supplement(LONGER),
            changes=[Change("term.end")],
            day="2026-03-25",
        )
        with acting(brand_manager):
            seen = offered_digest(get_standing(fresh(contract_in_force)), first)
        agree(brand_manager, second)
        with pytest.raises(UnableToAnswerAmendment) as refused:
            accept(brand_manager, first, offered=seen)
        assert refused.value.code == "TERMS_CHANGED"
        assert accept(brand_manager, first).verdict == AGREED

    def test_a_settled_contract(self, contract_in_force, agency_manager, brand_manager):
        made = propose(agency_manager, contract_in_force)
        with acting(brand_manager):
            Contract.objects.filter(pk=contract_in_force.pk).update(state=SETTLED)
        with pytest.raises(UnableToAnswerAmendment, match="已结清"):
            accept(brand_manager, made)


class TestOrder:
    def test_agreed_later_for_an_earlier_day(self, contract_in_force, agency_manager, brand_manager):
        """The row of the later day is written anew: it holds both; nothing that stood is changed."""
        may = propose(agency_manager, contract_in_force, day="2026-05-01")
        agree(brand_manager, may)
        fee = supplement("自2026年4月1日起，甲方每月向乙方支付基础服务费人民币5,000元。")
        april = propose(brand_manager, contract_in_force, paper=fee, changes=[Change("fee.monthly")], at=NOW)
        agree(agency_manager, april, at=NOW + timedelta(minutes=1))
        with acting(agency_manager):
            contract = fresh(contract_in_force)
            kinds = {
                month: [
                    (part["kind"], part.get("b")) for part in get_terms(contract, month).terms["components"]
                ]
                for month in ("2026-03", "2026-04", "2026-05")
            }
            assert kinds == {
                "2026-03": [("profit_share", "0.3")],
                "2026-04": [("profit_share", "0.3"), ("monthly_fee", None)],
                "2026-05": [("profit_share", "0.35"), ("monthly_fee", None)],
            }
            assert [row.from_day.month for row in TermsInForce.objects.order_by("pk")] == [3, 5, 4, 5]
            together = list_standings([contract])[contract.pk]
            for day in (date(2026, 3, 31), date(2026, 4, 30), date(2026, 5, 1)):
                assert terms_of(together, day).terms == get_terms_of(contract, day).terms

    def test_the_same_day_the_one_agreed_later(self, contract_in_force, agency_manager, brand_manager):
        first, second = (
            propose(agency_manager, contract_in_force, paper=supplement(SHARE.replace("6.5:3.5", share)))
            for share in ("6:4", "5:5")
        )
        agree(brand_manager, second)
        agree(brand_manager, first, at=NOW + timedelta(minutes=1))
        with acting(brand_manager):
            assert share_of(get_terms(fresh(contract_in_force), "2026-04").terms) == "0.4"


class TestWhatHangsOnIt:
    def test_prolongation_counts_for_the_life_as_soon_as_it_is_agreed(
        self, living_contract, agency_manager, brand_manager
    ):
        made = propose(
            agency_manager, living_contract, paper=supplement(LONGER), changes=[Change("term.end")], day="2026-06-15"
        )  # fmt: skip
        with acting(brand_manager):
            before = get_living(fresh(living_contract), NOW.date()).life
            assert last_day(before, NOW.date()) == date(2027, 2, 28)
        agree(brand_manager, made)
        with acting(brand_manager):
            contract = fresh(living_contract)
            living = get_living(contract, NOW.date())
            assert last_day(living.life, NOW.date()) == date(2027, 8, 31)
            assert objection_day(living.life, NOW.date()) == (date(2027, 7, 31), date(2027, 8, 31))
            assert state_of(get_living(contract, date(2027, 3, 1)).life, date(2027, 3, 1)) == IN_FORCE
            assert get_terms(contract, "2027-08").terms["term"]["end"] == "2027-08-31"
            ends = [
                each.due_on for each in list_planned(living, EVER, on=NOW.date()) if "renewal" in each.kind
            ]
            assert set(ends) == {date(2027, 7, 31)}

    def test_a_duty_is_planned_by_the_terms_of_the_day_on_which_it_falls_due(
        self, contract_in_force, agency_manager, brand_manager
    ):
        report = supplement("乙方应于每月5日前向甲方提交前一月份的经营报告。")
        made = propose(
            agency_manager, contract_in_force, paper=report, changes=[Change("report.due_day")], day="2026-06-20"
        )  # fmt: skip
        agree(brand_manager, made)
        with acting(brand_manager):
            living = get_living(fresh(contract_in_force), NOW.date())
            planned = [
                each for each in list_planned(living, EVER, on=NOW.date()) if each.kind == "send_report"
            ]
        assert planned[0].due_on == date(2026, 7, 5) and planned[0].clause == "补充协议 1 第一条"

    def test_the_floor_ends_on_its_day(self, contract_in_force, agency_manager, brand_manager):
        with acting(brand_manager):
            assert list_days_without_floor(contract_in_force) == []
        made = propose(
            brand_manager,
            contract_in_force,
            paper=supplement("原合同关于最低零售价的约定不再适用。"),
            changes=[Change("price.floor", REMOVED)],
            day="2026-03-25",
        )
        agree(agency_manager, made)
        with acting(brand_manager):
            assert list_days_without_floor(fresh(contract_in_force)) == [(date(2026, 3, 25), None)]

    def test_a_point_decided_in_it_is_cited_as_it(self, contract_in_force, agency_manager, brand_manager):
        made = propose(
            agency_manager,
            contract_in_force,
            paper=supplement("订单自发货时计入当月。"),
            changes=[Change("recognition", POINT, "shipped")],
        )
        agree(brand_manager, made)
        with acting(brand_manager):
            terms = get_terms(fresh(contract_in_force), "2026-04")
            assert (terms.terms["recognition"], terms.sources["recognition"]) == ("shipped", "补充协议 1")

    def test_a_settlement_takes_open_proposals_off_the_worklist(
        self, contract_in_force, agency_manager, brand_manager
    ):
        end = {"kind": n.AGREEMENT, "grounds": "不做了", "last_day": date(2026, 3, 21)}
        propose(agency_manager, contract_in_force)
        with acting(brand_manager):
            ending = serve_notice(
                person=brand_manager, at=NOW, code=contract_in_force.code, said=Said(**end), known=Known()
            )
        answer(agency_manager, contract_in_force, ending, at=NOW)
        later = NOW + timedelta(days=3)
        with acting(brand_manager):
            clearance = serve_notice(
                person=brand_manager,
                at=later,
                code=contract_in_force.code,
                said=Said(kind=n.CLEARANCE, grounds="两清"),
                known=Known(),
            )
        answer(agency_manager, contract_in_force, clearance, at=later)
        assert open_duties(contract_in_force, brand_manager) == []


class TestDecliningAndTakingBack:
    def test_declined_with_a_reason_nothing_changes(
        self, contract_in_force, agency_manager, brand_manager, brand_finance
    ):
        propose(agency_manager, contract_in_force)
        with acting(brand_finance):
            with pytest.raises(UnableToAnswerAmendment, match="没有写理由"):
                decline_amendment(
                    person=brand_finance, at=NOW, code=contract_in_force.code, number=1, reason=" "
                )
            for _twice in range(2):
                declined = decline_amendment(
                    person=brand_finance, at=NOW, code=contract_in_force.code, number=1, reason="先谈费用"
                )
            assert (declined.verdict, declined.reason) == (DECLINED, "先谈费用")
            assert Entry.objects.filter(act="amendment.declined").count() == 1
            assert TermsInForce.objects.count() == 1
        assert open_duties(contract_in_force, brand_finance) == []
        with pytest.raises(UnableToAnswerAmendment, match="已经答复"):
            accept(brand_manager, declined)

    def test_taken_back_by_its_own_side_alone(self, contract_in_force, agency_manager, brand_manager):
        propose(agency_manager, contract_in_force)
        with acting(brand_manager), pytest.raises(UnableToAnswerAmendment, match="对方的提议"):
            withdraw_amendment(person=brand_manager, at=NOW, code=contract_in_force.code, number=1)
        with acting(agency_manager):
            for _twice in range(2):
                taken = withdraw_amendment(
                    person=agency_manager, at=NOW, code=contract_in_force.code, number=1
                )
            assert taken.verdict == WITHDRAWN
            assert Entry.objects.filter(act="amendment.withdrawn").count() == 1
        with acting(brand_manager), pytest.raises(UnableToAnswerAmendment, match="已经答复"):
            decline_amendment(
                person=brand_manager, at=NOW, code=contract_in_force.code, number=1, reason="晚了"
            )

    def test_one_that_there_is_not(self, contract_in_force, agency_manager):
        with acting(agency_manager), pytest.raises(NotFound, match="没有补充协议 4"):
            withdraw_amendment(person=agency_manager, at=NOW, code=contract_in_force.code, number=4)
