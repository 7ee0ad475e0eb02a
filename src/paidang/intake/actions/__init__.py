"""What is done with a file: receive, test-read, write, mend or discard its bad rows."""

from paidang.intake.actions.mend import UnableToMend, discard_row, mend_row, reread_waiting
from paidang.intake.actions.receive import UnableToReceive, receive_file
from paidang.intake.actions.write import UnableToWrite, give_up, start_write, test_read, write_now

__all__ = [
    "UnableToMend",
    "UnableToReceive",
    "UnableToWrite",
    "discard_row",
    "give_up",
    "mend_row",
    "receive_file",
    "reread_waiting",
    "start_write",
    "test_read",
    "write_now",
]
