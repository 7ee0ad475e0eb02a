"""What an electronic invoice says of itself."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class InvoiceFacts:
    """What could be read in its file; empty and None: it does not say it for certain. The amount is with tax."""

    number: str = ""
    amount_fen: int | None = None
    tax_fen: int | None = None
    buyer_tax_number: str = ""
    seller: str = ""
