"""What of stores is kept encrypted with the installation's key: for which purpose, bound to whom."""

from paidang.orders.queries.sealed import seal, unseal

__all__ = ["CREDENTIALS", "DOCUMENT", "PERSONS", "link_owner", "seal", "unseal"]

CREDENTIALS, DOCUMENT, PERSONS = "store-credentials", "store-document", "store-persons"


def link_owner(link_id: int) -> str:
    """What a store's secrets and documents are bound to."""
    return f"store:{link_id}"
