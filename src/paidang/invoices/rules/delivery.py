"""Which documents of a request the buyer still has to get, and what that makes of the request."""

from collections.abc import Sequence
from dataclasses import dataclass

from paidang.invoices.rules.states import DELIVERED, ISSUED, TAKEN_BACK
from paidang.kit.clause import clause


@dataclass(frozen=True, slots=True)
class Document:
    """An issued invoice, or with `reverses` (its id) a red letter of one; above zero, fen, tax included."""

    id: int
    amount_fen: int
    is_delivered: bool
    reverses: int | None = None


@clause("OP-3-A")
def to_deliver(documents: Sequence[Document]) -> frozenset[int]:
    """The ids of what the buyer has still to get. An invoice that was taken back whole before it went out is nobody's any
    more: neither it nor its red letters are sent after it.
    """
    return frozenset(
        one.id for one in documents if not one.is_delivered and not _is_void(one.reverses or one.id, documents)
    )  # fmt: skip


def state_after(documents: Sequence[Document]) -> str:
    """The state of a request that was issued: something is to be delivered, all was taken back, or the buyer has all."""
    if to_deliver(documents):
        return ISSUED
    invoices = [one.id for one in documents if one.reverses is None]
    return TAKEN_BACK if all(left_fen(pk, documents) == 0 for pk in invoices) else DELIVERED


def left_fen(invoice_id: int, documents: Sequence[Document]) -> int:
    """What of an invoice its red letters have not taken back."""
    return sum(one.amount_fen for one in documents if one.id == invoice_id) - sum(
        one.amount_fen for one in documents if one.reverses == invoice_id
    )


def _is_void(invoice_id: int, documents: Sequence[Document]) -> bool:
    went_out = any(one.is_delivered for one in documents if one.id == invoice_id)
    return not went_out and left_fen(invoice_id, documents) == 0
