"""When the time of an order's buyer is over, nothing about persons is left of the files that told of the order."""

import hashlib
from datetime import timedelta

import pytest
from django.db import connection
from tests.cast import acting

from paidang.channels.facts.tables import TABLES
from paidang.channels.formats import FORMATS, KINDS
from paidang.channels.persons import is_personal
from paidang.contracts.models import Contract
from paidang.evidence.models import Entry
from paidang.intake import actions
from paidang.intake.actions.map_columns import look_at
from paidang.intake.models import ImportFile, ImportPart, QuarantineRow
from paidang.intake.queries import iter_report, list_bad_rows, list_to_cut, open_content, rows_csv
from paidang.intake.tests.files import AT, FILES, LINE_HEADER, hand_in, line, table
from paidang.orders.models import OrderLine
from paidang.team.models import Person

LATE = AT + timedelta(days=91)
PERSONS = ("张*", "浙江杭州", "139****0000", "王小茶", "13812345678", "龙井路")


def text_of(imported: ImportFile) -> str:
    with open_content(imported.pk) as file:
        content = file.read()
    try:
        return content.decode()
    except UnicodeDecodeError:
        return content.decode("gb18030")


def test_no_format_reads_a_column_about_persons() -> None:
    formats = [one for key, one in FORMATS.items() if key not in KINDS["api"] and not one.bill]
    read = {title for one in formats for title in one.kept}  # a bill's remark is the platform's own, on money
    read |= {column.name for one in TABLES.values() for column in one.columns}
    assert [title for title in sorted(read) if is_personal(title)] == []


def test_an_export_is_cut_to_what_was_read(contract_in_force: Contract, agency_operator: Person) -> None:
    content = (FILES / "jd_orders.csv").read_bytes()
    done = hand_in(agency_operator, contract_in_force, content, "jd.csv", store="青岚京东旗舰店")
    org_id = agency_operator.org_id
    with acting(agency_operator):
        assert [word for word in PERSONS if word in text_of(done)] != []
        facts = list(OrderLine.objects.order_by("line_id").values_list("line_id", "unit_price_fen"))
        with connection.cursor() as cursor:
            cursor.execute("delete from intake_importpart")  # whole files' bytes cannot be deleted
            assert cursor.rowcount == 0
        assert list_to_cut(contract_in_force.pk, AT - timedelta(days=90)) == []
        assert list_to_cut(contract_in_force.pk, AT) == [done.pk]  # an order ended by then
        cut = actions.cut_file(import_id=done.pk, org_id=org_id, at=LATE)
        actions.cut_file(import_id=done.pk, org_id=org_id, at=LATE)
        kept = text_of(cut)
        assert [word for word in PERSONS if word in kept] == []
        assert "290001" in kept and "客户姓名" in kept and len(kept.splitlines()) == len(content.splitlines())
        assert cut.sha256 == hashlib.sha256(content).hexdigest()
        assert cut.kept_sha256 == hashlib.sha256(kept.encode()).hexdigest()
        entry = Entry.objects.get(act="intake.cut")
        assert (entry.facts["sha256"], entry.facts["kept_sha256"]) == (cut.sha256, cut.kept_sha256)
        assert list_to_cut(contract_in_force.pk, LATE) == []
        assert list(OrderLine.objects.order_by("line_id").values_list("line_id", "unit_price_fen")) == facts
        row = list_bad_rows(done.pk)[0]  # what waits is mended as before
        assert b"".join(rows_csv(done.pk)).decode().count("290004") == 2
        mended = actions.mend_row(person=agency_operator, at=LATE, row_id=row.pk, cells={"订购数量": "1"})
        assert mended.state == "mended"
    again = hand_in(agency_operator, contract_in_force, content, "jd.csv", at=LATE)
    assert again.state == "unchanged"


def test_a_file_that_nobody_can_read_is_kept_no_longer(
    contract_in_force: Contract, agency_operator: Person
) -> None:
    done = hand_in(agency_operator, contract_in_force, "甲,收货人\n1,王小茶\n".encode(), "x.csv")
    assert done.state == "refused"
    with acting(agency_operator):
        assert list_to_cut(contract_in_force.pk, AT) == []
        cut = actions.cut_file(import_id=done.pk, org_id=agency_operator.org_id, at=LATE)
        assert cut.kept_sha256 == "" and not ImportPart.objects.exists()
        with pytest.raises(actions.UnableToMap):
            look_at(cut, org_id=agency_operator.org_id)


def test_our_own_format_keeps_no_persons_from_the_beginning(
    contract_in_force: Contract, agency_operator: Person
) -> None:
    header = LINE_HEADER + ",收货人,receiver_mobile,包装"
    rows = [line("L1") + ",王小茶,13812345678,礼盒", line("L2", quantity="0") + ",王小茶,13812345678,礼盒"]
    done = hand_in(agency_operator, contract_in_force, table(header, *rows))
    with acting(agency_operator):
        assert OrderLine.objects.get().extra == {"包装": "礼盒"}
        assert [word for word in PERSONS if word in str(QuarantineRow.objects.get().cells)] == []
        assert [word for word in PERSONS if word in str(list(iter_report(done.pk)))] == []
        assert any("收货人" in note for note in done.notes)
        cut = actions.cut_file(import_id=done.pk, org_id=agency_operator.org_id, at=LATE)
        assert [word for word in PERSONS if word in text_of(cut)] == [] and "礼盒" in text_of(cut)
