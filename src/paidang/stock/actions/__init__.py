"""What is done with stock: followed by orders, declared, moved, planned, told to the stores."""

from paidang.stock.actions.declare import Declared, confirm_list, count_goods, declare_counts
from paidang.stock.actions.follow import follow_orders
from paidang.stock.actions.move import move_goods
from paidang.stock.actions.plan import plan_sku, share_stores
from paidang.stock.actions.push import Found, mark_pushed, note_seen
from paidang.stock.actions.recording import UnableToKeepStock, record_export
from paidang.stock.actions.replace import replace_goods
from paidang.stock.actions.rhythm import answer_rhythm, propose_rhythm

__all__ = [
    "Declared",
    "Found",
    "UnableToKeepStock",
    "answer_rhythm",
    "confirm_list",
    "count_goods",
    "declare_counts",
    "follow_orders",
    "mark_pushed",
    "move_goods",
    "note_seen",
    "plan_sku",
    "propose_rhythm",
    "record_export",
    "replace_goods",
    "share_stores",
]
