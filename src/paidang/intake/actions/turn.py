"""One write per contract at a time."""

from paidang.team.context import one_at_a_time


def wait_for_turn(contract_id: int) -> None:
    """Wait until nobody else writes to the contract's facts: what refers to what is checked against facts that stand still.

    Before anything goes on record in the same transaction: who writes holds the turn and then waits for the chain.
    """
    one_at_a_time("intake", contract_id)
