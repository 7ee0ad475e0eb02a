"""Instalments: two or more parts of a fee, each with its occasion, its days, and its share or amount."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from paidang.contracts.rules.reading.frames import Frames, Seen
from paidang.contracts.rules.reading.quantities import AMOUNT, AT_MOST, DAYS, EQUAL, EVERY, RATE, Quantity
from paidang.contracts.rules.reading.reader import Found
from paidang.kit.patterns import compiled

APART = 100
TRIGGERS = (
    ("signing", compiled(r"签订|签约|签署|订立|生效|签字|盖章|签好")),
    ("end", compiled(r"(?:合同|协议|合约|服务|合作|期限|顾问|陪跑|托管|运营)[^，。；]{0,5}(?:到期|结束|届满|期满|终止|完毕|满)|(?:到期|期满|届满)(?:之日|后|时|起)?")),
    ("monthly", compiled("每个?月")),
    ("quarterly", compiled("每个?季")),
)  # fmt: skip
OTHER_MONEY = (
    "setup",
    "penalty",
    "late_pay",
    "refund",
    "deposit",
    "rebate",
    "sales",
    "goods_price",
    "tax",
    "cost",
    "top_up",
)


@dataclass(frozen=True, slots=True)
class Part:
    """One instalment."""

    value: dict[str, object]
    start: int
    end: int


def instalments(frames: Frames) -> Iterator[Found]:
    """Every run of instalments."""
    run: list[Part] = []
    for part in [*_parts(frames), None]:
        if part and (not run or part.start - run[-1].end < APART):
            run.append(part)
            continue
        if len(run) > 1 and len({"share" in each.value for each in run}) == 1:
            frames.taken.append((run[0].start, run[-1].end))
            yield Found("fee.installments", [each.value for each in run], run[0].start, run[-1].end)
        run = [part] if part else []


def _parts(frames: Frames) -> Iterator[Part]:
    used: set[int] = set()
    for number, quantity in enumerate(frames.quantities):
        if (
            quantity.kind not in (RATE, AMOUNT)
            or quantity.relation in (EVERY, AT_MOST)
            or quantity.value is None
        ):
            continue
        seen = frames.seen(number)
        if _is_of_something_else(seen) or not _is_paid(seen):
            continue
        place = _deadline(frames, number, seen, used)
        value: dict[str, object] = {"share" if quantity.kind == RATE else "amount": quantity.value}
        if place is None:
            continue
        used.add(place)
        deadline = frames.quantities[place]
        occasion = _occasion(frames, place)
        trigger = next((name for name, words in TRIGGERS if words.search(occasion)), "other")
        value |= {"trigger": trigger, "days": deadline.value, "day_kind": deadline.unit}
        start, end = sorted((quantity, deadline), key=lambda q: q.start)
        first = frames.outline.context(start.start, start.end).clause[0]
        yield Part(value, min(first, frames.seen(place).trigger[0]), end.end)


def _is_of_something_else(seen: Seen) -> bool:
    inside, clause = seen.spots.inside, seen.context.clause
    whole = ("total",) if seen.quantity.kind == AMOUNT else ()
    return any(inside(topic, *clause) for topic in (*OTHER_MONEY, *whole))


def _is_paid(seen: Seen) -> bool:
    """Here, in what leads into it (分三笔支付：…；…), in a heading, a row or a column."""
    inside, context = seen.spots.inside, seen.context
    return inside("instalment", *context.before) != [] or any(
        inside(topic, *span)
        for topic in ("pay", "instalment")
        for span in (
            context.sentence,
            *context.heads[:1],
            context.row or context.sentence,
            context.column or context.sentence,
        )
    )


def _deadline(frames: Frames, number: int, seen: Seen, used: set[int]) -> int | None:
    """The nearest deadline of the sentence that belongs to no other part, the left one first."""
    first, last = seen.context.row or seen.context.sentence
    near = [
        at
        for at in frames.between(first, last)
        if (q := frames.quantities[at]).kind == DAYS
        and at not in used
        and q.relation != EVERY
        and q.value is not None
    ]
    left = [at for at in near if at < number and not _between(frames.quantities, at, number)]
    right = [at for at in near if at > number and not _between(frames.quantities, number, at)]
    return left[-1] if left else (right[0] if right else None)


def _between(found: Sequence[Quantity], first: int, last: int) -> bool:
    """Whether another share or amount stands between."""
    return any(q.kind in (RATE, AMOUNT) and q.relation == EQUAL for q in found[first + 1 : last])


def _occasion(frames: Frames, number: int) -> str:
    seen = frames.seen(number)
    start, end = seen.trigger
    return (
        frames.text[start:end] if end > start else frames.text[seen.context.clause[0] : seen.quantity.start]
    )
