"""What a proposal says, and whether it says enough: a plan, a goal in numbers, a budget, days, a place for an event."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import date

from paidang.kit.clause import clause
from paidang.kit.outcome import Violation
from paidang.kit.sentence import say

ANSWER_DAYS = 5
DAYS_MAX = 366
BUDGET_MAX_FEN = 10**12


@dataclass(frozen=True, slots=True)
class Plan:
    """One version of a proposal. `skus` empty: every good of the store; `store` "": no one store. Both days are in."""

    title: str
    plan: str
    budget_fen: int
    since: date
    until: date
    goal_sales_fen: int | None = None
    goal_count: int | None = None
    goal_unit: str = ""
    place: str = ""
    store: str = ""
    skus: Sequence[str] = ()

    def trimmed(self) -> "Plan":
        """The same without blanks around its words; no goal of nothing, no unit without a count."""
        count = self.goal_count or None
        return replace(
            self, title=" ".join(self.title.split())[:120], plan=self.plan.strip()[:4000], place=self.place.strip()[:200],
            store=self.store.strip()[:200], goal_sales_fen=self.goal_sales_fen or None, goal_count=count,
            goal_unit=self.goal_unit.strip()[:40] if count else "",
            skus=sorted({sku.strip() for sku in self.skus if sku.strip()}),
        )  # fmt: skip

    def values(self) -> dict[str, object]:
        """By field."""
        return {field.name: getattr(self, field.name) for field in fields(self)}


@clause("OP-4-A", "OP-1-C")
def check_plan(plan: Plan, *, is_event: bool) -> Violation | None:
    """What is missing or contradicts itself; None where the brand can decide on it."""
    if not plan.title or not plan.plan:
        return _wrong("PLAN_MISSING", say("没有写名称或做法"), say("两样都要写：做什么、在哪里、给谁看。"))
    if not 0 < plan.budget_fen <= BUDGET_MAX_FEN:
        return _wrong("BUDGET_WRONG", say("预算不对"), say("写大于 0 的金额，单位元。"))
    if not plan.since <= plan.until or (plan.until - plan.since).days > DAYS_MAX:
        return _wrong("DAYS_WRONG", say("起止日不对"), say("止日不早于起日，最长一年。"))
    if not (plan.goal_sales_fen or (plan.goal_count and plan.goal_unit)):
        return _wrong(
            "GOAL_MISSING", say("没有写成数字的目标"), say("写销售额，或数量和单位，例如 25 位新客。")
        )
    if plan.goal_sales_fen and plan.goal_sales_fen < 0:
        return _wrong("GOAL_MISSING", say("目标销售额不能小于 0"), say("写大于 0 的金额。"))
    if is_event and not plan.place:
        return _wrong("PLACE_MISSING", say("线下活动没有写地点"), say("写城市和场地。"))
    return None


def _wrong(code: str, message: str, remedy: str) -> Violation:
    return Violation(code, message, "OP-4-A", {}, remedy)
