"""Rows that say what a term's quantity is about, and the competition of all rows for each quantity.

A row names the kind of quantity, how it must be related to what it measures, and cues: topics (`cue_words.TOPICS`) with
the zone where they may stand. Every group of `needs` must be met; `likes` only add. Near cues weigh more than far
ones, and the heaviest row takes the quantity. Rows without a term (budgets, tax rates, service levels…) compete like
all others: what they take is no term.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from paidang.contracts.rules.reading.cue_words import TOPICS, Spots
from paidang.contracts.rules.reading.outline import Context, Outline, Span, joined
from paidang.contracts.rules.reading.quantities import (
    AMOUNT,
    DATE,
    DAYS,
    EQUAL,
    LASTING,
    Quantity,
    quantities,
)
from paidang.contracts.rules.reading.squeezed import Squeezed
from paidang.contracts.rules.reading.wording import worded
from paidang.kit.patterns import compiled

AFTER, ACT, HERE, NEXT, LEFT, NEAR, BEFORE, HEAD, SIBLING, COLUMN, ANY = (
    "after", "act", "here", "next", "left", "near", "before", "head", "sibling", "column", "any",
)  # fmt: skip
"""Zones: what must have happened first; the sentence without that; the clause; up to the next such quantity; left of
it in the sentence; the sentence and the table's row and column; the paragraph before; headings; the paragraph above; the head of the table's column."""
HALVES_AT = 30
OCCASION = 18
"""How much of its clause before a deadline goes into the quotation: 合同签订3日内."""
OTHER_CLAUSE = 0.8
BEFORE_REACH = 120
SENTENCE_REACH = 300
"""What stands farther away in an endless sentence says nothing of a quantity."""
IN_ROW = 0.8
LEAST = 1.2
"""Days that nothing bounds (一个礼拜) and that weigh less are no deadline."""
FAR = {BEFORE: 0.45, SIBLING: 0.3}
HEADS = (0.55, 0.45, 0.35, 0.25)
TWINS = (("settlement.statement_due_day", "report.due_day"),)
FEE_IN_YUAN = compiled(r"费[^|]{0,4}[（(/：](?:单位)?[：]?(?:人民币)?元")
BARE_AMOUNT = compiled(r"[0-9]{1,3}(?:，?[0-9]{3})*(?:\.[0-9]{1,2})?")
TRIGGER = compiled(
    r"(?:之?日起|次日起|当日起|之时起|时起|(?<!月)(?<!年)起|后|时|当[日天]|完毕?|无误|一致|签约|签订|签署|生效|终止|解除|期满|届满|散伙|到期|结束)(?:计算|算)?(?:的|，|、|于|在|[甲乙丙]方|双方|对方|供方|应当?|须|需|应该|必须|将|并|则|即|最迟|至迟|不超过|不得超过|最晚|第|至少|再|另|一次性|超过|满|经过|又|之|（)*$"
)
FIRST_HAPPENS = compiled(
    r"^(?:[甲乙丙]方|一方|双方)?(?:在|于|自|从|经|一经|待|如)?(?:[甲乙丙对]方)?(?:书面)?(?:收到|接到|接获|催告|通知|看完|核对|确认|验收|签约|签订|终止|解除)[^，。；内]{0,14}，$"
)


@dataclass(frozen=True, slots=True)
class Cue:
    """A topic, where it may stand, and its weight."""

    topic: str
    zone: str = ANY
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Row:
    """What one term's quantity is about; a row without a term is what takes a quantity away from all terms."""

    term: str | None
    kind: str
    relations: tuple[str, ...]
    needs: tuple[tuple[Cue, ...], ...]
    likes: tuple[Cue, ...] = ()
    never: tuple[Cue, ...] = ()
    value: Callable[[Quantity], object] | None = None
    why: str = ""
    base: float = 0.0
    """What the relation alone weighs."""


def row(
    term: str | None,
    kind: str,
    relations: str = "",
    needs: str = "",
    likes: str = "",
    never: str = "",
    value: Callable[[Quantity], object] | None = None,
    why: str = "",
    base: float = 0.0,
) -> Row:
    """A row from words: needs "pay & after.confirm*2|after.invoice" are two groups, of which each must be met."""
    groups = tuple(tuple(_cues(group.replace("|", " "))) for group in needs.split("&") if group.strip())
    return Row(
        term,
        kind,
        tuple(relations.split()),
        groups,
        tuple(_cues(likes)),
        tuple(_cues(never)),
        value,
        why,
        base,
    )


def _cues(words: str) -> Iterator[Cue]:
    for word in words.split():
        word, _, weight = word.partition("*")
        zone, _, topic = word.rpartition(".")
        if topic not in TOPICS:
            raise KeyError(topic)
        yield Cue(topic, zone or ANY, float(weight or 1))


@dataclass(frozen=True, slots=True)
class Claim:
    """A quantity that a row took, with the stretch of its sentence that bears it out."""

    row: Row
    quantity: Quantity
    score: float
    span: Span

    @property
    def value(self) -> object:
        if self.quantity.value is None:
            return None
        return self.row.value(self.quantity) if self.row.value else self.quantity.value


@dataclass
class Seen:
    """One quantity with everything around it that cues are looked for in."""

    quantity: Quantity
    context: Context
    trigger: Span
    next_end: int
    spots: Spots
    _cache: dict[tuple[str, str], tuple[float, Span | None]] = field(default_factory=dict)

    def cue(self, cue: Cue) -> tuple[float, Span | None]:
        """How near the nearest place of a cue is, from 1 down to 0, and that place if it is in the sentence."""
        key = (cue.topic, cue.zone)
        if key not in self._cache:
            self._cache[key] = self._nearest(cue.topic, cue.zone)
        return self._cache[key]

    def _nearest(self, topic: str, zone: str) -> tuple[float, Span | None]:
        best: tuple[float, Span | None] = (0.0, None)
        if not self.spots.of(topic):
            return best
        for span in self._in_sentence(topic, zone):
            near = 1.0 if zone == AFTER else self._near(span)
            if near > best[0]:
                best = near, span
        for weight, stretch in self._elsewhere.get(zone, ()):
            if weight > best[0] and self.spots.has(topic, *stretch):
                best = weight, None
        return best

    def _in_sentence(self, topic: str, zone: str) -> Iterator[Span]:
        """The places of a topic in the part of the sentence that a zone looks at."""
        if zone in (AFTER, ANY):
            yield from self.spots.inside(topic, *self.trigger)
        if stretch := self._stretches.get(zone):
            yield from (span for span in self.spots.inside(topic, *stretch) if self._counts(span, zone))

    @cached_property
    def _stretches(self) -> dict[str, Span]:
        c, q = self.context, self.quantity
        first, last = c.sentence
        sentence = max(first, q.start - SENTENCE_REACH), min(last, q.end + SENTENCE_REACH)
        return {
            HERE: c.clause,
            NEXT: (q.start, self.next_end),
            LEFT: (sentence[0], q.start),
            ACT: sentence,
            NEAR: sentence,
            ANY: sentence,
        }

    @cached_property
    def _elsewhere(self) -> dict[str, list[tuple[float, Span]]]:
        """What a zone looks at outside the sentence, with its weight."""
        c = self.context
        column = [(1.0, c.column)] if c.column else []
        row = [(IN_ROW, c.row)] if c.row else []
        before = [(FAR[BEFORE], (max(c.before[0], c.before[1] - BEFORE_REACH), c.before[1]))]
        heads = list(zip(HEADS, c.heads, strict=False))
        return {
            ACT: column,
            COLUMN: column,
            NEAR: [*column, *row],
            BEFORE: before,
            HEAD: heads,
            SIBLING: [(FAR[SIBLING], c.sibling)],
            ANY: [*column, *row, *before, *heads],
        }

    def _counts(self, span: Span, zone: str) -> bool:
        """Not what is the quantity itself, nor what must have happened first where that is not asked for."""
        if self.quantity.start <= span[0] and span[1] <= self.quantity.end:
            return False
        return zone in (HERE, NEAR) or not self.trigger[0] <= span[0] < self.trigger[1]

    def _near(self, span: Span) -> float:
        distance = max(span[0] - self.quantity.end, self.quantity.start - span[1], 0)
        first, last = self.context.clause
        return (1.0 if first <= span[0] < last else OTHER_CLAUSE) / (1 + distance / HALVES_AT)

    def weigh(self, row: Row) -> tuple[float, list[Span]]:
        """The weight of a row for this quantity, 0 where a need is not met; the places in the sentence that met it."""
        if row.relations and self.quantity.relation not in row.relations:
            return 0.0, []
        score, places = row.base, []
        for group in row.needs:
            best, place = self._best(group)
            if not best:
                return 0.0, []
            score += best
            places += [place] if place else []
        if any(self.cue(cue)[0] for cue in row.never):
            return 0.0, []
        clause = self.context.clause
        for cue in row.likes:
            found, place = self.cue(cue)
            score += 0.5 * cue.weight * found
            places += [place] if place and clause[0] <= place[0] < clause[1] else []
        return score, places

    def _best(self, group: Sequence[Cue]) -> tuple[float, Span | None]:
        best: tuple[float, Span | None] = (0.0, None)
        for cue in group:
            found, place = self.cue(cue)
            if found * cue.weight > best[0]:
                best = found * cue.weight, place
        return best


class Frames:
    """The quantities of one document and which rows took them."""

    def __init__(self, squeezed: Squeezed, rows: Sequence[Row]) -> None:
        self.squeezed, self.text = squeezed, squeezed.text
        self.outline, self.spots = Outline(squeezed.text), Spots(squeezed)
        self.quantities = sorted([*quantities(squeezed.text), *self._in_columns()], key=lambda q: q.start)
        self._starts = [quantity.start for quantity in self.quantities]
        self._rows: dict[str, list[Row]] = {}
        for each in rows:
            self._rows.setdefault(each.kind, []).append(each)
        self._spoken_of: dict[str, list[Row]] = {}
        self._seen: dict[int, Seen] = {}
        self.twins = {term: twin for pair in TWINS for term, twin in (pair, pair[::-1])}
        self.taken: list[Span] = []
        """Stretches that were read as a whole (tiers, instalments): their quantities are no terms of their own."""

    def _in_columns(self) -> Iterator[Quantity]:
        """12,000.00 in a column whose head says 元: |基础服务费（元/月）|."""
        for line in self.outline.lines:
            if not line.columns or line.start == line.columns[0][0]:
                continue
            start = line.start
            for number, cell in enumerate(self.text[line.start : line.end].split("|")):
                head = self.text[slice(*line.columns[number])] if number < len(line.columns) else ""
                if FEE_IN_YUAN.search(head) and BARE_AMOUNT.fullmatch(cell):
                    value = int(Decimal(cell.replace("，", "")) * 100)
                    yield Quantity(AMOUNT, value, EQUAL, start, start + len(cell))
                start += len(cell) + 1

    def _rows_of(self, kind: str) -> list[Row]:
        """The rows of a kind whose needs this text speaks of at all: most cannot take anything here."""
        if kind not in self._spoken_of:
            of = self.spots.of
            self._spoken_of[kind] = [
                row
                for row in self._rows.get(kind, ())
                if all(any(of(cue.topic) for cue in group) for group in row.needs)
            ]
        return self._spoken_of[kind]

    def claims(self) -> list[Claim]:
        """What the rows took."""
        free = (
            number
            for number, quantity in enumerate(self.quantities)
            if not any(first <= quantity.start < last for first, last in self.taken)
        )
        return [claim for number in free for claim in self._claims(number)]

    def between(self, start: int, end: int) -> range:
        """The numbers of the quantities that begin within text[start:end]."""
        return range(bisect_left(self._starts, start), bisect_left(self._starts, end))

    def seen(self, number: int) -> Seen:
        """A quantity with its surroundings."""
        if number not in self._seen:
            self._seen[number] = self._look_at(number)
        return self._seen[number]

    def _look_at(self, number: int) -> Seen:
        quantity = self.quantities[number]
        context = self.outline.context(quantity.start, quantity.end)
        later = (self.quantities[at] for at in range(number + 1, len(self.quantities)))
        following = next((q for q in later if q.kind == quantity.kind), None)
        end = (context.row or context.sentence)[1]
        stop = min(end, following.start) if following else end
        return Seen(quantity, context, self._trigger(quantity, context), stop, self.spots)

    def weighed(self, number: int) -> list[tuple[float, Row, list[Span]]]:
        """All rows that could take a quantity, the heaviest first."""
        seen = self.seen(number)
        found = [(*seen.weigh(row), row) for row in self._rows_of(self.quantities[number].kind)]
        return sorted(((s, row, p) for s, p, row in found if s), key=lambda each: -each[0])

    def _claims(self, number: int) -> Iterator[Claim]:
        """What takes a quantity, and its twin if that is spoken of in the same breath: 每月10日前报送报告和结算单."""
        weighed = self.weighed(number)
        if not weighed or weighed[0][1].term is None:
            return
        seen, best = self.seen(number), weighed[0]
        quantity, context = seen.quantity, seen.context
        if quantity.kind == DAYS and quantity.relation == LASTING and best[0] < LEAST:
            return
        yield Claim(best[1], quantity, best[0], self._quoted(quantity, context, best[2]))
        for score, row, places in weighed[1:]:
            apart = all(first >= b or last <= a for first, last in places[:1] for a, b in best[2][:1])
            here = all(context.clause[0] <= first < context.clause[1] for first, _ in places[:1])
            if row.term and row.term == self.twins.get(str(best[1].term)) and apart and here:
                yield Claim(row, quantity, score, self._quoted(quantity, context, places))
                return

    def _quoted(self, quantity: Quantity, context: Context, places: list[Span]) -> Span:
        """The quantity with its cues in the same clause, or else with the nearest one; a day with its month alone."""
        if own := worded(self.text, quantity):
            return own
        last = self.text.find("（大写", quantity.start, quantity.end) if quantity.kind == AMOUNT else -1
        stop = last if last > 0 else quantity.end
        near = [span for span in places if context.clause[0] <= span[0] < context.clause[1]]
        near = (
            near or sorted(places, key=lambda span: max(span[0] - quantity.end, quantity.start - span[1]))[:1]
        )
        start, end = joined([(quantity.start, stop), *near])
        if quantity.kind == DAYS and quantity.start - context.clause[0] < OCCASION:
            start = min(start, context.clause[0])
        if (closed := self.text.rfind("）", start, quantity.start)) > self.text.rfind(
            "（", start, quantity.start
        ):
            start = closed + 1
        return start, end

    def _trigger(self, quantity: Quantity, context: Context) -> Span:
        """收到账单后5日内: what must happen before the days begin to count; empty if nothing."""
        if quantity.kind == DATE:
            return quantity.start, quantity.start
        before = self.text[context.sentence[0] : quantity.start]
        match = TRIGGER.search(before, max(0, len(before) - SENTENCE_REACH))
        if match:
            start = max(before.rfind(mark, 0, match.start()) for mark in "，：|") + 1
            return context.sentence[0] + start, context.sentence[0] + match.end()
        if context.clause[0] > context.sentence[0]:
            start = (
                max(before.rfind(mark, 0, context.clause[0] - context.sentence[0] - 1) for mark in "，：") + 1
            )
            if FIRST_HAPPENS.match(before[start : context.clause[0] - context.sentence[0]]):
                return context.sentence[0] + start, context.clause[0]
        return quantity.start, quantity.start
