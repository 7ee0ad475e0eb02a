"""Who the parties are by what they say of themselves: the brand, or the agency."""

from collections.abc import Iterator

from paidang.contracts.rules.reading.reader import Found, Scan
from paidang.contracts.rules.reading.squeezed import Squeezed
from paidang.kit.patterns import compiled

RECITALS = 1600
"""So many characters from the beginning are where the parties say who they are."""
IS = r"(?:是|为|系|乃|作为|即)"
CARE = r"(?:代运营|代营运|营运|运营|托管|代管|受托经营|电商服务|代播|操盘|陪跑)"
SAYS = (
    (
        "brand",
        compiled(
            rf"(?:(?<![一-鿿])|(?<=公司)|(?<=工作室))(?P<p>[甲乙])方(?:{IS}[^，。；\n甲乙]{{0,36}}?(?:品牌(?:的|之)?(?:方(?![案式面])|所有|权利|权人|持有|拥有|商|主)|商标[^，。；\n]{{0,20}}?(?:权利人|权人|注册人|所有人|持有人|许可人|总代理)|(?:生产|制造|出品)[^，。；\n]{{0,6}}?(?:企业|厂家|厂商|商|厂|公司|者))(?:[与和及][^，。；\n]{{0,8}}人)?"
            r"|(?:合法|依法|自主|独家)*(?:拥有|持有|享有|注册有?|创立|创办)(?:[^，。；\n甲乙]{0,24}?(?:品牌|商标)|[^，。；\n“”]{0,4}“[^”\n]{1,12}”[^，。；\n甲乙]{0,8}品牌)"
            r"|(?:研发|生产|制造|种植|经营)(?:并|和|、|销售)*“[^”\n]{1,12}”牌[^，。；\n]{0,8})"
            r"|“[^”\n]{1,12}”(?:这个|的)?(?:商标|品牌|牌子)(?:是|系|为|归|属于)(?P<of>[甲乙])方(?:注册|所有|持有|拥有|的)?"
        ),
    ),
    (
        "agency",
        compiled(
            rf"(?:(?<![一-鿿])|(?<=公司)|(?<=工作室))(?P<p>[甲乙])方(?:{IS}[^，。；\n甲乙]{{0,24}}?{CARE}[^，。；\n]{{0,8}}?(?:公司|企业|机构|法人|商(?!品|家)|方(?![案式面])|团队|工作室)"
            rf"|(?:长期|专门|专业|主要|一直|多年|历来)*(?:从事|专事|专注于?|专做|以|做|专营|主营)[^，。；\n甲乙]{{0,18}}?(?:代运营|代营运|店铺(?:的)?(?:运营|管理|代管|托管)|网店运营|电商运营|托管|代管|代播|营运为业|运营为业)[^，。；\n]{{0,8}}"
            r"|受托代(?:运营|营运)[^，。；\n]{0,14}|[^，。；\n甲乙]{2,14}，(?:替|帮|为)[甲乙]方(?:打理|经营|运营|照管)[^，。；\n]{0,6}店铺?)"
        ),
    ),
)


def roles(squeezed: Squeezed) -> Iterator[Found]:
    """甲方是“…”的品牌方; 乙方以网店代运营为业."""
    for role, pattern in SAYS:
        match = pattern.search(squeezed.text, 0, RECITALS)
        if match:
            side = next(word for word in match.groups() if word)
            yield Found(f"party.{'a' if side == '甲' else 'b'}.role", role, *match.span())


SCANS: tuple[Scan, ...] = (roles,)
