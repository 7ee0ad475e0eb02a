"""What a platform is expected to take of a promotion, by what it took lately, and who bears it by the contract."""

from dataclasses import dataclass
from decimal import Decimal

from paidang.kit.money import percent
from paidang.kit.sentence import Sentence, say
from paidang.promotions.rules.worth import FeeBorne, Worth
from paidang.settlement.rules.arithmetic import round_ratio

RATE_WEEKS = 8
BEARERS = {
    "a": say("合同写明由甲方承担"),
    "b": say("合同写明由乙方承担"),
    "deducted": say("合同写明从收益里扣，双方按分成承担"),
}
"""By the contract's `platform_fees`."""


@dataclass(frozen=True, slots=True)
class FeeRate:
    """What a shop's platform charged lately: fees of so many orders, beside what these orders sold for, both in fen."""

    fees_fen: int
    sales_fen: int
    orders: int

    def of(self, revenue_fen: int) -> int:
        """The fee of so much revenue, in fen."""
        return round_ratio(revenue_fen * self.fees_fen, self.sales_fen)

    @property
    def text(self) -> str:
        """`5.2%`."""
        return percent(Decimal(round_ratio(1000 * self.fees_fen, self.sales_fen)) / 1000)


@dataclass(frozen=True, slots=True)
class ExpectedFee:
    """A platform's fee of a promotion: how much less either side has for it, by which rate, borne how."""

    borne: FeeBorne
    rate: FeeRate
    bearer: str

    @property
    def words(self) -> Sentence:
        """By what it is reckoned."""
        return say(
            "平台扣费约 {rate}：近 {weeks} 周 {orders:,} 单的账单；{bearer}", rate=self.rate.text, weeks=RATE_WEEKS,
            orders=self.rate.orders, bearer=BEARERS[self.bearer],
        )  # fmt: skip

    def left_of(self, worth: Worth) -> tuple[int, int]:
        """What each side keeps of what the promotion brings, in fen: the brand, the agency."""
        return worth.a - self.borne.a, worth.b - self.borne.b
