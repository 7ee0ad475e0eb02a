"""The contract's own calendar and the statement never disagree on whether a month contradicts itself."""

from hypothesis import given
from hypothesis import strategies as st

from paidang.contracts.rules.schedule import Schedule, schedule_year
from paidang.settlement.rules.dates import confirmation_due, payment_due
from paidang.settlement.rules.terms import Schedule as SettlementSchedule


@given(
    st.builds(
        Schedule, st.integers(1, 28), st.integers(1, 20), st.sampled_from(["working", "calendar"]), st.integers(1, 20),
        st.sampled_from(["working", "calendar"]), st.tuples(st.integers(1, 20), st.integers(20, 31)),
    ),
    st.integers(2015, 2027),
)  # fmt: skip
def test_settlement_says_the_same_of_a_statement_sent_on_its_last_day(schedule, year):
    settled = SettlementSchedule(
        schedule.statement_day, schedule.confirm_days, schedule.confirm_kind, schedule.pay_days, schedule.pay_kind,
        schedule.window, "undecided",
    )  # fmt: skip
    for month in schedule_year(schedule, year):
        before = f"{year - 1}-12" if month.month.endswith("-01") else f"{year}-{int(month.month[5:]) - 1:02d}"
        confirmed = confirmation_due(settled, month.statement_by)
        paid = payment_due(settled, before, confirmed[0])
        assert confirmed[0] == month.confirm_by
        assert paid.contradicts_window is not month.is_feasible
