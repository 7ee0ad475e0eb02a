"""The two who undertake most in a text that binds, whatever it calls them and wherever it names them.

A thing may be what must be done (服务费应…) but nothing is paid to it, asked of it or done by it: who acts and is acted
on is a party. Its name stands at the signature, in a sentence (店家是…), or the word is a name itself.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterator
from itertools import chain

from paidang.contracts.rules.reading.party_words import (
    BOTH,
    FIRM,
    LIKE_A_PARTY,
    NO_PARTY,
    ORDERED,
    PERSON,
    SURNAMES,
    YOU,
    Named,
)
from paidang.kit.patterns import compiled

_W = r"(?P<w>[我你](?![们方司国公家好])|您|[管开做卖出打][一-鿿]{1,2}的|(?!经(?![营理办纪销手])|[的在凡其该每和或是为不有可以等各此这那]|按|双方|除|至|到|本(?:合同|协议|约))(?:(?![由向给归时后若因把将与及应须]|自行)[一-鿿A-Za-z]){2,8}?)"
WILL = r"(?:自行|另行|全权|全部|先|也|再|都|还|就|仍|只|自己|来)*(?:负责|承担|有权|无权|同意|承诺|保证|确认|收到|提供|支付|应|须|需|必须|不得|不能|可以|可随时|每[月季周年天]|把|将|向|给|付|出|管|做|帮|发货|逾期|按|拍|修|收|定|未经|如需?|若|为|替|帮|代|不[^，。]{0,2})"
ACTS = compiled(rf"(?:(?<=[\n，。；：、）“”|])|(?<=条)|(?<=[0-9])|(?<=若)|(?<=如)|(?<=因)|^){_W}(?={WILL})")
TOWARDS = compiled(
    rf"(?:由|[^，。；\n]向|^向|经|归|给|替|对|交|付|为|(?<=[\n，。])向){_W}(?=负责|承担|支付|提供|同意|书面|确认|所有|收取|开具|办理|决定|确定|运营|营运|经营|管|打理|完成|提交|出|开|发|做|修|拍|指定|打|照|代|拍|定|仓|先|[，。；：的0-9]|$)"
)
NOBODY = compiled(
    r"买家|顾客|客人|消费者|客户服务|平台|第三|他人|各方|法院|仲裁|快递|承运|银行|人民|协商|友好|大家|谁|^一方|对方|另外|其他"
    r"|(?:双方|店铺|商品|产品|货物?|图片|费用?|款项?|单|价格?|数据|日|月|年|天|期|票|合同|协议|客服|商标|广告|品牌|注册|法定|授权|视)$"
)
BEFORE = "由向经归给替对交为与和同付到问跟找让叫"
"""What stands before a party that something is done by or to."""
LEAST_TOGETHER, LEAST_MENTIONS = 3, 3
NAME = rf"(?P<name>{FIRM.pattern}|{PERSON}|[一-鿿（）]{{2,20}}(?:学院|大学|中学|学校|协会|合作社|店|铺|行|社|馆|所|部|委员会))"

NAMES = compiled(NAME.replace("?P<name>", "?:", 1))
MARK = "\ue000"
"""Stands for the word whose bearer's name is looked for."""
BESIDE = tuple(
    compiled(pattern)
    for pattern in (
        rf"{MARK}+\s*(?:（[^（）\n]*）)?\s*[：|=]\s*{NAME}(?=[\s（，。|]|$)",
        rf"{MARK}+\s*(?:（[^（）\n]*）)?\s+(?P<name>{FIRM.pattern})(?=[\s（，。]|$)",
        rf"(?<![一-鿿]){MARK}+(?P<name>{PERSON})(?=[，、。（\s])",
        rf"{MARK}+（{NAME}）",
        rf"{NAME}\s*（(?:[^（）\n]{{0,30}}“)?{MARK}+[^（）\n]{{0,8}}）",
        rf"“?{MARK}+”?(?:指的?是?|就?是|即|为|系){NAME}(?=[\s（，。；：、]|$)",
    )
)
SALUTATION = compiled(
    r"^[^\n，。；]{1,16}(?:总|先生|女士|小姐|老师|经理|老板|[姐哥叔伯])[：，]", re.MULTILINE
)
"""A letter is to the party that it calls you."""
SHORTEST_FIRM = 5
NO_NAME = compiled("的|下称|简称")
SHORT_FIRM = compiled(r".{1,3}(?:公司|工作室|集团|企业|中心|店|厂|学院)")


def undertakers(text: str, start: int, folded: str, known: Collection[str]) -> list[Named]:
    """The two words that act and are acted on most in a folded text, in the order in which they come.

    `known` are words that are parties wherever they stand; 甲方 and 乙方 only if they are among them: most texts
    name them otherwise first.
    """
    bare = re.sub(r"[ \t　]|(?<=[一-鿿])\n(?=[一-鿿])", "", folded)
    acts, towards = (Counter(match["w"] for match in pattern.finditer(bare)) for pattern in (ACTS, TOWARDS))
    together = {
        word: acts[word] + 2 * sum(bare.count(before + word) for before in BEFORE)
        for word in {*acts, *towards, *(word for word in known if word in bare)}
        if bare.count(word) >= LEAST_MENTIONS and not _is_nobody(word)
    }
    pair: list[str] = []
    for word in sorted(together, key=lambda word: (-together[word], word)):
        is_party = together[word] > acts[word] or word in known or LIKE_A_PARTY.fullmatch(word)
        if any(
            word != other and word in other and bare.count(word) == bare.count(other) for other in together
        ):
            continue
        if is_party and len(pair) < BOTH and not any(word in other or other in word for other in pair):
            pair.append(word)
    if len(pair) < BOTH or (set(pair) & set(ORDERED) and ORDERED[0] not in known):
        return []
    if any(together[word] < LEAST_TOGETHER for word in pair):
        return []
    first = YOU if SALUTATION.search(folded) else ()
    pair.sort(key=lambda word: (word not in first, folded.find(word)))
    return [_named(text, start, folded, word) for word in pair]


def _is_nobody(word: str) -> bool:
    return bool(NOBODY.search(word) or NO_PARTY.search(word))


def _named(text: str, start: int, folded: str, word: str) -> Named:
    """A word with the name that stands beside it, if any does."""
    for first, last, begin, finish in _names(folded, word):
        return Named(text[start + first : start + last], (word,), start + begin, start + finish)
    return Named("", (word,), start, start)


def _names(folded: str, word: str) -> Iterator[tuple[int, int, int, int]]:
    """Where the name of a word's bearer stands, and the words around both: 东家（盖章）：…; …（甲方盖章）; 店家是…."""
    spaced = r"\s*".join(map(re.escape, word))
    marked = re.sub(
        rf"{spaced}(?=[\s（）：|=”是即为系指就盖签公]|{PERSON})", lambda match: MARK * len(match[0]), folded
    )
    itself = (
        rf"(?P<name>(?<![一-鿿])[{SURNAMES}]?{spaced})"
        if len(word) < SHORTEST_FIRM
        else rf"(?P<name>{spaced})"
    )
    for match in chain(*(pattern.finditer(marked) for pattern in BESIDE), re.finditer(itself, folded)):
        name = re.sub(r"\s", "", match["name"])
        is_short = name == word and SHORT_FIRM.fullmatch(name)
        if NAMES.fullmatch(name) and not (NO_NAME.search(name) or is_short):
            yield *match.span("name"), *match.span()
