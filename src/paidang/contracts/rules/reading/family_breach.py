"""Secrecy and grave breaches: who keeps secrets, what ends the contract at once or by itself, force majeure."""

import re
from collections.abc import Iterator

from paidang.contracts.rules.reading.duties import Duty, doer_of
from paidang.contracts.rules.reading.mentions import BOTH
from paidang.contracts.rules.reading.parts import Parts
from paidang.contracts.rules.reading.reader import Found, Reader, reader
from paidang.kit.patterns import compiled

BRAND = r"(?:商标|品牌|商号|标识|字号|牌子|招牌|名义)"
STORES = r"(?:店铺?|平台)"
CAUSES = {
    "counterfeit": compiled(
        r"假冒|仿冒|假货|售假|卖假|冒牌|冒充|赝品|高仿|掺假|以假充真|山寨|伪造|非正品|盗版|伪劣|仿品|假的"
    ),
    "unauthorised_brand_use": compiled(
        rf"越权使用|不得.{{0,3}}其他场合使用品牌|(?:超出|逾越|超越|超过|超|越权?)[^，。；]{{0,10}}(?:授权|范围|约定|许可)?[^，。；]{{0,8}}(?:使用|用)[^，。；]{{0,10}}{BRAND}|(?:擅自|私自|滥用|冒用|盗用|乱用|没经[^，。；]{{0,6}}|没(?:有)?(?:答应|同意|许可)的[^，。；]{{0,4}}|未经[^，。；]{{0,12}}|未获[^，。；]{{0,8}})(?:使用|许可|用)?[^，。；]{{0,12}}{BRAND}"
        rf"|以[^，。；]{{0,10}}(?:名义|品牌|牌子)[^，。；]{{0,4}}(?:对外|擅自|私自|招商|招揽)|(?:范围|授权|约定|许可|合同|协议|{STORES})(?:之)?(?:以外|外)[^，。；]{{0,6}}(?:使用|用)|{BRAND}[^，。；]{{0,4}}用于[^，。；]{{0,8}}(?:以外|之外|外)|[拿用把将][^，。；]{{0,10}}{BRAND}[^，。；]{{0,4}}(?:去|用|到|在|做)[^，。；]{{0,6}}(?:别处|他处|其他|别的|其它|用|外)"
    ),
    "sublicensing": compiled(
        r"不得再?授权其他|转授|转[给交予](?:别人|他人|第三|外人|旁人|其他)|转让(?:给)?(?:他人|第三|经营权|店铺|运营权)|(?:擅自|私自|私下)[^，。；]{0,12}(?:转让|转包|转委托|转租|分包|转[给交]|交[给由])|再(?:行)?(?:授权|许可|授)|转包|转租|转许可|分许可"
        r"|[将把][^，。；]{0,14}(?:授权|许可|经营权|运营权|操盘权|账号|店)[^，。；]{0,4}(?:转|给|许可|授|让|租)[^，。；]{0,4}(?:别人|他人|第三|外人|旁人|其他)"
    ),
    "disclosure": compiled(r"泄露[^，。；]{0,8}(?:秘密|信息|数据)"),
    "fake_orders": compiled(r"刷单|虚假交易|虚构交易"),
}
GRAVE = ("counterfeit", "unauthorised_brand_use", "sublicensing")
AT_ONCE = compiled(
    r"(?:当场|立即|马上|随时|当即|即时|即刻|立刻|当天|无[须需](?:催告|提前通知|通知|预告)[^，。；：\n]{0,4}|不经催告|不必等|不再等)[^，。；：\n提前]{0,10}(?:解除|解约|终止|散伙|不做|不干|走人|停止合作|中止合作|收回|退出|结束)"
)
BREAKS = compiled("(?:如|若|凡)?(?:有)?违反")
"""违反的，…: of what was said before the semicolon."""
ENDS_ITSELF = compiled(r"(?:自行|自动|即行|当然|即)(?:告)?(?:终止|解除|失效|作废)")
FALSE_PRICE = compiled(
    r"(?:虚报|谎报|瞒报|虚假|报假|假报|不实)[^，。；\n]{0,8}(?:出厂价|成本|供货价|进货价)|(?:出厂价|成本|供货价|进货价)[^，。；\n]{0,10}(?:虚报|报假|虚假|不实|谎报|作假|造假)"
)
SECRETS = compiled(
    r"保密(?!期|措施|资料|信息(?!负)|文件|协议|制度|条款)|(?:商业|营业)?(?:秘密|机密)|未公开(?:商业)?信息"
)
LEAKS = compiled(r"泄[露漏]|透露|外传|往外说|外人|说出去|往外讲|讲出去|告诉(?:第三|别人|他人|外面)|披露")
NO_SECRET = compiled(
    r"关于[^，。；]*约定|个人信息|姓名|买家|消费者|制度|诋毁|解除|赔偿|违反|损害赔偿|有关部门|法律规定|侵犯"
)
SECRECY = Duty("confidentiality.bound", SECRETS, None, NO_SECRET)
GIVEN_BACK = compiled(
    r"(?<!无法)(?<!不能)(?<!不便)(?<!没法)(?<!难以)(?:返还|还回|送还|奉还|归还|退还|交还|还给|退回|交回|还(?=[，；]))"
)
DESTROYED = compiled(r"销毁|删除|毁掉|删掉")
EITHER = compiled(r"或|要么|、|并|和|[不无](?:便|用|必|法|能|需|须|愿|要求)|照|依|按")
MATERIAL = compiled(r"保密|秘密|涉密|资料|文件|载体|披露|物品|材料|东西|课件|教材|讲义|文档")
NO_MATERIAL = compiled(r"个人信息|姓名|买家|消费者|库存|密码")
FORCE_MAJEURE = compiled("不可抗力")


def secrecy(parts: Parts) -> Iterator[Found]:
    """Who keeps secrets: both, where anything says so; what must not be told, where nothing is called secret."""
    said = _bound(parts, SECRETS) or _bound(parts, LEAKS)
    for side in [BOTH] if BOTH in said else sorted(said):
        yield Found("confidentiality.bound", side, *said[side])


def _bound(parts: Parts, topic: re.Pattern[str]) -> dict[str, tuple[int, int]]:
    said: dict[str, tuple[int, int]] = {}
    for match in parts.squeezed.matches(topic):
        index = parts.index(match.start())
        doer = doer_of(parts, index, match.start(), match.end(), SECRECY)
        start = parts.all[parts.sentence(index)[0]].start
        above = parts.text.rfind("\n", 0, start) + 1 if topic is LEAKS else start
        if doer and doer.side != "c" and not NO_SECRET.search(parts.text[above : doer.end]):
            said.setdefault(doer.side, (doer.start if doer.side == BOTH else start, doer.end))
    return said


def material(parts: Parts) -> Iterator[Found]:
    """At the end, what is secret is given back or destroyed."""
    for match in parts.squeezed.matches(DESTROYED):
        first, last = parts.sentence(parts.index(match.start()))
        start, end = parts.all[first].start, parts.all[last].end
        if first and parts.text[start - 1] == "；" and not GIVEN_BACK.search(parts.text, start, end):
            start = parts.all[parts.sentence(first - 1)[0]].start
        words = parts.text[start:end]
        back = GIVEN_BACK.search(words)
        if not back or NO_MATERIAL.search(words) or not MATERIAL.search(words):
            continue
        if EITHER.search(words, back.end(), max(back.end(), match.start() - start)):
            begin = parts.all[parts.index(start + back.start())].start
            yield Found(
                "confidentiality.on_end",
                "return_or_destroy",
                begin,
                parts.all[parts.index(match.start())].end,
            )
            return


def at_once(parts: Parts) -> Iterator[Found]:
    """What gives the right to end at once: said before it, or listed after it."""
    for match in parts.squeezed.matches(AT_ONCE):
        index = parts.index(match.start())
        first, last = parts.sentence(index)
        start, end = parts.all[first].start, parts.all[index].end
        if parts.text[start - 1] == "；" and BREAKS.match(parts.text, start):
            start = parts.all[parts.sentence(first - 1)[0]].start
        if parts.all[index].border == "：":
            stop = parts.text.find("。", match.end())
            end = stop if stop >= 0 else parts.all[last].end
        words = parts.text[start:end]
        values = sorted(cause for cause in GRAVE if CAUSES[cause].search(words))
        if values:
            yield Found("termination.immediate_for", values, start, end)
            return


def by_itself(parts: Parts) -> Iterator[Found]:
    """What ends the contract without a notice."""
    for match in parts.squeezed.matches(FALSE_PRICE):
        _first, last = parts.sentence(parts.index(match.start()))
        end = ENDS_ITSELF.search(parts.text, match.end(), parts.all[last].end)
        if end:
            start = parts.all[parts.index(match.start())].start
            yield Found("termination.automatic_for", ["false_factory_price"], start, end.end())
            return


def force_majeure(parts: Parts) -> Iterator[Found]:
    """What nobody can help: not the heading, but the sentence."""
    for match in parts.squeezed.matches(FORCE_MAJEURE):
        part = parts.all[parts.index(match.start())]
        if part.border == "\n" and part.end - match.end() < len("免除责任"):
            continue
        yield Found("force_majeure", True, part.start, part.end)
        return


READERS: tuple[Reader, ...] = (
    reader("termination.immediate_for", r"(?P<q>[^；。\n]{0,12}(?:(?:不得|假冒)[^；。]{4,60})否则[甲乙]方有权立即[^，。；]{0,4}解除本?(?:合同|协议))", lambda m: sorted(c for c in GRAVE if CAUSES[c].search(m["q"])) or None),
)  # fmt: skip
PART_SCANS = (secrecy, material, at_once, by_itself, force_majeure)
