"""Signing: number, day, copies, what makes the agreement effective."""

import re
from collections.abc import Iterator

from paidang.contracts.rules.reading import numbers as n
from paidang.contracts.rules.reading.grammar import AGREEMENT, CLAUSE
from paidang.contracts.rules.reading.reader import Found, Reader, Scan, Words, reader
from paidang.contracts.rules.reading.squeezed import Squeezed

SIGNATURE = r"签字|签名|签署|签章|签约|亲笔签|签了字|签过字|签了名"
SEAL = r"盖章|公章|印章|签章|加盖|用印|合同章|盖公章|盖了章|盖过章"
LABELLED_DAY = re.compile(
    rf"(?:签订|签署|签约|订立|签字|立约|订约|缔约|签章|签)(?:的?(?:日期|日子|日|时间)|于)(?:/?[A-Za-z]+)*[：:|]*(?:为|西元|公元)?(?P<d>{n.DATE})"
)
SIGNED_AT = re.compile(
    rf"(?<!所)(?<!》)(?:本?(?:合同|协议|补充协议|合约))?(?:由[^，。；\n]{{0,8}})?(?:签订|签署|订立)于(?P<d>{n.DATE})"
)
LONE_DAY = re.compile(
    rf"(?<=\n)(?:日期|时间)?(?:/[A-Za-z]+)?[：:]?(?:西元|公元|中华人民共和国)?(?P<d>{n.DATE})(?:(?:日期|时间)?[：:]?{n.DATE})*立?(?=\n|$)"
)
SIGNED_ON = re.compile(
    rf"(?P<d>{n.DATE})(?:{CLAUSE}{{0,14}}?|，[^，。；\n]{{0,12}}?)(?:签订|签署|订立|签字|签约)(?!《|的?《|原|[^，。；\n]{{0,6}}（)(?:本{AGREEMENT})?"
)
DATE_LABEL = re.compile(rf"日期[：:](?:西元|公元)?(?P<d>{n.DATE})")


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


READERS: tuple[Reader, ...] = (
    reader("contract.number", r"(?:^|(?<=[\n|。])|(?<=公司)|(?<=工作室)|(?<=[0-9][.、])|(?<=）))\|?(?P<q>(?:(?:补充)?(?:合同|协议|合约)?(?:编号|编码|号码)|(?:合同|协议|合约)号)(?:/[A-Za-z. ]+)?[：:|]+(?:No\.?)?(?P<n>[A-Za-z0-9一-鿿（）\-/_.#]{2,40}?))(?=\n|\||，|。|；|（(?:对应|原|主|以下)|签订|$)", Words(blanks=False)),
    reader("contract.number", r"(?:^|(?<=\n))\|?(?P<q>(?:合同|协议|合约)(?:编号|号)(?P<n>[A-Za-z][A-Za-z0-9\-/]{2,40}))(?=\n|\|)", Words()),
    reader("effective.requires", r"(?P<q>(?:双方|各方)?(?:授权代表)?签字、盖章之日起)(?:正式)?生效", _requires, needs="生效|算数|成立|有效"),
    reader("effective.requires", rf"(?P<q>{CLAUSE}{{0,30}}(?:{SIGNATURE}|{SEAL}){CLAUSE}{{0,16}}?(?:生效|算数|成立|有效))", _requires, needs="生效|算数|成立|有效"),
    reader("effective.requires", rf"(?P<q>{CLAUSE}{{0,30}}(?:{SIGNATURE}|{SEAL}){CLAUSE}{{0,10}}，(?:本?(?:{AGREEMENT}))?(?:即|方|才|正式|开始)*(?:生效|发生效力|成立|算数))", _requires, needs="生效|效力|算数|成立"),
    reader("effective.requires", rf"生效(?:日期|条件)?(?:：|为|以)(?P<q>{CLAUSE}{{0,16}}(?:{SIGNATURE}|{SEAL}){CLAUSE}{{0,10}})", _requires, needs="生效|算数|成立|有效"),
)  # fmt: skip
SCANS: tuple[Scan, ...] = (signed_on,)
