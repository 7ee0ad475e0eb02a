"""Who the parties are by what they say of themselves: the brand, or the agency."""

import re
from collections.abc import Iterator

from paidang.contracts.rules.reading.reader import Found, Scan
from paidang.contracts.rules.reading.squeezed import Squeezed

RECITALS = 1600
"""So many characters from the beginning are where the parties say who they are."""
IS = r"(?:是|为|系|乃|作为|即)"
SAYS = (
    (
        "brand",
        re.compile(
            rf"(?<![一-鿿])(?P<p>[甲乙])方(?:{IS}[^，。；\n甲乙]{{0,36}}?(?:品牌(?:方(?![案式面])|所有|权利|权人|持有|拥有|商|主)|商标[^，。；\n]{{0,20}}?(?:权利人|权人|注册人|所有人|持有人)|(?:生产|制造|出品)[^，。；\n]{{0,6}}?(?:企业|厂家|厂商|商|厂|公司|者))(?:与[^，。；\n]{{0,8}}人)?"
            r"|(?:合法|依法|自主|独家)*(?:拥有|持有|享有|注册有?|创立|创办)[^，。；\n甲乙]{0,24}?(?:品牌|商标|[^，。；\n“”]{0,4}“[^”\n]{1,12}”[^，。；\n甲乙]{0,8}品牌)|(?:研发|生产|制造)(?:并|和|、)?销售“[^”]{1,12}”牌)"
        ),
    ),
    (
        "agency",
        re.compile(
            rf"(?<![一-鿿])(?P<p>[甲乙])方(?:{IS}[^，。；\n甲乙]{{0,24}}?(?:代运营|代营运|营运|运营|托管|电商服务|代播|操盘)[^，。；\n]{{0,8}}?(?:公司|企业|机构|商(?!品|家)|方(?![案式面])|团队|工作室)"
            r"|(?:长期|专门|专业|主要|一直|多年|历来)*(?:从事|专事|专注于?|专做|以|做|专营|主营)[^，。；\n甲乙]{0,18}?(?:代运营|代营运|店铺运营|网店运营|电商运营|托管)[^，。；\n]{0,8}|受托代(?:运营|营运)[^，。；\n]{0,14})"
        ),
    ),
)


def roles(squeezed: Squeezed) -> Iterator[Found]:
    """甲方是“…”的品牌方; 乙方以网店代运营为业."""
    for role, pattern in SAYS:
        match = pattern.search(squeezed.text, 0, RECITALS)
        if match:
            yield Found(f"party.{'a' if match['p'] == '甲' else 'b'}.role", role, *match.span())


SCANS: tuple[Scan, ...] = (roles,)
