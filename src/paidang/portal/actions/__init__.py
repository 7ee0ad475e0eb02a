"""Acts of the pages themselves: signing in, taking copies, giving a duty to a person, reminding people (`remind`)."""

from paidang.portal.actions.access import (
    record_bills_export,
    record_contracts_export,
    record_order_export,
    record_scorecard_export,
    record_scorecard_report,
    sign_in,
)
from paidang.portal.actions.assign import UnableToAssign, assign_duty

__all__ = [
    "UnableToAssign",
    "assign_duty",
    "record_bills_export",
    "record_contracts_export",
    "record_order_export",
    "record_scorecard_export",
    "record_scorecard_report",
    "sign_in",
]
