"""What both sides set right of a statement that stands: proposed, answered, brought in once; and files beside what is said."""

import hashlib

import pytest
from django.db import DatabaseError, transaction
from tests.cast import acting, shanghai

from paidang.duties.actions import Proof
from paidang.duties.models import Duty
from paidang.kit.outcome import NotAllowed
from paidang.settlement.actions import (
    UnableToAdjust,
    UnableToAnswer,
    UnableToSend,
    answer_adjustment,
    answer_question,
    ask_question,
    propose_adjustment,
    withdraw_adjustment,
)
from paidang.settlement.actions.attach import FILES_MAX
from paidang.settlement.models import Adjustment, Attachment
from paidang.settlement.queries import get_statement
from paidang.settlement.tests.month import (
    APRIL_CLOSED,
    MARCH_SENT,
    acts,
    agree_otherwise,
    close,
    confirm,
    send,
)

NOW = shanghai("2026-04-20 09:00")
SHEET = Proof("核对/L1.xlsx", b"PK\x03\x04 what the brand reckoned")


@pytest.fixture
def confirmed(march, brand, agency):
    close(march, agency)
    send(march, agency)
    confirm(march, brand)
    return march


def propose(contract, person, amount=-1_980, **more):
    with acting(person):
        return propose_adjustment(
            person=person, at=NOW, code=contract.code, month="2026-03", amount_fen=amount,
            reason="L1 单价应为 ¥99.00，多分了", **more,
        )  # fmt: skip


def answer(contract, person, number=1, *, agree, words=""):
    with acting(person):
        return answer_adjustment(
            person=person, at=NOW, code=contract.code, number=number, agree=agree, answer=words
        )


def open_duties(contract, person):
    with acting(person):
        return set(
            Duty.objects.filter(
                contract_id=contract.pk, closed_at=None, kind="answer_adjustment"
            ).values_list("key", "side")
        )


def test_an_agreed_adjustment_is_in_the_next_statement_once(confirmed, brand, agency):
    made = propose(confirmed, brand.finance, rows=["line:L1"], files=[SHEET])
    assert open_duties(confirmed, agency.finance) == {("answer-adjustment-1", "b")}
    assert answer(confirmed, agency.finance, agree=True).state == "agreed"
    assert answer(confirmed, agency.finance, agree=True).answered_at == NOW
    assert open_duties(confirmed, agency.finance) == set()
    april = close(confirmed, agency, "2026-04", APRIL_CLOSED)
    assert april.figures["adjustments"] == -1_980
    assert april.terms["adjustments"] == [
        {
            "id": "agreed-1", "kind": "dispute", "amount": -1_980, "reason": made.reason, "clause": made.clause,
            "rows": ["line:L1"],
        }
    ]  # fmt: skip
    send(confirmed, agency, "2026-04", APRIL_CLOSED)
    may = close(confirmed, agency, "2026-05", shanghai("2026-06-02 10:00"))
    assert may.figures["adjustments"] == 0
    said = acts(confirmed, brand.manager)
    assert [act for act in said if "adjustment" in act] == [
        "statement.adjustment_proposed",
        "statement.adjustment_agreed",
    ]


def test_what_waits_or_was_declined_or_withdrawn_changes_nothing(confirmed, brand, agency):
    propose(confirmed, brand.finance)
    propose(confirmed, agency.finance, amount=500)
    propose(confirmed, brand.finance, amount=-7)
    with pytest.raises(UnableToAdjust) as refused:
        answer(confirmed, agency.finance, agree=False)
    assert refused.value.code == "REASON_MISSING"
    answer(confirmed, agency.finance, agree=False, words="订单快照里就是 ¥113.00")
    with acting(agency.finance):
        withdraw_adjustment(person=agency.finance, at=NOW, code=confirmed.code, number=2)
    with pytest.raises(UnableToAdjust) as refused:
        answer(confirmed, brand.finance, 2, agree=True)
    assert refused.value.code == "ALREADY_ANSWERED"
    assert close(confirmed, agency, "2026-04", APRIL_CLOSED).figures["adjustments"] == 0


def test_agreed_after_the_closing_asks_for_another_closing(confirmed, brand, agency):
    propose(confirmed, brand.finance)
    close(confirmed, agency, "2026-04", APRIL_CLOSED)
    answer(confirmed, agency.finance, agree=True)
    with pytest.raises(UnableToSend) as refused:
        send(confirmed, agency, "2026-04", APRIL_CLOSED)
    assert refused.value.code == "TERMS_CHANGED"


def test_nobody_answers_for_the_other_side(confirmed, brand, agency):
    propose(confirmed, brand.finance)
    for person in (brand.finance, brand.manager, agency.people["agency_operator"]):
        with pytest.raises(NotAllowed):
            answer(confirmed, person, agree=True)
    with acting(agency.finance), pytest.raises(NotAllowed):
        withdraw_adjustment(person=agency.finance, at=NOW, code=confirmed.code, number=1)
    with acting(brand.finance), pytest.raises(DatabaseError), transaction.atomic():
        Adjustment.objects.update(state="agreed", answered_by=brand.finance, answered_at=NOW)
    with acting(brand.finance), pytest.raises(DatabaseError), transaction.atomic():
        Adjustment.objects.update(amount_fen=-9_999_999)
    answer(confirmed, agency.finance, agree=True)
    with acting(agency.finance), pytest.raises(DatabaseError), transaction.atomic():
        Adjustment.objects.update(state="declined", answer="doch nicht")


def test_before_the_confirmation_one_questions_instead(march, brand, agency):
    close(march, agency)
    send(march, agency)
    with pytest.raises(UnableToAdjust) as refused:
        propose(march, brand.finance)
    assert refused.value.code == "NOT_CONFIRMED"


def test_silence_that_confirms_makes_it_a_matter_of_adjustments(march, brand, agency):
    with acting(agency.manager):
        rules = march.terms.get().terms["statement"]
    agree_otherwise(march, agency, statement={**rules, "silence": "approved"})
    close(march, agency)
    send(march, agency)
    assert propose(march, brand.finance).state == "waiting"


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"amount": 0}, "AMOUNT_MISSING"),
        ({"amount": 10**13 + 1}, "AMOUNT_MISSING"),
        ({"kind": "late_fee"}, "KIND_UNKNOWN"),
        ({"rows": ["line:L99"]}, "ROW_UNKNOWN"),
        ({"files": [Proof("leer.pdf", b"")]}, "FILE_NOT_TAKEN"),
        ({"files": [Proof(f"{n}.txt", b"%d" % n) for n in range(FILES_MAX + 1)]}, "TOO_MANY_FILES"),
    ],
)
def test_a_proposal_that_makes_no_sense_is_refused_whole(confirmed, brand, more, code):
    with pytest.raises(UnableToAdjust) as refused:
        propose(confirmed, brand.finance, **more)
    assert refused.value.code == code
    with acting(brand.finance):
        assert not Adjustment.objects.exists() and not Attachment.objects.exists()
        assert not Duty.objects.filter(kind="answer_adjustment").exists()


def test_the_same_proposal_twice_is_one_and_a_file_forgotten_first_is_kept(confirmed, brand):
    made = propose(confirmed, brand.finance)
    for _ in range(2):
        assert propose(confirmed, brand.finance, files=[SHEET]).pk == made.pk
    with acting(brand.finance):
        assert [one.name for one in made.files.all()] == ["L1.xlsx"]


def test_files_stand_beside_a_question_and_its_answer(march, brand, agency):
    close(march, agency)
    send(march, agency)
    with acting(brand.finance):
        question = ask_question(
            person=brand.finance, at=MARCH_SENT, code=march.code, month="2026-03",
            digest=get_statement(march, "2026-03").digest, reason="L1 单价应为 ¥99.00", rows=["line:L1"],
            files=[SHEET, SHEET],
        )  # fmt: skip
    reply = Proof("订单截图.png", b"\x89PNG\r\n\x1a\n...")
    with acting(agency.finance):
        answer_question(
            person=agency.finance,
            at=NOW,
            code=march.code,
            question_id=question.pk,
            answer="见截图",
            files=[reply],
        )
    with acting(brand.manager):
        kept = list(Attachment.objects.order_by("pk").values_list("side", "name", "sha256"))
    assert kept == [
        ("a", "L1.xlsx", hashlib.sha256(SHEET.content).hexdigest()),
        ("b", "订单截图.png", hashlib.sha256(reply.content).hexdigest()),
    ]


def test_a_question_with_a_file_that_is_not_taken_is_not_asked(march, brand, agency):
    close(march, agency)
    send(march, agency)
    with acting(brand.finance), pytest.raises(UnableToAnswer) as refused:
        ask_question(
            person=brand.finance, at=MARCH_SENT, code=march.code, month="2026-03",
            digest=get_statement(march, "2026-03").digest, reason="L1", files=[Proof("x", b"0" * (10 * 2**20 + 1))],
        )  # fmt: skip
    assert refused.value.code == "FILE_NOT_TAKEN"
    with acting(brand.finance):
        assert get_statement(march, "2026-03").state == "sent" and not Attachment.objects.exists()
