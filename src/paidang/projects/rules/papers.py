"""Qualification documents and authorisations: which platform asks for which, who must supply it, what is missing or expires."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from paidang.kit.clause import clause
from paidang.kit.sentence import Sentence, say

PAPERS: dict[str, tuple[Sentence, str]] = {
    "licence": (say("营业执照"), "a"),
    "trademark": (say("商标注册证"), "a"),
    "brand_use": (say("商标使用授权书"), "a"),
    "retail_right": (say("互联网零售授权书"), "a"),
    "bank": (say("开户许可或基本账户信息"), "a"),
    "quality": (say("质检报告"), "a"),
    "legal_person": (say("法定代表人身份证明"), "a"),
    "agency_licence": (say("乙方营业执照"), "b"),
}
"""Each paper's name, and which side must supply it (OP 1 B, OP 2 A 1 and 4)."""
ASKED: dict[str, tuple[str, ...]] = {
    "tmall": ("licence", "trademark", "brand_use", "retail_right", "bank", "quality", "legal_person"),
    "jd": ("licence", "trademark", "brand_use", "retail_right", "bank", "quality", "legal_person"),
    "wechat": ("licence", "trademark", "brand_use", "retail_right", "bank", "legal_person", "agency_licence"),
}
SOURCES: dict[str, Sentence] = {
    "tmall": say("按天猫招商公开的入驻资料常见项整理，以入驻页面当时列的为准。"),
    "jd": say("按京东开放平台公开的入驻资料常见项整理，以入驻页面当时列的为准。"),
    "wechat": say("按微信公众平台认证和商户号申请常见项整理，以申请页面当时列的为准。"),
}
"""Where the checklist comes from. No category is in it: what a food or a toy needs besides is added by hand."""
MONTH_BEFORE, WEEK_BEFORE = 30, 7
MISSING, EXPIRED, SOON, GOOD = "missing", "expired", "soon", "good"
STATE_WORDS: dict[str, Sentence] = {
    MISSING: say("缺"),
    EXPIRED: say("已过期"),
    SOON: say("快到期"),
    GOOD: say("有效"),
}


@dataclass(frozen=True, slots=True)
class Checked:
    """A paper of the list as it stands on a day. `until`: its last day, None for one that does not end or is missing."""

    kind: str
    side: str
    state: str
    until: date | None
    days_left: int | None


@clause("OP-1-B", "OP-2-A-1", "OP-2-A-4")
def check_papers(asked: Sequence[str], held: Mapping[str, date | None], today: date) -> list[Checked]:
    """Every paper that is asked for, against the latest one held of each kind; the last day itself is still good."""
    return [_check(kind, held, today) for kind in asked]


def _check(kind: str, held: Mapping[str, date | None], today: date) -> Checked:
    side = PAPERS[kind][1]
    if kind not in held:
        return Checked(kind, side, MISSING, None, None)
    until = held[kind]
    if until is None:
        return Checked(kind, side, GOOD, None, None)
    left = (until - today).days
    state = EXPIRED if left < 0 else SOON if left <= MONTH_BEFORE else GOOD
    return Checked(kind, side, state, until, left)


def remind_on(until: date, today: date) -> date | None:
    """By when a new paper is wanted for one that ends on `until`: a month before it ends, in the last week that last day
    itself; None while there is more time than a month."""
    left = (until - today).days
    if left > MONTH_BEFORE:
        return None
    return until if left <= WEEK_BEFORE else until - timedelta(days=WEEK_BEFORE)


@clause("OP-1-B", "OP-2-A-1", "OP-2-A-4")
def wanted_by(one: Checked, steps: Sequence[date], today: date) -> date | None:
    """By when a paper is owed; None: it is not, or by no day. One that ends: `remind_on`; one that was never given: by the
    first of `steps`, the days of what needs it and is not done."""
    if one.state == GOOD:
        return None
    if one.until is not None:
        return remind_on(one.until, today)
    return min(steps, default=None)


@clause("OP-1-B", "OP-2-A-1")
def blocks_opening(found: Sequence[Checked]) -> list[Checked]:
    """What keeps a store from opening: a paper that is missing or has expired."""
    return [one for one in found if one.state in (MISSING, EXPIRED)]
