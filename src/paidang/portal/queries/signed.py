"""Whether a signed contract is the one on record, for a party of it."""

from collections.abc import Sequence

from paidang.contracts.models import Amendment, Contract
from paidang.evidence.queries import find_entries


def find_signed(entries: Sequence[str], *, document_sha256: str) -> Contract | None:
    """The contract in whose chain every one of these entries stands, each for exactly this document.

    None where that is not so, or where the chain is not one's own: who is no party learns nothing.
    """
    found = find_entries(entries)
    chains = {entry.chain_id for entry in found}
    right = all(entry.facts.get("document_sha256") == document_sha256 for entry in found)
    if not entries or {entry.hash for entry in found} != set(entries) or len(chains) != 1 or not right:
        return None
    return Contract.objects.filter(chain_id=chains.pop()).first()


def title_of(contract: Contract, supplement: int) -> str:
    """The title of the contract, or of its supplementary agreement of that number."""
    amendment = Amendment.objects.filter(contract=contract, number=supplement).first() if supplement else None
    return amendment.title if amendment else contract.title
