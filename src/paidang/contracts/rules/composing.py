"""The next version of a text, made of what both sides have accepted: all else stays as it was before.

Numbers are the texts' own: where a clause that was put in or taken out is not accepted, numbers may repeat or be
missing, which the reading of the new version says.
"""

from collections.abc import Mapping, Sequence

from paidang.contracts.rules.comparing import MOVED, Clause, ClauseChange
from paidang.contracts.rules.negotiating import ACCEPTED, Talk
from paidang.contracts.rules.reading.clauses import INLINE_LETTER


def compose(
    old_text: str, new_text: str, start: int, clauses: Sequence[ClauseChange], talks: Mapping[str, Talk]
) -> str:
    """The text of new_text from `start` with each clause as it was agreed; `talks` by the key of the change.

    What stands in new_text around the document (before `start`, after its last clause) stays as it is there.
    """
    stays = [each for each in clauses if not _goes_back(each, talks)]
    for change in clauses:
        if _goes_back(change, talks):
            stays.insert(_place_of(change, stays), change)
    end = max((each.now.end for each in clauses if each.now), default=start)
    pieces = [_piece(old_text, new_text, each, talks.get(each.key)) for each in stays]
    return new_text[:start] + _joined([piece for piece in pieces if piece]) + new_text[end:]


def is_taken(change: ClauseChange, talk: Talk | None) -> bool:
    """Whether the new version's side of a change goes into the next one: what only got another number does."""
    accepted = talk is not None and talk.state == ACCEPTED
    return accepted or (change.kind != MOVED and change.says_the_same)


def _goes_back(change: ClauseChange, talks: Mapping[str, Talk]) -> bool:
    return change.kind == MOVED and not is_taken(change, talks.get(change.key))


def _place_of(change: ClauseChange, among: Sequence[ClauseChange]) -> int:
    """Behind the nearest clause that stood before it in the old version."""
    assert change.was, "what has moved was there before"
    before = [at for at, each in enumerate(among) if each.was and each.was.start < change.was.start]
    return max(before, default=-1) + 1


def _piece(old_text: str, new_text: str, change: ClauseChange, talk: Talk | None) -> str:
    if talk is not None and talk.state == ACCEPTED and talk.wording is not None:
        text, clause = (new_text, change.now) if change.now else (old_text, change.was)
        assert clause, "a change is of a clause"
        return _reworded(text, clause, talk.wording)
    text, clause = (new_text, change.now) if is_taken(change, talk) else (old_text, change.was)
    return text[clause.start : clause.end] if clause else ""


def _reworded(text: str, clause: Clause, wording: str) -> str:
    """The clause under its number with other words."""
    after = clause.said_at + len(clause.body)
    return text[clause.start : clause.said_at] + wording + text[after : clause.end]


def _joined(pieces: Sequence[str]) -> str:
    """One after another; what was the last of its text gets the line end that it needs in the middle."""
    return "".join(
        piece if piece[-1].isspace() or _goes_on(after) else piece + "\n"
        for piece, after in zip(pieces, [*pieces[1:], ""], strict=True)
    )


def _goes_on(after: str) -> bool:
    """Whether a clause may stand in the line of the one before it: the sources write 终止。E、配送与结算 in one."""
    return not after or INLINE_LETTER.match("。" + after, 1) is not None
