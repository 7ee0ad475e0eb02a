"""A settlement statement as a workbook in which every total is checked by a formula: `statement_xlsx`."""

from dataclasses import replace
from io import BytesIO
from typing import Any

import pyarrow as pa

from paidang.kit.period import month_end_at

from .statement_lines import NOTHING, Json, Line, Words, memo, profit_counts, reckoning, shares, waterfall
from .statement_past import past_heads, past_rows
from .statement_rows import MONEY, Group, first_and_rest, group_rows, sum_where, total
from .statement_sheets import Book, cell, column_letter
from .statement_terms import date_lines, term_label, terms_lines
from .statement_words import words_for
from .typesetting import clock, moment, naive_utc

ROWS_MAX = 100_000
ROW_COLUMNS = ("row_id", "kind", "order_id", "sku", "month", *MONEY, "share_b")
# The figures of the statement that a column of the rows adds up to, and the sign they carry on the summary.
_SUMMED = {
    "revenue": ("revenue", 1),
    "cost": ("cost", -1),
    "tax": ("tax", -1),
    "logistics": ("logistics", -1),
    "profit": ("profit", 1),
}
# The summary's table: its heading, and the line of net revenue (after sales and refunds).
HEAD_ROW = 3
REVENUE_ROW = HEAD_ROW + 3
_OF_KIND = {"gross_sales": "line", "refunded": "refund"}


def statement_xlsx(statement: Json, rows: pa.Table, terms: Json, meta: Json) -> bytes:
    """Write summary, by SKU, by month, rows (the first 100,000) and terms; the same input gives the same bytes.

    Amounts are numbers in yuan. Formulas stand only where this module writes one: text from the data, also such that
    begins with ``=``, is text.
    """
    t = words_for(meta, profit_counts(terms))
    made_at = moment(meta.get("closed_at")) or month_end_at(statement["month"])
    code = str(meta.get("contract_code") or statement.get("contract") or NOTHING)
    buffer = BytesIO()
    with Book(buffer, title=f"{t['title']} {code} {statement['month']}", created=naive_utc(made_at)) as book:
        groups = group_rows(rows, "sku")
        _summary(book, statement, rows, groups, terms, meta, t)
        shown, rest = first_and_rest(groups, ROWS_MAX)
        if rest:
            shown = [*shown, replace(rest, key=t["rest"].format(n=rest.key))]
        _groups(book, t["x.sku"], t["sku"], t, shown)
        months = sorted(group_rows(rows, "month"), key=lambda group: group.key)
        _groups(book, t["x.month"], t["month"], t, months)
        _rows(book, rows, t)
        _past_prices(book, meta, t)
        _terms(book, terms, meta, t)
    return buffer.getvalue()


def _summary(
    book: Book, statement: Json, rows: pa.Table, groups: list[Group], terms: Json, meta: Json, t: Words
) -> None:
    """Every line of the printed statement; beside each that the rows or other cells cause, a formula and the difference."""
    sheet = book.sheet(t["x.summary"], [30, 38, 20, 19, 19, 13])
    year, month = statement["month"].split("-")
    sheet.text(t["title_of"].format(year=int(year), month=int(month)), "title")
    version = meta.get("version", statement.get("version"))
    contract = [meta.get("contract_title"), meta.get("contract_code") or statement.get("contract")]
    parts = [*contract, t["version"].format(n=NOTHING if version is None else version)]
    sheet.text(" · ".join(str(part) for part in parts if part), "small")
    cut = rows.num_rows > ROWS_MAX
    sheet.text(t["n.checked_sku"].format(sheet=t["x.sku"]) if cut else "", "small")
    sheet.header(
        [t["item"], t["working"], t["clause"], t["x.amount_yuan"], t["x.by_formula"], t["difference"]]
    )
    checks = _Checks(rows, total(groups), cut, t)
    steps = waterfall(statement, terms, meta, t)
    for line in [*steps, *shares(statement, terms, meta, t)]:
        _line(sheet, line, checks.of_rows(line))
    lines = reckoning(statement, terms, meta, t)
    first = sheet.row
    for index, line in enumerate(lines):
        _line(sheet, line, _reckoned(lines[:index], line, first, sheet.row))
    first = sheet.row
    lines = memo(statement, terms, meta, t)
    for line in lines:
        _line(sheet, line, _paid_out(statement, lines, first) if line.key == "held" else checks.of_memo(line))
    sheet.filter(HEAD_ROW, 6)
    sheet.skip()
    for label, value in _facts(statement, terms, meta, t):
        sheet.cells([label, value])


Check = tuple[str, int] | None  # a formula and the value in fen that it comes to


def _line(sheet: Any, line: Line, check: Check) -> None:
    """One line of the summary; `check` fills the formula's cell and the difference, which shows 0 where they agree."""
    style = "sub" if line.weight != "plain" else ""
    row = sheet.row
    cells: list[Any] = [line.label, line.working, line.clause]
    sheet.cells(cells, style, stay=True)
    sheet.money(3, line.fen, style)
    if check:
        formula, value = check
        sheet.formula(4, formula, value, style)
        sheet.formula(5, f"=ROUND({cell(3, row)}-{cell(4, row)},2)", line.fen - value, style)
    sheet.skip()


def _reckoned(above: list[Line], line: Line, first: int, row: int) -> Check:
    """The entitlement is the sum of the lines above it; the amount due is that less what is held."""
    if line.key == "entitled_b":
        return f"=SUM({cell(3, first)}:{cell(3, row - 1)})", sum(part.fen for part in above)
    if line.key == "due":
        return f"=ABS({cell(3, row - 2)}+{cell(3, row - 1)})", abs(above[-2].fen + above[-1].fen)
    return None


def _paid_out(statement: Json, lines: list[Line], first: int) -> Check:
    """What the platforms paid to the collector: net revenue and postage less platform fees."""
    at = {line.key: first + index for index, line in enumerate(lines)}
    totals = statement["totals"]
    value = totals["revenue"] + totals["postage"] - totals["platform_fees"]
    revenue = cell(3, REVENUE_ROW)
    return f"={revenue}+{cell(3, at['postage'])}-{cell(3, at['platform_fees'])}", value


class _Checks:
    """Formulas over the rows; over the sheet by SKU where the rows are cut."""

    def __init__(self, rows: pa.Table, summed: Group, cut: bool, t: Words) -> None:
        self.rows = rows
        self.cut = cut
        self.sums = dict(zip(MONEY, summed.fen, strict=True))
        self.sheet = t["x.sku" if cut else "x.rows"]

    def _column(self, name: str) -> str:
        index = (2 + MONEY.index(name)) if self.cut else ROW_COLUMNS.index(name)
        letter = column_letter(index)
        return f"'{self.sheet}'!{letter}:{letter}"

    def of_rows(self, line: Line) -> Check:
        """The check of a waterfall's line, or none where it is no sum over rows."""
        if line.key in _OF_KIND and not self.cut:
            kind = _OF_KIND[line.key]
            return (
                f'=SUMIFS({self._column("revenue")},{self._kind()},"{kind}")',
                sum_where(self.rows, "revenue", kind),
            )
        if line.key == "platform_fees":
            return f"=-SUM({self._column('platform_fee')})", -self.sums["platform_fee"]
        if line.key in _SUMMED:
            name, sign = _SUMMED[line.key]
            return f"={'-' if sign < 0 else ''}SUM({self._column(name)})", sign * self.sums[name]
        return None

    def of_memo(self, line: Line) -> Check:
        """The memo shows the same figures with their own sign."""
        name = {"tax": "tax", "logistics": "logistics", "platform_fees": "platform_fee"}.get(line.key)
        return (f"=SUM({self._column(name)})", self.sums[name]) if name else None

    def _kind(self) -> str:
        letter = column_letter(ROW_COLUMNS.index("kind"))
        return f"'{self.sheet}'!{letter}:{letter}"


def _facts(statement: Json, terms: Json, meta: Json, t: Words) -> list[tuple[str, str]]:
    """Parties, dates and proof under the figures."""
    evidence = meta.get("evidence") or {}
    entry = t["evidence"].format(n=evidence["seq"]) if "seq" in evidence else t["evidence_none"]
    return [
        (t["brand"], str(meta.get("brand") or NOTHING)),
        (t["agency"], str(meta.get("agency") or NOTHING)),
        (t["closed_at"], clock(meta.get("closed_at"))),
        (t["sent_at"], " ".join(filter(None, [clock(meta.get("sent_at")), meta.get("sent_by")]))),
        *date_lines(statement, terms, meta, t),
        (t["rules_version"], str(meta.get("rules_version") or NOTHING)),
        (t["figures_digest"], str(meta.get("digest") or NOTHING)),
        (t["previous_digest"], str(meta.get("previous_digest") or NOTHING)),
        (entry, str(evidence.get("hash") or NOTHING)),
    ]


def _groups(book: Book, name: str, head: str, t: Words, groups: list[Group]) -> None:
    """One row for each SKU or month; no total row, so that a sum over a column is the column's."""
    sheet = book.sheet(name, [32, 10, *[17] * len(MONEY)])
    sheet.header([head, t["rows"], *(t[column] for column in MONEY)])
    for group in groups:
        sheet.cells([group.key or t["no_sku"], group.rows], stay=True)
        for index, fen in enumerate(group.fen):
            sheet.money(2 + index, fen)
        sheet.skip()
    sheet.filter(0, 2 + len(MONEY))


def _rows(book: Book, rows: pa.Table, t: Words) -> None:
    """The rows as settled, in the table's order; what is cut is said under them."""
    sheet = book.sheet(t["x.rows"], [20, 14, 24, 22, 10, *[16] * len(MONEY), 20])
    heads = [t["share_b_exact" if name == "share_b" else name] for name in ROW_COLUMNS]
    sheet.header(heads)
    first_money = ROW_COLUMNS.index(MONEY[0])
    for batch in rows.slice(0, ROWS_MAX).select(ROW_COLUMNS).to_batches():
        for values in zip(*(column.to_pylist() for column in batch.columns), strict=True):
            sheet.cells(values[:first_money], stay=True)
            for index, fen in enumerate(values[first_money:-1], first_money):
                sheet.money(index, int(fen))
            sheet.exact(len(values) - 1, values[-1])
            sheet.skip()
    sheet.filter(0, len(ROW_COLUMNS))
    if rows.num_rows > ROWS_MAX:
        sheet.text(t["n.cut"].format(n=f"{ROWS_MAX:,}", total=f"{rows.num_rows:,}"), "small")


def _past_prices(book: Book, meta: Json, t: Words) -> None:
    """Factory prices that both sides agreed to for days past, if there are any."""
    if not (rows := past_rows(meta, t)):
        return
    sheet = book.sheet(t["x.past_prices"], [26, 26, 14, 14, 30, 30])
    sheet.header(past_heads(t))
    for sku, days, old, new, declared, agreed in rows:
        sheet.cells([sku, days, t["pp.none"] if old is None else None, None, declared, agreed], stay=True)
        if old is not None:
            sheet.money(2, old)
        sheet.money(3, new)
        sheet.skip()


def _terms(book: Book, terms: Json, meta: Json, t: Words) -> None:
    """The terms as sentences, then the addenda."""
    sheet = book.sheet(t["x.terms"], [26, 90, 24])
    sheet.header([t["item"], t["value"], t["clause"]])
    for line in terms_lines(terms, meta, t):
        sheet.cells(line, "wrap")
    for one in meta.get("addenda") or []:
        label = term_label(str(one.get("key") or NOTHING), t)
        number = t["addendum"].format(n=one.get("number", NOTHING))
        sheet.cells([label, str(one.get("value_text") or NOTHING), number], "wrap")
