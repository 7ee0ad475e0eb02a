"""Signing a contract, or a supplementary agreement to it: whose turn it is, who may sign on what authority, and what is checked before anybody signs.

The checks stand in a fixed order, so that both sides see the same first fault.
"""

import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

from paidang.kit.clause import clause
from paidang.kit.outcome import Violation
from paidang.kit.sentence import Sentence, say

SIDES = ("a", "b")
ANY = "any"
ORDERS = (ANY, *SIDES)
"""Who signs first: either, or the side named."""

ELECTRONIC, PAPER = "electronic", "paper"
METHODS: dict[str, Sentence] = {ELECTRONIC: say("电子签署"), PAPER: say("纸上签署")}

CODE, PASSKEY = "code", "passkey"
PROOFS: dict[str, Sentence] = {
    CODE: say("一次性验证码（TOTP）当场核对无误"),
    PASSKEY: say("通行密钥，设备验过本人，对所签文件的摘要作出签名，当场核对无误"),
}
"""How the person who signs was known to be them."""

LEGAL, LETTER, POSITION = "legal", "letter", "position"
GROUNDS: dict[str, Sentence] = {LEGAL: say("法定代表人"), LETTER: say("授权委托书"), POSITION: say("职务")}

IN_BLOCK = re.compile(
    r"(?P<word>[甲乙])\s*方\s*(?:\([^()\n]{0,20}\)\s*)?:(?P<name>[^\n]*?)(?=[甲乙]\s*方\s*(?:\(|:)|$)", re.M
)
NO_NAME = re.compile(r"[_＿\s\-—.…/|]+|\((?:盖章|公章|签章|签字|印章)+\)")


@dataclass(frozen=True, slots=True)
class Authority:
    """On what ground somebody signs for an organisation; `title` is the position, `until` the last day of a letter."""

    ground: str
    title: str = ""
    until: date | None = None


def authority_words(ground: str, title: str, until: date | None) -> Sentence:
    """An authority in words.

    >>> authority_words(LETTER, "项目经理", date(2027, 3, 1))
    '授权委托书（项目经理，有效到 2027-03-01）'
    """
    word = GROUNDS[ground]
    if until:
        return say(
            "{ground}（{title}，有效到 {day}）", ground=word, title=title or "—", day=until.isoformat()
        )
    return say("{ground}（{title}）", ground=word, title=title) if title else word


@dataclass(frozen=True, slots=True)
class NamedParty:
    """A party as the contract names it and under its registered name. `word` is what the text calls it, `where` the clause."""

    side: str
    word: Sentence
    named: str
    where: str
    registered: str


@dataclass(frozen=True, slots=True)
class Case:
    """What is known when somebody is about to sign for `side` on `day`.

    `subject` is what is checked of the document itself, `mend` says how it is put right. `seal_is_said`: there is a picture of the
    seal, or it is said that none is used. `approvals_left` are the steps of the own organisation that nobody has passed.
    """

    side: str
    day: date
    order: str
    signed: Collection[str]
    parties: Sequence[NamedParty]
    subject: "Check"
    mend: Sentence
    authority: Authority | None
    seal_is_said: bool
    approvals_left: int


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that is checked, in words; `fault` is None where it is in order."""

    key: str
    what: Sentence
    fault: Violation | None


def awaited(order: str, signed: Collection[str]) -> tuple[str, ...]:
    """The sides whose turn it is to sign.

    >>> awaited("b", []), awaited("b", ["b"]), awaited("any", [])
    (('b',), ('a',), ('a', 'b'))
    """
    left = tuple(side for side in SIDES if side not in signed)
    return (order,) if order in left else left


@clause("OP-7-A", "TC-7-1")
def checks(case: Case) -> list[Check]:
    """All that is checked before a signature, in order: names, term, authority, seal, approvals, whose turn it is."""
    return [
        *(
            Check(
                f"name.{party.side}",
                say("{word}的名称：{named}", word=party.word, named=party.named or "—"),
                _name_fault(party, case),
            )
            for party in case.parties
        ),
        case.subject,
        Check("authority", _authority_said(case.authority), authority_fault(case.authority, case.day)),
        Check("seal", say("印章"), None if case.seal_is_said else _seal_fault()),
        Check("approvals", say("内部审批"), _approvals_fault(case.approvals_left)),
        Check("turn", say("签署顺序"), _turn_fault(case)),
    ]


def _authority_said(authority: Authority | None) -> Sentence:
    if authority is None:
        return say("签署权限")
    return say("签署权限：{words}", words=authority_words(authority.ground, authority.title, authority.until))


def _name_fault(party: NamedParty, case: Case) -> Violation | None:
    if not party.named.strip():
        return Violation(
            "PARTY_NAME_BLANK",
            say("{where}没有写{word}的名称", where=party.where or say("合同"), word=party.word),
            remedy=say("请双方定下名称，再签。"),
        )
    if plain_name(party.named) == plain_name(party.registered):
        return None
    return Violation(
        "PARTY_NAME_DIFFERS",
        say(
            "{where}写的{word}是“{named}”，登记的全称是“{registered}”",
            where=party.where or say("合同"), word=party.word, named=party.named, registered=party.registered,
        ),
        remedy=say("{mend}，或在设置的「签署」里改本单位全称。", mend=case.mend)
        if party.side == case.side
        else say("{mend}，或请对方改它登记的全称。", mend=case.mend),
    )  # fmt: skip


def plain_name(name: str) -> str:
    """A name as two writings of it are compared: one width, no blanks.

    >>> plain_name("青岚茶器（杭州） 有限公司") == plain_name("青岚茶器(杭州)有限公司")
    True
    """
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", name))


def names_in_block(text: str) -> list[tuple[str, str]]:
    """The names that stand after a text's last sentence, in its block of signatures: the text's side (a for 甲方), the name.

    >>> names_in_block("甲方：青岚茶器。各执一份。\\n甲方（盖章）：云山茶业有限公司  乙方（盖章）：\\n")
    [('a', '云山茶业有限公司')]
    """
    block = unicodedata.normalize("NFKC", text).rpartition("。")[2]
    found = []
    for match in IN_BLOCK.finditer(block):
        name = NO_NAME.sub("", match["name"])
        if name:
            found.append(("a" if match["word"] == "甲" else "b", name))
    return found


def term_check(starts: str, ends: str) -> Check:
    """Of a contract: its first and last day if it is signed now."""
    fault = Violation(
        "TERM_ENDS_BEFORE_START",
        say("今天签，起始日是 {start}，晚于终止日 {end}", start=starts, end=ends),
        remedy=say("请双方重新定终止日。"),
    )
    is_wrong = starts and ends and ends < starts
    said = say("期限：{start} 至 {end}", start=starts or "—", end=ends or "—")
    return Check("term", said, fault if is_wrong else None)


def change_check(day: date, fault: Violation | None) -> Check:
    """Of a supplementary agreement: that it can hold from its day; `fault` says why it no longer can."""
    if fault:
        mend = say("{remedy}请收回这一份，另提一份。", remedy=fault.remedy)
        fault = replace(fault, remedy=mend)
    return Check("change", say("变更从 {day} 起", day=day.isoformat()), fault)


def authority_fault(authority: Authority | None, day: date) -> Violation | None:
    """Why somebody with this authority may not sign on a day; None where they may."""
    if authority is None:
        return Violation(
            "NO_SIGNATORY",
            say("您没有登记为本单位有权签署的人"),
            remedy=say("请本单位经理在设置的「签署」里登记，或请登记了的人来签。"),
        )
    if authority.until and authority.until < day:
        return Violation(
            "AUTHORITY_EXPIRED",
            say("您的授权委托书到 {day} 已经过期", day=authority.until.isoformat()),
            remedy=say("请本单位经理在设置的「签署」里换新的授权委托书。"),
        )
    return None


def _seal_fault() -> Violation:
    return Violation(
        "SEAL_NOT_SAID",
        say("本单位没有印章图，也没有声明电子签署不用印章"),
        remedy=say("请本单位经理在设置的「签署」里上传印章图，或声明不用。"),
    )


def _approvals_fault(left: int) -> Violation | None:
    if not left:
        return None
    return Violation(
        "APPROVALS_LEFT",
        say("本单位的内部审批还差 {count} 步", count=left),
        remedy=say("请等审批通过再签。"),
    )


def _turn_fault(case: Case) -> Violation | None:
    if case.side in awaited(case.order, case.signed):
        return None
    return Violation(
        "NOT_YOUR_TURN", say("约定由对方先签，对方还没有签"), remedy=say("对方签好后，这里会变成可签。")
    )
