"""Serving, answering and closing notices: who may, when, what follows, and what does not."""

from datetime import date, timedelta

import pytest
from django.db import transaction
from tests.cast import acting, shanghai

from paidang.contracts.actions import (
    UnableToAnswerNotice,
    UnableToCloseNotice,
    UnableToServe,
    fulfil_reminders,
)
from paidang.contracts.models import SETTLED, Contract, Notice, NoticeFile
from paidang.contracts.queries import get_living, get_terms, list_planned
from paidang.contracts.rules import life as rules
from paidang.contracts.rules import notices as n
from paidang.contracts.rules.rights import Known, LatePayment, UnsentStatement
from paidang.contracts.tests.noticing import NOW, answer, close, open_duties, serve, state
from paidang.duties.actions import Proof, raise_duty
from paidang.duties.models import Duty
from paidang.evidence.models import Entry
from paidang.kit.outcome import NotAllowed, NotFound
from paidang.kit.period import EVER

FILE = Proof("检测报告.pdf", b"%PDF-1.7")


def test_a_notice_to_cure_has_the_contracts_deadline_and_asks_the_other_side(
    living_contract, brand_manager, agency_manager
):
    notice = serve(brand_manager, living_contract, n.CURE, grounds="客服三天不回复买家", files=[FILE])
    # fifteen days end on Friday 4 September
    assert (notice.number, notice.side, notice.deadline, notice.clause) == (
        1,
        "a",
        date(2026, 9, 4),
        "第六章 A",
    )
    assert open_duties(living_contract, agency_manager) == [("answer_cure", "b")]
    assert state(living_contract, agency_manager, NOW.date()) == rules.CURE_RUNNING
    with acting(agency_manager):
        assert NoticeFile.objects.get().sha256 == FILE.sha256
        entry = Entry.objects.get(act="notice.cure")
        assert entry.facts["files_sha256"] == [FILE.sha256] and "grounds" not in entry.facts
    replied = answer(agency_manager, living_contract, notice, n.REPLIED)
    assert replied.answered_by_id == agency_manager.pk and not replied.outcome
    assert open_duties(living_contract, agency_manager) == []
    closed = close(brand_manager, living_contract, notice, n.CURED, note="已正常")
    assert closed.outcome == n.CURED
    assert state(living_contract, agency_manager, NOW.date()) == rules.IN_FORCE


def test_serving_twice_serves_once(living_contract, brand_manager):
    first = serve(brand_manager, living_contract, n.CURE)
    assert serve(brand_manager, living_contract, n.CURE, at=NOW + timedelta(minutes=1)).pk == first.pk
    with acting(brand_manager):
        assert Entry.objects.filter(act="notice.cure").count() == 1


def test_where_the_contract_is_silent_the_day_is_asked_for(contract_in_force, brand_manager):
    with pytest.raises(UnableToServe, match="合同没写纠正的期限"):
        serve(brand_manager, contract_in_force, n.CURE)
    notice = serve(brand_manager, contract_in_force, n.CURE, by=date(2026, 9, 30))
    assert (notice.deadline, notice.clause) == (date(2026, 9, 30), "")


@pytest.mark.parametrize(
    ("kind", "more", "code"),
    [
        (n.CURE, {"grounds": "  "}, "GROUNDS_MISSING"),
        (n.INCIDENT, {"cause": "counterfeit"}, "PROOF_MISSING"),
        (
            n.INCIDENT,
            {"cause": "false_factory_price", "files": [FILE]},
            "CAUSE_NOT_NAMED",
        ),  # the agency's to say
        (n.CLEARANCE, {}, "WRONG_STATE"),
        (n.RETURN, {"how": "returned"}, "WRONG_STATE"),
        (n.AGREEMENT, {}, "LAST_DAY_MISSING"),
        (n.AGREEMENT, {"last_day": date(2026, 8, 19)}, "LAST_DAY_PAST"),
        (n.TERMINATION, {}, "NO_RIGHT"),
        (n.IMMEDIATE, {"right": "immediate:counterfeit:1"}, "NO_RIGHT"),
        (n.CLAIM, {"right": "claim:overdue:overdue:2026-03", "amount_fen": 1}, "NO_RIGHT"),
        (n.REMINDER, {"right": "reminder::2026-07"}, "NO_RIGHT"),
        (n.CURE, {"files": [Proof("空.pdf", b"")]}, "FILE_SIZE"),
    ],
)
def test_what_cannot_be_served_says_why_and_writes_nothing(living_contract, brand_manager, kind, more, code):
    with pytest.raises(UnableToServe) as refused:
        serve(brand_manager, living_contract, kind, **more)
    assert refused.value.code == code
    with acting(brand_manager):
        assert not Notice.objects.exists() and not Entry.objects.filter(act__startswith="notice.").exists()


def test_only_managers_serve_and_an_outsider_finds_nothing(
    living_contract, agency_operator, brand_finance, outsider_manager
):
    for person in (agency_operator, brand_finance):
        with pytest.raises(NotAllowed):
            serve(person, living_contract, n.CURE)
    with pytest.raises(NotFound):
        serve(outsider_manager, living_contract, n.CURE)


# Renewal


def test_an_objection_in_time_ends_the_contract_with_its_period(
    living_contract, brand_manager, agency_manager
):
    notice = serve(agency_manager, living_contract, n.OBJECTION, at=shanghai("2027-01-28 23:00"))
    assert (notice.last_day, notice.clause) == (date(2027, 2, 28), "第七章 A")
    assert state(living_contract, brand_manager, date(2027, 1, 28)) == rules.NOTICE_GIVEN
    assert state(living_contract, brand_manager, date(2027, 3, 1)) == rules.ENDED
    with acting(brand_manager):
        living = get_living(Contract.objects.get(pk=living_contract.pk), date(2027, 2, 1))
        kinds = {each.kind for each in list_planned(living, EVER, on=date(2027, 2, 1))}
        assert {"contract_ends", "keep_secret_until"} <= kinds and "object_to_renewal" not in kinds


def test_an_objection_a_day_late_is_refused_with_both_days_and_the_next_chance(
    living_contract, brand_manager
):
    with pytest.raises(UnableToServe) as refused:
        serve(brand_manager, living_contract, n.OBJECTION, at=shanghai("2027-01-29 00:00"))
    assert refused.value.code == "TOO_LATE_TO_OBJECT" and refused.value.clause == "第七章 A"
    assert "2027-01-28" in refused.value.message and "2028-01-29" in refused.value.remedy
    assert state(living_contract, brand_manager, date(2027, 1, 29)) == rules.RENEWING
    with acting(brand_manager):
        assert not Notice.objects.exists()


def test_an_objection_is_taken_back_only_while_there_is_time(living_contract, brand_manager):
    notice = serve(brand_manager, living_contract, n.OBJECTION)
    with pytest.raises(UnableToCloseNotice, match="期限已过"):
        close(brand_manager, living_contract, notice, n.WITHDRAWN, at=shanghai("2027-01-29 10:00"))
    close(brand_manager, living_contract, notice, n.WITHDRAWN)
    assert state(living_contract, brand_manager, date(2027, 3, 1)) == rules.IN_FORCE


def test_a_renewed_contract_has_terms_with_the_days_of_its_period(living_contract, brand_manager):
    with acting(brand_manager):
        contract = Contract.objects.get(pk=living_contract.pk)
        assert get_terms(contract, "2027-02").terms["term"]["end"] == "2027-02-28"
        assert get_terms(contract, "2027-03").terms["term"]["end"] == "2028-02-29"
        planned = list_planned(get_living(contract, date(2027, 2, 1)), EVER, on=date(2027, 2, 1))
        objections = {each.due_on for each in planned if each.kind == "object_to_renewal"}
        assert objections == {date(2028, 1, 29)}
        assert not {each.kind for each in planned} & {"contract_ends", "keep_secret_until", "hand_over"}


# Ends by right


def test_counterfeits_on_record_give_the_brand_an_end_at_once_and_the_agency_none(
    living_contract, brand_manager, agency_manager
):
    serve(brand_manager, living_contract, n.INCIDENT, cause="counterfeit", files=[FILE])
    assert state(living_contract, brand_manager, NOW.date()) == rules.IN_FORCE  # never by itself
    with pytest.raises(UnableToServe):
        serve(agency_manager, living_contract, n.IMMEDIATE, right="immediate:counterfeit:1")
    notice = serve(brand_manager, living_contract, n.IMMEDIATE, right="immediate:counterfeit:1")
    assert (notice.clause, notice.last_day, notice.facts["notice"]) == ("第二章 B 5", NOW.date(), 1)
    assert state(living_contract, agency_manager, NOW.date()) == rules.ENDED
    with pytest.raises(UnableToCloseNotice, match="不能单方撤回"):
        close(brand_manager, living_contract, notice, n.WITHDRAWN)
    with pytest.raises(UnableToServe, match="已终止"):
        serve(agency_manager, living_contract, n.CURE)


def test_a_false_price_ends_nothing_until_it_is_proven(living_contract, brand_manager, agency_manager):
    incident = serve(agency_manager, living_contract, n.INCIDENT, cause="false_factory_price", files=[FILE])
    right = {"right": "immediate:false_factory_price:1"}
    with pytest.raises(UnableToServe):
        serve(agency_manager, living_contract, n.IMMEDIATE, **right)
    answer(brand_manager, living_contract, incident, n.DISPUTED)
    with pytest.raises(UnableToServe):
        serve(agency_manager, living_contract, n.IMMEDIATE, **right)
    with pytest.raises(UnableToCloseNotice, match="没有附判决"):
        close(agency_manager, living_contract, incident, n.PROVEN)
    close(agency_manager, living_contract, incident, n.PROVEN, files=[Proof("裁决书.pdf", b"%PDF award")])
    assert serve(agency_manager, living_contract, n.IMMEDIATE, **right).clause == "第三章 D"


def test_late_payment_gives_the_payee_an_end_from_the_sixteenth_day(
    living_contract, agency_manager, brand_manager
):
    late = Known(late_payments=[LatePayment("2026-06", date(2026, 7, 20), "a", 100_000)])
    right = {"right": "termination:late_payment:2026-06", "known": late, "last_day": date(2026, 9, 1)}
    with pytest.raises(UnableToServe):
        serve(agency_manager, living_contract, n.TERMINATION, at=shanghai("2026-08-04 10:00"), **right)
    with pytest.raises(UnableToServe):
        serve(brand_manager, living_contract, n.TERMINATION, at=shanghai("2026-08-05 10:00"), **right)
    notice = serve(agency_manager, living_contract, n.TERMINATION, at=shanghai("2026-08-05 10:00"), **right)
    assert (notice.last_day, notice.facts["days_late"]) == (date(2026, 9, 1), 16)
    with acting(agency_manager):
        contract = Contract.objects.get(pk=living_contract.pk)
        assert get_terms(contract, "2026-09").terms["term"]["end"] == "2026-09-01"


def test_a_reminder_has_its_week_and_is_closed_by_the_statement(
    living_contract, brand_finance, agency_manager
):
    unsent = Known(unsent=[UnsentStatement("2026-07", date(2026, 8, 10))])
    notice = serve(brand_finance, living_contract, n.REMINDER, known=unsent, right="reminder::2026-07")
    assert (notice.deadline, notice.clause) == (date(2026, 8, 27), "第六章 D")
    with pytest.raises(NotAllowed):
        serve(brand_finance, living_contract, n.TERMINATION, known=unsent)  # who may remind may not end
    with acting(agency_manager), transaction.atomic():
        fulfil_reminders(Contract.objects.get(pk=living_contract.pk), month="2026-07", at=NOW)
    with acting(agency_manager):
        assert Notice.objects.get().outcome == n.FULFILLED
    assert open_duties(living_contract, agency_manager) == []


def test_the_same_words_for_another_month_are_another_reminder(living_contract, brand_finance, brand_manager):
    """A form sent twice is one notice; the same sentence about another month is not the same form."""
    unsent = Known(
        unsent=[UnsentStatement("2026-06", date(2026, 7, 10)), UnsentStatement("2026-07", date(2026, 8, 10))]
    )
    june, again, july = (
        serve(brand_finance, living_contract, n.REMINDER, known=unsent, right=f"reminder::{month}")
        for month in ("2026-06", "2026-06", "2026-07")
    )
    assert (june.number, again.number, july.number) == (1, 1, 2)
    assert (june.about, july.about) == ("2026-06", "2026-07")
    with pytest.raises(UnableToServe, match="已经发出"):  # a colleague at the same moment
        serve(brand_manager, living_contract, n.REMINDER, known=unsent, right="reminder::2026-06")


def test_the_same_words_about_another_breach_another_day_or_another_way_are_another_notice(
    living_contract, brand_manager, agency_manager
):
    proof = [Proof("a.pdf", b"%PDF")]
    for cause in ("counterfeit", "counterfeit", "sublicensing"):
        serve(brand_manager, living_contract, n.INCIDENT, cause=cause, grounds="见附件", files=proof)
    for last in (date(2026, 10, 31), date(2026, 10, 31), date(2026, 11, 30)):
        agreement = serve(agency_manager, living_contract, n.AGREEMENT, last_day=last, grounds="协商终止")
    answer(brand_manager, living_contract, agreement, n.AGREED)
    for how in ("returned", "returned", "destroyed"):
        serve(agency_manager, living_contract, n.RETURN, how=how, grounds="见附件")
    with acting(brand_manager):
        kinds = list(Notice.objects.order_by("number").values_list("kind", flat=True))
    assert kinds == [n.INCIDENT] * 2 + [n.AGREEMENT] * 2 + [n.RETURN] * 2


def test_a_statement_that_does_not_come_in_its_week_gives_the_brand_an_end(living_contract, brand_manager):
    unsent = Known(unsent=[UnsentStatement("2026-07", date(2026, 8, 10))])
    serve(brand_manager, living_contract, n.REMINDER, known=unsent, right="reminder::2026-07")
    right = {"right": "termination:late_statement:2026-07", "known": unsent}
    with pytest.raises(UnableToServe):
        serve(brand_manager, living_contract, n.TERMINATION, at=shanghai("2026-08-27 23:00"), **right)
    notice = serve(brand_manager, living_contract, n.TERMINATION, at=shanghai("2026-08-28 09:00"), **right)
    assert notice.facts["notice"] == 1 and notice.clause == "第六章 D"


def test_a_breach_not_cured_in_time_gives_an_end_and_damages(living_contract, brand_manager, agency_manager):
    serve(brand_manager, living_contract, n.CURE)
    after = shanghai("2026-09-05 09:00")
    right = {"right": "claim:uncured:cure:1", "at": after, "amount_fen": 500_000}
    claim = serve(brand_manager, living_contract, n.CLAIM, **right)
    assert (claim.amount_fen, claim.facts["ground"]) == (500_000, "uncured")
    assert answer(agency_manager, living_contract, claim, n.AGREED, at=after).outcome == n.AGREED
    with pytest.raises(UnableToServe):  # claimed already
        serve(brand_manager, living_contract, n.CLAIM, **{**right, "grounds": "再要一次"})
    serve(brand_manager, living_contract, n.TERMINATION, right="termination:uncured:1", at=after)


# Force majeure


def test_days_of_force_majeure_do_not_count_as_late(living_contract, agency_manager, brand_manager):
    serve(
        brand_manager, living_contract, n.FORCE_MAJEURE, at=shanghai("2026-07-18 10:00"), grounds="台风停电"
    )
    assert state(living_contract, agency_manager, NOW.date()) == rules.SUSPENDED
    late = Known(late_payments=[LatePayment("2026-06", date(2026, 7, 20), "a", 100_000)])
    right = {"right": "termination:late_payment:2026-06", "known": late}
    with pytest.raises(UnableToServe):
        serve(agency_manager, living_contract, n.TERMINATION, **right)
    with acting(agency_manager):
        notice = Notice.objects.get()
    answer(agency_manager, living_contract, notice, n.DISPUTED)
    serve(agency_manager, living_contract, n.TERMINATION, **right)


def test_who_was_late_when_it_struck_is_not_excused(living_contract, agency_manager, brand_manager):
    serve(
        brand_manager, living_contract, n.FORCE_MAJEURE, at=shanghai("2026-07-25 10:00"), grounds="台风停电"
    )
    late = Known(late_payments=[LatePayment("2026-06", date(2026, 7, 20), "a", 100_000)])
    notice = serve(
        agency_manager,
        living_contract,
        n.TERMINATION,
        right="termination:late_payment:2026-06",
        known=late,
    )
    assert notice.facts["not_excused"] > 0


# Agreement, and the end


def test_both_agree_to_an_end_and_settle_it(living_contract, brand_manager, agency_manager, brand_finance):
    proposed = serve(agency_manager, living_contract, n.AGREEMENT, last_day=date(2026, 8, 31))
    assert state(living_contract, brand_manager, date(2026, 9, 1)) == rules.IN_FORCE
    with pytest.raises(UnableToAnswerNotice, match="自己的通知"):
        answer(agency_manager, living_contract, proposed, n.AGREED)
    answer(brand_manager, living_contract, proposed, n.AGREED)
    later = shanghai("2026-09-20 10:00")
    assert state(living_contract, brand_manager, later.date()) == rules.ENDED
    returned = serve(
        agency_manager, living_contract, n.RETURN, at=later, how="destroyed", grounds="客户数据已删除"
    )
    assert answer(brand_manager, living_contract, returned, n.CONFIRMED, at=later).outcome == n.CONFIRMED
    with pytest.raises(UnableToServe, match="2026-08"):
        serve(brand_finance, living_contract, n.CLEARANCE, at=later, known=Known(unsent=[UnsentStatement("2026-08", None)]))  # fmt: skip
    with pytest.raises(
        UnableToServe, match="2026-07 对账单"
    ):  # whoever declares all settled is owed nothing, and owes nothing
        serve(
            brand_finance,
            living_contract,
            n.CLEARANCE,
            at=later,
            known=Known(unpaid=["2026-07", "fee.setup:1"]),
        )
    with pytest.raises(UnableToServe, match="M-01"):  # what was laid out with both words is part of it
        serve(brand_finance, living_contract, n.CLEARANCE, at=later, known=Known(unclaimed=["M-01 ¥1.00"]))
    with acting(agency_manager):
        raise_duty(living_contract.pk, key="mend-1", kind="mend_rows", side="b", page="/imports", at=later)
    clearance = serve(brand_finance, living_contract, n.CLEARANCE, at=later, grounds="两清")
    answer(agency_manager, living_contract, clearance, n.AGREED, at=later)
    with acting(brand_manager):
        assert Contract.objects.get(pk=living_contract.pk).state == SETTLED
        assert Entry.objects.filter(act="contract.settled").count() == 1
        assert not Duty.objects.filter(contract_id=living_contract.pk, closed_at=None).exists()
    with pytest.raises(UnableToServe, match="已结清"):
        serve(brand_manager, living_contract, n.CLAIM, at=later)


def test_an_end_that_was_proposed_is_too_late_once_its_day_is_over(
    living_contract, brand_manager, agency_manager
):
    proposed = serve(agency_manager, living_contract, n.AGREEMENT, last_day=date(2026, 8, 31))
    with pytest.raises(UnableToAnswerNotice, match="2026-08-31"):
        answer(brand_manager, living_contract, proposed, n.AGREED, at=shanghai("2026-09-01 09:00"))
    assert state(living_contract, brand_manager, date(2026, 9, 1)) == rules.IN_FORCE


def test_a_notice_is_answered_once(living_contract, brand_manager, agency_manager):
    notice = serve(brand_manager, living_contract, n.CURE)
    first = answer(agency_manager, living_contract, notice, n.REPLIED)
    assert answer(agency_manager, living_contract, notice, n.REPLIED).answered_at == first.answered_at
    with pytest.raises(UnableToAnswerNotice, match="已经答复"):
        answer(agency_manager, living_contract, notice, n.DISPUTED)
    with pytest.raises(UnableToAnswerNotice, match="不能这样答复"):
        answer(agency_manager, living_contract, serve(brand_manager, living_contract, n.CURE, grounds="另一件"), n.ADMITTED)  # fmt: skip


def test_nobody_closes_the_other_sides_notice(living_contract, brand_manager, agency_manager):
    notice = serve(brand_manager, living_contract, n.CURE)
    with pytest.raises(UnableToCloseNotice, match="对方的通知"):
        close(agency_manager, living_contract, notice, n.CURED)
