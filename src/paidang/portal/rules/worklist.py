"""The worklist: what is due, how late it is, in which group it stands. Plain data and arithmetic on moments."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from paidang.duties.rules.reminders import is_escalated
from paidang.kit.period import day_of
from paidang.kit.workdays import is_working_day, next_working_day

LATE, TODAY, SOON, LATER = "late", "today", "soon", "later"
SOON_DAYS = 2

# The kind of a duty -> the act of `team.rules.roles` that discharges it: tells whose turn it is by name.
ACT_OF_KIND = {
    "decide_terms": "decide_term",
    "agree_terms": "decide_term",
    "accept_contract": "accept_contract",
    "approve_contract": "accept_contract",
    "sign_contract": "accept_contract",
    "confirm_paper": "accept_contract",
    "approve_amendment": "accept_contract",
    "sign_amendment": "accept_contract",
    "confirm_amendment_paper": "accept_contract",
    "answer_offers": "decide_term",
    "answer_amendment": "accept_contract",
    "share_contract": "share_contract",
    "mend_rows": "import_facts",
    "answer_prices": "answer_prices",
    "note_shipment": "inspect_returns",
    "serve_cases": "serve_buyers",
    "answer_on_platform": "serve_buyers",
    "answer_report": "answer_incident",
    "decide_report": "close_incident",
    "appeal_penalty": "keep_penalties",
    "inspect_cases": "inspect_returns",
    "answer_service_norms": "keep_norms",
    "fill_role": "name_team",
    "answer_consent": "name_team",
    "note_withdrawal": "name_team",
    "answer_sample": "hand_in_service",
    "decide_sample": "sample_service",
    "give_advice": "teach",
    "decide_advice": "follow_training",
    "sign_handover": "sign_handover",
    "declare_price": "declare_price",
    "cover_shortage": "declare_stock",
    "restock": "declare_stock",
    "ship_orders": "pack_goods",
    "free_orders": "operate_store",
    "list_goods": "declare_stock",
    "answer_rhythm": "plan_stock",
    "answer_waiver": "answer_proposal",
    "issue_invoices": "issue_invoice",
    "take_back_invoices": "issue_invoice",
    "answer_norms": "agree_norms",
    "keep_norms": "operate_store",
    "explain_breach": "import_facts",
    "act_on_market": "make_offer",
    "approve_offer": "approve_offer",
    "answer_price_draft": "declare_price",
    "close_month": "close_month",
    "send_statement": "send_statement",
    "answer_statement": "answer_statement",
    "answer_question": "send_statement",
    "answer_adjustment": "agree_adjustment",
    "pay_statement": "answer_statement",
    "send_invoice": "send_statement",
    "pay_agreed": "decide_term",
    "send_report": "import_facts",
    "train_product": "accept_contract",
    "object_to_renewal": "accept_contract",
    "contract_ends": "accept_contract",
    "hand_over": "accept_contract",
    "keep_secret_until": "accept_contract",
    "may_end": "give_notice",
    "may_remind": "remind_statement",
    "may_claim": "give_notice",
    "return_material": "give_notice",
    "pay_debt": "record_payment",
    "put_out_promotion": "make_offer",
    "take_back_prices": "make_offer",
    "answer_promotion": "make_offer",
    "explain_sale": "make_offer",
    "note_sale": "approve_offer",
    "answer_target": "keep_norms",
    "answer_proposal": "answer_proposal",
    "answer_voucher": "keep_spend",
    "bring_vouchers": "keep_spend",
    "deliver_task": "deliver_task",
    "redo_delivery": "deliver_task",
    "answer_delivery": "answer_delivery",
    "publish_delivery": "deliver_task",
    "note_slip": "deliver_task",
    "answer_day": "plan_project",
    "give_paper": "deliver_task",
    "take_over": "plan_shifts",
    "approve_pictures": "approve_pictures",
    "approve_page": "approve_pictures",
    "supply_copy": "approve_pictures",
    "renew_right": "make_pictures",
    "clear_contract": "settle_contract",
    "answer_reminder": "send_statement",
} | {
    f"answer_{kind}": "answer_notice"
    for kind in (
        "objection", "cure", "incident", "force_majeure", "termination", "immediate", "agreement", "claim", "return",
        "clearance",
    )
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that one side owes. `side` is a (brand) or b (agency); `mine` is whether it is the reader's own side's.

    `key` names it within its contract, `month` is the statement's that it is about. `able` are the people whose role lets them do it, `given_to` the one of them
    whom their side has given it to, 0 for nobody.
    """

    kind: str
    key: str
    title: str
    contract_id: int
    code: str
    contract: str
    side: str
    mine: bool
    url: str
    month: str = ""
    able: tuple[int, ...] = ()
    given_to: int = 0
    raised_at: datetime | None = None
    due_at: datetime | None = None
    clause: str = ""
    effect: str = ""
    effect_kind: str = ""
    who: str = ""

    @property
    def doers(self) -> tuple[int, ...]:
        """Who is to do it: the one it was given to, else everybody whose role lets them."""
        return (self.given_to,) if self.given_to else self.able

    @property
    def is_right(self) -> bool:
        """Whether it is nothing owed, but a right that its side may use or not."""
        return self.kind.startswith("may_")

    @property
    def due_on(self) -> date | None:
        return day_of(self.due_at) if self.due_at else None


def is_personal(item: Item, person_id: int, *, manages: bool, today: date) -> bool:
    """Whether the reader is to look after it: to do it, or, as a manager, because it is so late that it is escalated."""
    if not item.mine:
        return False
    escalated = item.due_on is not None and is_escalated(item.due_on, today)
    return person_id in item.doers or (manages and (escalated or not item.doers))


def group_of(due_at: datetime | None, now: datetime) -> str:
    """late, today, soon (within two days) or later; what has no date is later.

    >>> from datetime import UTC
    >>> group_of(datetime(2026, 10, 9, 9, tzinfo=UTC), datetime(2026, 10, 9, 10, tzinfo=UTC))
    'late'
    """
    if due_at is None:
        return LATER
    if due_at < now:
        return LATE
    days = (day_of(due_at) - day_of(now)).days
    return TODAY if days == 0 else SOON if days <= SOON_DAYS else LATER


def order(items: Iterable[Item]) -> list[Item]:
    """The nearest deadline first, what has none last."""
    return sorted(
        items,
        key=lambda item: (item.due_at is None, item.due_at.timestamp() if item.due_at else 0, item.title),
    )


def count(items: Iterable[Item], now: datetime) -> dict[str, int]:
    """How many are late, soon (today included) and on time."""
    found = {LATE: 0, SOON: 0, LATER: 0}
    for item in items:
        group = group_of(item.due_at, now)
        found[SOON if group == TODAY else group] += 1
    return found


def days_late(due_at: datetime, now: datetime) -> int:
    """Days that have passed since the day that was the last.

    >>> from datetime import UTC
    >>> days_late(datetime(2026, 9, 28, 10, tzinfo=UTC), datetime(2026, 10, 9, 10, tzinfo=UTC))
    11
    """
    return (day_of(now) - day_of(due_at)).days


def working_days_left(due_on: date, today: date) -> int:
    """Working days after today up to and including the last day.

    >>> working_days_left(date(2026, 10, 9), date(2026, 9, 30))
    2
    """
    return sum(is_working_day(today + timedelta(days=n)) for n in range(1, (due_on - today).days + 1))


@dataclass(frozen=True, slots=True)
class DayNote:
    """What is out of the ordinary about a day: `worked` on a weekend, or off on a weekday until `next_working`."""

    day: date
    worked: bool
    next_working: date


def day_note(today: date) -> DayNote | None:
    """The remark on tomorrow, where its weekday would mislead.

    >>> day_note(date(2026, 10, 9))
    DayNote(day=datetime.date(2026, 10, 10), worked=True, next_working=datetime.date(2026, 10, 10))
    """
    tomorrow = today + timedelta(days=1)
    worked = is_working_day(tomorrow)
    if worked == (tomorrow.isoweekday() <= 5):
        return None
    return DayNote(tomorrow, worked, next_working_day(tomorrow)[0])


@dataclass(frozen=True, slots=True)
class Missing:
    """Something of a month that should have come and did not. `n` counts what waits for it."""

    kind: str
    month: str
    contract: str
    url: str
    since: datetime | None = None
    n: int = 0
    sample: str = ""


@dataclass(frozen=True, slots=True)
class Worklist:
    """Items of every side, and what is missing."""

    items: Sequence[Item]
    missing: Sequence[Missing] = ()
