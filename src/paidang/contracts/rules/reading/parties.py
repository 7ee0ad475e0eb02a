"""Whatever a text calls its parties, readers know them as 甲方, 乙方 and 丙方: the first named is 甲方."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from paidang.contracts.rules.reading.binding import binds, is_another_kind
from paidang.contracts.rules.reading.contacts import Contact, find_contacts
from paidang.contracts.rules.reading.party_words import ORDERED, SURNAMES, Named, acting_parties, in_use
from paidang.contracts.rules.reading.squeezed import fold
from paidang.contracts.rules.reading.undertakers import undertakers
from paidang.kit.patterns import compiled

BRAND_WORDS = r"品牌|商家|商户|店主|店家|店东|店铺方|网店主|货主|(?<![供出])货方|厂家|厂方|厂商|生产[商方]|店铺所有|权利人|卖家|业主|东家|主家|老板|出品[方人]|商标|(?i:brand|merchant)"
AGENCY_WORDS = r"运营|营运|托管|代管|打理|帮手|掌柜|操盘|服务商|服务方|服务提供|代播|直播(?:服务|机构|方|团队|公司)|(?i:operator|service\s*provider|agency)"
SURE_OF_ROLE = compiled(r"品牌[方商主]|运营|营运|服务商|商家|托管|直播|代播|(?i:brand|operator|provider)")
"""Labels that say it themselves; what a sentence says counts more than the others."""
KNOWN = (
    "委托方|委托人|受托方|受托人|被委托方|委任人|受任人|需方|供方|买方|卖方|采购方|采购人|供货方|供货商|供应商|供应方|经销商|分销商|分销方|经销方|发包方|承包方|承接方|承揽人|授权方|被授权方|授权人|被授权人|客户|客户方|顾问方|咨询方|合作方|平台方|仓储方|主播方|机构方|出租方|承租方|转让方|受让方|制作方|拍摄方|设计方|开发方|使用方|业主方|业主|丁方|A方|B方"
    "|委托单位|受托单位|采购单位|供应单位|服务单位|培训单位|学员单位|摄影方|培训方|学员方|直播方|直播机构|承运方|加工方|外包方|发包人|承包人|甲方单位|乙方单位|品牌方|品牌商|商家|商户|店主|店铺方|货主|厂家|厂商|商家方|店铺所有人|权利人|卖家|托管人|服务商|运营方|运营服务商|代运营方|代运营商|代运营|服务方|运营商|代运营服务商|服务提供方|服务提供商|营运方|营运商|托管方|操盘方|出品方"
)
KNOWN_WORDS = frozenset(KNOWN.split("|"))
NUMBERED = {"甲方": "a", "乙方": "b", "丙方": "c"}
WORD_OF = {side: word for word, side in NUMBERED.items()}
_SPACED = "|".join(
    r"\s*".join(word) for word in (*NUMBERED, *sorted(KNOWN.split("|"), key=len, reverse=True))
)
_ANY = r"(?:[一-鿿]\s*){1,7}(?:方|人|商|家|主|单\s*位|机\s*构|企\s*业|公\s*司)"
_BEFORE = r"[\s|>*#\-•●]*(?:(?:[0-9一二三四五六七八九十]{1,3}[、.．)）]|[（(][0-9一二三四五六七八九十a-z]{1,3}[)）]|[①-⑳])\s*)?(?:(?:Party\s*[A-C]|[A-Z][A-Za-z]{2,14})\s*[/／]?\s*(?=[（(]?[一-鿿]))?[（(]?"
_AFTER = (
    r"[）)]?\s*(?:名称|全称|姓名|单位名称|公司名称)?\s*(?P<note>（[^（）\n]{0,30}）)?\s*(?:[/／]?\s*[A-Za-z][A-Za-z ]*(?:（[^（）]*）)?)?\s*\**\s*"
    r"(?P<between>[：:﹕|]|为[：:]|是[：:]|(?<=\s)(?=[^\s：:A-Za-z]))\s*(?P<name>[^\n]*)"
)
LABEL_LINE = compiled(
    rf"{_BEFORE}(?P<label>{_SPACED}|(?:[一-鿿]\s*){{2,7}}?(?=（\s*[甲乙丙]\s*方\s*）)){_AFTER}"
)
ANY_LABEL_LINE = compiled(rf"{_BEFORE}(?P<label>{_ANY}){_AFTER}")
"""A label that is no known word: taken for a party's only if another stands beside it."""
NOT_A_PARTY = compiled(
    r"联系|联络|经办|负责|代表|收款|付款|开户|见证|保证|担保|编辑|发布|作者|撰|签|填表|制表|审核|受益|本人|他人|任何|其他|其它|对方|双方|各方|一方|官方|第三|法人|地方|持卡|当事|管理|操作|店长|经理|对接|快递|银行|平台"
)
NAME = r"[一-鿿A-Za-z（）()·]{2,34}?"
ORGANISATION = r"[一-鿿A-Za-z][一-鿿A-Za-z（）()·]{1,34}?(?:公司|工作室|合伙）|经营部|商行|事务所|合作社|厂|中心|店|企业|商贸|个体户|学校|集团)"
PERSON = r"[一-鿿]{2,4}?"
SENTENCE = compiled(
    rf"甲方(?:是|为|系|名称)?[：:]?\s*(?P<a>{ORGANISATION}|[{SURNAMES}][一-鿿]{{1,2}}?)(?=[，,、；;（(\s和与及])[^。\n甲乙]{{0,40}}?(?:和|与|及|，|、|；|\s)\s*乙方(?:是|为|系|名称)?[：:]?\s*(?P<b>{ORGANISATION}|[{SURNAMES}][一-鿿]{{1,2}}?)(?=[，,、；;（(。\s就说]|$)"
)
"""甲方王大勇和乙方李小满说好…: where nothing else names them."""
CALLED = compiled(
    r"（?(?:以下|下面|下|以下简)?(?:也|都|统一)?(?:简称|称为?|叫)：?[“\"']?(?P<word>[^“”\"'（）、，。或\s]{2,8})[”\"']?(?:(?:或者?|、|/)[“\"'](?P<also>[^“”\"'（）、，。或\s]{2,8})[”\"'])?"
)
INLINE = compiled(
    rf"(?P<name>{ORGANISATION}|(?<![一-鿿])[一-鿿]{{2,4}}|(?<=[和与及])[一-鿿]{{2,4}})\s*（(?:[^（）\n]{{0,40}}?[，,])?(?:(?:以下|下|以下简)(?:简称|称为?)?：?)?[“\"「']?(?P<word>[^“”\"'「」（）、，。或\s]{{2,8}})[”\"」']?）"
)
FURTHER_LABEL = compiled(r"(?<=[\s。；，、])[乙丙]\s*方\s*(?:（[^（）\n]{0,30}）)?\s*[：:]")
SIGNATURE = compiled(r"章(?!程)|[盖蓋]\s*章|签\s*[字名章署]|公\s*章|代表")
NO_NAME = compiled(r"[盖蓋]\s*章|签\s*[字名章署]|公\s*章|代表|^章|章\s*[）)]|[：:]\s*$")
AFTER_NAME = compiled(
    r"（(?=[甲乙丙]方)|\s{2,}|\t|\||（(?:以下|下面|下|以下简)?(?:也|都|统一)?(?:简称|称|叫)|（\s*(?:印|章|盖章|公章|签字|签章)|[，（]?\s*(?:统一社会|社会信用|地\s*址|住\s*所|联\s*系|电\s*话|传\s*真|法定代表|身份证|证件|注册|营业执照|税号|手机|邮箱)|[，。；]|(?:以下简称|下称)"
)
EXAMPLE_NOTE = compiled(r"（(?:例|示例|例子|样例|公司名称|名称|全称|填写)[^）]{0,8}）")
ROLE_TAIL = compiled(r"（[^（）]{0,12}(?:机构|团队|企业|方|商|商家|商户|店主|人|者|户)）$")
BEFORE_BRACKET = compiled(rf"[\s*_]*[{SURNAMES}][一-鿿]{{1,2}}(?=（)")
"""A person's name ends at a bracket; a firm's may go on after it."""
MEANS = compiled(
    r"“(?P<word>[^”\n]{1,8})”，?(?:均|都|皆|一律)?(?:系)?(?:指的?是?|即|为|是)“?(?P<side>[甲乙丙]方)(?=[”，。；、）\n]|$)"
)
"""“我司”均指甲方: another word for a party, wherever it is said."""
ROLE_NOTE = compiled(r"（(?P<word>[^（）]{2,10}|[^（）]{0,20}(?:称|即|“)[^（）]{0,24})）")
LATIN_HEAD = compiled(r"[A-Za-z][A-Za-z0-9 .,&'()（）-]*[.\s）)]\s*(?=[一-鿿]{4})")
"""The name in Latin letters before the one in Chinese."""
LATIN_TAIL = compiled(r"(?<=[一-鿿）)])\s+[A-Za-z].*$")
IS_SENTENCE = compiled(r"应|负责|委托|同意|不得|保证|提供|承诺|须|有权|将|的")
SCAN_BLANK = compiled(r"(?<=[^\x00-\x7f\s])[ \t　](?=[^\x00-\x7f\s])")
HEAD_LINES, BOTH = 60, 2
RESELLER = compiled(r"[分经]销商|零售商")
CALLED_BY_NAME = compiled(rf"[老小阿大][一-鿿]|[{SURNAMES}][一-鿿]{{1,2}}")
SHORTEST_ORGANISATION = 5
MENTIONS_OF_LABEL = 3
MARGIN = 30
"""So many characters after a party's name may say what it is called."""
NEAR = 400
"""So many characters lie at most between the lines that name the parties."""


@dataclass(frozen=True, slots=True)
class PartyName:
    """Where a party is named: `name` None where the place is left blank; `words` are what else the text calls it."""

    side: str
    name: str | None
    words: tuple[str, ...]
    role: str | None
    start: int
    end: int
    role_at: tuple[int, int] | None = None
    """Where its role is said, if not where it is named."""
    is_role_sure: bool = True


def find_parties(text: str, start: int, end: int) -> tuple[list[PartyName], list[Contact]]:
    """The parties in the order in which the text names them, and their contacts; positions are of `text`.

    Known labels first (甲方：, 品牌方：), then who acts throughout, then any two labels side by side, then what a sentence or the signatures say.
    Nobody is a party to a text that does not bind.
    """
    folded = fold(text[start:end])
    lines = list(_lines(text, start, end))
    head = [line for line in lines if line[1].strip()][:HEAD_LINES]
    parties = _not_blank_far_away(_by_label(head, LABEL_LINE))
    if not binds(folded) and (
        len(parties) < BOTH or (is_another_kind(folded) and _are_idle(parties, folded))
    ):
        return [], []
    elsewhere: tuple[Callable[[], list[PartyName]], ...] = (
        lambda: _called(acting_parties(text, start, end)),
        lambda: _called(undertakers(text, start, folded, KNOWN_WORDS)),
        lambda: _beside_each_other(_by_label(head, ANY_LABEL_LINE)),
        lambda: _inline(text, start, end),
        lambda: _in_a_sentence(text, start, end),
        lambda: _by_label(lines[-HEAD_LINES // 4 :], LABEL_LINE, signed=True),
        lambda: _called(undertakers(text, start, folded, ORDERED)),
    )
    for others in elsewhere:
        if len({party.side for party in parties} & {"a", "b"}) < 2:
            found = others()
            found = [_with_name(party, parties) for party in found]
            parties = found if len(found) > 1 else parties
    also: dict[str, list[str]] = {}
    for match in MEANS.finditer(re.sub(r"[ \t　]", "", folded)):
        also.setdefault(NUMBERED[match["side"]], []).append(match["word"])
    stops = [party.start for party in parties] + [end]
    parties = [
        replace(
            party,
            words=in_use(
                (*party.words, *also.get(party.side, ())),
                fold(text[party.start : _margin(party, stops)]),
                text[start:end],
            ),
            is_role_sure=party.is_role_sure
            and (party.role_at is not None or _is_called_so(party, text[start:end])),
        )
        for party in parties
    ]
    return parties, find_contacts(head, parties)


def _margin(party: PartyName, stops: Sequence[int]) -> int:
    """How far what stands beside a party's name reaches: not to the next party."""
    return min([party.end + MARGIN, *(stop for stop in stops if stop > party.start)])


def _with_name(party: PartyName, known: Sequence[PartyName]) -> PartyName:
    """A party without a name, with the one that a line gives to its word."""
    named = next((k for k in known if k.name and set(k.words) & set(party.words)), None)
    return replace(named, side=party.side) if named and not party.name else party


def _are_idle(parties: Sequence[PartyName], folded: str) -> bool:
    """Whether the text hardly speaks of the parties that its lines name."""
    bare = re.sub(r"\s", "", folded)
    return any(sum(map(bare.count, party.words)) <= MENTIONS_OF_LABEL for party in parties)


def _is_called_so(party: PartyName, text: str) -> bool:
    """Whether the label is what the text calls the party, and not only what stands beside its name."""
    return bool(NUMBERED.keys() & set(party.words)) or fold(text).count(party.words[0]) > MENTIONS_OF_LABEL


def _lines(text: str, start: int, end: int) -> Iterator[tuple[int, str]]:
    position = start
    for line in text[start:end].splitlines(keepends=True):
        yield position, line.rstrip("\r\n")
        position += len(line)


def _by_label(lines: list[tuple[int, str]], label: re.Pattern[str], signed: bool = False) -> list[PartyName]:
    """The parties whose lines begin with a label."""
    parties: list[PartyName] = []
    for position, line in lines:
        folded = fold(line)
        for first, last in label_pieces(folded):
            match = label.match(folded[first:last])
            found = match and _labelled(line[first:last], match, position + first, parties, signed)
            if found and all(known.side != found.side for known in parties):
                parties.append(found)
    return parties


def _not_blank_far_away(parties: list[PartyName]) -> list[PartyName]:
    """Without the empty lines of the signatures, where the other party is named far above."""
    named = [party.start for party in parties if party.name]
    return [party for party in parties if party.name or not named or abs(party.start - named[0]) < NEAR]


def _beside_each_other(parties: list[PartyName]) -> list[PartyName]:
    """Labels that are no known words count where two stand together and each has the name of somebody."""
    named = [
        party for party in parties if party.name and re.fullmatch(f"{ORGANISATION}|{PERSON}", party.name)
    ]
    return [party for party in named if any(0 < abs(party.start - other.start) < NEAR for other in named)]


def _called(named: Sequence[Named]) -> list[PartyName]:
    """The parties by the words that act throughout the text; the first named is a, unless it says which is 甲方."""
    found: list[PartyName] = []
    for each in named:
        side = next((NUMBERED[word] for word in each.words if word in NUMBERED), None) or _next_side(found)
        if side and all(party.side != side for party in found):
            told = each.label + each.note
            name, role = without_scan_blanks(each.name).strip("_＿") or None, _role(told)
            is_sure = bool(SURE_OF_ROLE.search(told)) and each.label in each.words
            found.append(
                PartyName(
                    side,
                    name,
                    each.words,
                    role,
                    each.start,
                    each.end,
                    each.note_at,
                    is_sure or bool(each.note_at),
                )
            )
    return found


def label_pieces(line: str) -> list[tuple[int, int]]:
    """A line cut where it names a further party: 甲方：青岚茶器  乙方：拾舟电商."""
    cuts = [match.start() for match in FURTHER_LABEL.finditer(line)]
    return list(zip([0, *cuts], [*cuts, len(line)], strict=True))


def aliases(parties: Sequence[PartyName]) -> dict[str, str]:
    """The words of this text that stand for 甲方, 乙方 and 丙方."""
    return {
        word: WORD_OF[party.side]
        for party in parties
        for word in (*party.words, *_nickname(party))
        if word not in NUMBERED and len(parties) > 1
    }


def _nickname(party: PartyName) -> tuple[str, ...]:
    """A person's name stands for the party wherever the text uses it; a company's is found by its label."""
    name = party.name or ""
    return (name,) if CALLED_BY_NAME.fullmatch(name) else ()


def _labelled(
    line: str, match: re.Match[str], position: int, known: list[PartyName], signed: bool
) -> PartyName | None:
    """甲方（品牌方）：某某有限公司."""
    folded = match.string
    if match["note"] and SIGNATURE.search(match["note"]) and not signed:
        return None
    label = re.sub(r"\s", "", match["label"])
    note = re.sub(r"\s", "", match["note"] or "")
    raw, places = _without_blanks(match["name"], match.start("name"))
    if (NOT_A_PARTY.search(label) and not re.search("[甲乙丙]方", note)) or (
        not match["between"] and label not in KNOWN_WORDS and IS_SENTENCE.search(label)
    ):
        return None
    if not match["between"] and (IS_SENTENCE.search(raw) or len(raw.strip()) > 30):
        return None
    skipped = EXAMPLE_NOTE.match(raw)
    latin = LATIN_HEAD.match(raw)
    offset = skipped.end() if skipped else latin.end() if latin else 0
    stop = AFTER_NAME.search(raw, offset)
    last = stop.start() if stop else len(raw)
    tail = ROLE_TAIL.search(raw[:last].rstrip())
    person = None if tail else BEFORE_BRACKET.match(raw, offset)
    last = min(last, person.end()) if person else last
    last = tail.start() if tail else last
    if "（" in raw[offset:last] and "）" not in raw[offset:last]:
        last = raw.index("（", offset)
    name = _tidy(line[places[offset] : places[last]])
    if NO_NAME.search(name) or len(name) > 60:
        return None
    words = _words(label, note, raw)
    if any(word in party.words for party in known for word in words) or LABEL_LINE.match(fold(name)):
        return None
    side = next((NUMBERED[word] for word in words if word in NUMBERED), None) or _next_side(known)
    if side is None:
        return None
    begin = position + match.start("label")
    if tail:
        last = tail.end()
    finish = position + (places[last] if name else len(folded.rstrip(" |")))
    told = folded[match.end("label") : match.start("between")]
    role, role_at = _role(label, told, tail[0] if tail else ""), None
    for remark in () if role else ROLE_NOTE.finditer(raw, last):
        if role := _role(remark[0]):
            role_at = position + places[remark.start()], position + places[remark.end() - 1] + 1
            break
    is_sure = bool(SURE_OF_ROLE.search(label + told) or tail or role_at)
    return PartyName(side, name or None, words, role, begin, finish, role_at, is_sure)


def _without_blanks(raw: str, first: int) -> tuple[str, list[int]]:
    """A name without single blanks between its characters, and where each character stands in the line."""
    kept = [i for i in range(len(raw)) if not SCAN_BLANK.match(raw, i)]
    return "".join(raw[i] for i in kept), [*(first + i for i in kept), first + len(raw)]


def _words(label: str, note: str, raw: str) -> tuple[str, ...]:
    called = [word for word in NUMBERED if word in note]
    called += [
        word
        for place in (note, re.sub(r"\s", "", raw))
        for match in CALLED.finditer(place)
        for word in match.groups()
        if word
    ]
    return tuple(dict.fromkeys([label, *called]))


def _next_side(known: list[PartyName]) -> str | None:
    taken = {party.side for party in known}
    return next((side for side in "abc" if side not in taken), None)


def _role(label: str, note: str = "", remark: str = "") -> str | None:
    if RESELLER.search(note):
        return "other"
    for place in (label, note, remark):
        if re.search(AGENCY_WORDS, place):
            return "agency"
        if re.search(BRAND_WORDS, place):
            return "brand"
    return None


def _tidy(raw: str) -> str:
    name = raw.strip(" \t　*`_＿|~【】")
    name = LATIN_TAIL.sub("", name).strip(" \t　*`_＿|【】")
    return without_scan_blanks(name)


def without_scan_blanks(name: str) -> str:
    """A name without the blanks that a scan put between characters; those between words of Latin letters stay."""
    return re.sub(r"(?<=[^\x00-\x7f])\s+(?=[^\x00-\x7f])", "", name).strip()


def _inline(text: str, start: int, end: int) -> list[PartyName]:
    """甲公司（以下简称“品牌方”）与乙公司（“服务商”）签订本合同."""
    found: list[PartyName] = []
    folded = fold(text[start : min(end, start + 3000)])
    for match in INLINE.finditer(folded):
        side = NUMBERED.get(match["word"]) or _next_side(found)
        is_person = len(match["name"]) < SHORTEST_ORGANISATION
        if (
            side is None
            or any(party.side == side for party in found)
            or (is_person and match["word"] not in NUMBERED)
        ):
            continue
        first = start + match.start("name")
        name = without_scan_blanks(text[first : start + match.end("name")])
        name = re.sub(r"^(?:由|与|和|及|本(?:合同|协议)由)", "", name)
        found.append(
            PartyName(side, name, (match["word"],), _role(match["word"]), first, start + match.end())
        )
    return found if len(found) > 1 else []


def _in_a_sentence(text: str, start: int, end: int) -> list[PartyName]:
    """甲方王大勇和乙方李小满说好…."""
    match = SENTENCE.search(fold(text[start : min(end, start + 1500)]))
    if not match:
        return []
    return [
        PartyName(
            side,
            text[start + match.start(side) : start + match.end(side)],
            (word,),
            None,
            start + match.start(side) - 2,
            start + match.end(side),
        )
        for word, side in (("甲方", "a"), ("乙方", "b"))
    ]
