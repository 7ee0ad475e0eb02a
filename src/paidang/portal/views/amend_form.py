"""What the form of a supplementary agreement asks for, and what it begins with."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.http import QueryDict

from paidang.contracts.actions import UnableToDecide
from paidang.contracts.models import Amendment, Contract
from paidang.contracts.rules import points as p
from paidang.contracts.rules.amending import POINT, REMOVED, TEXT
from paidang.contracts.rules.drafting.amendment import amendable_questions
from paidang.contracts.rules.drafting.answers import Question, is_rate
from paidang.kit.period import add_months
from paidang.portal.rules.draft_form import DAY_KIND, read_form
from paidang.portal.views.asking import day_in
from paidang.portal.views.decision_form import rate_from
from paidang.settlement.queries import get_open_month

POINTS: dict[str, Sequence[p.Choice]] = {
    "recognition": p.RECOGNITION,
    "loss": p.LOSS,
    "faults_borne_by": p.FAULTS,
}
"""What both sides decide beside the text, as far as our wording says it; tax has fields of its own."""
SHARE, REST = "fee.share.a", "fee.share.b"


@dataclass(frozen=True, slots=True)
class Asked:
    """What the form says: new values by term (None: no longer applies), points, the day; what is ticked, in any case."""

    changes: Mapping[str, object]
    points: Mapping[str, object]
    day: date | None
    ticked: frozenset[str]


def asked_questions() -> list[Question]:
    """What the form asks: every term that our wording can change, the two shares in one."""
    return [question for question in amendable_questions() if question.term != REST]


def first_day(contract: Contract, today: date) -> date:
    """From when a change is usually meant: the first of the next month whose statement is not sent."""
    opened = date.fromisoformat(f"{get_open_month(contract)}-01")
    return max(opened, add_months(today.replace(day=1), 1))


def asked_from(form: QueryDict) -> Asked:
    ticked = frozenset(form.getlist("change"))
    ended = set(form.getlist("ended")) & ticked
    typed = read_form(asked_questions(), form.getlist)
    terms = {term for term in ticked if not term.startswith("point.")}
    changes = _with_the_rest({term: None if term in ended else typed.get(term, "") for term in terms})
    kinds = {kind: typed.get(kind) for term in ticked - ended if (kind := term + DAY_KIND) in typed}
    points: dict[str, object] = {
        key: form.get(f"point.{key}", "") for key in POINTS if f"point.{key}" in ticked
    }
    if "point.tax" in ticked:
        points |= _tax_from(form)
    return Asked(changes | kinds, points, day_in(form.get("effective_on", "")), ticked)


def _with_the_rest(changes: dict[str, object]) -> dict[str, object]:
    """Two shares are one number, asked for once: what one side does not get the other gets."""
    if SHARE not in changes:
        return changes
    value = changes[SHARE]
    rest = f"{(1 - Decimal(str(value))).normalize():f}" if is_rate(value) else value
    return changes | {REST: rest}


def _tax_from(form: QueryDict) -> dict[str, object]:
    """A rate that cannot be read is left out, which the rules refuse in a sentence."""
    mode = form.get("point.tax", "")
    found: dict[str, object] = {"tax.mode": mode, "tax.paid_by": form.get("tax.paid_by", "a")}
    if mode != "none":
        with suppress(UnableToDecide):
            found["tax.rate"] = rate_from(form.get("tax.rate", ""))
    return found


def begin(contract: Contract, answered: Amendment | None, today: date) -> Asked:
    """Nothing ticked; or what the other side's proposal changes, to be changed again."""
    if answered is None:
        return Asked({}, {}, first_day(contract, today), frozenset())
    places = answered.reading["documents"][answered.document]["terms"]
    read = {place["term"]: place["value"] for place in places if place["status"] == "stated"}
    asked = {question.term for question in asked_questions()}
    changes: dict[str, object] = {}
    points: dict[str, object] = {}
    for change in answered.changes:
        if change["kind"] == POINT and change["key"] in POINTS:
            points[change["key"]] = change["value"]
        elif change["kind"] == POINT and change["key"] == "tax":
            points |= {f"tax.{name}": value for name, value in change["value"].items()}
        elif change["key"] in asked and change["kind"] in (TEXT, REMOVED):
            changes[change["key"]] = read.get(change["key"]) if change["kind"] == TEXT else None
    ticked = {*changes, *(f"point.{key.split('.')[0]}" for key in points)}
    return Asked(_with_the_rest(changes), points, answered.effective_on, frozenset(ticked))
