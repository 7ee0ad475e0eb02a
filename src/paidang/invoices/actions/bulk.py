"""Many invoices at once by tables: the queue for the brand's tax program, and the numbers that it gave, back again."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from paidang.channels.mapping import clean_row
from paidang.channels.reading import BadFile, read_table
from paidang.evidence.rules.chain import text_digest
from paidang.invoices.actions.issuing import Paper, issue_invoice
from paidang.invoices.actions.recording import UnableToInvoice, check_may_issue, record
from paidang.invoices.queries.buyers import open_wish
from paidang.invoices.queries.listing import TO_ISSUE, Wanted, iter_requests
from paidang.invoices.queries.money import get_balances, get_rates, list_items, rates_of
from paidang.invoices.rules.amounts import rows_to_issue, tax_in
from paidang.invoices.rules.states import ASKED
from paidang.invoices.rules.wishes import Wish
from paidang.kit.money import NotMoney, fen_from_yuan
from paidang.kit.outcome import UnableTo
from paidang.kit.sentence import say
from paidang.kit.written import whole_in
from paidang.printing.e_invoice import BYTES_MAX
from paidang.team.models import Person

REQUEST, NUMBER, DAY, AMOUNT = "申请号", "发票号码", "开票日期", "价税合计"
ROWS_MAX = 5_000


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One item of an open request. `rate` in hundredths of a percent, None where nobody has given one."""

    request_id: int
    order_id: str
    store: str
    due_on: date
    wish: Wish
    sku: str
    goods_name: str
    goods_code: str
    quantity: int
    amount_fen: int
    rate: int | None
    tax_fen: int | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one row of a table of numbers; `problem` is empty where it went in."""

    row: int
    request_id: str
    number: str
    problem: str = ""


@transaction.atomic
def export_queue(*, person: Person, at: datetime, code: str, reason: str) -> list[QueueRow]:
    """The open requests item by item, with what is about the buyers; who takes it, and why, is on record."""
    contract = check_may_issue(person, code, at)
    if not (reason := reason.strip()[:200]):
        raise UnableToInvoice(say("没有写为什么导出"), code="REASON_MISSING", remedy=say("一句话即可。"))
    known = get_rates(contract.pk)
    found: list[QueueRow] = []
    for request in iter_requests(Wanted(contract.pk, TO_ISSUE)):
        if request.state != ASKED or len(found) >= ROWS_MAX:
            continue
        wish, items = open_wish(request), list_items(contract.pk, request.order_id)
        rates, _missing = rates_of(items, known)
        balances = get_balances(contract.pk, [one.item for one in items])
        for row in rows_to_issue(items, balances, {one.item: rates.get(one.item, 0) for one in items}):
            goods, rate = known.get(row.sku) or known.get(""), rates.get(row.item)
            found.append(
                QueueRow(
                    request.pk, request.order_id, request.store, request.due_on, wish, row.sku,
                    goods.goods_name if goods else "", goods.goods_code if goods else "", row.quantity, row.amount_fen,
                    rate, None if rate is None else tax_in(row.amount_fen, rate),
                )
            )  # fmt: skip
    facts = {"rows": len(found), "reason_sha256": text_digest(reason)}
    record(contract, at, "invoice.exported", facts, person=person)
    return found


def import_numbers(*, person: Person, at: datetime, code: str, name: str, content: bytes) -> list[Outcome]:
    """Issue what a table gives numbers for: 申请号, 发票号码, 开票日期, 价税合计. Each by itself; one that fails holds up no other."""
    check_may_issue(person, code, at)
    rows = read_rows(name, content, (REQUEST, NUMBER, DAY), (AMOUNT,))
    return [_issue(person, at, code, number, cells) for number, cells in _once(rows)]


Rows = list[tuple[int, Mapping[str, str]]]


def read_rows(name: str, content: bytes, needed: Sequence[str], others: Sequence[str] = ()) -> Rows:
    """The rows of a table that has the needed columns, each with its number in the file; UnableToInvoice where it is none."""
    if len(content) > BYTES_MAX:
        raise UnableToInvoice(
            say("文件超过 {most} MB", most=BYTES_MAX // 2**20), code="FILE_REFUSED", remedy=say("请分几次。")
        )
    try:
        sheet = read_table(content, name)
    except BadFile as bad:
        raise UnableToInvoice(
            str(bad), code="FILE_REFUSED", remedy=say("交 CSV 或 XLSX，列名：{columns}。", columns=(*needed, *others)),
        ) from None  # fmt: skip
    titles = {title.strip() for title in sheet.header}
    if missing := [one for one in needed if one not in titles]:
        raise UnableToInvoice(
            say("表里缺少列：{missing}", missing=missing), code="COLUMN_MISSING", remedy=say("请在表头加上这几列。")
        )  # fmt: skip
    rows: Rows = [(number, clean_row(sheet.header, cells)) for number, cells in sheet.rows]
    if len(rows) > ROWS_MAX:
        raise UnableToInvoice(
            say("超过 {most:,} 行", most=ROWS_MAX), code="TOO_MANY_ROWS", remedy=say("请分几次。")
        )
    return rows


def _once(rows: Sequence[tuple[int, Mapping[str, str]]]) -> list[tuple[int, Mapping[str, str]]]:
    """One row for each request and number: the exported table has a row for each item. Rows without a number wait."""
    found: dict[tuple[str, str], tuple[int, Mapping[str, str]]] = {}
    for number, cells in rows:
        if cells.get(NUMBER):
            found.setdefault((cells.get(REQUEST, ""), cells[NUMBER]), (number, cells))
    return list(found.values())


def _issue(person: Person, at: datetime, code: str, row: int, cells: Mapping[str, str]) -> Outcome:
    request_id, number = cells.get(REQUEST, ""), cells[NUMBER]
    asked = whole_in(request_id, None)
    try:
        paper = Paper(number, _day(cells.get(DAY, "")), _fen(cells.get(AMOUNT, "")))
        if asked is None:
            raise UnableToInvoice(say("申请号不是数字"), code="REQUEST_UNKNOWN")
        with transaction.atomic():
            issue_invoice(person=person, at=at, code=code, request_id=asked, paper=paper)
    except UnableTo as no:
        return Outcome(row, request_id[:40], number[:40], str(no))
    return Outcome(row, request_id, number)


def _day(text: str) -> date | None:
    found = re.fullmatch(r"(\d{4})[-/年](\d{1,2})[-/月](\d{1,2})日?(?: 00:00:00)?", text)
    try:
        return date(*(int(part) for part in found.groups())) if found else None
    except ValueError:
        return None


def _fen(text: str) -> int | None:
    try:
        return fen_from_yuan(text) if text else None
    except NotMoney:
        raise UnableToInvoice(
            say("“{text}”不是金额", text=text[:20]),
            code="NOT_AN_AMOUNT",
            remedy=say("写成 1234.56 这样，单位元。"),
        ) from None
