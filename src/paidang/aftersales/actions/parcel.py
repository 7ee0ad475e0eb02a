"""What leaves for a buyer in exchange or once more: a parcel at no revenue, out of stock by an entry of its own."""

from datetime import datetime

from django.db import transaction

from paidang.aftersales.actions.facts import write_charge_rows
from paidang.aftersales.actions.recording import UnableToServe, case_for, check_state, record, step, text_of
from paidang.aftersales.actions.returns import FREIGHT_MAX_FEN
from paidang.aftersales.models import Case, CaseParcel
from paidang.aftersales.queries.cases import list_lines
from paidang.aftersales.queries.money import borne_by, load_money, resend_charge
from paidang.aftersales.rules.words import DONE, EXCHANGE, RESALEABLE, SENDING
from paidang.kit.clause import clause
from paidang.kit.sentence import say
from paidang.stock.actions import replace_goods
from paidang.team.models import Person


@clause("OP-4-C", "OP-3-E-3")
@transaction.atomic
def send_parcel(
    *,
    person: Person,
    at: datetime,
    code: str,
    number: int,
    warehouse: str,
    carrier: str,
    waybill: str,
    freight_fen: int = 0,
    freight_paid_by: str = "a",
) -> Case:
    """The brand's warehouse has sent the replacement: stock goes down, what came back goes in, carriage is charged.

    Goods of an exchange have no refund, so nothing else moves their stock; where none was declared, none moves.
    """
    case = case_for(person, code, number, "inspect_returns")
    check_state(case, SENDING)
    if not 0 <= freight_fen <= FREIGHT_MAX_FEN or freight_paid_by not in ("a", "b"):
        raise UnableToServe(say("运费和谁垫付没有写对"), code="FREIGHT_UNKNOWN")
    lines = list_lines(case)
    money = load_money(case, lines)
    parcel = CaseParcel.objects.create(
        contract=case.contract, case=case, warehouse=text_of(warehouse, say("仓库"), most=80),
        carrier=text_of(carrier, say("快递"), most=40), waybill=text_of(waybill, say("运单号"), most=100),
        freight_fen=freight_fen, freight_paid_by=freight_paid_by, sent_by=person, sent_at=at,
    )  # fmt: skip
    if freight_fen:  # a file of intake, which waits for its turn before the stock is touched
        borne = borne_by(case, lines, money)
        charge = resend_charge(case, borne, fen=freight_fen, paid_by=freight_paid_by, at=at)
        name = say("售后 {code} 补发运费", code=case.code)
        case.import_ids = [
            *case.import_ids,
            *write_charge_rows(case, [charge], name, person, at, "inspect_returns"),
        ]
    for line in lines:
        came_back = line.quantity if case.verdict == EXCHANGE and case.received_at else 0
        replace_goods(
            contract=case.contract, person=person, at=at, warehouse=parcel.warehouse, sku=line.sku, sent=line.quantity,
            fit=came_back if line.finding == RESALEABLE else 0,
            damaged=came_back if line.finding != RESALEABLE else 0,
            order_id=case.order_id, reason=str(say("售后 {code}", code=case.code)),
        )  # fmt: skip
    step(case, DONE, at)
    record(case, person, at, "case.parcel_sent", {"waybill": parcel.waybill, "freight": freight_fen})
    return case
