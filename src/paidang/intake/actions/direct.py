"""An order of a direct customer, written down: it goes the way that files go, so that nothing of it is looked at less."""

import csv
import io
import secrets
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from paidang.contracts.queries import get_contract
from paidang.intake.actions.receive import receive_file
from paidang.intake.actions.write import write_now
from paidang.intake.models import ALL_OR_NOTHING
from paidang.intake.queries import list_bad_rows
from paidang.intake.rules.states import WRITTEN
from paidang.kit.clause import clause
from paidang.kit.facts import ORDER_LINES
from paidang.kit.outcome import UnableTo
from paidang.kit.period import SHANGHAI
from paidang.kit.sentence import say
from paidang.orders.models import OrderLine
from paidang.orders.queries.customers import DIRECT
from paidang.team.models import Person

NUMBER_CHARS = 60
COLUMNS = [column.name for column in ORDER_LINES.columns if not column.optional]


class UnableToSellDirectly(UnableTo):
    """Codes: DIRECT_ORDER_REFUSED, ORDER_NUMBER_TAKEN."""

    code = "DIRECT_ORDER_REFUSED"


@dataclass(frozen=True, slots=True)
class DirectLine:
    """Of what, how much, at how many fen each."""

    sku: str
    quantity: int
    unit_price_fen: int


@clause("OP-2-B-2")
@transaction.atomic
def enter_direct_order(
    *,
    person: Person,
    at: datetime,
    code: str,
    customer: str,
    lines: list[DirectLine],
    paid_at: datetime,
    number: str = "",
) -> str:
    """Write an order of a confirmed direct customer into the facts and answer its number; of anybody else it is refused.

    The floor is watched and stock reserved as for every order.
    """
    contract = get_contract(code)
    number = (
        number.strip()[:NUMBER_CHARS] or f"D{at.astimezone(SHANGHAI):%y%m%d}-{secrets.token_hex(3).upper()}"
    )
    if OrderLine.objects.filter(contract=contract, order_id=number).exists():
        raise UnableToSellDirectly(say("订单号 {number} 已经有了", number=number), code="ORDER_NUMBER_TAKEN")
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS)
    writer.writeheader()
    for at_line, line in enumerate(lines, start=1):
        writer.writerow(
            {
                "line_id": f"{number}-{at_line}", "order_id": number, "channel": DIRECT, "store": customer, "sku": line.sku,
                "quantity": line.quantity, "unit_price": line.unit_price_fen, "merchant_discount": 0, "platform_discount": 0,
                "paid_at": paid_at.astimezone(SHANGHAI).isoformat(),
            }
        )  # fmt: skip
    file = receive_file(
        person=person,
        at=at,
        code=code,
        name=f"{number}.csv",
        content=text.getvalue().encode(),
        is_to_write=True,
    )
    file = write_now(person=person, at=at, import_id=file.pk, mode=ALL_OR_NOTHING)
    if file.state != WRITTEN:
        bad = list_bad_rows(file.pk)
        reason = bad[0].faults[0]["reason"] if bad else (file.problem or {}).get("reason", "")
        raise UnableToSellDirectly(say("没有写入：{reason}", reason=reason))
    return number
