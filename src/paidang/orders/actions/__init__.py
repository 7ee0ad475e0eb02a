"""What is written to the order facts: staging and merging, breaches, stores."""

from paidang.orders.actions.breaches import UnableToExplain, explain_breach, record_breaches
from paidang.orders.actions.cost_differences import export_cost_differences
from paidang.orders.actions.explain_bill import (
    Pick,
    UnableToExplainBill,
    explain_items,
    take_back_explanations,
)
from paidang.orders.actions.reconcile import reconcile_bills
from paidang.orders.actions.rule import rule_refund
from paidang.orders.actions.stage import (
    Merged,
    compare_stage,
    create_stages,
    drop_bill_lines_of_others,
    drop_from_stage,
    merge_stage,
    staged_orders,
)
from paidang.orders.actions.stores import (
    UnableToDeclareStore,
    check_stores_open,
    declare_store,
    register_stores,
)

__all__ = [
    "Merged",
    "Pick",
    "UnableToDeclareStore",
    "UnableToExplain",
    "UnableToExplainBill",
    "compare_stage",
    "check_stores_open",
    "create_stages",
    "declare_store",
    "drop_bill_lines_of_others",
    "drop_from_stage",
    "explain_breach",
    "explain_items",
    "export_cost_differences",
    "merge_stage",
    "staged_orders",
    "reconcile_bills",
    "record_breaches",
    "register_stores",
    "rule_refund",
    "take_back_explanations",
]
