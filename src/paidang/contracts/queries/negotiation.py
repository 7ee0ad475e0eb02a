"""A version beside the one that it changes, with what was said to each clause."""

from dataclasses import dataclass

from paidang.contracts.models import ClauseReply, Contract
from paidang.contracts.queries.standing import Standing, get_standing
from paidang.contracts.rules.comparing import ClauseChange, Comparison, compare
from paidang.contracts.rules.negotiating import ACCEPTED, DECLINED, OPEN, Reply, Talk, stand


@dataclass(frozen=True, slots=True)
class Negotiation:
    """A version beside the one that it changes, what was said to each clause, and how each stands, by the change's key.

    `author` is the side whose offer the changes are; None where both have agreed to them or there is nothing before.
    """

    before: Standing
    after: Standing
    found: Comparison
    author: str | None
    replies: dict[str, list[ClauseReply]]
    talks: dict[str, Talk]

    @property
    def open(self) -> list[ClauseChange]:
        """The clauses on which an offer waits for a word."""
        return [change for change in self.found.clauses if self.talks[change.key].state == OPEN]

    @property
    def unwritten(self) -> list[ClauseChange]:
        """The clauses of which this version does not have the words that the talk has come to or offers now."""
        return [change for change in self.found.clauses if _departs(change, self.talks[change.key])]


def _departs(change: ClauseChange, talk: Talk) -> bool:
    if talk.state == DECLINED:
        return not change.is_kept
    return talk.wording is not None and talk.state in (OPEN, ACCEPTED)


def get_base(contract: Contract, number: int) -> int:
    """The version that version `number` changes: the one before, of a composed one that which its parent changes."""
    composed = set(contract.texts.filter(composed=True).values_list("number", flat=True))
    while number in composed:
        number -= 1
    return max(1, number - 1)


def get_negotiation(contract: Contract, *, old: int | None = None, new: int | None = None) -> Negotiation:
    """Two versions with what was said to the clauses of the new one; by default the latest and that which it changes."""
    number = contract.texts.latest("number").number if new is None else new
    base = get_base(contract, number)
    after = get_standing(contract, version=number)
    before = get_standing(contract, version=base if old is None else old)
    found = compare(before.text.text, before.document, after.text.text, after.document)
    by_one_side = not after.text.composed and before.text.number == base < number
    author = contract.side_of(after.text.uploaded_by.org_id) if by_one_side else None
    replies: dict[str, list[ClauseReply]] = {}
    said = contract.replies.filter(version=number).select_related("person__org").order_by("pk")
    for reply in said:
        replies.setdefault(reply.key, []).append(reply)
    talks = {
        change.key: stand(
            None if change.kind == "same" else author,
            [
                Reply(row.kind, contract.side_of(row.person.org_id), row.body)
                for row in replies.get(change.key, ())
            ],
        )
        for change in found.clauses
    }
    return Negotiation(before, after, found, author, replies, talks)
