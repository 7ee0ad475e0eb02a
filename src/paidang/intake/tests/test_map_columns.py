"""A file of no known format: a person says what its columns are, it goes in like any other, and the next one by itself."""

from dataclasses import replace

import pytest
from tests.cast import acting
from tests.worlds import kept

from paidang.channels.custom.plan import Plan
from paidang.evidence.models import Entry
from paidang.intake import actions
from paidang.intake.actions.map_columns import UnableToMap, look_at
from paidang.intake.models import ColumnMapping, ImportFile, QuarantineRow
from paidang.intake.queries import list_unknown_stores
from paidang.intake.tests.files import AT, LINE_HEADER, line, workbook
from paidang.kit.outcome import NotAllowed, NotFound
from paidang.orders.models import LogisticsCharge, OrderLine
from paidang.stock.models import StockLevel

HEADER = "平台单号,店铺名称,商品编码,数量,商品单价,优惠金额,运费,实付金额,付款时间"
FIRST = "A1,青岚旗舰店,QL-1,2,129.00,8.00,0.00,250.00,2026-03-05 10:00:00"
SECOND = "A2,青岚旗舰店,QL-1,1,129.00,0.00,6.00,195.00,2026-03-05 11:00:00\n,,QL-2,3,20.00,,,,"


def csv_of(*rows: str, header: str = HEADER) -> bytes:
    return "\n".join([header, *rows, ""]).encode("gb18030")


def receive(person, contract, content: bytes, name: str = "erp.csv") -> ImportFile:
    with acting(person):
        return actions.receive_file(person=person, at=AT, code=contract.code, name=name, content=content)


def guessed(person, file: ImportFile, kind: str = "") -> Plan:
    with acting(person):
        return replace(look_at(file, org_id=person.org_id, kind=kind).plan, fixed={"channel": "erp"})


def map_it(person, file: ImportFile, plan: Plan, name: str = "管家婆导出") -> ImportFile:
    with acting(person):
        return actions.map_columns(person=person, at=AT, import_id=file.pk, plan=plan, name=name)


def write(person, file: ImportFile) -> ImportFile:
    with acting(person):
        actions.test_read(person=person, at=AT, import_id=file.pk)
        return actions.write_now(person=person, at=AT, import_id=file.pk)


@kept
def mapped(contract_in_force, agency) -> ImportFile:
    """An ERP's export that was refused, mapped, and written."""
    person = agency.people["agency_operator"]
    file = receive(person, contract_in_force, csv_of(FIRST, SECOND))
    assert (file.state, file.problem["code"]) == ("refused", "unknown_header")
    file = map_it(person, file, guessed(person, file))
    assert (file.state, file.format) == ("received", "order_lines")
    return write(person, file)


def test_it_goes_in_and_the_next_one_by_itself(mapped, contract_in_force, brand, agency, outsider):
    person = agency.people["agency_operator"]
    with acting(person):
        lines = OrderLine.objects.filter(contract=contract_in_force).order_by("line_id")
        assert [(one.line_id, one.unit_price_fen, one.merchant_discount_fen, one.channel) for one in lines] == [
            ("A1-QL-1", 12_900, 800, "erp"), ("A2-QL-1", 12_900, 0, "erp"), ("A2-QL-2", 2_000, 0, "erp"),
        ]  # fmt: skip
        assert LogisticsCharge.objects.get().amount_fen == -600
        entries = {
            one.act: one.facts for one in Entry.objects.filter(act__startswith="intake.").order_by("seq")
        }
        for act in ("intake.mapped", "intake.test_read", "intake.written"):
            assert entries[act]["mapping_sha256"] == mapped.mapping["digest"]
            assert entries[act]["mapping_version"] == 1
    shuffled = "付款时间,平台单号,店铺名称,商品编码,数量,商品单价,优惠金额,运费,实付金额"
    again = receive(person, contract_in_force, csv_of("2026-03-06 10:00:00,A3,青岚旗舰店,QL-1,1,129.00,,,129.00", header=shuffled))  # fmt: skip
    assert (again.state, again.mapping["name"]) == ("received", "管家婆导出")
    assert write(person, again).counts["new"] == 1
    other = receive(brand.finance, contract_in_force, csv_of("A9,店,QL-1,1,1.00,,,1.00,2026-03-06 10:00:00"))
    assert other.state == "refused", "what one side said of a header is its own"
    with acting(brand.finance):
        assert not ColumnMapping.objects.exists()
        assert ImportFile.objects.get(pk=mapped.pk).mapping["digest"] == mapped.mapping["digest"]


def test_the_same_bytes_change_nothing(mapped, contract_in_force, agency):
    again = receive(agency.people["agency_operator"], contract_in_force, csv_of(FIRST, SECOND))
    assert (again.state, again.format) == ("unchanged", "order_lines")


def test_an_order_that_does_not_add_up_waits_and_is_mended(mapped, contract_in_force, agency):
    person = agency.people["agency_operator"]
    bad = receive(person, contract_in_force, csv_of(FIRST.replace("A1", "B1").replace("250.00", "25.00"), FIRST.replace("A1", "B2")))  # fmt: skip
    done = write(person, bad)
    assert (done.counts["new"], done.counts["bad"]) == (1, 1)
    with acting(person):
        row = QuarantineRow.objects.get(file=done)
        assert (row.group, row.faults[0]["column"]) == ("B1", "实付金额")
        mended = actions.mend_row(person=person, at=AT, row_id=row.pk, cells={"实付金额": "250.00"})
        assert mended.state == "mended"
        assert OrderLine.objects.filter(order_id="B1").exists()


def test_a_new_version_and_none(mapped, contract_in_force, agency):
    person = agency.people["agency_operator"]
    file = receive(person, contract_in_force, csv_of(FIRST.replace("A1", "C1")))
    with acting(person):
        read = actions.test_read(person=person, at=AT, import_id=file.pk)
    same = map_it(person, read, guessed(person, read))
    assert same.mapping["version"] == 1, "the same again is no new version"
    with acting(person):
        read = actions.test_read(person=person, at=AT, import_id=file.pk)
    plan = replace(guessed(person, read), fixed={"channel": "erp2"})
    assert map_it(person, read, plan).mapping["version"] == 2
    with acting(person):
        assert ImportFile.objects.get(pk=mapped.pk).mapping["version"] == 1, (
            "a file keeps what it was read by"
        )


def test_what_is_open_is_refused(contract_in_force, agency, brand, outsider):
    person = agency.people["agency_operator"]
    file = receive(person, contract_in_force, csv_of(FIRST))
    plan = guessed(person, file)
    for wrong, code in (
        (replace(plan, unit=""), "UNIT_OPEN"),
        (replace(plan, price_is=""), "PRICE_OPEN"),
        (replace(plan, columns={**plan.columns, "sku": "没有"}), "COLUMN_MISSING"),
    ):
        with pytest.raises(UnableToMap) as no:
            map_it(person, file, wrong)
        assert no.value.code == code
    with pytest.raises(UnableToMap, match="没有起名字"):
        map_it(person, file, plan, name=" ")
    with pytest.raises(NotAllowed):
        map_it(brand.manager, file, plan)
    with pytest.raises(NotAllowed):
        map_it(person, file, guessed(person, file, "costs"))
    with pytest.raises(NotFound):
        map_it(outsider.manager, file, plan)
    with acting(person):
        assert ImportFile.objects.get(pk=file.pk).state == "refused"
        assert not ColumnMapping.objects.exists()


def test_a_file_that_is_known_or_broken_cannot_be_mapped(contract_in_force, agency):
    person = agency.people["agency_operator"]
    known = receive(person, contract_in_force, f"{LINE_HEADER}\n{line()}\n".encode())
    broken = receive(person, contract_in_force, b"\x00\x01\x02", "x.csv")
    for file in (known, broken):
        with acting(person), pytest.raises(UnableToMap):
            look_at(file, org_id=person.org_id)


def test_the_brands_own_list_by_a_workbook(contract_in_force, brand):
    person = brand.people["brand_warehouse"]
    rows = [
        ["仓库", "货品编码", "可用库存"],
        ["余杭仓", "QL-1", 12],
        ["余杭仓", "QL-2", 7],
        ["余杭仓", "QL-1", 13],
    ]
    file = receive(person, contract_in_force, workbook(rows), "库存.xlsx")
    done = write(person, map_it(person, file, replace(guessed(person, file), fixed={}), "仓库系统"))
    assert (done.format, done.counts["new"], done.counts["bad"]) == ("stock", 2, 1)
    with acting(person):
        assert {one.sku: one.on_hand for one in StockLevel.objects.all()} == {"QL-1": 12, "QL-2": 7}
        assert "第 2 行是同一仓库" in str(QuarantineRow.objects.get(file=done).faults[0]["reason"])


def test_a_store_that_nobody_declared(mapped, contract_in_force, agency):
    person = agency.people["agency_operator"]
    done = write(
        person, receive(person, contract_in_force, csv_of(FIRST.replace("A1", "D1").replace("旗舰", "二")))
    )
    with acting(person):
        assert list_unknown_stores(done) in ([("erp", "青岚二店")], [])


def test_it_is_forgotten(mapped, contract_in_force, brand, agency):
    person = agency.people["agency_operator"]
    with acting(person):
        pk = ColumnMapping.objects.get().pk
    with acting(brand.finance), pytest.raises(NotFound):
        actions.forget_mapping(person=brand.finance, at=AT, mapping_id=pk)
    with acting(person):
        assert actions.forget_mapping(person=person, at=AT, mapping_id=pk) == "管家婆导出"
    assert receive(person, contract_in_force, csv_of(FIRST.replace("A1", "E1"))).state == "refused"
