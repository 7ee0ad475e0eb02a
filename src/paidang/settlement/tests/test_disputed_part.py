"""A question delays the rows it names and no others: what none touches is owed in time, and paid apart (SPEC §6)."""

from datetime import date

import pytest
from tests.cast import acting, shanghai

from paidang.duties.models import Duty
from paidang.settlement.actions import UnableToAnswer, UnableToRecordPayment, ask_question
from paidang.settlement.queries import get_statement
from paidang.settlement.queries.accounts import get_account
from paidang.settlement.queries.disputed import get_undisputed
from paidang.settlement.rules.ledger import balance
from paidang.settlement.tests.month import MARCH_SENT, agree_otherwise, ask, close, confirm, send
from paidang.settlement.tests.test_paying import MARCH, due_of, open_of, pay

AFTER = shanghai("2026-04-17 10:00")
REST = f"{MARCH}-rest"


@pytest.fixture
def sent(march, brand, agency):
    close(march, agency)
    send(march, agency)
    return march


def test_what_is_undisputed_is_the_statement_without_the_rows(sent, agency_finance):
    """March: L1 226.00 and L2 113.00 of sales, cost 40.00 each unit; the agency is owed its share and what it advanced."""
    with acting(agency_finance):
        statement = get_statement(sent, "2026-03")
        due = statement.figures["amount_due"]
        assert get_undisputed(statement, []) == due
        parts = [
            get_undisputed(statement, [row])
            for row in ("line:L1", "line:L2", "logistics:C1", "platform_fee:F1")
        ]
        assert all(0 <= part <= due for part in parts) and min(parts) < due
        every = ["line:L1", "line:L2", "logistics:C1", "platform_fee:F1"]
        assert get_undisputed(statement, every) == 0
        assert get_undisputed(statement, ["line:L4"]) == due  # held: it is in no figure


def test_the_undisputed_part_falls_due_with_the_days_to_confirm_and_the_rest_with_the_confirmation(
    sent, brand, agency_finance
):
    due = due_of(sent, agency_finance)
    question = ask(sent, brand, "line:L2")
    part = question.undisputed_fen
    assert 0 < part < due
    with acting(agency_finance):
        early = {one.debt.key: one.debt for one in get_account(sent).positions(MARCH_SENT) if one.debt.month}
        assert {key: (debt.principal, debt.waits) for key, debt in early.items()} == {
            MARCH: (due, "confirmation")
        }
        late = {one.debt.key: one.debt for one in get_account(sent).positions(AFTER) if one.debt.month}
        assert {key: (debt.principal, debt.waits) for key, debt in late.items()} == {
            MARCH: (part, ""), REST: (due - part, "confirmation")
        }  # fmt: skip
        assert late[MARCH].due_on == date(2026, 4, 21)
    pay(agency_finance, sent, part, at=AFTER)
    with pytest.raises(UnableToRecordPayment, match="还不能收"):
        pay(agency_finance, sent, 1, named=REST, at=AFTER)
    confirm(sent, brand, at=shanghai("2026-04-27 10:00"))
    later = shanghai("2026-04-27 11:00")
    with acting(agency_finance):
        rest = next(one for one in get_account(sent).positions(later) if one.debt.key == REST)
        assert (rest.open, rest.debt.due_on) == (due - part, date(2026, 4, 30))
        assert (
            Duty.objects.get(key="pay-2026-03", closed_at=None).facts["amount"]
            == f"¥{(due - part) / 100:.2f}"
        )
        assert not get_statement(sent, "2026-03").is_paid
    pay(agency_finance, sent, due - part, named=REST, paid_on=date(2026, 4, 27), at=later)
    with acting(agency_finance):
        assert get_statement(sent, "2026-03").is_paid
        entries = [one for one in get_account(sent).entries(later) if one.debt in (MARCH, REST)]
        assert balance(entries, one_payer(sent)) == 0
        assert not Duty.objects.filter(key="pay-2026-03", closed_at=None).exists()


def one_payer(contract) -> str:
    return next(one.debt.payer for one in get_account(contract).positions(AFTER) if one.debt.month)


def test_a_question_about_the_whole_or_after_the_days_to_confirm(sent, brand, agency_finance):
    due = due_of(sent, agency_finance)
    with acting(brand.finance):
        ask_question(
            person=brand.finance, at=AFTER, code=sent.code, month="2026-03",
            digest=get_statement(sent, "2026-03").digest, reason="晚了一天才看到",
        )  # fmt: skip
    opened = open_of(sent, agency_finance, AFTER)
    assert opened[MARCH] == due and REST not in opened, "what fell due in silence stays due"
    with acting(agency_finance):
        entries = [one for one in get_account(sent).entries(AFTER) if one.debt == MARCH]
        assert [one.amount for one in entries] == [due]


def test_where_silence_confirms_nothing_is_questioned_after_it(march, brand, agency):
    with acting(agency.finance):
        schedule = march.terms.get().terms["statement"]
    agree_otherwise(march, agency, statement=schedule | {"silence": "approved"})
    close(march, agency)
    send(march, agency)
    with acting(brand.finance), pytest.raises(UnableToAnswer) as refused:
        ask_question(
            person=brand.finance, at=AFTER, code=march.code, month="2026-03",
            digest=get_statement(march, "2026-03").digest, reason="晚了",
        )  # fmt: skip
    assert refused.value.code == "CONFIRMED_BY_SILENCE"
    ask(march, brand)  # on the day of sending
