"""银行账户明细: CSV or XLSX as a bank's web bank exports it, or CAMT. Only money that came in is read.

Banks name the same columns differently and write lines about the account above the header. Columns are found by words;
a file whose columns cannot be told apart is refused, not guessed. A formula is text and nothing computes it.
"""

import re
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain

from paidang.channels.bank.camt import is_camt, read_camt
from paidang.channels.bank.reading import REVERSAL, ROWS_MAX, BadBankRow, BankReading, BankRow
from paidang.channels.cells import SCIENTIFIC, BadCell, clean
from paidang.channels.reading import BadFile, Row, open_sheet
from paidang.kit.money import NotMoney, fen_from_yuan
from paidang.kit.sentence import say

FILE_BYTES_MAX = 10 * 2**20
HEADER_WITHIN = 40
DAY, IN, OUT, AMOUNT, DIRECTION, NAME, REMARK, SERIAL, ACCOUNT, CURRENCY = (
    "day", "in", "out", "amount", "direction", "name", "remark", "serial", "account", "currency",
)  # fmt: skip
WORDS: dict[str, tuple[str, ...]] = {
    DAY: ("交易日期", "记账日期", "入账日期", "交易时间", "记账时间", "日期"),
    IN: ("收入金额", "贷方发生额", "贷方金额", "收入", "贷方", "存入"),
    OUT: ("支出金额", "借方发生额", "借方金额", "支出", "借方", "支取"),
    AMOUNT: ("交易金额", "发生额", "金额"),
    DIRECTION: ("借贷标志", "借贷方向", "收支方向", "收/支", "借贷", "收支"),
    NAME: ("对方户名", "对方账户名称", "对方名称", "付款人名称", "付款方户名", "交易对手", "户名"),
    REMARK: ("附言", "摘要", "用途", "备注"),
    SERIAL: ("交易流水号", "银行流水号", "流水号", "交易序号", "凭证号"),
    ACCOUNT: ("本方账号", "查询账号", "账号"),
    CURRENCY: ("币种", "币别", "货币"),
}
INWARD = {"贷", "收", "收入", "贷方", "来账", "进账", "入账", "转入", "存入", "收款", "贷记", "c", "cr", "+"}
OUTWARD = {"借", "支", "支出", "借方", "往账", "出账", "转出", "支取", "付款", "借记", "d", "dr", "-"}
YUAN = {"", "人民币", "人民币元", "元", "rmb", "cny", "156"}
_TIMES = ("%Y-%m-%d", "%Y/%m/%d", "%Y%m%d", "%Y年%m月%d日", "%Y.%m.%d")
_ACCOUNT = re.compile(r"(?:本方|查询)?(?:账号|帐号|卡号)\s*[:：]?\s*([0-9*]{6,40})")
_FOREIGN = re.compile("usd|hkd|eur|jpy|gbp|美元|港币|港元|欧元|日元|英镑", re.IGNORECASE)
_NOT_OURS = ("对方", "余额", "付款人账号", "收款人")


def read_bank_file(content: bytes, name: str) -> BankReading:
    """Read a bank's account statement; BadFile, with the reason, where it is none."""
    if is_camt(content):
        return read_camt(content)
    with tempfile.TemporaryFile() as file:
        file.write(content)
        sheet = open_sheet(file, name)
        rows: Iterator[Row] = chain([(sheet.header_row, sheet.header)], sheet.rows)
        columns, account = _find_header(rows)
        reading = BankReading()
        for number, cells in rows:
            if number > ROWS_MAX:
                raise BadFile(say("超过 {most:,} 行。请按日期分几次导出", most=ROWS_MAX))
            _read_row(_Cells(number, cells, columns, account), reading)
        return reading


def _find_header(rows: Iterator[Row]) -> tuple[dict[str, int], str]:
    """The columns by what they mean, and the account that is named above them."""
    account = ""
    for number, cells in rows:
        columns = _columns(cells)
        if DAY in columns and (IN in columns or AMOUNT in columns):
            if foreign := [cell for cell in cells if _FOREIGN.search(cell)]:
                raise BadFile(say("“{column}”不是人民币。这里只收人民币账户的流水", column=foreign[0][:40]))
            missing = [WORDS[each][0] for each in (NAME, SERIAL) if each not in columns]
            if AMOUNT in columns and IN not in columns and DIRECTION not in columns:
                missing.append(WORDS[DIRECTION][0])
            if missing:
                raise BadFile(say("第 {row} 行是表头，缺列：{columns}", row=number, columns=missing))
            return columns, account
        if found := _ACCOUNT.search(" ".join(clean(cell) for cell in cells)):
            account = account or found[1]
        if number > HEADER_WITHIN:
            break
    raise BadFile(say("没有找到表头：要有日期、收入（贷方）金额、对方户名、流水号这几列。请导出银行账户明细"))


def _columns(cells: Sequence[str]) -> dict[str, int]:
    """Which column is which, by the first of its words that a heading holds; whole headings go before parts of them."""
    heads = [re.sub(r"[\s()（）:：]|元|rmb|cny", "", clean(cell), flags=re.IGNORECASE) for cell in cells]
    found: dict[str, int] = {}
    for meaning, words in WORDS.items():
        for exact in (True, False):
            for word in words:
                at = next(
                    (i for i, head in enumerate(heads) if _is(head, word, exact) and i not in found.values()),
                    None,
                )
                if at is not None and meaning not in found:
                    found[meaning] = at
    return found


def _is(head: str, word: str, exact: bool) -> bool:
    if exact:
        return head == word
    return word in head and not (head.startswith(_NOT_OURS) and not word.startswith("对方"))


@dataclass(frozen=True, slots=True)
class _Cells:
    """One row, by what its columns mean."""

    number: int
    cells: Sequence[str]
    columns: dict[str, int]
    account_above: str

    def of(self, meaning: str) -> str:
        at = self.columns.get(meaning)
        return clean(self.cells[at]) if at is not None and at < len(self.cells) else ""


def _read_row(cells: _Cells, reading: BankReading) -> None:
    column = WORDS[DAY][0]
    try:
        if not cells.of(DAY) and not cells.of(IN) and not cells.of(AMOUNT):
            return  # a line of sums or of words below the table
        day = _read_day(cells.of(DAY))
        column = WORDS[CURRENCY][0]
        if (currency := cells.of(CURRENCY)).lower() not in YUAN:
            raise BadCell(say("不是人民币：{currency}", currency=currency[:20]))
        column = WORDS[IN if IN in cells.columns else AMOUNT][0]
        amount = _read_amount(cells)
        if amount <= 0:
            reading.outgoing += 1
            return
        column = WORDS[SERIAL][0]
        serial = _read_serial(cells.of(SERIAL))
    except BadCell as bad:
        key = next(key for key, words in WORDS.items() if words[0] == column)
        reading.bad.append(BadBankRow(cells.number, column, cells.of(key)[:60], bad.args[0]))
        return
    account = cells.of(ACCOUNT) or cells.account_above
    reading.rows.append(
        BankRow(cells.number, account[:64], serial, day, amount, cells.of(NAME)[:200], cells.of(REMARK)[:500])
    )


def _read_day(cell: str) -> date:
    text = re.split(r"[ T]", cell)[0]
    for pattern in _TIMES:
        try:
            return datetime.strptime(text, pattern).date()  # noqa: DTZ007  a day has no zone
        except ValueError:
            continue
    raise BadCell(say("不是日期（YYYY-MM-DD）"))


def _read_amount(cells: _Cells) -> int:
    """Fen that came in; 0 or less where money went out."""
    try:
        if IN in cells.columns:
            amount = fen_from_yuan(cells.of(IN)) if cells.of(IN) else 0
        else:
            amount = fen_from_yuan(cells.of(AMOUNT))
    except NotMoney:
        raise BadCell(say("不是金额（元，最多两位小数）")) from None
    if IN in cells.columns:
        if amount < 0:
            raise BadCell(REVERSAL)
        return amount
    direction = cells.of(DIRECTION).lower()
    if direction in OUTWARD:
        return -abs(amount)
    if direction not in INWARD:
        raise BadCell(say("看不懂是收入还是支出：{direction}", direction=direction[:20] or "—"))
    if amount < 0:
        raise BadCell(REVERSAL)
    return amount


def _read_serial(cell: str) -> str:
    if SCIENTIFIC.fullmatch(cell):
        raise BadCell(
            say("被表格软件改成了科学计数法，末位数字已经丢失。请从银行重新导出，不要用表格软件另存")
        )
    if not cell or len(cell) > 100:
        raise BadCell(say("没有流水号：分不清同一笔是不是导入过"))
    return cell
