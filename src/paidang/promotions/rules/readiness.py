"""Whether a promotion is ready: per SKU and as a whole, with reasons, and the quantity and the price that would be."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce

from paidang.kit.clause import clause
from paidang.kit.money import yuan
from paidang.kit.sentence import Sentence, say
from paidang.promotions.rules.fees import ExpectedFee
from paidang.promotions.rules.staff import Staff, can_pack, can_serve, gaps, shortages
from paidang.promotions.rules.worth import Worth
from paidang.stock.rules.offering import share_out

OK, WARN, BAD, UNKNOWN = "ok", "warn", "bad", "unknown"
FLOOR, MONEY, STOCK, SHIPPING, STAFF, BUDGET, CALENDAR, TIME = (
    "floor", "money", "stock", "shipping", "staff", "budget", "calendar", "time",
)  # fmt: skip
CHECKS = {
    FLOOR: say("底价"), MONEY: say("双方所得"), STOCK: say("库存"), SHIPPING: say("发货"), STAFF: say("人手"), BUDGET: say("让利预算"),
    CALENDAR: say("档期"), TIME: say("批准时间"),
}  # fmt: skip
SOON_HOURS = 2
"""With less time than this to answer, the brand is told that it is short."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """One SKU of a promotion with what is known of it; amounts in fen, None: not known.

    `worst_fen` is the lowest price a buyer could pay with every coupon of the store, on the day on which it comes nearest
    to `floor_fen`; `passing_fen` the lowest promotion price that keeps to the floor. `sellable` is what may be offered now,
    `incoming` what the brand said arrives before the start, `claimed` what other promotions count on.
    """

    sku: str
    title: str
    price_fen: int
    units: int
    list_fen: int | None = None
    worst_fen: int | None = None
    floor_fen: int | None = None
    passing_fen: int | None = None
    sellable: int | None = None
    incoming: int = 0
    claimed: int = 0
    worth: Worth | None = None
    worth_one: Worth | None = None
    usual_one: Worth | None = None

    @property
    def gap_fen(self) -> int | None:
        """How far the worst price is above the floor; below zero where it breaks it."""
        if self.worst_fen is None or self.floor_fen is None:
            return None
        return self.worst_fen - self.floor_fen

    @property
    def available(self) -> int | None:
        """The units that may be sold by the start; None where stock is not kept here."""
        return None if self.sellable is None else max(0, self.sellable + self.incoming - self.claimed)


@dataclass(frozen=True, slots=True)
class Around:
    """What bears on the promotion as a whole.

    `a_day`: units that the warehouses pack a day, None where nobody has said it; `ship_hours`: within how many a parcel is
    promised to leave; `backlog`: units that wait already; `meanwhile`: those that other promotions sell at the same time. `clashes`: what else is on for the same goods or the same store.
    """

    answer_by: datetime
    starts_at: datetime
    ends_at: datetime
    a_day: int | None = None
    ship_hours: int = 48
    backlog: int = 0
    meanwhile: int = 0
    budget_fen: int | None = None
    clashes: Sequence[str] = ()
    staff: Staff = Staff()

    @property
    def ahead(self) -> int:
        """Units that the same people pack besides these."""
        return self.backlog + self.meanwhile


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the check list."""

    key: str
    verdict: str
    said: Sentence
    hint: Sentence | None = None

    @property
    def word(self) -> Sentence:
        """What it is called."""
        return CHECKS[self.key]


@dataclass(frozen=True, slots=True)
class SkuVerdict:
    """What is said of one SKU: ready or why not, and the units and the price that are (None: there are none).

    `allowed` are the units that nothing refuses: stock by the start, where a price keeps to the floor. `units` are those of
    them that the people on shift and the promised hours manage, too: that is advice, and keeps nobody from selling more.
    """

    wanted: Wanted
    reasons: Sequence[Sentence]
    allowed: int
    units: int
    price_fen: int | None

    @property
    def is_ready(self) -> bool:
        return not self.reasons


@dataclass(frozen=True, slots=True)
class Readiness:
    """The answer: by SKU, by check, as a whole."""

    skus: Sequence[SkuVerdict]
    checks: Sequence[Check]
    fee: ExpectedFee | None = None
    """What the platform is expected to take; None where that cannot be told."""
    packing_days: int | None = None
    """So many days the warehouses pack at it, with what waits already; None where nobody has said their pace."""

    @property
    def verdict(self) -> str:
        """The worst of the checks; what is not known counts as a warning."""
        found = {one.verdict for one in self.checks}
        return BAD if BAD in found else WARN if found & {WARN, UNKNOWN} else OK

    @property
    def counts(self) -> Mapping[str, int]:
        return {kind: sum(one.verdict == kind for one in self.checks) for kind in (OK, WARN, BAD, UNKNOWN)}

    @property
    def worth(self) -> Worth | None:
        """Both sides' money, if it is known of every SKU."""
        return whole_worth([one.wanted for one in self.skus])

    @property
    def left(self) -> tuple[int, int] | None:
        """What each side keeps once the platform has taken its fee; None where either is not known."""
        worth = self.worth
        return None if worth is None or self.fee is None else self.fee.left_of(worth)

    @property
    def units(self) -> int:
        return sum(one.wanted.units for one in self.skus)

    @property
    def passing(self) -> Sequence[tuple[str, int, int]]:
        """What may be sold now: SKU, price in fen, units; a good of which none may is NOT in."""
        return [
            (one.wanted.sku, one.price_fen, one.allowed) for one in self.skus if one.price_fen and one.allowed
        ]

    @property
    def manageable(self) -> Sequence[tuple[str, int, int]]:
        """What of that the people on shift manage in the promised hours."""
        return [
            (one.wanted.sku, one.price_fen, one.units) for one in self.skus if one.price_fen and one.units
        ]

    @property
    def given_fen(self) -> int:
        """What it gives away of the list prices, in fen."""
        return given([one.wanted for one in self.skus])

    @property
    def below(self) -> Sequence[Wanted]:
        """The SKUs that could be sold below their floor: the brand's yes is off while there is one."""
        return [one.wanted for one in self.skus if (one.wanted.gap_fen or 0) < 0]


def whole_worth(wanted: Sequence[Wanted]) -> Worth | None:
    """Both sides' money of all SKUs together, if it is known of every one."""
    found = [one.worth for one in wanted]
    if not found or None in found:
        return None
    return sum((one for one in found if one is not None), Worth(0, 0, 0))


@clause("OP-2-A-2", "OP-2-A-3", "OP-2-B-4", "OP-4-B", "JD-3")
def readiness(
    wanted: Sequence[Wanted], around: Around, at: datetime, fee: ExpectedFee | None = None
) -> Readiness:
    """What stands against selling these goods at these prices in this time, and what would pass."""
    can_ship, packed = _can_ship(around), can_pack(around.staff, around.a_day, around.ahead)
    served = can_serve(around.staff)
    leaves = min((one for one in (can_ship, packed, served) if one is not None), default=None)
    in_stock = [min(one.units, one.units if one.available is None else one.available) for one in wanted]
    best = in_stock
    if leaves is not None and sum(in_stock) > leaves:
        shared = share_out(leaves, dict(enumerate(in_stock)))
        best = [shared[n] for n in range(len(wanted))]
    why = _short_of(sum(one.units for one in wanted), packed, served)
    skus = [_sku(one, most, units, why) for one, most, units in zip(wanted, in_stock, best, strict=True)]
    checks: list[Callable[[], Check]] = [
        lambda: _floor(wanted),
        lambda: _money(wanted, fee),
        lambda: _stock(wanted),
        lambda: _shipping(sum(one.units for one in wanted), can_ship, around),
        lambda: _staff(sum(one.units for one in wanted), packed, served, around.staff),
        lambda: _budget(wanted, around.budget_fen),
        lambda: _calendar(around.clashes),
        lambda: _time(around, at),
    ]
    packing_days = _packing_days(sum(one.units for one in wanted), around)
    return Readiness(skus, [check() for check in checks], fee, packing_days)


def _short_of(units: int, packed: int | None, served: int | None) -> str:
    """Which people are too few for so many units: "packers", "service" where they can do even less, "" where neither is."""
    least = min((one for one in (packed, served) if one is not None), default=units)
    if units <= least:
        return ""
    return "packers" if least == packed else "service"


def _sku(one: Wanted, allowed: int, units: int, short_of: str) -> SkuVerdict:
    reasons = []
    if one.list_fen is None:
        reasons.append(say("这家店没有挂这个商品"))
    if one.gap_fen is not None and one.gap_fen < 0:
        reasons.append(
            say("最低到手价 {worst}，低于底价 {floor}", worst=yuan(one.worst_fen), floor=yuan(one.floor_fen))
        )
    if one.floor_fen is None:
        reasons.append(say("甲方没有定底价"))
    if one.available is not None and one.units > one.available:
        reasons.append(say("开始前只有 {units:,} 件可卖", units=one.available))
    if short_of == "packers" and units < one.units:
        reasons.append(say("按仓库的排班，只发得出 {units:,} 件", units=units))
    elif short_of and not units:
        reasons.append(say("促销的时段客服接不住咨询：请先排班"))
    elif short_of and units < one.units:
        reasons.append(say("按客服的排班，只接得住 {units:,} 件", units=units))
    if one.worth_one is None:
        reasons.append(say("没有出厂价，算不出收益"))
    elif one.worth_one.profit < 0:
        reasons.append(say("每件亏 {fen}", fen=yuan(-one.worth_one.profit)))
    price = one.price_fen if one.gap_fen is None or one.gap_fen >= 0 else one.passing_fen
    return SkuVerdict(one, reasons, allowed, units, price)


def _floor(wanted: Sequence[Wanted]) -> Check:
    gaps = [one.gap_fen for one in wanted]
    known = [gap for gap in gaps if gap is not None]
    passing = sum(gap >= 0 for gap in known)
    said = say("{passing} / {all} 款通过", passing=passing, all=len(wanted))
    if any(gap < 0 for gap in known):
        return Check(FLOOR, BAD, said, say("叠加店里的优惠后，最多低 {fen}", fen=yuan(-min(known))))
    if len(known) < len(wanted):
        return Check(FLOOR, BAD, said, say("没有挂牌价或没有底价的，核对不了，不能报"))
    if 0 in known:
        return Check(FLOOR, OK, said, say("叠加店里的优惠后，最低的正好是底价"))
    return Check(FLOOR, OK, said, say("叠加店里的优惠后，最少还高 {fen}", fen=yuan(min(known, default=0))))


def _money(wanted: Sequence[Wanted], fee: ExpectedFee | None) -> Check:
    whole = whole_worth(wanted)
    if whole is None:
        return Check(MONEY, UNKNOWN, say("算不出"), say("有商品没有出厂价，或分成要看全月"))
    a, b = fee.left_of(whole) if fee else (whole.a, whole.b)
    said = say("甲方 {a} · 乙方 {b}", a=yuan(a), b=yuan(b))
    losing = sum(one.worth_one is not None and one.worth_one.profit < 0 for one in wanted)
    if losing:
        return Check(MONEY, WARN, said, say("{count} 款卖一件亏一件", count=losing))
    return Check(MONEY, OK, said, fee.words if fee else None)


def _stock(wanted: Sequence[Wanted]) -> Check:
    if any(one.available is None for one in wanted):
        return Check(STOCK, UNKNOWN, say("没有库存账"), say("甲方申报库存后才能核对"))
    need = sum(one.units for one in wanted)
    have = sum(one.available or 0 for one in wanted)
    incoming = sum(one.incoming for one in wanted)
    said = say("可售 {have:,} / 需 {need:,}", have=have, need=need)
    hint = say("含开始前到货的 {units:,} 件", units=incoming) if incoming else None
    short = sum(one.units > (one.available or 0) for one in wanted)
    if short:
        return Check(STOCK, BAD, said, say("{count} 款不够卖", count=short))
    return Check(STOCK, OK, said, hint)


def _can_ship(around: Around) -> int | None:
    """How many units can leave in time: those of the sale's whole days and of the hours that are promised, less what waits."""
    if around.a_day is None:
        return None
    days = (around.ends_at - around.starts_at).days
    return max(0, around.a_day * (days * 24 + around.ship_hours) // 24 - around.ahead)


def _packing_days(units: int, around: Around) -> int | None:
    return -(-(units + around.ahead) // around.a_day) if around.a_day else None


def _shipping(units: int, can_ship: int | None, around: Around) -> Check:
    if can_ship is None or not around.a_day:
        return Check(SHIPPING, UNKNOWN, say("没有写仓库一天发多少件"))
    if units <= can_ship:
        hint = say("仓库每天 {a_day:,} 件，承诺 {hours} 小时", a_day=around.a_day, hours=around.ship_hours)
        return Check(SHIPPING, OK, say("来得及"), hint)
    hints = [
        say("仓库每天 {a_day:,} 件，已有 {backlog:,} 件等发", a_day=around.a_day, backlog=around.backlog)
    ]
    if around.meanwhile:
        hints.append(say("同时的别的促销约 {others:,} 件", others=around.meanwhile))
    hints.append(say("承诺 {hours} 小时，超出约 {over:,} 件", hours=around.ship_hours, over=units - can_ship))
    hints.append(say("减到 {best:,} 件则来得及", best=can_ship) if can_ship else say("减多少都来不及"))
    said = say("要 {days} 天", days=_packing_days(units, around) or 0)
    return Check(SHIPPING, WARN, said, _one_by_one(hints))


def _staff(units: int, packed: int | None, served: int | None, staff: Staff) -> Check:
    found = gaps(staff)
    if staff.pace and staff.packer_hours is not None:
        found.append(staff.pace.words)
    if staff.inquiries and staff.service is not None:
        found += staff.inquiries.words
    if short := shortages(staff, units, packed, served):
        packs = packed is not None and units > packed
        said = say("人手不够") if len(short) > 1 else say("发货人手不够") if packs else say("客服人手不够")
        return Check(STAFF, WARN, said, _one_by_one([*short, *found]))
    hint = _one_by_one(found)
    if staff.unserved_hours:
        return Check(STAFF, WARN, say("客服没排满"), hint)
    if staff.packers is None or staff.service is None:
        return Check(STAFF, UNKNOWN, say("没有排班"), hint)
    if staff.inquiries:
        asked, days = staff.inquiries.of(units), staff.packing_days or 0
        said = say("仓库 {days} 天有人，客服接得住约 {asked:,} 个咨询", days=days, asked=asked)
    else:
        said = say("仓库 {days} 天有人，客服全程有人", days=staff.packing_days or 0)
    return Check(STAFF, OK, said, hint)


def _one_by_one(sentences: Sequence[Sentence]) -> Sentence | None:
    """They have commas of their own, so that a list of them would not tell where one ends; None where there is none."""
    return (
        reduce(lambda one, then: say("{one}；{then}", one=one, then=then), sentences) if sentences else None
    )


def given(wanted: Sequence[Wanted]) -> int:
    """What buyers are given of the list prices, in fen, if all units are sold."""
    return sum(max(0, one.list_fen - one.price_fen) * one.units for one in wanted if one.list_fen is not None)


def _budget(wanted: Sequence[Wanted], budget_fen: int | None) -> Check:
    fen = given(wanted)
    if budget_fen is None:
        return Check(BUDGET, OK, say("让利 {fen}", fen=yuan(fen)), say("没有定预算"))
    said = say("让利 {fen} / 预算 {most}", fen=yuan(fen), most=yuan(budget_fen))
    if fen > budget_fen:
        return Check(BUDGET, BAD, said, say("超出 {fen}", fen=yuan(fen - budget_fen)))
    return Check(BUDGET, OK, said)


def _calendar(clashes: Sequence[str]) -> Check:
    if clashes:
        return Check(
            CALENDAR,
            WARN,
            say("与 {count} 个重叠", count=len(clashes)),
            say("{clashes}", clashes=list(clashes)),
        )
    return Check(CALENDAR, OK, say("不与别的促销重叠"))


def _time(around: Around, at: datetime) -> Check:
    left = around.answer_by - at
    minutes = int(left.total_seconds() // 60)
    if minutes <= 0:
        return Check(TIME, BAD, say("已截止"))
    said = say("还有 {hours} 小时 {minutes} 分", hours=minutes // 60, minutes=minutes % 60)
    if minutes >= 48 * 60:
        said = say("还有 {days} 天", days=left.days)
    return Check(TIME, WARN if minutes < SOON_HOURS * 60 else OK, said)
