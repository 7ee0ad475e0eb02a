"""Tiers: runs of bounds with a rate each (不满20万元的，8%；满20万元、不满50万元的，10%), and how they apply."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from paidang.contracts.rules.reading import numbers as n
from paidang.contracts.rules.reading.frames import Frames
from paidang.contracts.rules.reading.quantities import AMOUNT, AT_LEAST, AT_MOST, LESS, MORE, RATE, Quantity
from paidang.contracts.rules.reading.reader import Found
from paidang.kit.patterns import compiled

APART = 60
MARGINAL = compiled(
    r"各段分别(?:适用|计算|按)|(?<!不作)(?<!不)(?<!不予)(?<!不再)(?<!不按)(?:分段|分级|分档|逐档|逐级|超额|级距)(?:累进|累计|计算|计提|计收|适用)|累进|(?:落入|落在|属于|超过|超出|该|各|每)[^，。；\n]{0,8}(?:档|级距|段|区间)[^，。；\n]{0,4}(?:的|之)?(?:金额|部分)|仅(?:就|对|适用于)[^，。；\n]{0,12}(?:部分|金额)|分别计算(?:后|再)?(?:相加|累加|汇总|加总)|累加|相加|(?:部分|金额)分别(?:适用|按|计)"
)
WHOLE = compiled(
    r"不(?:作|做|再|进行|予|按)?(?:分段|分档|累进)|(?:全部|全额|整体|总额|所有)[^，。；\n]{0,12}(?:按|适用|乘|计|就)|(?:按|以|就|乘以|适用于|适用)[^，。；\n]{0,10}(?:全部|全额|总额|整体|全数)|(?:全额|整体)(?:计|按|适用)|单一(?:费率|比例|税率)|统一按(?:该|所在)"
)
TABLE_UNIT = compiled(r"[（(/：:](?:单位)?[：:]?(?:人民币)?(?P<u>[百十]?万)?元[）)]?|（(?:RMB|CNY|人民币)）")
BARE = compiled(r"(?<![0-9.%])[0-9]{1,9}(?:，[0-9]{3})*(?:\.[0-9]+)?(?![0-9.%‰]*[%‰])")
ABOVE_IT = compiled("(?:再|更)?往上|更[高多]|再多|其余|剩下的?|以上的?部分")
"""What the last tier calls itself by that names no amount: 再往上的按8%."""
OTHER_LANGUAGE = compiled("/?[A-Za-z]{3}")
REBATE, COMMISSION = "fee.rebate.tiers", "fee.commission.tiers"


@dataclass(frozen=True, slots=True)
class Tier:
    """From an amount up to another (both fen; None: without end) a rate applies."""

    low: int
    high: int | None
    rate: str
    start: int
    end: int


def tiers(frames: Frames) -> Iterator[Found]:
    """Every run of tiers, and by which mode it applies."""
    for run in _runs(list(_each_tier(frames))):
        frames.taken.append((run[0].start, run[-1].end))
        kind = _kind(frames, run)
        if kind is None:
            continue
        value = [{"from": tier.low, "to": tier.high, "rate": tier.rate} for tier in run]
        yield Found(kind, value, run[0].start, run[-1].end)
        if kind == COMMISSION:
            yield from _mode(frames, run)


def _each_tier(frames: Frames) -> Iterator[Tier]:
    """A rate with the bounds before it in the same sentence or row."""
    last = 0
    found_before: Tier | None = None
    for rate in frames.quantities:
        if rate.kind != RATE or not isinstance(rate.value, str) or rate.unit == "range":
            continue
        context = frames.outline.context(rate.start, rate.end)
        start = max(last, context.row[0] if context.row else context.sentence[0])
        before = (frames.quantities[number] for number in frames.between(start, rate.start))
        bounds = [q for q in before if q.kind == AMOUNT and q.end <= rate.start]
        if (
            not bounds
            and found_before
            and found_before.high
            and ABOVE_IT.search(frames.text, last, rate.start)
        ):
            found_before = Tier(found_before.high, None, rate.value, last, rate.end)
            yield found_before
            last = rate.end
            continue
        found = _bounds(bounds) if bounds else (_in_cells(frames, start, rate.start) if context.row else None)
        if found and (not bounds or rate.start - bounds[-1].end < APART):
            first = bounds[0].start if bounds else start
            first = frames.outline.context(first, first + 1).clause[0] if bounds else start
            found_before = Tier(*found, rate.value, first, rate.end)
            yield found_before
        last = rate.end


def _bounds(amounts: Sequence[Quantity]) -> tuple[int, int | None] | None:
    values: list[tuple[int, str]] = []
    for q in amounts:
        if isinstance(q.value, int) and not (values and values[-1][0] == q.value):
            values.append((q.value, q.relation))
    if len(values) >= 2 and values[-2][0] < values[-1][0]:
        return values[-2][0], values[-1][0]
    if not values:
        return None
    value, relation = values[-1]
    if relation in (LESS, AT_MOST):
        return 0, value
    return (value, None) if relation in (MORE, AT_LEAST) else None


def _in_cells(frames: Frames, start: int, end: int) -> tuple[int, int | None] | None:
    """0-50 under a column whose head says 万元."""
    cells = frames.text[start:end].split("|")
    above = frames.text[max(0, start - 160) : start]
    unit = list(TABLE_UNIT.finditer(above))
    for cell in cells:
        figures = [n.number(figure) for figure in BARE.findall(cell)]
        if not unit or not figures or None in figures:
            continue
        scale = 100 * (10**4 if unit[-1]["u"] == "万" else 1)
        values = [int(figure * scale) for figure in figures if figure is not None]
        if len(values) == 2 and values[0] < values[1]:
            return values[0], values[1]
        if len(values) == 1:
            if re.search("以下|以内|不足|不满|低于|不超过|[<≤]", cell):
                return 0, values[0]
            if re.search("以上|超过|满|起|[>≥]", cell):
                return values[0], None
    return None


def _runs(found: Sequence[Tier]) -> Iterator[list[Tier]]:
    run: list[Tier] = []
    for tier in found:
        if run and tier.start - run[-1].end >= APART:
            yield from _whole(run)
            run = []
        run.append(tier)
    yield from _whole(run)


def _whole(run: list[Tier]) -> Iterator[list[Tier]]:
    """A run in order, in which each tier begins where the one before ends."""
    ordered = sorted(run, key=lambda tier: tier.low)
    if len(ordered) < 2 or any(
        left.low == right.low or (left.high is not None and left.high != right.low)
        for left, right in pairwise(ordered)
    ):
        return
    filled = [Tier(t.low, nxt.low, t.rate, t.start, t.end) for t, nxt in pairwise(ordered)] + [ordered[-1]]
    yield sorted(filled, key=lambda tier: tier.low)


def _kind(frames: Frames, run: Sequence[Tier]) -> str | None:
    """What a run is of: the nearest of its sentence, the lead and the headings says so."""
    start, end = min(t.start for t in run), max(t.end for t in run)
    context = frames.outline.context(start, start + 1)
    weights = {
        REBATE: _weight(frames, "rebate", start, end, context.heads),
        COMMISSION: _weight(frames, "commission", start, end, context.heads),
        None: max(
            _weight(frames, other, start, end, context.heads)
            for other in ("late_fee", "tax", "platform_charge", "discount")
        ),
    }
    best = max(weights, key=lambda kind: weights[kind])
    return best if weights[best] else None


def _weight(frames: Frames, topic: str, start: int, end: int, heads: Sequence[tuple[int, int]]) -> float:
    inside = frames.spots.inside
    if inside(topic, start, min(len(frames.text), end + 24)):
        return 3.0
    before = [1 - (start - last) / 400 for _, last in inside(topic, max(0, start - 140), start)]
    above = [0.5 for head in heads if inside(topic, *head)]
    return max([*before, *above], default=0.0)


def _mode(frames: Frames, run: Sequence[Tier]) -> Iterator[Found]:
    """Whether a tier's rate holds for the part that falls into it or for the whole, where the text says so."""
    text = frames.text
    start, end = min(t.start for t in run), max(t.end for t in run)
    begin, stop = max(0, start - 140), min(len(text), end + 90)
    for mode, pattern in (("whole", WHOLE), ("marginal", MARGINAL)):
        places = list(pattern.finditer(text, begin, stop))
        if places:
            first, last = frames.outline.context(*places[-1].span()).clause
            before = frames.outline.context(*places[0].span())
            if before.sentence[0] <= first < before.sentence[1]:
                first = before.clause[0]
            other = OTHER_LANGUAGE.search(text, places[-1].end(), last)
            yield Found(
                "fee.commission.tier_mode",
                mode,
                first,
                max(places[-1].end(), other.start() if other else last - 1),
            )
            return
