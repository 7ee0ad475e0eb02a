"""An act on a chain in words.

`{…}` are the entry's facts, `{subject}` what it is about; a fact that the entry does not carry reads `—`.
"""

from collections.abc import Mapping

from paidang.evidence.rules.acts import ACTS
from paidang.kit.money import yuan
from paidang.kit.sentence import counted


class _Facts(dict[str, object]):
    def __missing__(self, key: str) -> str:
        return "—"


def wording(act: str, subject: str, facts: Mapping[str, object], lang: str = "zh") -> str:
    """The act in words for people; an act that the table does not know is shown as it is."""
    if act not in ACTS:
        return f"{act} {subject}"
    amount = facts.get("amount_due")
    known = _Facts({**facts, "subject": subject, "amount": yuan(amount if isinstance(amount, int) else None)})
    chinese = lang.startswith("zh")
    said = counted(ACTS[act][1 if chinese else 2], facts).format_map(known)
    if "program" not in facts:
        return said
    return said + (
        "（由程序，{program} 号令牌）" if chinese else " (by a program, token {program})"
    ).format_map(known)


def acts_of(kind: str) -> list[str]:
    """The acts under a heading; none for a heading that there is not."""
    return [act for act, (under, _zh, _en) in ACTS.items() if under == kind]


def kind_of(act: str) -> str:
    """The heading that an act is under; "" for an act of a later version."""
    return ACTS[act][0] if act in ACTS else ""
