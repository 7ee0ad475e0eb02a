"""Files read by a plan: what a generated table says under any header, what is guessed, and what is left to a person."""

import random
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paidang.channels.custom.files import mapper, read_moment
from paidang.channels.custom.guess import Sample, guess, guess_kind, sample_of, times_of
from paidang.channels.custom.plan import (
    FIELDS,
    MERCHANT,
    ORDER_LINES,
    REFUSE,
    Plan,
    check_plan,
    fingerprint,
    read_plan,
)
from paidang.channels.facts.check import check_row
from paidang.channels.facts.tables import TABLES
from paidang.channels.mapping import Context, clean_row
from paidang.kit.money import yuan_text
from paidang.kit.period import SHANGHAI

FIRST = datetime(2026, 1, 1, tzinfo=SHANGHAI)
STORE = Context(store="青岚旗舰店", channel="erp")
TIMES = {
    "ymd": "%Y-%m-%d %H:%M:%S",
    "dmy": "%d/%m/%Y %H:%M:%S",
    "mdy": "%m/%d/%Y %H:%M:%S",
    "compact": "%Y%m%d%H%M%S",
}


def values_of(plan: Plan, header, rows, order_column: str = "") -> list[dict]:
    """The facts of all orders of a table, as checked values; no fault anywhere."""
    orders: dict[str, list] = {}
    current = ""
    for number, row in enumerate(rows, 2):
        cells = clean_row(header, row)
        current = (cells.get(order_column) or current) if order_column else str(number)
        orders.setdefault(current, []).append((number, cells))
    found = []
    for rows_of in orders.values():
        mapped = mapper(plan)(rows_of, None, STORE)
        assert not mapped.faults
        for fact in mapped.facts:
            values, faults = check_row(TABLES[fact.table], fact.cells)
            assert not faults
            found.append({"table": fact.table} | values)
    return found


moments = st.integers(0, 300 * 86_400).map(lambda s: FIRST + timedelta(seconds=s))


@st.composite
def worlds(draw):
    """Orders of one to three lines as neutral facts, and a table of them written under a header of its own."""
    unit, price_is, manner = draw(st.sampled_from(["yuan", "fen"])), draw(st.sampled_from(["unit", "total"])), draw(st.sampled_from(sorted(TIMES)))  # fmt: skip
    fields = [one.name for one in FIELDS[ORDER_LINES] if one.name not in ("channel", "store")]
    titles = dict(zip(fields, draw(st.permutations([f"列{n}" for n in range(len(fields))])), strict=True))
    header = draw(st.permutations([*titles.values(), "买家姓名"]))
    facts, rows = [], []
    for number in range(draw(st.integers(1, 4))):
        paid_at = draw(moments)
        postage = draw(st.integers(0, 3000))
        lines = []
        for at in range(draw(st.integers(1, 3))):
            quantity, price = draw(st.integers(1, 5)), draw(st.integers(1, 50_000))
            cut = draw(st.integers(0, price * quantity))
            platform = draw(st.integers(0, price * quantity - cut))
            shipped = paid_at + timedelta(hours=draw(st.integers(1, 99)))
            lines.append((f"L{number}-{at}", f"SKU-{at}", quantity, price, cut, platform, shipped))
        paid = sum(q * p - c - f for _l, _s, q, p, c, f, _t in lines) + postage
        for at, (line_id, sku, quantity, price, cut, platform, shipped) in enumerate(lines):

            def money(fen: int) -> str:
                return yuan_text(fen) if unit == "yuan" else str(fen)

            def time(moment: datetime) -> str:
                return moment.strftime(TIMES[manner])

            facts.append(
                {
                    "table": ORDER_LINES, "line_id": line_id, "order_id": f"O{number}", "channel": "erp",
                    "store": "青岚旗舰店", "sku": sku, "quantity": quantity, "unit_price": price, "merchant_discount": cut,
                    "platform_discount": platform, "paid_at": paid_at, "shipped_at": shipped, "completed_at": None,
                    "gift": False,
                }
            )  # fmt: skip
            cells = {
                "line_id": line_id, "sku": sku, "quantity": str(quantity),
                "price": money(price if price_is == "unit" else price * quantity), "line_discount": money(cut),
                "line_platform": money(platform), "shipped_at": time(shipped),
            }  # fmt: skip
            if at == 0:  # the order's own stand on its first line alone
                cells |= {"order_id": f"O{number}", "postage": money(postage), "paid_total": money(paid), "paid_at": time(paid_at)}  # fmt: skip
            by_title = {titles[name]: cell for name, cell in cells.items()} | {"买家姓名": "张三"}
            rows.append([by_title.get(title, "") for title in header])
        if postage:
            facts.append({
                "table": "logistics", "charge_id": f"O{number}-postage", "order_id": f"O{number}", "kind": "postage",
                "amount": -postage, "paid_by": "b", "charged_at": paid_at, "borne_by": None,
            })  # fmt: skip
    times = dict.fromkeys(("paid_at", "shipped_at", "completed_at"), manner)
    return Plan(ORDER_LINES, titles, {"channel": "erp"}, {}, times, unit, price_is), header, rows, facts


@given(worlds())
def test_any_header_and_any_order_of_columns_gives_the_neutral_facts(world):
    plan, header, rows, facts = world
    assert check_plan(plan, header) == []
    assert values_of(plan, header, rows, plan.columns["order_id"]) == facts
    kept = read_plan(plan.as_json())
    assert (kept, kept.digest) == (plan, plan.digest)
    shuffled = random.Random(1).sample(header, len(header))
    assert fingerprint(shuffled) == fingerprint(header)


HEADER = [
    "平台单号",
    "店铺名称",
    "商品编码",
    "数量",
    "商品单价",
    "优惠金额",
    "运费",
    "实付金额",
    "付款时间",
    "买家手机",
]
ROWS = [
    ["A1", "店", "QL-1", "2", "129.00", "8.00", "0.00", "250.00", "2026-03-05 10:00:00", "138"],
    ["A2", "店", "QL-1", "1", "129.00", "0.00", "6.00", "195.00", "2026-03-05 11:00:00", "138"],
    ["", "", "QL-2", "3", "20.00", "", "", "", "", ""],
]


def sample(header=HEADER, rows=ROWS):
    return sample_of(header, list(enumerate(rows, 2)))


def erp(**changes) -> Plan:
    """What is guessed, and that it is all of one channel."""
    return replace(guess(sample()), fixed={"channel": "erp"}, **changes)


def test_an_export_of_an_erp_is_guessed_whole():
    plan = erp()
    assert check_plan(plan, HEADER) == []
    assert (plan.kind, plan.unit, plan.price_is, plan.times) == (
        ORDER_LINES,
        "yuan",
        "unit",
        {"paid_at": "ymd"},
    )
    assert "买家手机" not in plan.columns.values()
    found = values_of(plan, HEADER, ROWS, "平台单号")
    assert [(one["sku"], one["unit_price"], one["merchant_discount"]) for one in found if one["table"] == ORDER_LINES] == [
        ("QL-1", 12_900, 800), ("QL-1", 12_900, 0), ("QL-2", 2_000, 0),
    ]  # fmt: skip


def with_column(name: str, cells: list[str], rows=ROWS) -> list[list[str]]:
    at = HEADER.index(name)
    return [[*row[:at], cell, *row[at + 1 :]] for row, cell in zip(rows, cells, strict=True)]


@pytest.mark.parametrize(
    ("title", "prices", "price_is"),
    [
        (
            "商品单价",
            ["258.00", "129.00", "60.00"],
            "total",
        ),  # named so, but orders only add up the other way
        ("商品金额", ["129.00", "129.00", "20.00"], "unit"),
        ("商品单价", ["100.00", "100.00", "20.00"], ""),  # neither adds up: a person says
    ],
)
def test_unit_and_total_are_told_apart_by_adding_up(title, prices, price_is):
    header = [title if each == "商品单价" else each for each in HEADER]
    assert guess(sample(header, with_column("商品单价", prices))).price_is == price_is


@pytest.mark.parametrize(
    ("cells", "said", "manner"),
    [
        ([], {}, "ymd"),  # as the payments are
        (["20260306090000"], {}, "compact"),
        (
            ["20260306090000"],
            {"shipped_at": "ymd"},
            "compact",
        ),  # said of another column that stood there before
        (["05/03/2026 10:00"], {}, None),
        (["05/03/2026 10:00"], {"shipped_at": "mdy"}, "mdy"),
    ],
)
def test_how_times_are_written_is_asked_only_where_it_is_not_certain(cells, said, manner):
    rows = [
        (n, {"付款时间": "2026-03-05 10:00:00", "发货时间": cell}) for n, cell in enumerate(cells or [""], 2)
    ]
    columns = {"paid_at": "付款时间", "shipped_at": "发货时间"}
    times = times_of(Sample(("付款时间", "发货时间"), tuple(rows)), "order_lines", columns, said)
    assert (times["paid_at"], times.get("shipped_at")) == ("ymd", manner)


def test_what_may_be_two_things_is_asked():
    plan = replace(
        guess(sample(rows=with_column("付款时间", ["05/03/2026 10:00", "06/03/2026 10:00", ""]))),
        fixed={"channel": "erp"},
    )
    assert [one.code for one in check_plan(plan, HEADER)] == ["TIME_OPEN"]
    sure = guess(sample(rows=with_column("付款时间", ["25/03/2026 10:00", "06/03/2026 10:00", ""])))
    assert sure.times == {"paid_at": "dmy"}
    whole = [[cell.replace(".00", "") for cell in row] for row in ROWS]
    codes = [one.code for one in check_plan(guess(sample(rows=whole)), HEADER)]
    assert codes == ["FIELD_OPEN", "UNIT_OPEN", "PRICE_OPEN"], "the channel, too"


@pytest.mark.parametrize(
    ("change", "codes"),
    [
        ({"columns": {}}, ["FIELD_OPEN"] * 5),
        ({"columns": {"order_id": "没有"}}, ["COLUMN_MISSING"]),
        ({"price_is": "each"}, ["PRICE_OPEN"]),
        ({"unit": ""}, ["UNIT_OPEN"]),
        ({"rest": "guess"}, ["REST_WRONG"]),
    ],
)
def test_a_plan_is_whole_or_says_what_is_open(change, codes):
    plan = erp()
    if "columns" in change and change["columns"]:
        change = {"columns": {**plan.columns, **change["columns"]}}
    assert [one.code for one in check_plan(replace(plan, **change), HEADER)] == codes


def test_a_title_that_comes_twice_is_refused():
    assert "COLUMN_TWICE" in [one.code for one in check_plan(guess(sample()), [*HEADER, "数量"])]


@pytest.mark.parametrize(
    ("paid", "rest", "faults", "discount"),
    [
        ("250.00", REFUSE, 0, 800),
        ("240.00", REFUSE, 1, 0),
        ("240.00", MERCHANT, 0, 1_800),
        ("260.00", MERCHANT, 1, 0),
    ],
)
def test_an_order_that_does_not_add_up(paid, rest, faults, discount):
    plan = erp(rest=rest)
    cells = clean_row(HEADER, [*ROWS[0][:7], paid, *ROWS[0][8:]])
    mapped = mapper(plan)([(2, cells)], None, STORE)
    assert len(mapped.faults) == faults
    if not faults:
        assert mapped.facts[0].cells["merchant_discount"] == str(discount)
    else:
        assert "与明细不符" in mapped.faults[2][0].reason


def test_a_total_that_does_not_divide_keeps_every_fen():
    plan = erp(price_is="total", columns={**guess(sample()).columns, "paid_total": ""})
    cells = clean_row(HEADER, ["A", "店", "QL-1", "3", "100.00", "", "", "", "2026-03-05 10:00:00", ""])
    [fact] = mapper(plan)([(2, cells)], None, STORE).facts
    assert (fact.cells["unit_price"], fact.cells["merchant_discount"]) == ("3334", "2")


@pytest.mark.parametrize(
    ("header", "row", "kind", "fixed", "expected"),
    [
        (
            ["退款编号", "订单编号", "商品编码", "退款金额", "退款原因", "退款时间"],
            ["R1", "A1", "QL-1", "12.50", "七天无理由", "2026/03/08 09:00"],
            "refunds", {"quantity": "1", "restocked": "true"},
            {"refund_id": "R1", "line_id": "A1-QL-1", "quantity": 1, "amount": 1_250, "cause": "no_reason", "restocked": True},
        ),
        (
            ["费用编号", "订单号", "费用类型", "金额(元)", "扣费时间"], ["F1", "A1", "佣金", "3.2", "2026-03-08"],
            "platform_fees", {}, {"fee_id": "F1", "order_id": "A1", "kind": "佣金", "amount": 320},
        ),
        (
            ["流水编号", "订单号", "业务类型", "费用名称", "金额(元)", "入账时间"], ["E1", "A1", "货款", "货款", "3.20", "20260308101112"],
            "bill_lines", {"channel": "erp", "store": "店"}, {"entry_id": "E1", "kind": "payment", "amount": 320, "item": "货款"},
        ),
        (
            ["仓库", "商品编码", "可用库存", "更新时间"], ["余杭仓", "QL-1", "12", "2026-03-08 10:00"],
            "stock", {}, {"warehouse": "余杭仓", "sku": "QL-1", "quantity": 12},
        ),
        (["商品编码", "供货价", "生效日期"], ["QL-1", "45.5", "2026年3月1日"], "costs", {}, {"sku": "QL-1", "factory_price": 4_550}),
        (
            ["商品编码", "控价", "指导价", "生效日期"], ["QL-1", "99.00", "129.00", "2026-03-01"],
            "prices", {}, {"min_retail_price": 9_900, "suggested_price": 12_900},
        ),
        (
            ["运单号", "订单号", "费用(元)", "计费时间"], ["SF1", "A1", "8.00", "2026-03-08"],
            "logistics", {"kind": "outbound", "paid_by": "b"}, {"charge_id": "SF1", "kind": "outbound", "amount": 800},
        ),
    ],
)  # fmt: skip
def test_every_other_kind(header, row, kind, fixed, expected):
    assert guess_kind(header) == kind
    plan = replace(guess(sample(header, [row])), fixed=fixed)
    if kind == "bill_lines":
        plan = replace(plan, words={"kind": {"货款": "payment"}})
    assert check_plan(plan, header) == []
    [found] = values_of(plan, header, [row])
    assert expected.items() <= found.items()


def test_a_word_that_nobody_explained_is_a_fault():
    header = ["退款编号", "订单编号", "商品编码", "退款金额", "退款原因", "退款时间"]
    row = ["R1", "A1", "QL-1", "12.50", "其他", "2026/03/08 09:00"]
    plan = replace(guess(sample(header, [row])), fixed={"quantity": "0", "restocked": "false"})
    mapped = mapper(plan)([(2, clean_row(header, row))], None, STORE)
    assert "没有说“其他”是什么" in mapped.faults[2][0].reason


@pytest.mark.parametrize(
    ("cell", "manner", "said"),
    [
        ("1772676000", "unix", "2026-03-05T10:00:00+08:00"),
        ("1772676000123", "unix_ms", "2026-03-05T10:00:00+08:00"),
        ("2026-03-05T02:00:00+00:00", "iso", "2026-03-05T02:00:00+00:00"),
        ("2026.03.05", "ymd", "2026-03-05T00:00:00+08:00"),
        ("5/3/2026 10:00", "dmy", "2026-03-05T10:00:00+08:00"),
    ],
)
def test_manners_of_writing_a_time(cell, manner, said):
    assert read_moment(cell, manner, is_day=False) == said


def test_a_kind_that_the_reader_may_not_hand_in_is_not_guessed():
    header = ["仓库", "商品编码", "数量"]
    assert guess_kind(header) == "stock"
    assert guess_kind(header, ["order_lines", "refunds"]) == "order_lines"
    short = ["单号", "店", "货号", "件数", "单价", "付款"]
    assert guess_kind(short) == "order_lines"
    plan = guess(sample(short, [["9001", "京东旗舰店", "QL-1", "2", "158.00", "2026-03-08 10:00:00"]]))
    assert plan.columns == {
        "order_id": "单号", "store": "店", "sku": "货号", "quantity": "件数", "price": "单价", "paid_at": "付款",
    }  # fmt: skip


def test_lines_that_are_numbered_in_each_order_are_told_apart_by_it():
    rows = [(1, {"单": "A1", "行": "1"}), (2, {"单": "A1", "行": "2"}), (3, {"单": "A2", "行": "1"})]
    cells = {"货": "QL-1", "数": "1", "价": "10", "付": "2026-03-02 10:00:00"}
    columns = {
        "order_id": "单",
        "line_id": "行",
        "sku": "货",
        "quantity": "数",
        "price": "价",
        "paid_at": "付",
    }
    plan = Plan(
        "order_lines",
        columns,
        fixed={"channel": "erp"},
        times={"paid_at": "ymd"},
        unit="yuan",
        price_is="unit",
    )
    orders = ([(n, row | cells) for n, row in rows[:2]], [(n, row | cells) for n, row in rows[2:]])
    found = [mapper(plan)(order, None, STORE) for order in orders]
    assert [fact.cells["line_id"] for one in found for fact in one.facts] == ["A1-1", "A1-2", "A2-1"]


@pytest.mark.parametrize(
    ("title", "field"),
    [
        ("几个", "quantity"), ("件数", "quantity"), ("购买数量（件）", "quantity"), ("数量/个", "quantity"), ("卖出数量", "quantity"),
        ("卖价(元)", "price"), ("售价【元】", "price"), ("单价（元/件）", "price"), ("成交价/元", "price"), ("销售价格", "price"),
        ("买家实付金额[元]", "paid_total"), ("运费 元", "postage"), ("付款时间（北京）", "paid_at"),
    ],
)  # fmt: skip
def test_headers_as_people_write_them_are_known_with_their_units_beside(title: str, field: str) -> None:
    cells = {"quantity": "2", "paid_at": "2026-03-05 10:00:00"}.get(field, "12.50")
    found = guess(sample_of(["订单号", title], [(2, ["O1", cells])]), ORDER_LINES)
    assert found.columns.get(field) in (title, title.replace("（", "(").replace("）", ")")), found.columns
    assert (found.unit == "yuan") or field in ("quantity", "paid_at")
