"""An invoice's file: what it is by its content, and what it says of itself where that can be read. Nothing is believed.

XML and OFD carry number, day and amounts as fields (the tax bureau's EInvoice, the older eInvoice inside an OFD, the
custom data of an OFD); of a PDF the text is looked at. What cannot be read for certain is left open, never guessed.
"""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from lxml import etree

from paidang.kit.invoice_facts import InvoiceFacts
from paidang.kit.money import NotMoney, fen_from_yuan
from paidang.kit.sentence import say
from paidang.printing.read_text import Unreadable, read_text

BYTES_MAX = 10 * 2**20
ENTRIES_MAX, XML_MAX = 500, 4 * 2**20
PDF, OFD, XML = "pdf", "ofd", "xml"
MEDIA = {PDF: "application/pdf", OFD: "application/ofd", XML: "application/xml"}
NUMBER = re.compile(r"[0-9]{8,20}")
_ENTRY = "OFD.xml"
_ORIGINAL = "original_invoice.xml"


class BadInvoiceFile(ValueError):
    """A file that is no invoice we take; the text says why, for people."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a file is (`media`, "" for no file) and says: the day, and what is compared."""

    media: str
    issued_on: date | None = None
    facts: InvoiceFacts = InvoiceFacts()


def read_invoice(content: bytes) -> Said:
    """What the bytes are and say; BadInvoiceFile for anything but a PDF, an OFD or an XML within the limits."""
    if not content:
        raise BadInvoiceFile(say("文件是空的"))
    if len(content) > BYTES_MAX:
        raise BadInvoiceFile(say("文件超过 {most} MB", most=BYTES_MAX // 2**20))
    if content.startswith(b"%PDF-"):
        return _read_pdf(content)
    if content.startswith(b"PK\x03\x04"):
        return _read_ofd(content)
    if content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return _said(XML, _fields(content))
    raise BadInvoiceFile(say("不是 OFD、PDF 或 XML"))


def _read_ofd(content: bytes) -> Said:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = {entry.filename: entry for entry in archive.infolist()}
            if _ENTRY not in names or len(names) > ENTRIES_MAX:
                raise BadInvoiceFile(say("这个压缩包不是 OFD"))
            if any(entry.flag_bits & 1 for entry in names.values()):
                raise BadInvoiceFile(say("OFD 加了密码，读不出来"))
            original = next((name for name in sorted(names) if name.endswith(_ORIGINAL)), "")
            fields = _fields(_unpack(archive, original)) if original else {}
            return _said(OFD, fields or _fields(_unpack(archive, _ENTRY)))
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, RuntimeError, ValueError) as error:
        if isinstance(error, BadInvoiceFile):
            raise
        raise BadInvoiceFile(say("OFD 已损坏，打不开")) from None


def _unpack(archive: zipfile.ZipFile, name: str) -> bytes:
    """One entry, no more of it than is allowed: the size that an archive states is only its word."""
    with archive.open(name) as stream:
        found = stream.read(XML_MAX + 1)
    if len(found) > XML_MAX:
        raise BadInvoiceFile(say("OFD 里的文件太大，没有打开"))
    return found


def _fields(content: bytes) -> dict[str, str]:
    """Each element's text by its bare name, the first of a name; an OFD's custom data by its title. No entity is resolved."""
    if len(content) > XML_MAX:
        raise BadInvoiceFile(say("XML 太大，没有打开"))
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise BadInvoiceFile(say("不是完整的 XML")) from None
    if root.getroottree().docinfo.doctype:
        raise BadInvoiceFile(say("XML 里有不该有的声明（DTD）"))
    found: dict[str, str] = {}
    for name, text in _texts(root):
        found.setdefault(name, text)
    return found


def _texts(root: "etree._Element") -> Iterator[tuple[str, str]]:
    for element in root.iter():
        if isinstance(element.tag, str) and element.text and element.text.strip():
            yield str(element.get("Name") or etree.QName(element).localname), element.text.strip()[:500]


_NUMBERS = ("InvoiceNumber", "EIid", "InvoiceNo", "发票号码")
_DAYS = ("IssueTime", "IssueDate", "开票日期")
_AMOUNTS = ("TotalTax-includedAmount", "TaxInclusiveTotalAmount", "价税合计")
_TAXES = ("TotalTaxAm", "TaxTotalAmount", "合计税额")
_NET = ("TotalAmWithoutTax", "TaxExclusiveTotalAmount", "合计金额")
_BUYERS = ("BuyerIdNum", "BuyerTaxID", "购买方纳税人识别号")
_SELLERS = ("SellerName", "销售方名称")


def _said(media: str, fields: Mapping[str, str]) -> Said:
    def first(names: tuple[str, ...]) -> str:
        return next((fields[name] for name in names if name in fields), "")

    amount, tax, net = _fen(first(_AMOUNTS)), _fen(first(_TAXES)), _fen(first(_NET))
    if amount is None and net is not None and tax is not None:
        amount = net + tax
    number = re.sub(r"\s", "", first(_NUMBERS))
    number = number if NUMBER.fullmatch(number) else ""
    return Said(
        media, _day(first(_DAYS)), InvoiceFacts(number, amount, tax, first(_BUYERS).upper(), first(_SELLERS))
    )


def _read_pdf(content: bytes) -> Said:
    """Number and day by their titles; the amount where it is called so, or where two amounts come to the third."""
    try:
        text = re.sub(r"[ \t\u3000]", "", read_text(content, "invoice.pdf"))
    except Unreadable:
        return Said(PDF)
    number = re.search(r"发票号码[:：]?\s*([0-9]{20}|[0-9]{8})(?![0-9])", text)
    day = re.search(r"开票日期[:：]?\s*(\d{4}年\d{1,2}月\d{1,2}日|\d{4}-\d{1,2}-\d{1,2})", text)
    amounts = [_fen(found) for found in re.findall(r"[¥￥](-?[0-9,]+\.[0-9]{2})", text)]
    named = re.search(r"小写[)）]?[:：]?\s*[¥￥](-?[0-9,]+\.[0-9]{2})", text)
    whole, tax = _fen(named[1]) if named else None, None
    known = [fen for fen in amounts if fen is not None]
    sums = {
        (net + part, part) for net in known for part in known if part <= net and net + part in known and part
    }
    if len(sums) == 1:
        added, part = next(iter(sums))
        whole, tax = whole if whole is not None else added, part
    return Said(PDF, _day(day[1] if day else ""), InvoiceFacts(number[1] if number else "", whole, tax))


def _fen(text: str) -> int | None:
    try:
        return abs(fen_from_yuan(text)) if text else None
    except NotMoney:
        return None


def _day(text: str) -> date | None:
    found = re.match(r"(\d{4})[-年/]?(\d{1,2})[-月/]?(\d{1,2})", text)
    try:
        return date(*(int(part) for part in found.groups())) if found else None
    except ValueError:
        return None
