"""Signing: number, day, copies, what makes the agreement effective."""

import re
from collections.abc import Iterator

from paidang.contracts.rules.reading import numbers as n
from paidang.contracts.rules.reading.grammar import AGREEMENT, CLAUSE
from paidang.contracts.rules.reading.reader import Found, Reader, Scan, Words, reader
from paidang.contracts.rules.reading.squeezed import Squeezed
from paidang.kit.patterns import compiled

SIGNATURE = r"签字|签名|签署|签章|签约|亲笔签|签了字|签过字|签了名"
SEAL = r"盖章|公章|印章|签章|加盖|用印|合同章|盖公章|盖了章|盖过章"
LABELLED_DAY = compiled(
    rf"(?:签订|签署|签约|订立|签字|立约|订约|缔约|签章|签)(?:的?(?:日期|日子|日|时间)|于|(?=[：:]))(?:/?[A-Za-z]+)*[：:|]*(?:为|西元|公元|公历)?(?P<d>{n.DATE})"
)
SIGNED_AT = compiled(
    rf"(?<!所)(?<!》)(?:本?(?:合同|协议|补充协议|合约))?(?:由[^，。；\n]{{0,8}})?(?:签订|签署|订立)于(?P<d>{n.DATE})"
)
LONE_DAY = compiled(
    rf"(?<=\n)(?:日期|时间)?(?:/[A-Za-z]+)?[：:]?(?:西元|公元|中华人民共和国)?(?P<d>{n.DATE})(?:(?:日期|时间)?[：:]?{n.DATE})*立?(?=\n|$)"
)
SIGNED_ON = compiled(
    rf"(?P<d>{n.DATE})(?:{CLAUSE}{{0,14}}?|，[^，。；\n]{{0,12}}?)(?:签订|签署|订立|签字|签约)(?!《|的?《|原|[^，。；\n]{{0,6}}（)(?:本{AGREEMENT})?"
)
DATE_LABEL = compiled(rf"日期[：:](?:西元|公元)?(?P<d>{n.DATE})")


NUMBER = compiled(
    rf"(?P<q>(?P<l>(?:{AGREEMENT}|文件|档案|项目|内部|登记|流水|归档|业务|采购|立项|签约|法务)*(?:文号|编号|编码|号码|登记号|流水号|流水|字号|函号|文件号|档号|档案号|案号|序号)|{AGREEMENT}(?:书)?号|{AGREEMENT}(?=[A-Z]{{1,6}}[-0-9]))"
    r"(?:/[A-Za-z. ]+)?(?:[：:|）]*|\n(?=[A-Z][A-Z0-9/-]{5,}\n))(?:(?:No|NO)(?:\.|(?=[0-9])))?(?P<n>(?:[A-Za-z0-9一-鿿\-/_.#·•]|（[0-9]{4}）){2,40}?))(?=\n|\||，|。|；|）|（(?![0-9]{4}）)|签订|$|(?<=[0-9])(?=[一-鿿]{3,}))"
)
HALF_WIDTH = {
    code: code - 0xFEE0
    for span in ("０９", "ＡＺ", "ａｚ", "－－")
    for code in range(ord(span[0]), ord(span[1]) + 1)
}
NUMBER_WITHIN = 900
"""The number stands so near the beginning, or it is that of something else."""
CALLED = compiled(r"，?(?:以下|下)称")
OF_NUMBER = compiled(r"[0-9_]")
ANOTHER = compiled(r"[原主该《证照]|信用|身份|税|注册|商标|执照|备案|许可|批准|标准|序号$|电话|手机")


def _requires(match: re.Match[str]) -> object:
    words = match["q"]
    signs, seals = re.search(SIGNATURE, words), re.search(SEAL, words)
    if (
        signs
        and seals
        and re.search(r"(?:签字|签名|签署)(?:或者?|/)(?:加盖|盖)|(?:盖章|公章)(?:或者?|/)签", words)
    ):
        return ["signature_or_seal"]
    return sorted([*(["signature"] if signs else []), *(["seal"] if seals else [])]) or None


def _copies(match: re.Match[str]) -> object:
    value = n.number(match["n"])
    return int(value) if value is not None and 0 < value < 100 else None


def signed_on(squeezed: Squeezed) -> Iterator[Found]:
    """The day of signing: what a label says, else a date alone on its line in the block of signatures."""
    for pattern in (LABELLED_DAY, DATE_LABEL, SIGNED_AT, LONE_DAY, SIGNED_ON):
        for match in squeezed.matches(pattern):
            day = n.iso_date(match["d"])
            if day:
                start = match.start() if pattern is not LONE_DAY else match.start("d")
                yield Found("signed_on", day, start, match.end("d"))
                return


def own_number(squeezed: Squeezed) -> Iterator[Found]:
    """The number that the agreement bears, not that of the one it adds to."""
    for match in squeezed.matches(NUMBER):
        before, after = (
            squeezed.text[max(0, match.start() - 2) : match.start()],
            squeezed.text[match.end() :][:6],
        )
        is_another = ANOTHER.search(before + match["l"]) or before == "》（" or CALLED.match(after)
        if match.start() > NUMBER_WITHIN or is_another or not OF_NUMBER.search(match["n"]):
            continue
        number = Words(blanks=False).read(match, squeezed)
        number = number.translate(HALF_WIDTH) if isinstance(number, str) else number
        yield Found("contract.number", number, *match.span("q"))
        return


READERS: tuple[Reader, ...] = (
    reader("effective.requires", r"(?P<q>(?:双方|各方)?(?:授权代表)?签字、盖章之日起)(?:正式)?生效", _requires, needs="生效|算数|成立|有效"),
    reader("effective.requires", rf"(?P<q>{CLAUSE}{{0,30}}(?:{SIGNATURE}|{SEAL}){CLAUSE}{{0,16}}?(?:生效|算数|成立|有效))", _requires, needs="生效|算数|成立|有效"),
    reader("effective.requires", rf"(?P<q>{CLAUSE}{{0,30}}(?:{SIGNATURE}|{SEAL}){CLAUSE}{{0,10}}，(?:本?(?:{AGREEMENT}))?(?:即|方|才|始|正式|开始)*(?:生效力?|发生效力|成立|算数))", _requires, needs="生效|效力|算数|成立"),
    reader("effective.requires", rf"生效(?:日期|条件)?(?:：|为|以)(?P<q>{CLAUSE}{{0,16}}(?:{SIGNATURE}|{SEAL}){CLAUSE}{{0,10}})", _requires, needs="生效|算数|成立|有效"),
)  # fmt: skip
SCANS: tuple[Scan, ...] = (signed_on, own_number)
