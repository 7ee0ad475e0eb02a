"""Who does it: a term is a topic, the acts that count, and what a party's part in it means."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from paidang.contracts.rules.reading.mentions import AGENT, BOTH, GOAL, OWNER, PLACE, SUBJECT, Mention
from paidang.contracts.rules.reading.parts import BRACKETS, Part, Parts
from paidang.contracts.rules.reading.reader import Found
from paidang.kit.patterns import compiled

DOES = (AGENT, SUBJECT)
DENIED = compiled(
    r"不(?!另|限于|论|少于|管|同|间断|得少于|得拖)|未|没有?|无(?!偿|条件|线|论|息)|勿|禁止|拒绝"
)
IF = compiled(
    r"^(?:如果?|若|倘若?|假如|要是|因|由于|凡|一旦|除|未|逾期|当)|(?:的|(?<!业)者|时|前|情况下|情形下)$"
)
RELATIVE = compiled(
    r"(?:(?!负责|应|须|对|由)[^，。；]){0,6}?(?:提供|供应|交付|制作|拍摄|设计|出具|开具|存放|保管|支付|委托|发|付|做|拍|下单|指定|安排|收取|承担|寄来|给)(?:的|之)"
)
"""What the party did to a thing, where the thing is what is spoken of: 甲方提供的图片."""
CLOSE = 0
"""So near before a topic, a party acts on it whoever else the part names: 乙方开票时税款由甲方付."""
COMPLETED_WITHIN = 2
"""So many parts without a party may stand before the one that completes it."""
SHORT_REST = 9
"""A part that only adds a verb to the one before: 照片和文案，甲方给."""
BEGINS_ACT = compiled(
    r"^(?:并且?|且|同时|还|也|亦|再|以及|自行|应当?|须|需|负责|提供|承担|要|可|完成|按|备|向)"
)
SAME = compiled(r"(?:亦|也)(?:同|然|一样|如此)$|同此$")
ASKED_FOR = compiled(r"(?:需要?|索要|索取|要求|想要|要)[^，。；]{1,10}(?:的|时|者)$")
"""甲方需要发票的，由乙方开具: who wants a thing is not who gives it."""
ADVANCES = compiled("先垫|垫付|代垫|垫着|垫上")
"""Who only advances a cost does not bear it."""
SHARE = compiled(r"[一二三四五六七八九0-9]成|%|百分之|一半|[一二三四五0-9]分之|部分")
BEARS = compiled(r"(?:全权|统一|自行|均|也|还)*(?:负责|承担|应|须|必须|需)")
SURE, LIKELY, CARRIED, WEAK = 4, 3, 2, 1
IN_ANNEX = 1.5


@dataclass(frozen=True, slots=True)
class Duty:
    """One term and what it takes to read it from a part."""

    term: str
    topic: re.Pattern[str]
    acts: re.Pattern[str] | None
    """One of them must stand with the topic; none: the topic is an act itself."""
    unless: re.Pattern[str] | None
    """Words of a part that speaks of something else."""
    roles: Sequence[str] = DOES
    gap: re.Pattern[str] | None = None
    """All that may stand between the topic and the party."""
    context: re.Pattern[str] | None = None
    """What the sentence must speak of before."""
    elsewhere: re.Pattern[str] | None = None
    """What the sentence must not speak of before."""
    shared: bool = False
    """Whether both parties together are a value of their own."""
    implied: bool = False
    """Whether it is only implied, in a condition too: 货物运至乙方仓库后."""


@dataclass(frozen=True, slots=True)
class Doer:
    """A party that a topic falls to: how sure, the words that say so, and where they stand."""

    side: str
    weight: int
    start: int
    end: int
    words: str
    between: str
    """What stands between the party and the topic, and after the party."""
    gap: str


def duty(term: str, topic: str, acts: str | None = None, unless: str | None = None, **more: object) -> Duty:
    """A row of the table of duties."""
    patterns = {name: compiled(value) for name, value in more.items() if isinstance(value, str)}
    return Duty(
        term,
        compiled(topic),
        compiled(acts) if acts else None,
        compiled(unless) if unless else None,
        **{**more, **patterns},  # type: ignore[arg-type]
    )


def assign(duties: Sequence[Duty], parts: Parts) -> Iterator[Found]:
    """The parties that the duties fall to; of all that is said on a term, the surest counts."""
    said: dict[str, list[Doer]] = {}
    for each in duties:
        said.setdefault(each.term, []).extend(_doers(each, parts))
    for term, doers in said.items():
        weights = [_weight(doer, parts) for doer in doers]
        best = max(weights, default=0)
        for weight, doer in sorted(zip(weights, doers, strict=True), key=lambda each: each[1].start):
            if weight == best and doer.side != "c":
                yield Found(term, doer.side, doer.start, doer.end)


def is_surely_said(term: str, duties: Sequence[Duty], parts: Parts) -> bool:
    """Whether a text says in so many words to whom a duty falls: 由乙方负责."""
    return any(
        _weight(doer, parts) == SURE for each in duties if each.term == term for doer in _doers(each, parts)
    )


def _weight(doer: Doer, parts: Parts) -> float:
    """How sure it is; an annex, which tells how things are done, says less of who does them."""
    return doer.weight - (IN_ANNEX if doer.start >= parts.squeezed.annexes_from else 0)


def _counts(each: Duty, doer: Doer) -> bool:
    if (each.unless and each.unless.search(doer.words)) or DENIED.search(doer.between):
        return False
    if each.gap and not each.gap.fullmatch(doer.gap):
        return False
    return each.acts is None or each.acts.search(doer.words) is not None


def _doers(each: Duty, parts: Parts) -> Iterator[Doer]:
    last = -1
    for match in parts.squeezed.matches(each.topic):
        index = parts.index(match.start())
        if (
            index == last
            or parts.text.startswith("的一方", match.end())
            or not _in_context(each, parts, index)
        ):
            continue
        doer = doer_of(parts, index, match.start(), match.end(), each)
        if doer and doer.side == BOTH:
            doer = _with_side(doer, "shared") if each.shared else None
        if doer and each.shared and doer.side in "ab" and _other_takes_part(parts, doer):
            doer = _with_side(doer, "shared")
        if doer and _counts(each, doer):
            yield doer
            last = index


def _with_side(doer: Doer, side: str) -> Doer:
    return Doer(side, doer.weight, doer.start, doer.end, doer.words, doer.between, doer.gap)


def _in_context(each: Duty, parts: Parts, index: int) -> bool:
    if each.context is None and each.elsewhere is None:
        return True
    first, _last = parts.sentence(index)
    said = parts.text[parts.all[first].start : parts.all[index].end]
    if each.context and not each.context.search(said):
        return False
    return not (each.elsewhere and each.elsewhere.search(said))


def _other_takes_part(parts: Parts, doer: Doer) -> bool:
    """甲方出六成，乙方出四成."""
    if not SHARE.search(doer.words):
        return False
    index = parts.index(doer.end - 1) + 1
    following = parts.all[index] if index < len(parts.all) else None
    if following and following.sentence != parts.all[index - 1].sentence:
        return False
    actor = following.actor if following else None
    return bool(
        actor and following and actor.side not in (doer.side, "c") and SHARE.search(parts.words(following))
    )


def doer_of(parts: Parts, index: int, start: int, end: int, each: Duty) -> Doer | None:
    """Whom a topic falls to: the part's own actor, that of the part that completes it, or of the one before."""
    part = parts.all[index]
    if side := parts.ticked(start):
        words = parts.words(part) + "负责"
        return Doer(side, SURE, part.start, part.end, words, "", parts.text[end : part.end])
    own = [mention for role in each.roles for mention in part.of(role)]
    if own:
        nearest = next((m for m in own if 0 <= start - m.end <= CLOSE), own[0])
        if done := _own(parts, part, nearest, start, end, each):
            return done
        if part.border != "，" or not ASKED_FOR.search(parts.words(part)):
            return None
    if completed := _completed(parts, index, start, end, each):
        return completed
    words = parts.words(part)
    if (
        SAME.search(words)
        and index
        and (before := [m for role in each.roles for m in parts.all[index - 1].of(role)])
    ):
        return Doer(before[0].side, LIKELY, part.start, part.end, words, "", "")
    carried = part.carried or part.head
    if (
        carried is None
        or SUBJECT not in each.roles
        or part.mentions
        and part.of(OWNER, GOAL)
        or IF.search(words)
    ):
        return None
    weight = CARRIED if part.carried else WEAK
    if index and part.carried and parts.all[index - 1].border == "：":
        words += "负责"
    return Doer(carried.side, weight, part.start, part.end, words, words, "")


def _own(parts: Parts, part: Part, mention: Mention, start: int, end: int, each: Duty) -> Doer | None:
    words = parts.words(part)
    before = mention.end <= start
    gap = parts.text[mention.end : start] if before else parts.text[end : mention.start]
    bare = mention.role == SUBJECT and not BEARS.match(parts.text, mention.end)
    weight = WEAK if each.implied else LIKELY if bare else SURE
    aside = before and RELATIVE.match(gap)
    condition = part.border == "，" and "则" not in words and IF.search(words)
    if not each.implied and (aside or (condition and mention.role not in (OWNER, GOAL, PLACE))):
        return None
    rest = "" if before else parts.text[mention.end : part.end]
    return Doer(mention.side, weight, part.start, part.end, words, gap + rest, gap)


def _completed(parts: Parts, index: int, start: int, end: int, each: Duty) -> Doer | None:
    """照片和文案，甲方给; 仓储：甲方; 自仓库至买家之运送，由乙方办理."""
    part = parts.all[index]
    if part.carried and part.border == "，" and BEGINS_ACT.search(parts.words(part)):
        return None
    for following in parts.all[index + 1 : index + 2 + COMPLETED_WITHIN]:
        if following.sentence != part.sentence:
            return None
        if ADVANCES.search(parts.words(following)):
            continue
        own = [mention for role in each.roles for mention in following.of(role)]
        if not own:
            if following.mentions or len(BRACKETS.sub("", parts.words(following))) > SHORT_REST * 2:
                return None
            continue
        rest = parts.text[own[0].end : following.end]
        lead = parts.text[following.start : own[0].start]
        labelled = part.border in "：|"
        if len(lead) > 2 * SHORT_REST or not (own[0].role != SUBJECT or len(rest) <= SHORT_REST or labelled):
            return None
        words = parts.text[part.start : following.end] + ("" if rest else "负责")
        weight = SURE if labelled or own[0].role != SUBJECT else LIKELY
        return Doer(
            own[0].side, weight, part.start, following.end, words, lead + rest, parts.text[end : part.end]
        )
    return None
