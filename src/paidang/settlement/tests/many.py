"""More contracts of the same two parties, in force by the terms of the first, each with the facts of March."""

from tests.cast import Party, acting

from paidang.contracts.models import Contract, TermsInForce
from paidang.evidence.models import Chain
from paidang.settlement.tests.month import fill_march


def more_contracts(first: Contract, brand: Party, agency: Party, count: int) -> list[Contract]:
    """`count` contracts beside `first`, with its text, decisions and terms."""
    with acting(agency.manager):
        made = [_copy(first, n) for n in range(1, count + 1)]
        rows = [first.texts.get(), *first.decisions.all(), first.terms.get()]
        for contract in made:
            for row in rows:
                row.pk, row.contract = None, contract
                if isinstance(row, TermsInForce):
                    row.terms = {**row.terms, "contract": contract.code}
                row.save(force_insert=True)
    for contract in made:
        fill_march(contract, brand, agency)
    return made


def _copy(first: Contract, n: int) -> Contract:
    return Contract.objects.create(
        code=f"MANY-{n:03}", title=f"{first.title} {n:03}", brand=first.brand, agency=first.agency, state=first.state,
        chain=Chain.objects.create(orgs=[first.brand_id, first.agency_id]), created_at=first.created_at,
        in_force_at=first.in_force_at, signed_on=first.signed_on,
    )  # fmt: skip
