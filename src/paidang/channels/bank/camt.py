"""CAMT, ISO 20022's account statements as XML (camt.052, 053 and 054 of any version). Only money that came in is read.

The file is a stranger's: nothing in it is fetched or expanded, a document type is refused.
"""

from collections.abc import Iterator
from datetime import date, datetime

from lxml import etree

from paidang.channels.bank.reading import REVERSAL, ROWS_MAX, BadBankRow, BankReading, BankRow
from paidang.channels.cells import clean
from paidang.channels.reading import BadFile
from paidang.kit.money import NotMoney, fen_from_yuan
from paidang.kit.period import SHANGHAI
from paidang.kit.sentence import Sentence, say

YUAN = "CNY"
BOOKED = "BOOK"
NOT_PROVIDED = "NOTPROVIDED"
_STATEMENTS = "{*}Stmt", "{*}Rpt", "{*}Ntfctn"
_ACCOUNT = "{*}Acct/{*}Id/{*}IBAN", "{*}Acct/{*}Id/{*}Othr/{*}Id"
_DAY = "{*}BookgDt/{*}Dt", "{*}BookgDt/{*}DtTm"
_STATUS = "{*}Sts/{*}Cd", "{*}Sts"
_OF_ENTRY = "{*}AcctSvcrRef", "{*}NtryRef"
_OF_PAYMENT = "{*}Refs/{*}AcctSvcrRef", "{*}Refs/{*}TxId", "{*}Refs/{*}EndToEndId"
_PAYER = "{*}RltdPties/{*}Dbtr/{*}Pty/{*}Nm", "{*}RltdPties/{*}Dbtr/{*}Nm"
_AMOUNT = "{*}Amt", "{*}AmtDtls/{*}TxAmt/{*}Amt"


def is_camt(content: bytes) -> bool:
    """Whether the content is XML at all; every table of a bank begins otherwise."""
    return content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<"


def read_camt(content: bytes) -> BankReading:
    """Read the statement; BadFile, with the reason, where it is none. A row's number is that of its entry in the file."""
    parser = etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError:
        raise BadFile(say("不是完好的 XML 文件。请重新从银行导出")) from None
    if root.getroottree().docinfo.doctype:
        raise BadFile(say("XML 里有 DOCTYPE，银行的 CAMT 没有。请重新从银行导出"))
    statements = [each for name in _STATEMENTS for each in root.iterfind(f"*/{name}")]
    if not statements:
        raise BadFile(say("不是 CAMT（camt.052、053、054）的银行流水。请导出 CSV、XLSX 或 CAMT"))
    reading, number = BankReading(), 0
    for statement in statements:
        account = _text(statement, *_ACCOUNT)
        for entry in statement.iterfind("{*}Ntry"):
            number += 1
            if number > ROWS_MAX:
                raise BadFile(say("超过 {most:,} 行。请按日期分几次导出", most=ROWS_MAX))
            _read_entry(entry, number, account, reading)
    return reading


def _read_entry(entry: etree._Element, number: int, account: str, reading: BankReading) -> None:
    if _text(entry, "{*}RvslInd") in ("true", "1"):
        amount = _text(entry, *_AMOUNT)
        reading.bad.append(BadBankRow(number, "RvslInd", amount[:60], REVERSAL))
        return
    if _text(entry, "{*}CdtDbtInd") == "DBIT":
        reading.outgoing += 1
        return
    for payment, serial in _payments(entry):
        try:
            reading.rows.append(_read_payment(entry, payment, serial, number, account))
        except BadField as bad:
            reading.bad.append(BadBankRow(number, bad.name, bad.value[:60], bad.reason))


class BadField(ValueError):
    """An element that cannot be read: its name, what stands there, why."""

    def __init__(self, name: str, value: str, reason: Sentence) -> None:
        super().__init__(name)
        self.name, self.value, self.reason = name, value, reason


def _payments(entry: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    """The payments of an entry with the number that tells each apart; a bank may book many as one."""
    details = entry.findall("{*}NtryDtls/{*}TxDtls")
    of_entry = _text(entry, *_OF_ENTRY)
    if len(details) > 1 and all(_text(each, *_AMOUNT) for each in details):
        for at, each in enumerate(details, start=1):
            yield each, _text(each, *_OF_PAYMENT) or (of_entry and f"{of_entry}/{at}")
    else:
        yield entry, of_entry or (_text(details[0], *_OF_PAYMENT) if details else "")


def _read_payment(
    entry: etree._Element, payment: etree._Element, serial: str, number: int, account: str
) -> BankRow:
    direction, status = _text(entry, "{*}CdtDbtInd"), _text(entry, *_STATUS)
    if direction != "CRDT":
        raise BadField(
            "CdtDbtInd", direction, say("看不懂是收入还是支出：{direction}", direction=direction[:20] or "—")
        )
    if status != BOOKED:
        raise BadField("Sts", status, say("银行还没有入账"))
    if not serial or len(serial) > 100:
        raise BadField("AcctSvcrRef", serial, say("没有流水号：分不清同一笔是不是导入过"))
    remark = " ".join(clean(each.text or "") for each in payment.iterfind(".//{*}RmtInf/{*}Ustrd"))
    payer = _text(payment, *_PAYER) or _text(payment, *(f".//{each}" for each in _PAYER))
    return BankRow(
        number, account[:64], serial, _read_day(entry), _read_amount(payment), payer[:200], remark[:500]
    )


def _read_day(entry: etree._Element) -> date:
    """The day of booking; a moment with a zone is a day in Shanghai."""
    text = _text(entry, *_DAY)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise BadField("BookgDt", text, say("不是日期（YYYY-MM-DD）")) from None
    return moment.astimezone(SHANGHAI).date() if moment.tzinfo else moment.date()


def _read_amount(payment: etree._Element) -> int:
    found = next((each for name in _AMOUNT if (each := payment.find(name)) is not None), None)
    currency, text = ("", "") if found is None else (found.get("Ccy") or "", clean(found.text or ""))
    if currency != YUAN:
        raise BadField("Ccy", currency, say("不是人民币：{currency}", currency=currency[:20] or "—"))
    try:
        amount = fen_from_yuan(text)
    except NotMoney:
        amount = 0
    if amount <= 0:
        raise BadField("Amt", text, say("不是金额（元，最多两位小数）"))
    return amount


def _text(element: etree._Element, *names: str) -> str:
    """What stands in the first of these elements that has any text."""
    for name in names:
        found = element.find(name)
        if found is not None and (text := clean(found.text or "")) not in ("", NOT_PROVIDED):
            return text
    return ""
