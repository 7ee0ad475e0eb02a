"""What a commission is counted on: sales, sales less refunds, profit, or what lies above an amount."""

import re
from collections.abc import Iterator, Sequence

from paidang.contracts.rules.reading.frames import Claim, Frames
from paidang.contracts.rules.reading.outline import Span
from paidang.contracts.rules.reading.reader import Found
from paidang.kit.patterns import compiled

BASE = "fee.commission.base"
REFUND = r"(?:退款|退货|退还|退回|退掉|退单|退的|退了|退给)"
TAKEN_OFF = r"(?:扣除|扣减|扣去|扣掉|减去|减掉|减除|减|剔除|去掉|冲减|冲抵|冲销|冲回|扣回|不计入?|不算|除外|不含|不包括|-|扣)"
NET = compiled(
    rf"净(?:销售|成交|交易)?额|销售净额|净成交|(?<!不)(?<!未)(?<!不予)(?<!不再){TAKEN_OFF}[^，。；\n]{{0,16}}{REFUND}|{REFUND}[^，。；\n]{{0,6}}不(?:计|算|参与|给)|{REFUND}(?![^，。；\n]{{0,14}}(?:不|未|无))[^，。；\n]{{0,16}}{TAKEN_OFF}|没有退款的"
)
GROSS = compiled(
    rf"(?:不|未|无需|不予|不再)(?:扣除|扣减|剔除|减去|冲减|扣)[^，。；\n]{{0,8}}{REFUND}|[^，。；\n]{{0,14}}{REFUND}[^，。；\n]{{0,14}}(?:不|无需|不再|不予|不往回|概不)[^，。；\n]{{0,4}}(?:扣|减|冲|影响|退回|返还|追)[^，。；\n]{{0,6}}|[^，。；\n]{{0,14}}{REFUND}[^，。；\n]{{0,8}}，(?:均|也|都|一律|概)?不(?:再|予|得)?(?:从|在|自|由)[^，。；\n]{{0,12}}(?:扣|减|冲)[^，。；\n]{{0,4}}"
)
NO_PROFIT = compiled(r"不是利润|不按利润|利润的[^，。；]{0,6}点，是货款")
ABOVE = compiled(r"[^。；\n]{0,30}就(?:超过|超出)(?:的)?部分[^。；\n]{0,16}(?:计提|提成|支付|计算)")
DEFINED = compiled(
    r"(?:所称|前述|上述)?[“”]?(?P<what>(?!条)[一-鿿]{0,5}(?:额|货款|基数|[收实]款)|[一-鿿]{2}款)[“”]?(?:，|按|均|当月|就)?(?:：|按(?=[^，。；\n]{0,20}(?:确认收货|签收|实付))|是指|系指|均?指|为|等于|以|=|就是|只算|，指|(?:的|之)?意思(?:是|：|为)|说的是|是这么算的：|是(?=买家|当|指|消费者|客户))[^。\n]{4,110}"
)
TOGETHER = 320
"""How far apart a commission and the definition of what it is counted on are quoted as one."""


def commission_base(frames: Frames, claims: Sequence[Claim], tiers: Sequence[Found]) -> Iterator[Found]:
    """What the first commission of the text is counted on."""
    text = frames.text
    above = frames.squeezed.first(ABOVE)
    if above and frames.spots.inside("commission", *above.span()):
        yield Found(BASE, "excess_over_target", *above.span())
        return
    earnings = _earning(frames, claims, tiers)
    if not earnings:
        return
    definition = next(
        (m for m in frames.squeezed.matches(DEFINED) if NET.search(m[0]) and REFUND_IN.search(m[0])), None
    )
    if definition is None:
        yield from _each_own(frames, earnings)
    earning = earnings[0]
    sentence = frames.outline.context(*earning).sentence
    limits = [claim for claim in claims if claim.row.term == "fee.commission.threshold"]
    if limits:
        near = min(limits, key=lambda claim: _behind(claim.quantity.start, earning[0]))
        yield Found(BASE, "excess_over_target", min(near.span[0], earning[0]), max(near.span[1], earning[1]))
        return
    if frames.spots.inside("profit", *frames.outline.context(*earning).clause) and not frames.squeezed.first(
        NO_PROFIT
    ):
        yield Found(BASE, "profit", *earning)
        return
    if whole := _not_taken_off(frames, 0):
        yield Found(BASE, "gross_sales", *_with(whole.span(), earning))
        return
    intro = (min(sentence[0], _lead(frames, earning)[0]), sentence[1])
    if net := NET.search(text, *intro):
        yield Found(BASE, "net_sales", *_net_at(frames, intro, net, earning, definition))
        return
    if definition:
        yield Found(BASE, "net_sales", *definition.span())
        return
    loose = next((m for m in frames.squeezed.matches(NET) if REFUND_IN.search(m[0])), None)
    if loose:
        first, last = frames.outline.context(*loose.span()).sentence
        yield Found(BASE, "net_sales", max(first, loose.start() - 100), min(last, loose.end() + 10))
        return
    if frames.spots.inside("sales", *intro):
        yield Found(
            BASE,
            "gross_sales",
            min(intro[0], earning[0]) if earning[0] - intro[0] < TOGETHER else earning[0],
            earning[1],
        )


def _with(place: Span, earning: Span) -> Span:
    """A place, with the commission that it speaks of if that is near."""
    near = abs(place[0] - earning[0]) < TOGETHER
    return (min(place[0], earning[0]), max(place[1], earning[1])) if near else place


def _net_at(
    frames: Frames, intro: Span, net: re.Match[str], earning: Span, definition: re.Match[str] | None
) -> Span:
    """From the clause that takes refunds off to the commission, with the definition of its base if that is near."""
    first, last = frames.outline.context(*net.span()).clause
    opened = frames.text.rfind("（", intro[0], net.start())
    if opened > frames.text.rfind("）", intro[0], net.start()):
        first = min(first, frames.outline.context(opened, opened + 1).clause[0])
    start = min(first, earning[0])
    end = max(min(last, net.end() + 12), earning[1] if earning[1] - earning[0] < 60 else net.end())
    if definition and abs(definition.start() - end) < TOGETHER:
        return min(start, definition.start()), max(end, definition.end())
    return start, end


REFUND_IN = compiled(REFUND)


def _behind(limit: int, earning: int) -> tuple[bool, int]:
    """What is said before an earning goes with it sooner than what is said after it."""
    return limit > earning, abs(limit - earning)


def _not_taken_off(frames: Frames, start: int) -> re.Match[str] | None:
    """Where the text says of sales or commissions that refunds are not taken off."""
    for match in GROSS.finditer(frames.text, start):
        sentence = frames.outline.context(*match.span()).sentence
        if any(frames.spots.inside(topic, *sentence) for topic in ("commission", "sales")):
            return match
    return None


def _each_own(frames: Frames, earnings: Sequence[Span]) -> Iterator[Found]:
    """Where commissions are several, what each of them says in its own sentence."""
    for earning in earnings if len(earnings) > 1 else ():
        if frames.spots.inside("profit", *frames.outline.context(*earning).clause) and not NO_PROFIT.search(
            frames.text
        ):
            yield Found(BASE, "profit", *earning)
        elif net := NET.search(frames.text, *_lead(frames, earning)):
            yield Found(BASE, "net_sales", *frames.outline.context(*net.span()).clause)


def _earning(frames: Frames, claims: Sequence[Claim], tiers: Sequence[Found]) -> list[Span]:
    """Where the text says what is earned: tiers and rates of commissions in their order."""
    found = [(tier.start, tier.end) for tier in tiers if tier.term == "fee.commission.tiers"]
    found += [claim.span for claim in claims if claim.row.term == "fee.commission.rate"]
    return sorted(found)


def _lead(frames: Frames, span: Span) -> Span:
    """The sentence that leads into tiers."""
    heads = frames.outline.context(span[0], span[0] + 1).heads
    return heads[0] if heads and span[0] - heads[0][0] < TOGETHER else span
