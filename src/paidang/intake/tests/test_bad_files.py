"""Files that cannot be read: each refused whole, with one clear sentence, and nothing changed."""

import csv
import io
import zipfile
from collections.abc import Callable

import pytest
from tests.cast import acting

from paidang.contracts.models import Contract
from paidang.intake import queries
from paidang.intake.tests.files import LINE_HEADER, bad, hand_in, line, lines, table, workbook
from paidang.orders.models import OrderLine
from paidang.team.models import Person

pytestmark = pytest.mark.django_db


def zipped(*entries: tuple[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return file.getvalue()


def bomb() -> bytes:
    return zipped(("order_lines.csv", b"0" * (64 * 2**20)))


ENCRYPTED = (
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 600
)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        pytest.param(b"", "空的", id="empty"),
        pytest.param(b"\n\n\n", "没有内容", id="blank lines"),
        pytest.param(b"\x7fELF\0\0\1" * 200, "二进制", id="binary"),
        pytest.param(b"%PDF-1.7 ...", "PDF", id="pdf"),
        pytest.param(ENCRYPTED, "密码", id="encrypted workbook"),
        pytest.param(b"\xff\xfa\x80\x81\xff\xff\n" * 9, "编码", id="wrong encoding"),
        pytest.param(bomb, "炸弹", id="zip bomb"),
        pytest.param(zipped(("a.csv", b"1"), ("b.csv", b"2")), "2 个表格", id="zip of two"),
        pytest.param(zipped(("a.csv", zipped(("b.csv", b"x")))), "压缩包里还是压缩包", id="zip in a zip"),
        pytest.param(b"PK\3\4 not a zip at all", "损坏", id="broken zip"),
        pytest.param(zipped(("[Content_Types].xml", b"<x/>")), "损坏", id="broken workbook"),
        pytest.param(b"a,b,c\n1,2,3\n", "认不出", id="unknown columns"),
        pytest.param(
            "店铺,单号,货号,件数\nx,1,2,3\n".encode("gb18030"), "认不出", id="one column that others have too"
        ),
        pytest.param(table(LINE_HEADER.replace("sku,", "")), "缺少列：sku", id="a column is missing"),
        pytest.param(table(LINE_HEADER + ",sku"), "出现了两次", id="a column twice"),
        pytest.param(workbook([]), "没有内容", id="empty workbook"),
    ],
)
def test_it_is_refused(
    content: bytes | Callable[[], bytes], words: str, contract_in_force: Contract, agency_operator: Person
) -> None:
    content = content() if callable(content) else content
    done = hand_in(agency_operator, contract_in_force, content, "orders.csv")
    assert done.state == "refused" and words in done.problem["reason"]
    with acting(agency_operator):
        assert [words in report.reason for report in queries.iter_report(done.pk)] == [True]
        assert not OrderLine.objects.exists()


def test_a_quotation_mark_that_nobody_closes(contract_in_force: Contract, agency_operator: Person) -> None:
    content = lines(line("L1"), line("L2", sku='"QL-1'), *(line(f"M{n}") for n in range(200_000)))
    done = hand_in(agency_operator, contract_in_force, content)
    assert done.state == "refused" and "引号" in done.problem["reason"]


def test_huge_cells_and_too_many_cells(contract_in_force: Contract, agency_operator: Person) -> None:
    header = LINE_HEADER + ",包装"
    rows = [
        line("L1") + "," + "长" * 40_000,
        line("L2") + ",",
        line("L3", sku="S" * 300) + ",",
        line("L4") + ",,,多出来的",
    ]
    done = hand_in(agency_operator, contract_in_force, table(header, *rows))
    assert bad(agency_operator, done) == [
        (2, "包装", "huge_cell"),
        (4, "sku", "too_long"),
        (5, "", "too_many_cells"),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_encodings_and_ends_of_lines(
    encoding: str, delimiter: str, end: str, contract_in_force: Contract, agency_operator: Person
) -> None:
    text = lines(line("L1"), "", line("L2", quantity="0"), line("L3")).decode()
    content = text.replace(",", delimiter).replace("\n", end).encode(encoding)
    done = hand_in(agency_operator, contract_in_force, content)
    assert (done.counts["new"], bad(agency_operator, done)) == (2, [(4, "quantity", "too_small")])
    with acting(agency_operator):
        assert OrderLine.objects.get(line_id="L3").store == "青岚京东旗舰店"


def test_quoted_cells_keep_the_numbers_of_a_spreadsheet(
    contract_in_force: Contract, agency_operator: Person
) -> None:
    header = ",".join(f'"{name}"' for name in (LINE_HEADER + ",包装").split(","))
    rows = [line("L1") + ',"两\n行，一格"', line("L2", quantity="0") + ',"a ""b"""', line("L3") + ","]
    done = hand_in(agency_operator, contract_in_force, table(header, *rows))
    assert (done.counts["new"], bad(agency_operator, done)) == (2, [(3, "quantity", "too_small")])
    with acting(agency_operator):
        assert OrderLine.objects.get(line_id="L1").extra == {"包装": "两\n行，一格"}


def test_a_workbook(contract_in_force: Contract, agency_operator: Person) -> None:
    def row(line_id: str, **changes: object) -> list[object]:
        cells: dict[str, object] = dict(zip(LINE_HEADER.split(","), line(line_id).split(","), strict=True))
        cells |= {
            "quantity": 2,
            "unit_price": 12900.0,
            "merchant_discount": 800,
            "platform_discount": 0,
            **changes,
        }
        return list(cells.values())

    rows = [LINE_HEADER.split(","), row("L1"), row("L2", order_id=2290417735518840012), row("L3", unit_price=129.5),
            row("L4", sku="=1+1"), [], row("L5", quantity="=FORMULA:=3+4")]  # fmt: skip
    done = hand_in(agency_operator, contract_in_force, workbook(rows), "月报.xlsx")
    assert bad(agency_operator, done) == [
        (3, "order_id", "scientific"),
        (4, "unit_price", "not_integer"),
        (5, "sku", "formula"),
    ]
    with acting(agency_operator):
        assert {one.line_id: one.quantity for one in OrderLine.objects.all()} == {"L1": 2, "L5": 7}
    assert (
        hand_in(agency_operator, contract_in_force, zipped(("x/订单.csv", lines(line("L9"))))).counts["new"]
        == 1
    )


def test_the_report_holds_no_formula(contract_in_force: Contract, agency_operator: Person) -> None:
    done = hand_in(agency_operator, contract_in_force, lines(line("L1", sku="=cmd|' /C calc'!A0")))
    with acting(agency_operator):
        report = b"".join(queries.report_csv(done.pk)).decode("utf-8-sig")
        rows = b"".join(queries.rows_csv(done.pk)).decode("utf-8-sig")
        book = queries.report_xlsx(done.pk).read()
    assert "order_lines.csv,2,sku,'=cmd" in report and "'=cmd" in rows
    assert b"<f>" not in zipfile.ZipFile(io.BytesIO(book)).read("xl/worksheets/sheet1.xml")


def test_bad_rows_come_back_in_the_files_own_columns(
    contract_in_force: Contract, agency_operator: Person
) -> None:
    content = lines(line("L1", quantity="0"))
    done = hand_in(agency_operator, contract_in_force, content)
    with acting(agency_operator):
        rows = b"".join(queries.rows_csv(done.pk)).decode("utf-8-sig")
    assert rows.splitlines()[0] == content.decode().splitlines()[0] + ",原因"


def test_a_cell_of_megabytes(contract_in_force: Contract, agency_operator: Person) -> None:
    csv.field_size_limit(2**30)  # as other readers of the process may have set it
    row = line("L1") + ',"' + "长" * 1_200_000 + '"'
    done = hand_in(agency_operator, contract_in_force, table(LINE_HEADER + ",包装", row))
    assert done.state == "refused" and "一格超过" in done.problem["reason"]
