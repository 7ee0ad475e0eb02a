"""From the fields of a decision's form to the value that is proposed."""

import json
import re
from decimal import Decimal, InvalidOperation

from django.http import QueryDict
from django.utils.translation import gettext as _

from paidang.contracts.actions import UnableToDecide
from paidang.contracts.rules.drafting.answers import Question
from paidang.contracts.rules.gaps import NUMBERS, ROWS
from paidang.contracts.rules.reading.vocabulary import TERMS, group
from paidang.contracts.rules.values import choices_of
from paidang.kit import money
from paidang.portal.rules.draft_form import read_form


def question_of(term: str) -> Question:
    """A term as the forms ask for it, with all that there is to choose from."""
    return Question(term, group(term), TERMS[term][1], choices_of(term), required=True)


def value_from(key: str, form: QueryDict) -> object:
    """What the form says for the point `key`; UnableToDecide where a number cannot be read."""
    raw = form.get("value", "").strip()
    if key == "tax":
        mode = form.get("mode", "")
        rate = {} if mode == "none" else {"rate": rate_from(form.get("rate", ""))}
        return {"mode": mode, **rate, "paid_by": form.get("paid_by", "")}
    if key == "share":
        of_a = rate_from(form.get("a", ""))
        return {"a": of_a, "b": _plain(1 - Decimal(of_a))}
    if key == "commission.rate":
        return rate_from(raw)
    if "picked" in form:
        return _json_from(str(form["picked"]))
    kind = TERMS[key][1] if key in TERMS else ""
    if kind in ROWS:
        return read_form([question_of(key)], form.getlist).get(key)
    if kind == "fen":
        return _fen_from(raw)
    if kind == "rate":
        return rate_from(raw)
    return _number_from(raw) if kind in NUMBERS else raw


def rate_from(percent: str) -> str:
    """`13` or `13%` as "0.13"."""
    try:
        rate = Decimal(percent.strip().removesuffix("%").removesuffix("％")) / 100
    except InvalidOperation:
        rate = Decimal(-1)
    if not rate.is_finite() or not 0 <= rate <= 1 or rate != round(rate, 6):
        raise UnableToDecide(
            _("比例“%(text)s”读不懂") % {"text": percent},
            code="DECISION_MALFORMED",
            remedy=_("写 0 到 100 之间的百分数，例如 13。"),
        )
    return _plain(rate)


def _plain(rate: Decimal) -> str:
    return f"{rate.normalize():f}"


def _json_from(text: str) -> object:
    """The value of a radio button that stands for one of the text's own values."""
    try:
        return json.loads(text[:2000])
    except ValueError:
        return None


def _number_from(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,6}", text):
        raise UnableToDecide(
            _("“%(text)s”不是整数") % {"text": text},
            code="DECISION_MALFORMED",
            remedy=_("只写数字，例如 15。"),
        )
    return int(text)


def _fen_from(text: str) -> int:
    try:
        fen = money.fen_from_yuan(text)
    except money.NotMoney:
        fen = -1
    if fen < 0:
        raise UnableToDecide(
            _("金额“%(text)s”读不懂") % {"text": text},
            code="DECISION_MALFORMED",
            remedy=_("写元，至多两位小数，例如 5000.00。"),
        )
    return fen
