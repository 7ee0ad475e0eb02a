"""Confirming, questioning, answering, and the version that follows a question."""

import pytest
from tests.cast import acting, shanghai

from paidang.duties.models import Duty
from paidang.kit.outcome import NotAllowed
from paidang.orders.models import OrderLine
from paidang.settlement.actions import (
    UnableToAnswer,
    UnableToClose,
    UnableToSend,
    answer_question,
    confirm_statement,
)
from paidang.settlement.models import SettledRow
from paidang.settlement.queries import get_statement, list_versions
from paidang.settlement.tests.month import (
    APRIL_CLOSED,
    MARCH_SENT,
    acts,
    ask,
    close,
    confirm,
    send,
)


def test_the_brand_confirms_once(march, brand, agency):
    close(march, agency)
    send(march, agency)
    statement = confirm(march, brand)
    assert (statement.state, str(statement.pay_by)) == ("confirmed", "2026-04-20")
    again = confirm(march, brand, at=shanghai("2026-04-11 09:00"))
    assert again.confirmed_at == statement.confirmed_at
    assert acts(march, brand.manager).count("statement.confirmed") == 1
    with acting(brand.manager):
        open_duties = set(Duty.objects.filter(closed_at=None).values_list("key", flat=True))
        assert "pay-2026-03" in open_duties and "answer-2026-03" not in open_duties
    with pytest.raises(UnableToAnswer):
        ask(march, brand)


def test_the_agency_may_not_answer_its_own_statement(march, agency):
    close(march, agency)
    statement = send(march, agency)
    with acting(agency.finance), pytest.raises(NotAllowed):
        confirm_statement(
            person=agency.finance, at=MARCH_SENT, code=march.code, month="2026-03", digest=statement.digest
        )
    with acting(agency.manager):
        assert get_statement(march, "2026-03").state == "sent"


def test_it_confirms_only_the_version_that_was_seen(march, brand, agency):
    close(march, agency)
    send(march, agency)
    with pytest.raises(UnableToAnswer) as refused:
        confirm(march, brand, digest="0" * 64)
    assert refused.value.code == "STATEMENT_CHANGED"


def test_a_question_asked_since_the_page_was_opened_is_not_withdrawn_unseen(march, brand, agency):
    close(march, agency)
    send(march, agency)
    digest = ask(march, brand, "line:L1").statement.digest
    seen = {
        "person": brand.finance,
        "at": MARCH_SENT,
        "code": march.code,
        "month": "2026-03",
        "digest": digest,
    }
    with acting(brand.finance), pytest.raises(UnableToAnswer) as refused:
        confirm_statement(**seen, questions=0)
    assert refused.value.code == "STATEMENT_CHANGED"
    assert "statement.confirmed" not in acts(march, brand.manager)
    with acting(brand.finance):
        assert confirm_statement(**seen, questions=1).state == "confirmed"


def test_a_question_names_rows_of_the_statement_and_a_reason(march, brand, agency):
    close(march, agency)
    send(march, agency)
    with pytest.raises(UnableToAnswer) as refused:
        ask(march, brand, "line:L99")
    assert refused.value.code == "ROW_UNKNOWN"
    with pytest.raises(UnableToAnswer) as refused:
        ask(march, brand, reason="  ")
    assert refused.value.code == "REASON_MISSING"
    question = ask(march, brand, "line:L1", "line:L4")
    assert question.rows == ["line:L1", "line:L4"]
    assert ask(march, brand, "line:L4", "line:L1").pk == question.pk
    with acting(agency.manager):
        assert get_statement(march, "2026-03").state == "questioned"
        assert Duty.objects.filter(key="answer-question-2026-03", closed_at=None).exists()


def test_an_answer_lets_the_statement_stand_and_drops_the_unsent_version(march, brand, agency):
    close(march, agency)
    sent = send(march, agency)
    question = ask(march, brand, "line:L1")
    close(march, agency, at=shanghai("2026-04-10 09:00"))
    with acting(agency.finance):
        assert [one.version for one in list_versions(sent)] == [2, 1]
        for _ in range(2):
            answer_question(
                person=agency.finance,
                at=MARCH_SENT,
                code=march.code,
                question_id=question.pk,
                answer="与订单一致",
            )
        assert [(one.version, one.state) for one in list_versions(sent)] == [(1, "sent")]
    assert acts(march, agency.manager).count("statement.answered") == 1


def test_a_question_leads_to_a_second_version_that_settles_every_row_once(march, brand, agency):
    close(march, agency)
    first = send(march, agency)
    ask(march, brand, "line:L1")
    with acting(agency.manager):
        OrderLine.objects.filter(line_id="L1").update(unit_price_fen=9_900)
    second = close(march, agency, at=shanghai("2026-04-10 09:00"))
    assert second.version == 2
    with acting(brand.manager):
        assert get_statement(march, "2026-03").pk == first.pk
    send(march, agency, at=shanghai("2026-04-10 10:00"))
    with acting(brand.manager):
        assert get_statement(march, "2026-03").version == 2
        assert get_statement(march, "2026-03", 1).state == "replaced"
        assert set(SettledRow.objects.values_list("statement_id", flat=True)) == {second.pk}
    assert second.figures["totals"]["gross_sales"] == 2 * 9_900 + 11_300
    confirm(march, brand)


def test_no_second_version_once_the_next_month_is_sent(march, brand, agency):
    close(march, agency)
    send(march, agency)
    close(march, agency, "2026-04", APRIL_CLOSED)
    send(march, agency, "2026-04", APRIL_CLOSED)
    ask(march, brand)
    with pytest.raises(UnableToClose) as refused:
        close(march, agency, at=APRIL_CLOSED)
    assert refused.value.code == "LATER_SENT"


def test_a_month_computed_on_a_replaced_version_must_be_closed_again(march, brand, agency):
    close(march, agency)
    send(march, agency)
    close(march, agency, "2026-04", APRIL_CLOSED)
    ask(march, brand)
    close(march, agency, at=APRIL_CLOSED)
    send(march, agency, at=APRIL_CLOSED)
    with pytest.raises(UnableToSend) as refused:
        send(march, agency, "2026-04", APRIL_CLOSED)
    assert refused.value.code == "PREVIOUS_CHANGED"
    close(march, agency, "2026-04", APRIL_CLOSED)
    send(march, agency, "2026-04", APRIL_CLOSED)
