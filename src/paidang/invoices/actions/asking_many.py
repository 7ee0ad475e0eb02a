"""Many requests of buyers at once, by a table that customer service keeps: a row for each order."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from paidang.invoices.actions.asking import ask_invoice
from paidang.invoices.actions.bulk import read_rows
from paidang.invoices.actions.recording import check_may_ask
from paidang.invoices.rules.wishes import FILE, Wish, kind_of
from paidang.kit.clause import clause
from paidang.kit.outcome import UnableTo
from paidang.team.models import Person

ORDER, TITLE = "订单号", "抬头"
KIND, TAX_NUMBER, EMAIL, PHONE = "种类", "税号", "邮箱", "电话"
COLUMNS = (ORDER, TITLE, KIND, TAX_NUMBER, EMAIL, PHONE)


@dataclass(frozen=True, slots=True)
class Asked:
    """What became of one row; `problem` is empty where the request is taken down."""

    row: int
    order_id: str
    problem: str = ""


@clause("OP-3-A")
def import_requests(*, person: Person, at: datetime, code: str, name: str, content: bytes) -> list[Asked]:
    """Take down what a table asks for: 订单号 and 抬头, and 种类, 税号, 邮箱, 电话 where they are known.

    Each row by itself: one that fails holds up no other. The same table again asks for nothing new.
    """
    check_may_ask(person, code)
    rows = read_rows(name, content, (ORDER, TITLE), COLUMNS[2:])
    return [_ask(person, at, code, number, cells) for number, cells in rows if any(cells.values())]


def _ask(person: Person, at: datetime, code: str, row: int, cells: Mapping[str, str]) -> Asked:
    order_id = cells.get(ORDER, "")
    wish = Wish(
        cells.get(TITLE, ""), kind_of(cells.get(KIND, "")), cells.get(TAX_NUMBER, ""), cells.get(EMAIL, ""), cells.get(PHONE, "")
    )  # fmt: skip
    try:
        with transaction.atomic():
            ask_invoice(person=person, at=at, code=code, order_id=order_id, wish=wish, source=FILE)
    except UnableTo as no:
        return Asked(row, order_id[:60], str(no))
    return Asked(row, order_id)
