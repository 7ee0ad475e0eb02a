"""Time: from when to when, how it renews, how many copies, what makes it effective."""

import re

from paidang.contracts.rules.reading import numbers as n
from paidang.contracts.rules.reading.reader import BLANK, Reader, listed, reader

REQUIRES = {r"签字|签名|签署": "signature", r"盖章|公章": "seal"}


def _months(match: re.Match[str]) -> object:
    return n.months(match["m"])


def _copies(match: re.Match[str]) -> object:
    value = n.number(match["n"])
    return int(value) if value is not None else None


READERS: tuple[Reader, ...] = (
    reader("term.start", rf"(?:期限|期间|有效期)[^。\n]{{0,14}}?自(?P<q>(?P<d>{n.DATE}))起?", lambda m: n.iso_date(m["d"])),
    reader("term.end", rf"自(?:{n.DATE})起?(?:至|到)(?P<q>(?P<d>{n.DATE}))", lambda m: n.iso_date(m["d"])),
    reader("term.start", rf"(?P<q>自{n.BLANK_DATE})(?:起)", BLANK),
    reader("term.end", rf"(?P<q>(?:起)?至{n.BLANK_DATE}止?)", BLANK),
    reader("term.start_event", r"(?P<q>自本(?:协议|合同)签订之日起)(?!生效)", "signing"),
    reader("term.months", rf"(?P<q>(?:有效期|期限|合作期)(?:限)?(?:为|：)?(?P<m>{n.MONTHS}))", _months),
    reader("service.months", rf"(?P<q>服务期(?:限)?(?:为)?(?P<m>{n.MONTHS}))", _months),
    reader("training.months", rf"(?P<q>(?P<m>{n.MONTHS})内对[^，。]{{0,12}}培训完毕)", _months),
    reader("renewal.auto", r"(?P<q>自动(?:延期|延续|续期|续约|顺延))", True),
    reader("renewal.months", r"(?P<q>自动延期姨奶奶)", BLANK),
    reader("renewal.months", rf"自动(?:延期|延续|续期|续约|顺延)(?P<q>(?P<m>{n.MONTHS}))", _months),
    reader("renewal.notice_months", rf"(?P<q>(?:期满|届满|到期)前(?P<m>{n.NUMBER}个月))", _months),
    reader("renewal.notice_days", rf"(?P<q>(?:期满|届满|到期)前(?P<d>{n.DAYS}))", lambda m: (n.days(m["d"]) or (None,))[0]),
    reader("signature.copies", rf"(?P<q>(?:一式|共)(?P<n>{n.NUMBER})份(?:原件)?)", _copies),
    reader("effective.requires", r"(?P<q>(?:双方|各方)?(?:授权代表)?签字、盖章之日起)(?:正式)?生效", listed(REQUIRES)),
)  # fmt: skip
