"""What both sides sign: a contract as they have accepted it, or a supplementary agreement to a contract in force."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from paidang.contracts.models import AGREED, DRAFT, IN_FORCE, Amendment, Contract
from paidang.contracts.queries.amendments import agreed_digest, get_amendment
from paidang.contracts.queries.standing import Standing, get_standing


@dataclass(frozen=True, slots=True)
class Signable:
    """A document of a contract that asks for both sides' signatures: the contract itself, or an amendment to it."""

    standing: Standing
    amendment: Amendment | None = None

    @property
    def contract(self) -> Contract:
        return self.standing.contract

    @property
    def number(self) -> int:
        """The supplementary agreement's, 0 for the contract itself."""
        return self.amendment.number if self.amendment else 0

    @property
    def name(self) -> str:
        """How it is filed: PD-2026-0001, PD-2026-0001 补充协议 1."""
        return str(self.amendment) if self.amendment else self.contract.code

    @property
    def title(self) -> str:
        if self.amendment:
            return self.amendment.title
        return str(self.standing.document["title"] or self.contract.title)

    @property
    def sha256(self) -> str:
        """Names exactly what both sides have accepted; a signature is given for it and for nothing else."""
        return agreed_digest(self.standing, self.amendment) if self.amendment else self.standing.terms_sha256

    @property
    def is_accepted(self) -> bool:
        return self.amendment.verdict == AGREED if self.amendment else self.standing.is_accepted

    @property
    def signed_on(self) -> date | None:
        """The day of the last of both signatures; None before it."""
        return self.amendment.signed_on if self.amendment else self.contract.signed_on

    @property
    def waits(self) -> bool:
        """Whether both sides have accepted it and have not both signed it."""
        if self.amendment:
            return self.contract.state == IN_FORCE and self.amendment.waits_for_signatures
        return self.contract.state == DRAFT and self.standing.is_accepted

    @property
    def accepted_at(self) -> datetime:
        """When the later side accepted it; only of what is accepted."""
        if self.amendment:
            assert self.amendment.answered_at, "accepted, hence answered"
            return self.amendment.answered_at
        return max(word.at for word in self.standing.accepted_by.values())

    @property
    def facts(self) -> dict[str, object]:
        """What the chain says on it at each signature."""
        if self.amendment:
            return {
                "number": self.amendment.number,
                "text_sha256": self.amendment.sha256,
                "terms_sha256": self.sha256,
            }
        text = self.standing.text
        return {"version": text.number, "text_sha256": text.sha256, "terms_sha256": self.sha256}  # fmt: skip

    @property
    def row(self) -> dict[str, Any]:
        """What a row about it names it by: a document, a signature on paper, a word of approval."""
        return {
            "contract": self.contract, "text": self.standing.text, "amendment": self.amendment, "terms_sha256": self.sha256,
        }  # fmt: skip


def get_signable(contract: Contract, number: int = 0, *, lock: bool = False) -> Signable:
    """The contract itself, or the supplementary agreement of that number; NotFound where it has none."""
    amendment = get_amendment(contract, number, lock=lock) if number else None
    return Signable(get_standing(contract), amendment)


def list_signables(standings: Sequence[Standing]) -> list[Signable]:
    """What of these contracts waits for signatures."""
    by_id = {standing.contract.pk: standing for standing in standings}
    found = Amendment.objects.filter(contract__in=by_id, verdict=AGREED, signed_on=None).order_by("number")
    found = found.select_related("contract").defer("text", "reading")
    signables = [Signable(standing) for standing in standings]
    signables += [Signable(by_id[amendment.contract_id], amendment) for amendment in found]
    return [signable for signable in signables if signable.waits]
