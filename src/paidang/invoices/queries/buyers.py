"""What is about the buyer, encrypted with the installation's key where it is kept, and masked for whoever does not issue."""

import json

from paidang.invoices.models import InvoiceRequest
from paidang.invoices.rules.wishes import Wish
from paidang.stores.queries.sealed import seal, unseal
from paidang.team.rules.vault import Unreadable

PURPOSE = "invoice-buyer"


def seal_wish(wish: Wish, *, contract_id: int, order_id: str) -> str:
    """The wish, encrypted, bound to its order."""
    return seal(
        json.dumps(wish.as_json(), ensure_ascii=False), purpose=PURPOSE, owner=_owner(contract_id, order_id)
    )


def open_wish(request: InvoiceRequest) -> Wish:
    """The wish again; an empty one where the installation's key is another one now."""
    try:
        text = unseal(request.sealed, purpose=PURPOSE, owner=_owner(request.contract_id, request.order_id))
    except Unreadable:
        return Wish("", request.kind)
    return Wish(**json.loads(text))


def _owner(contract_id: int, order_id: str) -> str:
    return f"invoice:{contract_id}:{order_id}"
