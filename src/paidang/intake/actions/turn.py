"""One write per contract at a time."""

from django.db import connection


def wait_for_turn(contract_id: int) -> None:
    """Wait until nobody else writes to the contract's facts: what refers to what is checked against facts that stand still.

    Before anything goes on record in the same transaction: who writes holds the turn and then waits for the chain.
    """
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtext('intake'), %s)", [contract_id % 2**31])
