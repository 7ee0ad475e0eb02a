"""Files for the tests of intake, and a short way to hand them in."""

import io
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from tests.cast import acting, shanghai

from paidang.catalog.rules.declaring import TRUTH
from paidang.contracts.models import Contract
from paidang.intake import actions
from paidang.intake.models import ImportFile, QuarantineRow
from paidang.intake.queries import list_bad_rows
from paidang.team.models import Person

FILES = Path(__file__).parents[4] / "tests/fixtures/files"
AT = shanghai("2026-04-02 10:00")

LINE_HEADER = "line_id,order_id,channel,store,sku,quantity,unit_price,merchant_discount,platform_discount,paid_at,shipped_at,completed_at,gift"


def line(line_id: str = "L1", **changes: str) -> str:
    """One good order line as CSV, with changes by column."""
    cells = {
        "line_id": line_id, "order_id": f"O-{line_id}", "channel": "jd", "store": "青岚京东旗舰店", "sku": "QL-1", "quantity": "2",
        "unit_price": "12900", "merchant_discount": "800", "platform_discount": "0", "paid_at": "2026-03-05T10:00:00+08:00",
        "shipped_at": "2026-03-06T09:00:00+08:00", "completed_at": "", "gift": "",
    }  # fmt: skip
    return ",".join((cells | changes)[name] for name in LINE_HEADER.split(","))


def lines(*rows: str) -> bytes:
    return "\n".join([LINE_HEADER, *rows, ""]).encode()


def table(header: str, *rows: str) -> bytes:
    return "\n".join([header, *rows, ""]).encode()


REFUND_HEADER = "refund_id,line_id,quantity,amount,cause,restocked,refunded_at"


def refund(refund_id: str, line_id: str, quantity: int = 1, amount: int = 1000) -> str:
    return f"{refund_id},{line_id},{quantity},{amount},no_reason,true,2026-03-10T10:00:00+08:00"


def workbook(rows: Sequence[Sequence[Any]]) -> bytes:
    import xlsxwriter

    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False})
    sheet = book.add_worksheet()
    for at, row in enumerate(rows):
        for column, value in enumerate(row):
            if isinstance(value, str) and value.startswith("=FORMULA"):
                sheet.write_formula(at, column, value.removeprefix("=FORMULA:"), None, 7)
            elif value is not None:
                sheet.write(at, column, value)
    book.close()
    return file.getvalue()


def hand_in(
    person: Person,
    contract: Contract,
    content: bytes,
    name: str = "order_lines.csv",
    *,
    at: datetime = AT,
    mode: str = "good_rows",
    words: str = TRUTH,
    **more: str,
) -> ImportFile:
    """Receive and write a file."""
    with acting(person):
        imported = actions.receive_file(
            person=person, at=at, code=contract.code, name=name, content=content, **more
        )
        if imported.state != "received":
            return imported
        return actions.write_now(person=person, at=at, import_id=imported.pk, mode=mode, words=words)


def bad(person: Person, imported: ImportFile) -> list[tuple[int, str, str]]:
    """The bad cells of a file: row, column, code."""
    with acting(person):
        rows: list[QuarantineRow] = list_bad_rows(imported.pk)
    return [(row.row_number, fault["column"], fault["code"]) for row in rows for fault in row.faults]
