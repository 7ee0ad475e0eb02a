"""她 and 他 where two persons agree: each stands for the one of them who was mostly named last before it."""

from collections import Counter
from collections.abc import Sequence

from paidang.contracts.rules.reading.parties import CALLED_BY_NAME, PartyName
from paidang.contracts.rules.reading.squeezed import Squeezed, called
from paidang.kit.patterns import compiled

PRONOUN = compiled(r"(?<!其)(?:她|他)(?![们人方处项用家乡日店])")
NAMED = compiled("[甲乙]方")
OTHER = {"甲方": "乙方", "乙方": "甲方"}
REACH = 60
"""So many characters before a pronoun its bearer is named."""
LEAST_SHARE = 0.6


def resolved(squeezed: Squeezed, parties: Sequence[PartyName]) -> Squeezed:
    """The text with the parties named where it says 她 or 他; the same where a party is no person."""
    persons = [
        party for party in parties if party.side in "ab" and CALLED_BY_NAME.fullmatch(party.name or "")
    ]
    if len(persons) < len(OTHER):
        return squeezed
    meant = _meant(squeezed.text)
    return called(squeezed, meant) if meant else squeezed


def _meant(text: str) -> dict[str, str]:
    """Which party each pronoun stands for; none where that is not clear."""
    counts: dict[str, Counter[str]] = {}
    for match in PRONOUN.finditer(text):
        line = max(text.rfind("\n", 0, match.start()), match.start() - REACH)
        named = NAMED.findall(text, line + 1, match.start())
        if named:
            counts.setdefault(match[0], Counter())[named[-1]] += 1
    sure = {
        pronoun: count.most_common(1)[0][0]
        for pronoun, count in counts.items()
        if count.most_common(1)[0][1] >= LEAST_SHARE * count.total()
    }
    if len(counts) > 1 and len(set(sure.values())) < len(counts):
        return _clearest(counts)
    return sure


def _clearest(counts: dict[str, Counter[str]]) -> dict[str, str]:
    """Both pronouns, the second being who the first is not."""
    first = max(counts, key=lambda pronoun: max(counts[pronoun].values()) / counts[pronoun].total())
    party = counts[first].most_common(1)[0][0]
    return {pronoun: party if pronoun == first else OTHER[party] for pronoun in counts}
