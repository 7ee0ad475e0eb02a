"""The terms of settlement of one contract, as the parties agreed them (SPEC §4, §5, §10).

`read_terms.read_terms` makes them from `terms.json`; rates and shares are integer millionths, money is fen.
"""

from dataclasses import dataclass
from datetime import date

PARTIES = ("a", "b")
RECOGNITIONS = {"paid": "paid_at", "shipped": "shipped_at", "completed": "completed_at"}
TAX_MODES = ("included_vat", "margin_vat", "on_revenue", "none")
PLATFORM_FEES = ("deducted", "a", "b")
FAULTS_BORNE_BY = ("a", "shared")
LOSSES = ("carry_forward", "share", "forgive")
COMMISSION_BASES = ("gross_sales", "net_sales", "profit")
TIER_MODES = ("marginal", "whole")
REIMBURSEMENT, THIRD_PARTY_COST = "reimbursement", "third_party_cost"
REIMBURSED = (REIMBURSEMENT, THIRD_PARTY_COST)
"""What one side lays out for the other: vouchered marketing, costs of third parties."""
ADJUSTMENT_KINDS = ("dispute", *REIMBURSED, "late_fee", "other")
TRIGGERS = ("signing", "end")
SILENCES = ("approved", "refused", "undecided")


@dataclass(frozen=True, slots=True)
class Tax:
    """How tax is taken from each line and refund, and who pays it."""

    mode: str
    rate: int
    paid_by: str


@dataclass(frozen=True, slots=True)
class ProfitShare:
    """Profit split between the parties; a + b is 1."""

    clause: str
    a: int
    b: int
    loss: str


@dataclass(frozen=True, slots=True)
class Tier:
    """A commission rate from a base on, in fen."""

    start: int
    rate: int


@dataclass(frozen=True, slots=True)
class Commission:
    """A part of sales or profit; one flat rate is one tier from 0."""

    clause: str
    of: str
    tiers: tuple[Tier, ...]
    tier_mode: str
    threshold: int


@dataclass(frozen=True, slots=True)
class MonthlyFee:
    """A fixed amount a month, by days in the first and the last month."""

    clause: str
    amount: int


@dataclass(frozen=True, slots=True)
class Minimum:
    """What the components above it are topped up to."""

    clause: str
    amount: int
    prorate: bool


Component = ProfitShare | Commission | MonthlyFee | Minimum

COMPONENT_KINDS: dict[type[Component], str] = {
    ProfitShare: "profit_share",
    Commission: "commission",
    MonthlyFee: "monthly_fee",
    Minimum: "minimum",
}


@dataclass(frozen=True, slots=True)
class DatedDebt:
    """A set-up fee or one installment of a fixed total: an amount that falls due on one day."""

    kind: str
    clause: str
    amount: int
    trigger: str
    days: int
    day_kind: str


@dataclass(frozen=True, slots=True)
class Adjustment:
    """An accepted dispute, a reimbursement, a late fee …; positive is in b's favour."""

    id: str
    kind: str
    amount: int
    reason: str
    clause: str
    rows: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Schedule:
    """When a statement is due, confirmed and paid; None where the contract does not say."""

    due_day: int | None = None
    confirm_days: int | None = None
    confirm_day_kind: str | None = None
    pay_days: int | None = None
    pay_day_kind: str | None = None
    pay_window: tuple[int, int] | None = None
    silence: str | None = None


@dataclass(frozen=True, slots=True)
class LateFee:
    """What is owed for paying late: a rate per day, by whom, up to which part of the principal."""

    rate_per_day: int
    party: str
    cap: int | None


@dataclass(frozen=True, slots=True)
class Terms:
    """All that settlement needs to know of a contract in one month."""

    contract: str | None
    recognition: str
    collector: str
    tax: Tax
    platform_fees: str
    faults_borne_by: str | None
    components: tuple[Component, ...]
    dated_debts: tuple[DatedDebt, ...]
    term_start: date | None
    term_end: date | None
    signed_on: date | None
    carried_in: int
    adjustments: tuple[Adjustment, ...]
    statement: Schedule
    late_fee: LateFee | None

    @property
    def profit_share(self) -> ProfitShare | None:
        """The one component that splits profit, if there is one."""
        return next((c for c in self.components if isinstance(c, ProfitShare)), None)

    @property
    def profit_counts(self) -> bool:
        """Whether costs matter: a share or commission of profit, or tax on the margin (SPEC §1)."""
        of_profit = any(isinstance(c, Commission) and c.of == "profit" for c in self.components)
        return self.profit_share is not None or of_profit or self.tax.mode == "margin_vat"
