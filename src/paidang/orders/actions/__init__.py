"""What is written to the order facts: staging and merging, breaches, stores."""

from paidang.orders.actions.area import UnableToSetArea, set_area
from paidang.orders.actions.bill_fees import clear_bill_fees, write_bill_fees
from paidang.orders.actions.breaches import UnableToExplain, explain_breach, record_breaches
from paidang.orders.actions.cost_differences import export_cost_differences
from paidang.orders.actions.customers import (
    UnableToKeepCustomer,
    confirm_customer,
    end_customer,
    name_customer,
)
from paidang.orders.actions.explain_bill import (
    Pick,
    UnableToExplainBill,
    explain_items,
    take_back_explanations,
)
from paidang.orders.actions.holds import UnableToHold, hold_orders, release_orders
from paidang.orders.actions.parcels import (
    Draft,
    UnableToPack,
    begin_parcels,
    finish_parcel,
    pack_parcel,
    ship_parcel,
    split_parcel,
    take_apart,
    unpack_parcel,
)
from paidang.orders.actions.persons import keep_persons, keep_waybills
from paidang.orders.actions.presales import UnableToPresell, end_presale, set_presale
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
from paidang.orders.actions.watch import hold_by_facts, hold_by_person, hold_without_lines
from paidang.orders.actions.work import (
    UnableToWork,
    assign_orders,
    flag_orders,
    remark_orders,
    undo_batch,
)

__all__ = [
    "Draft",
    "Merged",
    "Pick",
    "UnableToDeclareStore",
    "UnableToExplain",
    "UnableToExplainBill",
    "UnableToHold",
    "UnableToKeepCustomer",
    "UnableToPack",
    "UnableToPresell",
    "UnableToSetArea",
    "UnableToWork",
    "assign_orders",
    "begin_parcels",
    "clear_bill_fees",
    "compare_stage",
    "check_stores_open",
    "confirm_customer",
    "create_stages",
    "declare_store",
    "drop_bill_lines_of_others",
    "drop_from_stage",
    "end_customer",
    "end_presale",
    "explain_breach",
    "explain_items",
    "export_cost_differences",
    "finish_parcel",
    "flag_orders",
    "hold_by_facts",
    "hold_by_person",
    "hold_orders",
    "hold_without_lines",
    "keep_persons",
    "keep_waybills",
    "merge_stage",
    "name_customer",
    "pack_parcel",
    "staged_orders",
    "reconcile_bills",
    "record_breaches",
    "register_stores",
    "release_orders",
    "remark_orders",
    "ship_parcel",
    "set_area",
    "split_parcel",
    "set_presale",
    "rule_refund",
    "take_apart",
    "take_back_explanations",
    "undo_batch",
    "unpack_parcel",
    "write_bill_fees",
]
