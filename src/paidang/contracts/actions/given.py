"""What is handed in under a contract: refused where another contract's other side gave it, else known from now on."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from paidang.contracts.models import Contract, Given
from paidang.contracts.rules.given import marks_of, of_another
from paidang.kit.clause import clause
from paidang.kit.outcome import UnableTo
from paidang.team.models import Person


@clause("TC-6-1", "OP-5-A")
def check_own(
    contract: Contract,
    person: Person,
    *,
    files: Mapping[str, str],
    texts: Sequence[str],
    unable: type[UnableTo],
) -> list[str]:
    """`unable` where a file (names by sha256) or a paragraph was given by the other side of a contract with somebody else,
    as far as this person's organisation may see; else the digests of all of it. What this contract's side gave as well, or
    one's own side ever, is nobody else's secret."""
    marks = marks_of(texts) | dict(files)
    rows = Given.objects.filter(sha256__in=marks).select_related("contract__brand", "contract__agency")
    found: dict[str, Given] = {}
    free = set()
    partners = {contract.brand_id, contract.agency_id}
    for row in rows:
        other = row.contract
        is_ours = other.side_of(person.org_id) == row.side
        if is_ours or {other.brand_id, other.agency_id} == partners:
            free.add(row.sha256)
        else:
            found[row.sha256] = row
    for sha256, row in found.items():
        if sha256 not in free:
            brand, agency = row.contract.parties
            giver = (brand if row.side == "a" else agency).name
            no = of_another(marks[sha256], giver, row.contract.code)
            raise unable(no.message, code=no.code, clause=no.clause, remedy=no.remedy)
    return list(marks)


@clause("TC-6-1", "OP-5-A")
def hand_over(
    contract: Contract,
    person: Person,
    at: datetime,
    *,
    files: Mapping[str, str] | None = None,
    texts: Sequence[str] = (),
    unable: type[UnableTo],
) -> None:
    """Check as `check_own`, then note that this side gave it, save what was given under the contract before."""
    digests = check_own(contract, person, files=files or {}, texts=texts, unable=unable)
    side = contract.side_of(person.org_id)
    Given.objects.bulk_create(
        [Given(contract=contract, side=side, sha256=sha256, given_at=at) for sha256 in digests],
        ignore_conflicts=True,
    )
