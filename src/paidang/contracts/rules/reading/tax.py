"""Whether the fees include tax."""

from collections.abc import Iterator

from paidang.contracts.rules.reading.frames import Frames
from paidang.contracts.rules.reading.reader import Found
from paidang.kit.patterns import compiled

TAX_WORD = compiled(
    r"(?P<no>不含(?:[0-9.]+%)?(?:的)?(?:增值)?税|不包含(?:增值)?税|未含税|未税|税(?:费|金|点|款)[^。；，\n]{0,8}(?:由[甲乙]方)?(?:另行|另外|另|额外|外加|外)(?:承担|支付|付|计|加|负担|收|算)?|(?:外加|另加|另付|另计|加收|另行支付|另给)[^，。；\n]{0,8}税|价外(?:计|加)?税|税前|(?<!需)(?<!需要)不[带含]票)"
    r"|(?P<yes>(?<!不)(?<!未)(?:包?含|已含|包括|涵盖)(?:[0-9]+(?:\.[0-9]+)?%)?(?:的)?(?:各项|全部|一切)?(?:增值)?税|价税合计|(?<!不)(?:带|含)票(?!据|号)|税(?:费|金|款)?(?:均|都|已)?(?:包?含|包括?)在内)"
)
NO_FEE_TAX = compiled(
    r"(?:采购|销售|成交|进货|货)(?:额|款|价)[^。；，\n]{0,6}$|(?:售价|零售价|产品价|商品价|成本|供货|报价单)[^。；，\n]{0,8}$|如需?$"
)


ASKED = compiled(r"[^。；\n]{0,20}？")
GOODS_AFTER = compiled(r"的?(?:采购|销售|进货|订货|供货|零售|出厂|成交)")


def tax_included(frames: Frames) -> Iterator[Found]:
    """Whether the fees include tax: the first place that says so of a fee."""
    for match in frames.squeezed.matches(TAX_WORD):
        before = frames.text[max(0, match.start() - 30) : match.start()]
        if (
            NO_FEE_TAX.search(before)
            or ASKED.match(frames.text, match.end())
            or GOODS_AFTER.match(frames.text, match.end())
        ):
            continue
        clause = max(before.rfind(mark) for mark in "。；\n，")
        start = match.start() - (len(before) - clause - 1)
        yield Found("fee.tax_included", match["yes"] is not None, min(start, match.start()), match.end())
        return
