"""What papers about a contract say of it above everything else."""

from paidang.contracts.models import Contract


def brand_word(contract: Contract) -> str:
    """What the contract's text calls the brand: 甲方, or 乙方."""
    party_a = contract.texts.order_by("-number").values_list("party_a", flat=True).first()
    return "乙方" if party_a == "agency" else "甲方"


def heading_of(contract: Contract, *, is_registered: bool = False) -> dict[str, str]:
    """Title, number and both names, those of daily life or with `is_registered` the registered ones, for a printed heading."""
    brand, agency = (org.registered_name if is_registered else org.name for org in contract.parties)
    return {
        "contract_title": contract.title,
        "contract_code": contract.code,
        "brand": brand,
        "agency": agency,
        "brand_is": brand_word(contract),
    }
