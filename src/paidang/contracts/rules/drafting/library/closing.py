"""Notices, changes, annexes, effect and originals."""

from paidang.contracts.rules.drafting.model import Clause

CLAUSES: tuple[Clause, ...] = (
    Clause(
        "close.changes",
        "对本合同的变更和补充应当由双方以书面形式订立；补充协议与本合同不一致的，以补充协议为准。",
        "Changes and additions are made in writing by both parties; a supplementary agreement prevails over this contract.",
    ),
    Clause(
        "close.notices",
        "本合同项下的通知应当以书面形式送达对方在本合同首部载明的联系人；一方的联系方式变更的，应当及时告知对方。",
        "Notices are in writing to the contact named at the head of this contract; a change is told in time.",
    ),
    Clause(
        "close.severable",
        "本合同部分条款无效的，不影响其他条款的效力。",
        "If part of this contract is void, the rest stands.",
    ),
    Clause(
        "close.annexes",
        "附件是本合同的组成部分，与正文具有同等效力；附件与正文不一致的，以正文为准。",
        "The annexes are part of this contract and have the same effect; where they differ, the main text prevails.",
    ),
    Clause(
        "close.effect.both",
        "本合同自双方授权代表签字并加盖公章之日起生效。",
        "This contract takes effect when both parties' representatives have signed and sealed it.",
        when={"effective.requires": ["seal", "signature"]},
        states={"effective.requires": ["seal", "signature"]},
    ),
    Clause(
        "close.effect.signature",
        "本合同自双方授权代表签字之日起生效。",
        "This contract takes effect when both parties' representatives have signed it.",
        when={"effective.requires": ["signature"]},
        states={"effective.requires": ["signature"]},
    ),
    Clause(
        "close.effect.either",
        "本合同自双方签字或者盖章之日起生效。",
        "This contract takes effect when both parties have signed or sealed it.",
        when={"effective.requires": ["signature_or_seal"]},
        states={"effective.requires": ["signature_or_seal"]},
    ),
    Clause(
        "close.copies",
        "本合同一式{signature.copies}份，双方各执{signature.copies|half}份，具有同等法律效力。",
        "This contract is made in {signature.copies} originals, {signature.copies|half} for each party, all of equal effect.",
    ),
)
