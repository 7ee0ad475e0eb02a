"""The lines of orders as a CSV with a BOM, amounts in yuan."""

import csv
import io
from collections import Counter
from collections.abc import Iterator
from tempfile import TemporaryFile
from typing import IO, Any

from django.utils.translation import gettext as _

from paidang.kit.cells import safe_cell
from paidang.kit.money import yuan_text
from paidang.kit.period import SHANGHAI
from paidang.orders.queries.listing import iter_lines
from paidang.orders.queries.matching import Wanted
from paidang.orders.rules.states import STATES
from paidang.portal.templatetags.paidang import worded


def csv_file(wanted: Wanted) -> tuple[IO[bytes], Counter[str]]:
    """The export, at its start, and how many lines of each contract it has."""
    file: IO[bytes] = TemporaryFile()  # noqa: SIM115  the answer closes it
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=True)
    writer, lines = csv.writer(text), Counter[str]()
    writer.writerow(_csv_header())
    for code, cells in _csv_lines(wanted):
        writer.writerow(cells)
        lines[code] += 1
    text.detach()
    file.seek(0)
    return file, lines


def _csv_header() -> list[str]:
    return [
        _("合同"), _("订单号"), _("行号"), _("店铺"), "SKU", _("数量"), _("单价（元）"), _("商家优惠（元）"),
        _("收入（元）"), _("已退（元）"), _("付款时间"), _("发货时间"), _("签收时间"), _("状态"),
    ]  # fmt: skip


def _csv_lines(wanted: Wanted) -> Iterator[tuple[str, list[str]]]:
    """Every line with the code of its contract."""
    words = {"part_refunded": _("部分退款")} | {state: worded(word) for state, word in STATES.items()}
    for line in iter_lines(wanted):
        code, order_id, line_id, store, sku, quantity, *amounts, paid_at, shipped_at, completed_at, state = (
            line
        )
        yield (
            code,
            [
                *(safe_cell(cell) for cell in (code, order_id, line_id, store, sku)),
                str(quantity),
                *(yuan_text(int(fen)) for fen in amounts),
                *(_moment(at) for at in (paid_at, shipped_at, completed_at)),
                words[state],
            ],
        )


def _moment(at: Any) -> str:
    return at.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M:%S") if at else ""
