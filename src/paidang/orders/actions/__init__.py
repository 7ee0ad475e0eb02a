"""What is written to the order facts: staging and merging, breaches, stores."""

from paidang.orders.actions.breaches import UnableToExplain, explain_breach, record_breaches
from paidang.orders.actions.stage import Merged, compare_stage, create_stages, drop_from_stage, merge_stage
from paidang.orders.actions.stores import (
    UnableToDeclareStore,
    check_stores_open,
    declare_store,
    register_stores,
)

__all__ = [
    "Merged",
    "UnableToDeclareStore",
    "UnableToExplain",
    "compare_stage",
    "check_stores_open",
    "create_stages",
    "declare_store",
    "drop_from_stage",
    "explain_breach",
    "merge_stage",
    "record_breaches",
    "register_stores",
]
