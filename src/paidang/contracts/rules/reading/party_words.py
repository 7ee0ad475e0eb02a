"""What the parties of a text are called where no known label says so: the words that act in it throughout.

Nobody can list what drafters call the parties (店家, 打理方, 晋工, 帮手). But whatever the word is, it stands beside the
name of somebody at the top, or is said to be that somebody's short name, and then it acts: 店家应…, 由打理方…, 向晋工….
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from paidang.contracts.rules.reading.squeezed import fold
from paidang.kit.patterns import compiled

HEAD = 2500
"""So many characters of a document are looked at for who the parties are."""
LEAST_USES, LEAST_ALONE = 3, 5
"""So often a word acts, to be a party's; and so often if no name stands beside it."""
KINDS_OF_FIRM = (
    r"(?:有限责任公司|股份有限公司|有限公司|总公司|分公司|公司|工作室|（有限合伙）|合伙企业|经营部|经销部|门市部|商行|商店|商社|事务所|合作社"
    r"|工厂|[制造加印食酒茶]厂|厂|服务中心|中心|旗舰店|专营店|店铺|小店|超市|茶行|鞋行|花坊|酒庄|茶庄|农场|果园|企业|商贸|个体户|学校|学院|大学|研究院|协会|委员会|街道办事处|[果花书鞋衣药][店铺]|集团)"
)
FIRM = compiled(
    rf"(?<![“「《])[一-鿿A-Za-z][一-鿿A-Za-z0-9（）·&]{{1,34}}?{KINDS_OF_FIRM}(?:(?![一-鿿])|(?=[和与及跟就经共]))"
)
SURNAMES = "闻莘郦濮茹宦蔚訾桓暨厉练苌谌妫隗璩扈亢贡劳逄皮盘邰邝洗冼阙敬王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦向柳邢路岳齐沿梅莫庄辛管祝左涂谷祁时舒耿牟卜詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋植甘景薄单包司柏宁柯阮桂闵解强柴华车冉房边辜吉饶刁瞿戚丘古米池滕晋苑邬臧畅宫来嵺苟全褚廉简娄盖符奚木穆党燕郎邸冀谈姬屠连郜晏栾郁商蒙计喻揭窦迟宇敖糜鄢冷卓花仇艾蓝都巩稽井练仲乐虞卞封竺冼原官楚佟栗匡宗应台巫鞠桑荆谌银扬明沙伏岑习胥保和骆麦佘亓綦逄晁阚蒯逯裘贝缪仝闫肖楼雍"
PERSON = rf"(?:(?:欧阳|司马|司徒|诸葛|上官|慕容|东方|皇甫|尉迟|公孙|令狐|夏侯|端木|长孙|宇文)|[{SURNAMES}])[一-鿿]{{1,2}}"
LABELLED = compiled(
    rf"^[\s|>*#\-•●]*(?:(?:[0-9一二三四五六七八九十]{{1,3}}[、.．)）]|[（(][0-9一二三四五六七八九十]{{1,3}}[)）]|[①-⑳])\s*)?"
    rf"(?P<label>[甲乙丙]|[一-鿿A-Z]{{2,9}}?)\s*(?:名称|姓名|全称)?\s*(?:[/／]?\s*[A-Za-z][A-Za-z ]*)?(?P<note>（[^（）\n]{{0,40}}）)?\s*(?:[：|]|(?<=\s))\s*(?P<name>{FIRM.pattern}|{PERSON}(?=\s*(?:$|[，。；（|\s]))|_{{2,}})"
)
PERSON_AFTER = compiled(
    rf"(?:^|[，。；：\s与和])(?P<label>[一-鿿]{{2,4}}?|)(?P<name>{PERSON})(?<![区市县镇路省街号楼乡村])(?:老师|先生|女士)?(?![，（(][^（）]*）[：|])(?=[，（(]\s*(?:身份证|证件|住|家住|电话|手机|以下|下称))"
)
CALLED = compiled(
    r"(?:以下|下面|下|下文|文中|合同中)?(?:统一|也|都|均)?(?:简称|称作|称为|称之为|称|叫做?|谓之)(?:：|为)?[“\"'‘《\[]?(?P<word>[^“”\"'‘’《》\[\]（）、，。；：或\s]{1,9})[”\"'’》\]]?(?:(?:或者?|、|，|/)[“\"'‘](?P<also>[^“”\"'‘’（）、，。；：或\s]{1,9})[”\"'’])?"
    r"|简\s*称\s*[：|]\s*(?P<short>[^\s，。；（）|]{2,6})|（(?:the\s*)?[“\"'‘「](?P<quoted>[^“”\"'‘’（）]{1,9})[”\"'’」][），；]|^\s*[（\[](?P<bare>(?!以下|下称|简称)[一-鿿A-Za-z]{2,8})[）\]]"
)
NO_PARTY = compiled(
    r"(?:合同|协议|合约|约定|契约|平台|商品|产品|货物|店铺|旗舰店|小店|商城|服务|服务费|品牌|项目|条款|内容|费|主播|客服|快递|物流|仓库|买家|消费者|顾客|用户|买方|签章|印章|如下)$"
    r"|双方|各方|^一方|[两三]方|对方|他方|第三|任何|官方|地址|住所|地点|法定|代表|联系|联络|经办|账户|账号|户名|开户|收款|付款|银行|电话|日期|时间|编号|附件|备注|说明|本人|他人|经营者|负责人|项目经理|审核|制表|鉴于|身份$|主体$"
)
DEFINED = compiled(r"“(?P<word>[^”\n]{1,9})”，?(?:就?是|指的?是?|即|系|为)?$")
"""“委托人”指某某公司."""
IN_TURN = compiled(
    r"(?:分别|依次)(?:简称|称)(?:为|作)?“?(?P<one>[^”，。；、\s]{1,8}?)”?[、和与及]“?(?P<two>[^”，。；、\s]{1,8}?)”?(?=[，。；：\s]|$)|前(?:者|一(?:公司|方|家))[^，。；“\n]{0,6}?(?:称作?|为|叫做?|是)“?(?P<a>[^”，。；\s]{1,8}?)”?[，；、。]?(?:而)?后(?:者|一(?:公司|方|家))[^，。；“\n]{0,6}?(?:称作?|为|叫做?|是)“?(?P<b>[^”，。；\s]{1,8}?)”?(?=[，。；：\s]|$)"
)
CALLS = compiled(r"下称|简称|称为|称作|叫做")
NO_ROLE = compiled(r"代表|联系|联络|经办|负责|经理|收款|开户|户名|见证|担保|保证|担任")
NO_FIRM = compiled(r"[甲乙丙]方|[把将须是]|(?<![供对相响])应|负责|的|交给|店铺$|本公司|该公司|我公司|贵公司")
ACTS = r"(?:应|须|需|必须|负责|不得|不能|不可|可以|可随时|有权|无权|每[月季周年天]|按[月季]|收到|提供|支付|付款|同意|承担|逾期|自行|自己|保证|确认|书面|同时|另|委托|销售|制作|拍|定|管|出|给|开|的|在|已|将|要|先|未|不|所有|仓库|账户|以|把|向|由|与|为|是)"
ACTING = compiled(ACTS)
TOWARDS = "由向经归给"
"""What stands before a party that something is done by or to."""
LIKE_A_PARTY = compiled(
    rf"[一-鿿]{{1,4}}(?:方|人|商|主|司|户|家|手|队|厂|板|柜|团|东|长|社|坊|行|室)|[我你]们|[小老阿大][一-鿿]|{PERSON}"
)
CELL, EMPTY_CELL = compiled(r"[^|\t\s](?:[^|\t\n]*[^|\t\s])?"), compiled(r"\||[ 　]*\t")
BOTH = 2
NAME_ROW = compiled(r"(?:单位|公司|企业|机构|主体|商号)?(?:名称|全称|姓名|名字)|单位|公司|主体")
WE = ("我们", "我司", "我方", "我公司", "本公司", "敝司")
YOU = ("你们", "贵司", "贵方", "贵公司", "你方", "你司", "贵单位")
ORDERED = ("甲方", "乙方", "丙方")
SPACED_LABEL = compiled(r"[\s|>*#●\-]*(?P<label>[一-鿿](?:[ 　]+[一-鿿]){1,4})(?=\s*[（(：:])")
IS_WHAT = compiled(r"，(?P<what>(?!以下|下称|简称|地址|住所)[^，。；（）\n]{4,30})）")
"""苏蔓（某某公司，童书品牌的持有人）."""
MOST_AFTER = 240
"""So many characters after a name its short name may follow."""


@dataclass(frozen=True, slots=True)
class Named:
    """A name at the top of a text, and all that the text calls its bearer; positions are of the text."""

    name: str
    words: tuple[str, ...]
    start: int
    end: int
    label: str = ""
    note: str = ""
    note_at: tuple[int, int] | None = None
    """Where what the bearer is stands by itself."""
    called: tuple[str, ...] = ()
    """What the text says that it calls the bearer."""


def acting_parties(text: str, start: int, end: int) -> list[Named]:
    """Those who act in text[start:end], in the order in which it names them; none if fewer than two do."""
    folded = fold(text[start:end])
    bare = re.sub(r"\s", "", folded)
    people = list(_people(text, start, min(end, start + HEAD)))
    if len(side_by_side := list(_columns(text, start, min(end, start + HEAD)))) > 1:
        return side_by_side
    acting = [each for each in (_acting(person, bare) for person in people) if each]
    if len({each.words for each in acting}) > 1:
        return _each_once(acting)
    firms = _each_once(people)
    if len(firms) > 1 and (letter := _letter(firms, folded, start)):
        return letter
    if len(firms) > 1 and (in_turn := IN_TURN.search(bare)):
        return [
            replace(firm, words=(word,))
            for firm, word in zip(firms, filter(None, in_turn.groups()), strict=False)
        ]
    if len(firms) > 1 and all(bare.count(word) >= LEAST_USES for word in ORDERED[:2]):
        return [replace(f, words=(word,)) for f, word in zip(firms, ORDERED, strict=False)]
    if len(firms) > 1:
        short = [(firm, _short_name(firm.name, bare)) for firm in firms[:2]]
        if all(word for _, word in short) and short[0][1] != short[1][1]:
            return [Named(firm.name, (word,), firm.start, firm.end) for firm, word in short]
    return []


def in_use(words: tuple[str, ...], beside: str, text: str) -> tuple[str, ...]:
    """The words for a party, with that in brackets beside its label where no label is used: 委托方（店东）：…."""
    if any(text.count(word) > LEAST_USES for word in words):
        return words
    bare = re.sub(r"\s", "", fold(text))
    noted = [
        word
        for note in re.findall(r"（([^（）\n]{1,24})）", beside)
        for word in re.findall(r"[一-鿿]{1,7}", note)
        if not NO_PARTY.search(word) and _uses(word, bare) >= LEAST_USES
    ]
    return tuple(dict.fromkeys((*words, *noted)))


def _people(text: str, start: int, end: int) -> Iterator[Named]:
    """Everybody with a name at the top: after a label, or with a short name."""
    folded = fold(text[start:end])
    lines = [(match.start(), match[0]) for match in re.finditer(r"[^\n]+", folded)]
    for number, (at, line) in enumerate(lines):
        tight, places = _tight(line)
        rest = "".join(
            " " + after.strip()
            for _, after in lines[number + 1 : number + 3]
            if after.strip().startswith(("（", "简称", "以下", "下称")) and not FIRM.search(after)
        )
        found = LABELLED.match(tight)
        spans = [found.span("name")] if found else []
        spans += [match.span("name") for match in PERSON_AFTER.finditer(tight)]
        spans += [
            (first, last)
            for first, last in map(_without_tail, FIRM.finditer(tight))
            if not CALLS.search(tight, first, last)
            and "的" not in tight[first:last]
            and not (
                tight.rfind("（", 0, first) > tight.rfind("）", 0, first) and FIRM.search(tight, 0, first)
            )
            and not any(a <= first < b or first <= a < last for a, b in spans)
        ]
        spans.sort()
        for index, (first, last) in enumerate(spans):
            stop = spans[index + 1][0] if index + 1 < len(spans) else len(tight)
            after = tight[last : min(stop, last + MOST_AFTER)] + (rest if stop == len(tight) else "")
            called = [word for match in CALLED.finditer(after) for word in match.groups() if word]
            labelled = found is not None and found.start("name") == first
            person = next((m for m in PERSON_AFTER.finditer(tight) if m.start("name") == first), None)
            label = found["label"] if labelled and found else person["label"] if person else ""
            note = (found["note"] or "") if labelled and found else ""
            name = _after_conjunction(tight[first:last])
            first = last - len(name)
            if NO_FIRM.search(name) or (label and NO_ROLE.search(label)):
                continue
            if defined := DEFINED.search(tight[:first]):
                called.append(defined["word"])
            begin = found.start("label") if labelled and found else person.start("label") if person else first
            words = [
                word
                for word in (*called, *re.findall(r"[甲乙丙]方", note), label, label and f"{label}方")
                if word and not NO_PARTY.search(word)
            ]
            told = IS_WHAT.match(tight, last)
            yield Named(
                text[start + at + places[first] : start + at + places[last - 1] + 1],
                tuple(dict.fromkeys(words)),
                start + at + places[begin],
                start + at + places[last - 1] + 1,
                label,
                told["what"] if told else note,
                (start + at + places[told.start("what")], start + at + places[told.end("what") - 1] + 1)
                if told
                else None,
                tuple(called),
            )


def _without_tail(firm: re.Match[str]) -> tuple[int, int]:
    """Where a firm is named, without the end of a bracket before it: …（合作社）与某某公司."""
    before = re.match(r"[^（）]*）|.*）(?=[和与及跟])", firm[0])
    return before.end() + firm.start() if before else firm.start(), firm.end()


def _after_conjunction(name: str) -> str:
    name = name if "）" in name else name.rpartition("（")[2]
    name = re.sub(r"^.*[甲乙丙]方(?:）|是|为|：)?", "", name)
    name = re.sub(r"^.{0,6}(?:双方|两方|当事人|各方)(?:分别)?(?:为|是|：)", "", name)
    name = re.sub(r"^(?:就?是|指的?是?|即|系)", "", name)
    name = re.sub(r"^(?:我们|你们|我方|我司|贵司|本方)(?:就)?(?:是|指|即)", "", name)
    return re.sub(r"^(?:本(?:合同|协议|约定)|兹|今|现)?(?:系|是)?(?:由|与|和|及|同|跟|兹有)", "", name)


def _tight(line: str) -> tuple[str, list[int]]:
    """A line without single blanks between Chinese characters, as scans have them, and where each character stands."""
    spaced = SPACED_LABEL.match(line)
    kept = [
        i
        for i, character in enumerate(line)
        if not (spaced and spaced.start("label") < i < spaced.end() and character in " 　")
        and not (
            character in " 　"
            and 0 < i < len(line) - 1
            and line[i - 1] > "\x7f"
            and line[i + 1] > "\x7f"
            and line[i - 1] not in " 　"
            and line[i + 1] not in " 　"
            and _is_scan(line)
        )
    ]
    return "".join(line[i] for i in kept), kept


def _is_scan(line: str) -> bool:
    return len(re.findall(r"[一-鿿] (?=[一-鿿])", line)) > max(2, len(line) // 6)


def _acting(person: Named, bare: str) -> Named | None:
    """The same with the words only that the text uses as a party's."""
    words = tuple(
        word
        for word in person.words
        if word in ORDERED
        or _uses(word, bare)
        >= (1 if word in person.called and not re.fullmatch(PERSON, word) else LEAST_USES)
    )
    if words and person.label in person.words and len(person.label) > 2 and bare.count(person.label) > 1:
        words = tuple(dict.fromkeys((*words, person.label)))
    return replace(person, words=words) if words else None


def _uses(word: str, bare: str) -> int:
    """How often a word acts or is acted on."""
    count, at = 0, bare.find(word)
    while at >= 0:
        before, after = bare[at - 1 : at], at + len(word)
        begins = not before.isalnum() and before != "_"
        count += bool((before and before in TOWARDS) or (begins and ACTING.match(bare, after)))
        at = bare.find(word, after)
    return count


def _each_once(people: list[Named]) -> list[Named]:
    known: list[Named] = []
    for person in people:
        if not any(_same(person, other) for other in known):
            known.append(person)
    return known


def _same(person: Named, other: Named) -> bool:
    """Whether two are one; but those whose words differ are two, even where a copyist gave both one name."""
    if set(person.words) & set(other.words):
        return True
    return person.name == other.name and not (person.words and other.words)


def _letter(firms: list[Named], folded: str, start: int) -> list[Named]:
    """The parties of a letter, who are we and you: 致某某公司：我司…贵司…; “我们”是某某."""
    used = [[word for word in words if folded.count(word) >= LEAST_USES] for words in (WE, YOU)]
    if not all(used):
        return []
    first, second = firms[:2]
    line = folded[folded.rfind("\n", 0, first.start - start) + 1 : first.end - start + 1]
    meant = re.search(rf"“?(?P<w>{'|'.join((*WE, *YOU))})”?(?:是|指|即|为)(?P<who>[一-鿿]{{2,8}})", folded)
    first_is_you = re.search(r"致|收件|收信|敬启|TO|To", line) is not None or line.endswith("：")
    if meant and any(meant["who"][:4].find(firm.name[2:4]) >= 0 for firm in (first, second)):
        first_is_you = (meant["w"] in YOU) == (first.name[2:4] in meant["who"])
    we, you = (tuple(dict.fromkeys((*words, short))) for words, short in zip(used, "我你", strict=True))
    return [
        replace(firm, words=words)
        for firm, words in zip((first, second), (you, we) if first_is_you else (we, you), strict=True)
    ]


def _columns(text: str, start: int, end: int) -> Iterator[Named]:
    """A table with a column for each party: |栏目|采购方|服务方| and, below, |名称|某某公司|某某公司|."""
    heads: list[str] = []
    found: list[Named] = []
    at = start
    for line in text[start:end].splitlines(keepends=True):
        cells = [match.span() for match in CELL.finditer(line)]
        words = [fold(line[first:last]).strip() for first, last in cells]
        if len(words) == BOTH and EMPTY_CELL.match(line):
            cells, words = [(0, 0), *cells], ["", *words]
        if len(words) > BOTH and all(LIKE_A_PARTY.fullmatch(word) or word in ORDERED for word in words[1:3]):
            heads = words
        elif heads and not found and len(words) == len(heads) and NAME_ROW.fullmatch(words[0]):
            found = [
                Named(line[first:last], (label,), at + first, at + last, label)
                for (first, last), label in list(zip(cells, heads, strict=True))[1:]
            ]
        elif found and len(words) == len(heads) and re.fullmatch(r"身份|角色|性质|简介|主营", words[0]):
            found = [
                replace(named, note=line[first:last], note_at=(at + first, at + last))
                for named, (first, last) in zip(found, cells[1:], strict=True)
            ]
        at += len(line)
    yield from found


def _short_name(name: str, bare: str) -> str:
    """The part of a firm's name by which the text calls it: 泉州市晋工五金制品有限公司 is 晋工."""
    core = re.sub(rf"{KINDS_OF_FIRM}$", "", name)
    counts = {
        core[at : at + length]: _uses(core[at : at + length], bare) * length
        for length in (2, 3, 4)
        for at in range(len(core) - length + 1)
    }
    best = max(counts, key=lambda word: counts[word], default="")
    return best if best and counts[best] >= LEAST_ALONE * len(best) else ""
