"""Whatever a text calls its parties, readers know them as 甲方, 乙方 and 丙方: the first named is 甲方."""

import re
from dataclasses import dataclass

from paidang.contracts.rules.reading.squeezed import fold

BRAND_WORDS = "品牌方|品牌商|商家|商户|店主|店铺方|货主|厂家|厂商|商家方|店铺所有人|权利人"
AGENCY_WORDS = "服务商|运营方|运营服务商|代运营方|代运营商|服务方|运营商|代运营服务商|服务提供方|服务提供商|营运方|托管方"
OTHER_WORDS = "委托方|委托人|受托方|受托人|被委托方|需方|供方|买方|卖方|采购方|采购人|供货方|供货商|供应商|供应方|经销商|分销商|经销方|发包方|承包方|承接方|授权方|被授权方|授权人|被授权人|客户|客户方|顾问方|咨询方|合作方|平台方|仓储方|主播方|机构方|出租方|承租方|转让方|受让方|制作方|拍摄方|设计方|开发方|使用方|业主方|丁方|A方|B方|委托单位|受托单位|采购单位|供应单位|服务单位|培训单位|学员单位|摄影方|培训方|学员方|直播方|承运方|加工方|外包方|发包人|承包人|甲方单位|乙方单位"
KNOWN = f"{BRAND_WORDS}|{AGENCY_WORDS}|{OTHER_WORDS}"
NUMBERED = {"甲方": "a", "乙方": "b", "丙方": "c"}
WORD_OF = {side: word for word, side in NUMBERED.items()}
_SPACED = "|".join(
    r"\s*".join(word) for word in (*NUMBERED, *sorted(KNOWN.split("|"), key=len, reverse=True))
)
LABEL_LINE = re.compile(
    rf"[\s|>*#\-]*(?P<label>{_SPACED}|[一-鿿]{{2,6}}(?=\s*（[甲乙丙]\s*方）))\s*(?P<note>（[^（）\n]{{0,30}}）)?\s*(?:/\s*[A-Za-z][A-Za-z ]*(?:（[^（）]*）)?)?\s*\**\s*"
    r"(?P<between>[：:|]|为[：:]|是[：:]|(?<=\s)(?=[^\s：:]))\s*(?P<name>[^\n]*)"
)
CALLED = re.compile(
    r"（?(?:以下|下面|下|以下简)?(?:也|都|统一)?(?:简称|称为?|叫)：?[“\"']?(?P<word>[^“”\"'（）、，。或\s]{2,8})[”\"']?"
)
INLINE = re.compile(
    r"(?P<name>[一-鿿][一-鿿（）·]{3,34}?(?:公司|工作室|合伙\）|经营部|商行|事务所|合作社|厂|中心|店))\s*（(?:以下|下|以下简)(?:简称|称为?)：?[“\"']?(?P<word>[^“”\"'（）、，。或\s]{2,8})[”\"']?）"
)
FURTHER_LABEL = re.compile(r"(?<=[\s。；，、])[乙丙]\s*方\s*(?:（[^（）\n]{0,30}）)?\s*[：:]")
SIGNATURE = re.compile(r"章(?!程)|[盖蓋]\s*章|签\s*[字名章署]|公\s*章|代表")
NO_NAME = re.compile(r"[盖蓋]\s*章|签\s*[字名章署]|公\s*章|代表|^章|章\s*[）)]|[：:]\s*$")
AFTER_NAME = re.compile(
    r"\s{2,}|\t|\||（(?:以下|下面|下|以下简)?(?:也|都|统一)?(?:简称|称|叫)|（\s*(?:印|章|盖章|公章|签字|签章)|[，（]?\s*(?:统一社会|社会信用|地\s*址|住\s*所|联\s*系|电\s*话|传\s*真|法定代表|身份证|证件|注册|营业执照|税号|手机|邮箱)|[，。；]|(?:以下简称|下称)"
)
EXAMPLE_NOTE = re.compile(r"（(?:例|示例|例子|样例|公司名称|名称|全称|填写)[^）]{0,8}）")
ROLE_TAIL = re.compile(r"（[^（）]{0,12}(?:方|商|商家|商户|店主|人|者|户)）$")
ROLE_NOTE = re.compile(r"（(?P<word>[^（）]{2,10})）")
LATIN_TAIL = re.compile(r"(?<=[一-鿿）)])\s+[A-Za-z].*$")
IS_SENTENCE = re.compile(r"应|负责|委托|同意|不得|保证|提供|承诺|须|有权|将|的")
CONTACT = re.compile(
    r"\s*(?:[甲乙]\s*方\s*)?(?:联\s*系\s*人|联络人|经办人)\s*[：:]\s*(?P<name>(?!经办人|联系人|联络人|电话|传真|手机|职务|邮箱|地址)[一-鿿·]{2,8}?)(?=传真|电话|手机|职务|邮箱|地址|[\s，；/（：]|$)"
)
SCAN_BLANK = re.compile(r"(?<=[^\x00-\x7f\s])[ \t　](?=[^\x00-\x7f\s])")
HEAD_LINES = 60


@dataclass(frozen=True, slots=True)
class PartyName:
    """Where a party is named: `name` None where the place is left blank; `words` are what else the text calls it."""

    side: str
    name: str | None
    words: tuple[str, ...]
    role: str | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to turn to at a party."""

    side: str
    name: str
    start: int
    end: int


def find_parties(text: str, start: int, end: int) -> tuple[list[PartyName], list[Contact]]:
    """The parties in the order in which the text names them, and their contacts; positions are of `text`."""
    parties: list[PartyName] = []
    contacts: list[Contact] = []
    position = start
    read = 0
    for line in text[start:end].splitlines(keepends=True):
        read += bool(line.strip())
        if read > HEAD_LINES:
            break
        folded = fold(line.rstrip("\r\n"))
        before = len(parties)
        for first, last in label_pieces(folded):
            found = _labelled(line[first:last], folded[first:last], position + first, parties)
            if found and all(known.side != found.side for known in parties):
                parties.append(found)
        if len(parties) == before and parties and (match := CONTACT.match(folded)):
            taken = {contact.side for contact in contacts}
            if parties[-1].side not in taken:
                first = position + match.end() - len(match[0].lstrip())
                name = line[match.start("name") : match.end("name")]
                contacts.append(Contact(parties[-1].side, name, first, position + match.end()))
        position += len(line)
    if len(parties) < 2:
        parties = _inline(text, start, end) or parties
    return parties, contacts


def label_pieces(line: str) -> list[tuple[int, int]]:
    """A line cut where it names a further party: 甲方：青岚茶器  乙方：拾舟电商."""
    cuts = [match.start() for match in FURTHER_LABEL.finditer(line)]
    return list(zip([0, *cuts], [*cuts, len(line)], strict=True))


def aliases(parties: list[PartyName]) -> dict[str, str]:
    """The words of this text that stand for 甲方, 乙方 and 丙方."""
    return {
        word: WORD_OF[party.side]
        for party in parties
        for word in party.words
        if word not in NUMBERED and len(parties) > 1
    }


def _labelled(line: str, folded: str, position: int, known: list[PartyName]) -> PartyName | None:
    """甲方（品牌方）：某某有限公司."""
    match = LABEL_LINE.match(folded)
    if not match or (match["note"] and SIGNATURE.search(match["note"])):
        return None
    label = re.sub(r"\s", "", match["label"])
    note = re.sub(r"\s", "", match["note"] or "")
    raw, places = _without_blanks(match["name"], match.start("name"))
    if not match["between"] and (IS_SENTENCE.search(raw) or len(raw.strip()) > 30):
        return None
    skipped = EXAMPLE_NOTE.match(raw)
    offset = skipped.end() if skipped else 0
    stop = AFTER_NAME.search(raw, offset)
    last = stop.start() if stop else len(raw)
    tail = ROLE_TAIL.search(raw[:last].rstrip())
    last = tail.start() if tail else last
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
    remark = tail or ROLE_NOTE.search(raw, last)
    return PartyName(
        side, name or None, words, _role(label, note, remark[0] if remark else ""), begin, finish
    )


def _without_blanks(raw: str, first: int) -> tuple[str, list[int]]:
    """A name without single blanks between its characters, and where each character stands in the line."""
    kept = [i for i in range(len(raw)) if not SCAN_BLANK.match(raw, i)]
    return "".join(raw[i] for i in kept), [*(first + i for i in kept), first + len(raw)]


def _words(label: str, note: str, raw: str) -> tuple[str, ...]:
    called = [word for word in NUMBERED if word in note]
    called += [match["word"] for place in (note, re.sub(r"\s", "", raw)) for match in CALLED.finditer(place)]
    return tuple(dict.fromkeys([label, *called]))


def _next_side(known: list[PartyName]) -> str | None:
    taken = {party.side for party in known}
    return next((side for side in "abc" if side not in taken), None)


def _role(*places: str) -> str | None:
    for place in places:
        if re.search(AGENCY_WORDS, place):
            return "agency"
        if re.search(BRAND_WORDS, place):
            return "brand"
    return None


def _tidy(raw: str) -> str:
    name = LATIN_TAIL.sub("", raw.strip(" \t　*`_＿|~【】")).strip(" \t　*`_＿|【】")
    return without_scan_blanks(name)


def without_scan_blanks(name: str) -> str:
    """A name without the blanks that a scan put between characters; those between words of Latin letters stay."""
    return re.sub(r"(?<=[^\x00-\x7f])\s+(?=[^\x00-\x7f])", "", name).strip()


def _inline(text: str, start: int, end: int) -> list[PartyName]:
    """甲公司（以下简称“品牌方”）与乙公司（以下简称“服务商”）签订本合同."""
    found: list[PartyName] = []
    folded = fold(text[start : min(end, start + 3000)])
    for match in INLINE.finditer(folded):
        side = NUMBERED.get(match["word"]) or _next_side(found)
        if side is None or any(party.side == side for party in found):
            continue
        first, last = match.span("name")
        name = re.sub(
            r"^(?:由|与|和|及|本(?:合同|协议)由)", "", without_scan_blanks(text[start + first : start + last])
        )
        found.append(
            PartyName(side, name, (match["word"],), _role(match["word"]), start + first, start + match.end())
        )
    return found if len(found) > 1 else []
