"""What is done with a file: receive, test-read, write, pause, continue, stop, mend or discard its bad rows, cut it in the end."""

from paidang.intake.actions.cut import cut_file
from paidang.intake.actions.decided import write_decided
from paidang.intake.actions.declare import UnableToDeclarePrice, declare_price
from paidang.intake.actions.editions import publish_draft
from paidang.intake.actions.halt import UnableToHalt, ask_halt, carry_out_halt, go_on
from paidang.intake.actions.map_columns import UnableToMap, forget_mapping, map_columns
from paidang.intake.actions.mend import UnableToMend, admit_store, discard_row, mend_row, reread_waiting
from paidang.intake.actions.progress import Halted
from paidang.intake.actions.receive import UnableToReceive, receive_file
from paidang.intake.actions.reconciling import reconcile_waiting
from paidang.intake.actions.retail import UnableToSetPrices, set_retail_prices
from paidang.intake.actions.write import UnableToWrite, give_up, start_write, test_read, write_now

__all__ = [
    "Halted",
    "UnableToDeclarePrice",
    "UnableToHalt",
    "UnableToMend",
    "UnableToMap",
    "UnableToReceive",
    "UnableToSetPrices",
    "UnableToWrite",
    "admit_store",
    "ask_halt",
    "carry_out_halt",
    "cut_file",
    "declare_price",
    "discard_row",
    "forget_mapping",
    "give_up",
    "go_on",
    "map_columns",
    "mend_row",
    "publish_draft",
    "receive_file",
    "reconcile_waiting",
    "reread_waiting",
    "set_retail_prices",
    "start_write",
    "test_read",
    "write_decided",
    "write_now",
]
