"""CAMT statements: versions, batches, what is not booked or not yuan, and XML that means harm."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paidang.channels.bank.files import read_bank_file
from paidang.channels.reading import BadFile

NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.{:02d}"
ENTRY = """<Ntry><NtryRef>77</NtryRef><Amt Ccy="CNY">12345.60</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts>
<BookgDt><Dt>2026-04-17</Dt></BookgDt><AcctSvcrRef>S-1</AcctSvcrRef><NtryDtls><TxDtls>
<RltdPties><Dbtr><Nm>青岚茶业有限公司</Nm></Dbtr></RltdPties><RmtInf><Ustrd>2026-03 对账单</Ustrd></RmtInf>
</TxDtls></NtryDtls></Ntry>"""
ROW = (1, "6222021234567890", "S-1", "2026-04-17", 1234560, "青岚茶业有限公司", "2026-03 对账单")


def statement(*entries: str, version: int = 2) -> bytes:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="{NAMESPACE.format(version)}"><BkToCstmrStmt>'
        "<GrpHdr><MsgId>1</MsgId></GrpHdr><Stmt><Id>1</Id><Acct><Id><Othr><Id>6222021234567890</Id></Othr></Id></Acct>"
        + "".join(entries)
        + "</Stmt></BkToCstmrStmt></Document>"
    ).encode()


def read(content: bytes):
    reading = read_bank_file(content, "camt.xml")
    rows = [
        (r.row, r.account, r.serial, r.day.isoformat(), r.amount, r.payer_name, r.remark)
        for r in reading.rows
    ]
    return rows, [(bad.row, bad.column, bad.reason) for bad in reading.bad], reading.outgoing


def test_money_that_came_in():
    assert read(statement(ENTRY)) == ([ROW], [], 0)


def test_a_later_version_names_status_and_payer_otherwise():
    later = (
        ENTRY.replace("<Sts>BOOK</Sts>", "<Sts><Cd>BOOK</Cd></Sts>")
        .replace("<Dbtr><Nm>", "<Dbtr><Pty><Nm>")
        .replace("</Nm></Dbtr>", "</Nm></Pty></Dbtr>")
    )
    assert read(statement(later, version=8)) == ([ROW], [], 0)


def test_a_moment_is_a_day_in_shanghai():
    late = ENTRY.replace("<Dt>2026-04-17</Dt>", "<DtTm>2026-04-16T18:30:00Z</DtTm>")
    assert read(statement(late))[0] == [ROW]


def test_money_that_went_out_is_counted_and_not_read():
    assert read(statement(ENTRY.replace("CRDT", "DBIT"))) == ([], [], 1)


def test_many_payments_booked_as_one_are_rows_of_their_own():
    detail = '<TxDtls><Refs><EndToEndId>{}</EndToEndId></Refs><Amt Ccy="CNY">{}</Amt></TxDtls>'
    batch = ENTRY[: ENTRY.index("<NtryDtls>")] + (
        "<NtryDtls>"
        + detail.format("E-1", "12000.00")
        + detail.format("NOTPROVIDED", "345.60")
        + "</NtryDtls></Ntry>"
    )
    rows, bad, _out = read(statement(batch))
    assert [(row[2], row[4]) for row in rows] == [("E-1", 1200000), ("S-1/2", 34560)] and not bad


@pytest.mark.parametrize(
    ("old", "new", "column"),
    [
        ("<Sts>BOOK</Sts>", "<Sts>PDNG</Sts>", "Sts"),
        ('Ccy="CNY"', 'Ccy="USD"', "Ccy"),
        ("12345.60", "12345.605", "Amt"),
        ("12345.60", "-1.00", "Amt"),
        ("2026-04-17", "17.04.2026", "BookgDt"),
        ("CRDT", "", "CdtDbtInd"),
        ("<NtryRef>77</NtryRef>", "", "AcctSvcrRef"),
        ("<Sts>BOOK", "<RvslInd>true</RvslInd><Sts>BOOK", "RvslInd"),
        ("CRDT</CdtDbtInd>", "DBIT</CdtDbtInd><RvslInd>1</RvslInd>", "RvslInd"),
    ],
)
def test_what_cannot_be_read_is_named_and_holds_up_no_other(old, new, column):
    broken = ENTRY.replace(old, new)
    if column == "AcctSvcrRef":
        broken = broken.replace("<AcctSvcrRef>S-1</AcctSvcrRef>", "")
    rows, bad, _out = read(statement(broken, ENTRY))
    assert [row[0] for row in rows] == [2]
    assert [(number, name) for number, name, _reason in bad] == [(1, column)]


BOMB = b'<!DOCTYPE a [<!ENTITY x "ha">' + b"".join(
    b'<!ENTITY %s "%s">' % (name, b"&x;" * 50) for name in (b"y", b"z")
) + b"]><a>&z;</a>"  # fmt: skip
FETCH = b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'


@pytest.mark.parametrize(
    "content", [BOMB, FETCH, b"<", b"<a/>", b"<html><body>camt</body></html>", b"\xef\xbb\xbf<x>"]
)
def test_xml_that_is_no_statement_or_means_harm_is_refused(content):
    with pytest.raises(BadFile):
        read_bank_file(content, "x.xml")


@given(st.integers(0, 900), st.binary(max_size=3))
def test_damaged_files_are_refused_or_read_and_never_crash(at, junk):
    whole = statement(ENTRY)
    with suppress(BadFile):
        read_bank_file(whole[:at] + junk + whole[at + 1 :], "x.xml")
