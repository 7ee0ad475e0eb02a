"""Buyers: they come to a shop, pay or do not, want their money back. Pure: the same seed and times, the same days.

Everything that is to happen waits in a queue and happens when `go_on` comes to its moment; what lies beyond waits. The
seller's clerk ships and agrees in the days that are made; once they are over, the seller is whoever calls the interface.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from functools import partial
from heapq import heappop, heappush
from itertools import count
from random import Random

from paidang.channels.cells import share_out
from paidang.channels.link.channel import Deal
from paidang.channels.link.documents import EXCHANGE, REFUND_ONLY, RESEND, RETURN_GOODS, Parcel
from paidang.channels.sandbox import acts, wares
from paidang.channels.sandbox.shop import DEAL, ITEM, LINE, ORDER, SKU, Bought, Case, Goods, Order, Shop

ITEM_PRICE, FULL_REDUCTION, COUPON = ("item_price", "full_reduction", "coupon")
"""A deal's kind: a price for its items, money off from a threshold on, the same for whoever has the coupon."""
POSTAGE_FEN, POSTAGE_FREE_FROM_FEN = 8_00, 99_00
PLATFORM_COUPON = (300_00, 25_00)
"""From how many fen on a buyer may have a coupon that the platform pays for, and its worth."""
STOCK = 5_000
CARRIERS = ("SF", "ZTO", "YTO", "JD")
EVENING = (20, 22)
_MINUTE, _HOUR = 60, 3600

FATES = {
    "plain": 60,
    "never_paid": 5,
    "called_off": 4,
    "back_before_sent": 5,
    "part_back_before_sent": 3,
    "in_two_parcels": 4,
    "sent_back": 5,
    "some_money_back": 4,
    "exchanged": 2,
    "sent_again": 1,
    "refused": 1,
    "withdrawn": 1,
    "held": 2,
    "split": 3,
}
"""What becomes of an order, of 100; every kind at least once in days that are made."""
OF_SEVERAL_LINES = ("part_back_before_sent", "in_two_parcels", "split")

Happening = Callable[[datetime], object]


def open_shop(shop: Shop, at: datetime) -> None:
    """Put the wares on sale, and the reduction that runs all the time."""
    sets = wares.SETS.get(shop.platform, ())
    for ware in (*wares.WARES, wares.GIFT, *sets):
        item_id = shop.next_number(ITEM)
        for sku, choice, price_fen, cost_fen in ware.choices:
            sku_id = shop.next_number(SKU)
            shop.goods[sku_id] = Goods(
                item_id,
                sku_id,
                sku,
                ware.title + choice,
                price_fen,
                cost_fen,
                STOCK,
                at,
                is_listed=price_fen > 0 and ware not in sets,
            )
    start, end = at.isoformat(), (at + timedelta(days=90)).isoformat()
    deals = [("店铺满199减20", FULL_REDUCTION, 199_00, 20_00)]
    deals += [(name, COUPON, least, worth) for name, least, worth in wares.COUPONS.get(shop.platform, ())]
    for name, kind, least_fen, worth_fen in deals:
        deal = Deal(
            "", name, kind, start, end, minus_fen=worth_fen, threshold_fen=least_fen, state=acts.RUNNING
        )
        _put(shop, at, deal)


@dataclass(slots=True)
class Buyers:
    """The buyers of one shop. `splits`: this platform divides orders into children."""

    shop: Shop
    seed: int
    splits: bool = False
    per_minute: float = 0.0
    """How many orders come by themselves, once they may (`let_come`)."""
    random: Random = field(init=False)
    clerk_until: datetime = field(init=False)
    queue: list[tuple[datetime, int, Happening]] = field(default_factory=list)
    numbers: "count[int]" = field(default_factory=count)

    def __post_init__(self) -> None:
        self.random = Random(f"{self.seed} {self.shop.platform}")

    def make_days(self, until: datetime, days: int, orders: int) -> None:
        """The days before `until`, with their evenings and, three days before the end, a sudden promotion."""
        until = until.replace(microsecond=0)
        start = datetime.combine((until - timedelta(days=days)).date(), time(0), until.tzinfo)
        self.clerk_until = until
        open_shop(self.shop, start)
        sudden = datetime.combine(
            (until - timedelta(days=min(3, days))).date(), time(EVENING[0]), until.tzinfo
        )
        self._at(sudden, lambda at: self._surprise(at, at + timedelta(hours=2)))
        rush = orders // 4
        moments = [self._moment(start, until) for _ in range(orders - rush)]
        moments += [sudden + timedelta(seconds=self.random.randrange(2 * _HOUR)) for _ in range(rush)]
        for moment, fate in zip(sorted(moments), self._fates(orders), strict=True):
            self._at(moment, partial(self._come, fate=fate))
        self.go_on(until)
        self.shop.changes.clear()

    def let_come(self, at: datetime) -> None:
        """From here on new orders come by themselves, `per_minute` of them on average."""
        if self.per_minute:
            self._await_next(at)

    def go_on(self, now: datetime) -> None:
        """Let everything happen that has come due."""
        while self.queue and self.queue[0][0] <= now:
            at, _, happening = heappop(self.queue)
            with suppress(acts.NotNow):  # somebody else, through the interface, was faster
                happening(at)

    def buy(self, at: datetime, several: bool = False) -> Order:
        """Somebody puts things into the cart and orders; not paid yet."""
        random, shop = self.random, self.shop
        on_sale = [goods for goods in shop.goods.values() if goods.is_listed and goods.quantity > 0]
        if len(on_sale) < (2 if several else 1):
            raise acts.NotNow("nothing, or too little, is on sale")
        prices = self._item_prices(at)
        weights = [6 if goods.sku_id in prices else 1 for goods in on_sale]
        wanted = random.choices(on_sale, weights, k=random.choice((2, 3, 4) if several else (1, 1, 1, 2, 3)))
        while several and len({goods.sku_id for goods in wanted}) < 2:
            wanted.append(random.choice(on_sale))
        chosen = list({goods.sku_id: goods for goods in wanted}.values())
        lines = [
            self._line(goods, min(goods.quantity, random.choice((1, 1, 1, 1, 2, 3))), prices)
            for goods in chosen
        ]
        self._take_off(lines, at)
        if random.random() < 0.12:
            lines += [self._line(goods, 1, {}) for goods in shop.goods.values() if not goods.price_fen]
        total = sum(line.paid_fen for line in lines)
        person = random.randrange(400)
        order = Order(
            order_id=shop.next_number(ORDER),
            buyer=f"buyer{person:05d}",
            lines=lines,
            created_at=at,
            modified_at=at,
            receiver=wares.receiver(person),
            postage_fen=0 if total >= POSTAGE_FREE_FROM_FEN else POSTAGE_FEN,
            buyer_words=random.choice(wares.WORDS),
            invoice=random.choice(wares.WISHES) if random.random() < 0.15 else None,
        )
        shop.orders[order.order_id] = order
        return order

    def _line(self, goods: Goods, quantity: int, prices: dict[str, int]) -> Bought:
        off = max(0, goods.price_fen - prices.get(goods.sku_id, goods.price_fen)) * quantity
        return Bought(
            self.shop.next_number(LINE), goods, quantity, goods.price_fen, off, own_discount_fen=off
        )

    def _take_off(self, lines: list[Bought], at: datetime) -> None:
        """The shop's full reduction, then perhaps a coupon of the platform, shared out over the lines."""
        paid = [line.paid_fen for line in lines]
        for deal in self._running(at):
            if deal.kind == FULL_REDUCTION and sum(paid) >= deal.threshold_fen:
                for line, off in zip(lines, share_out(deal.minus_fen, paid), strict=True):
                    line.merchant_discount_fen += off
                break
        paid = [line.paid_fen for line in lines]
        threshold, worth = PLATFORM_COUPON
        if sum(paid) >= threshold and self.random.random() < 0.4:
            for line, off in zip(lines, share_out(worth, paid), strict=True):
                line.platform_discount_fen = off

    def _running(self, at: datetime) -> list[Deal]:
        return [
            deal
            for deal in self.shop.deals.values()
            if deal.state == acts.RUNNING and _moment(deal.starts_at) <= at < _moment(deal.ends_at)
        ]

    def _item_prices(self, at: datetime) -> dict[str, int]:
        """By SKU id: what a deal of today sells it for."""
        deals = [deal for deal in self._running(at) if deal.kind == ITEM_PRICE]
        return {sku_id: deal.price_fen for deal in deals for sku_id in deal.items}

    def _surprise(self, at: datetime, until: datetime) -> None:
        """A promotion that nobody announced."""
        sku, price_fen = wares.SUDDEN
        items = tuple(goods.sku_id for goods in self.shop.goods.values() if goods.sku == sku)
        name = "今晚八点 限时直降"
        deal = _put(self.shop, at, Deal("", name, ITEM_PRICE, at.isoformat(), until.isoformat(),
                    items=items, price_fen=price_fen, state=acts.RUNNING))  # fmt: skip
        self._at(until, lambda at: acts.put_deal(self.shop, replace(deal, state=acts.ENDED), at))

    def _fates(self, orders: int) -> list[str]:
        """As many of each as the table says, at least one; what takes long comes early, so that its end is seen."""
        kinds = [fate for fate in FATES if self.splits or fate != "split"]
        fates = [fate for fate in kinds for _ in range(max(1, orders * FATES[fate] // 100))]
        slow = [fate for fate in fates if fate in WANTED][:orders]
        others = [fate for fate in fates if fate not in WANTED][::-1] + ["plain"] * orders
        others = others[: orders - len(slow)]
        self.random.shuffle(others)
        at_first = max(0, orders // 4 - len(slow))
        early = slow + others[:at_first]
        self.random.shuffle(early)
        return early + others[at_first:]

    def _moment(self, start: datetime, until: datetime) -> datetime:
        """Some second of these days, more often in the evening."""
        at = start + timedelta(seconds=self.random.randrange(int((until - start).total_seconds())))
        if self.random.random() < 0.4:
            at = min(until, at.replace(hour=self.random.randrange(*EVENING)))
        return at

    def _await_next(self, at: datetime) -> None:
        """The next buyer, after a wait that nobody can foresee."""
        wait = timedelta(seconds=max(0.001, self.random.expovariate(self.per_minute / _MINUTE)))
        self._at(at + wait, self._somebody_comes)

    def _somebody_comes(self, at: datetime) -> None:
        self._await_next(at)
        self._come(at, self.random.choices(list(FATES), list(FATES.values()))[0])

    def _come(self, at: datetime, fate: str) -> None:
        self._live(self.buy(at, fate in OF_SEVERAL_LINES), fate)

    def _at(self, at: datetime, happening: Happening) -> None:
        heappush(self.queue, (at, next(self.numbers), happening))

    def _after(
        self, at: datetime, least: float, most: float, happening: Happening, *, clerk: bool = False
    ) -> None:
        """Between so many and so many hours later. What the clerk would do after the last of the made days is not done."""
        later = at + timedelta(seconds=self.random.randrange(int(least * _HOUR), int(most * _HOUR) + 1))
        if not clerk or later <= self.clerk_until:
            self._at(later, happening)

    def _live(self, order: Order, fate: str) -> None:
        """What becomes of an order that was just made: its next step, which will see to the one after it."""
        at = order.created_at
        if fate == "never_paid":
            self._after(at, 24, 24, lambda at: acts.cancel(self.shop, order, at))
        elif fate == "called_off":
            self._after(at, 0.1, 2, lambda at: acts.cancel(self.shop, order, at))
        else:
            self._after(at, 0.01, 0.3, lambda at: self._pay(order, fate, at))

    def _pay(self, order: Order, fate: str, at: datetime) -> None:
        acts.pay(self.shop, order, at)
        if fate in ("back_before_sent", "part_back_before_sent"):
            line_id = order.lines[0].line_id if fate.startswith("part") else ""
            self._after(at, 0.2, 1, lambda at: self._want_back_before_sent(order, line_id, at))
        elif fate == "split" and self.splits:
            self._after(at, 0.02, 0.1, lambda at: self._split(order, at))
        elif fate == "held":
            self._after(at, 0.02, 0.1, lambda at: acts.hold(self.shop, order, at))
            self._after(at, 4, 9, lambda at: acts.release(self.shop, order, at))
            self._send(order, fate, at + timedelta(hours=9))
        else:
            self._send(order, fate, at)

    def _want_back_before_sent(self, order: Order, line_id: str, at: datetime) -> None:
        case = acts.ask(self.shop, order, at, line_id=line_id, kind=REFUND_ONLY, reason="不想要了")
        self._after(at, 0.2, 2, lambda at: acts.agree(self.shop, case, at), clerk=True)
        if line_id:
            self._send(order, "plain", at + timedelta(hours=2))

    def _split(self, order: Order, at: datetime) -> None:
        for child in acts.split(self.shop, order, at):
            self._send(child, "plain", at)

    def _send(self, order: Order, fate: str, at: datetime) -> None:
        """The clerk ships within a day or so, perhaps in two parcels."""
        first = tuple(line.line_id for line in order.lines[:1]) if fate == "in_two_parcels" else ()
        self._after(at, 2, 26, lambda at: self._ship(order, fate, at, first), clerk=True)

    def _ship(self, order: Order, fate: str, at: datetime, line_ids: tuple[str, ...]) -> None:
        carrier = self.random.choice(CARRIERS)
        parcel = Parcel(carrier, f"{carrier}{self.random.randrange(10**12, 10**13)}", line_ids)
        acts.ship(self.shop, order, at, [parcel])
        if line_ids and order.shipped_at is None:
            rest = tuple(line.line_id for line in order.lines if line.line_id not in line_ids)
            self._after(at, 5, 20, lambda at: self._ship(order, fate, at, rest), clerk=True)
        else:
            self._after(at, 30, 90, lambda at: self._confirm(order, fate, at))

    def _confirm(self, order: Order, fate: str, at: datetime) -> None:
        acts.complete(self.shop, order, at)
        kind = WANTED.get(fate)
        if kind:
            self._after(at, 1, 20, lambda at: self._complain(order, fate, kind, at))

    def _complain(self, order: Order, fate: str, kind: str, at: datetime) -> None:
        line = max(order.lines, key=lambda line: line.paid_fen)
        amount = line.paid_fen // 5 if fate == "some_money_back" else line.paid_fen // line.quantity
        case = acts.ask(self.shop, order, at, line_id=line.line_id, kind=kind, amount_fen=amount,
                        quantity=1, reason=self.random.choice(wares.REASONS))  # fmt: skip
        if fate == "withdrawn":
            self._after(at, 1, 4, lambda at: acts.withdraw(self.shop, case, at))
        elif fate == "refused":
            self._after(at, 1, 8, lambda at: acts.refuse(self.shop, case, at), clerk=True)
        elif kind == RESEND:
            self._after(at, 1, 8, lambda at: acts.refund(self.shop, case, at), clerk=True)
        else:
            self._after(at, 1, 8, lambda at: self._agree(case, at), clerk=True)

    def _agree(self, case: Case, at: datetime) -> None:
        acts.agree(self.shop, case, at)
        if case.kind != REFUND_ONLY:
            self._after(at, 2, 20, lambda at: self._send_back(case, at))

    def _send_back(self, case: Case, at: datetime) -> None:
        parcel = Parcel("ZTO", f"ZTO{self.random.randrange(10**12, 10**13)}")
        acts.send_back(self.shop, case, at, parcel)
        self._after(at, 10, 30, lambda at: acts.refund(self.shop, case, at), clerk=True)


WANTED = {
    "sent_back": RETURN_GOODS,
    "some_money_back": REFUND_ONLY,
    "exchanged": EXCHANGE,
    "sent_again": RESEND,
    "refused": RETURN_GOODS,
    "withdrawn": RETURN_GOODS,
}
"""What a buyer asks for after the goods came, by fate."""


def _put(shop: Shop, at: datetime, deal: Deal) -> Deal:
    numbered = replace(deal, deal_id=shop.next_number(DEAL))
    acts.put_deal(shop, numbered, at)
    return numbered


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)
