"""Reads on supplementary agreements: one, all, what one is judged by, and what a word for it covers."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from paidang.contracts.models import Amendment, Contract, TermsInForce
from paidang.contracts.queries.life import living_of
from paidang.contracts.queries.standing import (
    Standing,
    amended,
    canonical,
    digest,
    fingerprint_of,
)
from paidang.contracts.rules.amending import Amended, compile_held
from paidang.contracts.rules.amendment_checks import Books, Case
from paidang.contracts.rules.life import last_day
from paidang.evidence.models import Entry
from paidang.kit.outcome import NotFound
from paidang.kit.sentence import say

BooksOf = Callable[[Contract], Books]
"""What settlement knows of a contract, asked for while the contract is locked: no month is sent in between."""


def get_amendment(contract: Contract, number: int, *, lock: bool = False) -> Amendment:
    """One supplementary agreement; NotFound where the contract has none of that number."""
    found = contract.amendments.select_related("proposed_by__org", "answered_by__org", "answers")
    if lock:
        found = contract.amendments.select_for_update(of=("self",))
    amendment = found.filter(number=number).first()
    if amendment is None:
        raise NotFound(
            say("合同 {code} 没有补充协议 {number}", code=contract.code, number=number),
            remedy=say("请从合同页打开。"),
        )
    return amendment


def list_amendments(contract: Contract | None = None) -> list[Amendment]:
    """All of a contract, or of all that this organisation may see, also those that do not hold, the latest first; without text and reading."""
    found = Amendment.objects.select_related("contract", "proposed_by__org", "answered_by")
    found = found.defer("text", "reading").order_by("-proposed_at", "-number")
    return list(found.filter(contract=contract) if contract else found)


def get_case(standing: Standing, amendment: Amendment, books: Books, today: date) -> Case:
    """A supplementary agreement that does not hold yet, with all that it is judged by."""
    life = living_of(standing, today).life
    assert life.start, "a contract in force has a first day"
    return Case(
        new=amended(amendment), base=standing.base, agreed=standing.amendments, names=standing.names,
        first_day=life.start, last_day=last_day(life, max(today, amendment.effective_on)), books=books, today=today,
        signed_on=standing.contract.signed_on,
    )  # fmt: skip


def offered_digest(standing: Standing, amendment: Amendment) -> str:
    """Names what is offered, on top of what has been agreed until now."""
    before = [[one.number, one.effective_on.isoformat()] for one in standing.amendments]
    return digest(_offered(standing, amendment) | {"before": before})


def agreed_digest(standing: Standing, amendment: Amendment) -> str:
    """Names exactly this text with exactly these changes to this contract, from this day."""
    return digest(_offered(standing, amendment))


def _offered(standing: Standing, amendment: Amendment) -> dict[str, object]:
    return {
        "text": amendment.sha256,
        "document": amendment.document,
        "changes": amendment.changes,
        "effective_on": amendment.effective_on.isoformat(),
        "terms": standing.terms_sha256,
    }


def fingerprint(
    standing: Standing, terms: Mapping[str, object], in_effect: Sequence[Amended]
) -> dict[str, object]:
    """All that a digest of amended terms covers: the contract as accepted, the agreements in effect, what they come to."""
    agreements = [
        {
            "number": one.number,
            "effective_on": one.effective_on.isoformat(),
            "changes": [change.to_json() for change in one.changes],
        }
        for one in in_effect
    ]
    return {"contract": standing.in_force[0].sha256, "amendments": agreements, "terms": terms}


def proof_of(standing: Standing, row: TermsInForce) -> bytes:
    """What the digest of terms in force was taken of: its sha256 stands in the row and in the chain.

    Of the contract itself that is what both sides accepted, before the day of signing was known.
    """
    if row.amendment_id is None:
        compiled = compile_held(standing.base, names=standing.names, code=standing.contract.code)
        accepted = fingerprint_of(
            standing.contract, standing.text, standing.decisions.values(), standing.annexes, compiled.terms
        )
        return canonical(accepted)
    in_effect = [one for one in standing.amendments if one.effective_on <= row.from_day]
    return canonical(fingerprint(standing, row.terms, in_effect))


def get_entry_of(contract: Contract, row: TermsInForce) -> Entry | None:
    """The entry of the chain that holds the digest of terms in force."""
    found = Entry.objects.filter(chain_id=contract.chain_id)
    if row.amendment_id is None:
        return found.filter(act="contract.in_force", facts__terms_sha256=row.sha256).first()
    return found.filter(
        act__startswith="amendment.", facts__in_force__contains={row.from_day.isoformat(): row.sha256}
    ).first()
