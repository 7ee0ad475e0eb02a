"""Which file is this? Formats are told apart by the set of their columns, never by position or file name."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from paidang.channels import bills
from paidang.channels.alipay import bill as alipay_bill
from paidang.channels.bills import Totals
from paidang.channels.cells import bare_title
from paidang.channels.custom.files import group_column, kept_columns, mapper, shown_as
from paidang.channels.custom.plan import ORDER_LINES, Plan
from paidang.channels.douyin import bill as douyin_bill
from paidang.channels.facts.tables import LABELS, TABLES
from paidang.channels.jd import bill as jd_bill
from paidang.channels.jd import files as jd
from paidang.channels.jd.documents import map_document as map_jd_document
from paidang.channels.link.sheet import NUMBER, MapDocument, by_document, columns
from paidang.channels.mapping import PLATFORM_COST, Cells, MapOrder
from paidang.channels.pinduoduo import bill as pinduoduo_bill
from paidang.channels.renren import files as renren
from paidang.channels.renren.mapping import map_document as map_renren_document
from paidang.channels.shop.mapping import map_document as map_shop_document
from paidang.channels.taobao import files as taobao
from paidang.channels.taobao.mapping import map_document as map_taobao_document
from paidang.channels.wechat import bill as wechat_bill
from paidang.channels.wechat import shop_bill as wechat_shop_bill
from paidang.channels.wechat.mapping import map_document as map_wechat_document
from paidang.channels.youzan import bill as youzan_bill
from paidang.kit.sentence import say


@dataclass(frozen=True, slots=True)
class Bill:
    """What is particular about a bill: whose stores it pays (`channels.bills`), its lines of totals, and their check."""

    family: str
    is_trailer: Callable[[Sequence[str], Sequence[str]], bool]
    check_totals: Callable[[Sequence[Sequence[str]], Sequence[Cells]], Totals]


@dataclass(frozen=True, slots=True)
class Format:
    """One kind of file. `table` for the program's own, `map_order` for a platform's; `other` is its other half.

    `bill`: its rows are movements of money, each read for itself, not lines that make an order together; so are those
    of any other format whose rows stand `alone`.

    `kept`: the columns that are read; of a platform's file no others, since most of those are about persons.
    `beside`: what its order lines carry beside the facts. `shown_as`: the file's title for a column of the facts.
    """

    key: str
    label: str
    required: tuple[str, ...]
    table: str = ""
    channel: str = ""
    order_id: str = ""
    map_order: MapOrder | None = None
    other: str = ""
    kept: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    shown_as: tuple[tuple[str, str], ...] = ()
    bill: Bill | None = None
    alone: bool = False
    checked: str = "照公开的表头自制的文件核对过，没有用真实导出核对"

    @property
    def is_facts(self) -> bool:
        return bool(self.table)


def of_documents(
    key: str, label: str, channel: str, platform: str, map_document: MapDocument, *, checked: str
) -> Format:
    """The sheet that a pull or a push of documents comes in as (ADR 0036)."""
    titles = columns(platform)
    return Format(
        key,
        label,
        titles,
        channel=channel,
        order_id=NUMBER,
        map_order=by_document(platform, map_document),
        kept=titles,
        checked=checked,
    )


FORMATS: dict[str, Format] = {
    found.key: found
    for found in (
        *(
            Format(
                key=name,
                label=LABELS[name],
                table=name,
                required=tuple(column.name for column in table.columns if not column.optional),
                checked="拍档自己的格式（结算规格第 1 节）",
            )
            for name, table in TABLES.items()
        ),
        Format(
            "jd_orders",
            say("京东订单导出"),
            jd.REQUIRED,
            channel="jd",
            order_id=jd.ORDER_ID,
            map_order=jd.map_order,
            kept=jd.KEPT,
            shown_as=jd.SHOWN_AS,
        ),
        *(
            of_documents(
                key,
                label,
                channel,
                platform,
                map_document,
                checked="照公开的接口说明核对过，没有用真实店铺核对",
            )
            for key, label, channel, platform, map_document in (
                ("jd_api", say("京东接口"), "jd", "京东", map_jd_document),
                ("taobao_api", say("淘宝天猫接口"), "tmall", "淘宝天猫", map_taobao_document),
                ("wechat_api", say("微信小店接口"), "wechat", "微信小店", map_wechat_document),
                ("renren_api", say("人人商城接口"), "renren_mall", "人人商城", map_renren_document),
            )
        ),
        of_documents(
            "shop_api",
            say("自有商城推送"),
            "shop",
            "自有商城",
            map_shop_document,
            checked="拍档自己的格式（docs/platform-interfaces.md）",
        ),
        Format(
            "taobao_orders",
            say("淘宝/天猫订单报表"),
            taobao.ORDERS_REQUIRED,
            channel="tmall",
            order_id=taobao.ORDER_ID,
            map_order=taobao.map_orders,
            kept=taobao.ORDERS_KEPT,
            shown_as=taobao.SHOWN_AS,
            other="taobao_items",
        ),
        Format(
            "taobao_items",
            say("淘宝/天猫宝贝报表"),
            taobao.ITEMS_REQUIRED,
            channel="tmall",
            order_id=taobao.ORDER_ID,
            map_order=taobao.map_items,
            kept=taobao.ITEMS_KEPT,
            shown_as=taobao.SHOWN_AS,
            other="taobao_orders",
        ),
        Format(
            "renren_orders",
            say("人人商城订单导出"),
            renren.REQUIRED,
            channel="renren_mall",
            order_id=renren.ORDER_ID,
            map_order=renren.map_order,
            kept=renren.KEPT,
            beside=(PLATFORM_COST,),
            shown_as=renren.SHOWN_AS,
        ),
        *(
            Format(
                key,
                label,
                module.REQUIRED,
                order_id=module.ORDER_ID,
                map_order=module.map_row,
                kept=module.KEPT,
                shown_as=module.SHOWN_AS,
                bill=Bill(family, module.is_trailer, module.check_totals),
                alone=True,
            )
            for key, label, module, family in (
                ("jd_bill", say("京东结算单"), jd_bill, bills.JD),
                ("alipay_bill", say("支付宝账务明细"), alipay_bill, bills.ALIPAY),
                ("wechat_pay_bill", say("微信支付交易账单"), wechat_bill, bills.WECHAT),
                ("wechat_shop_bill", say("微信小店资金流水"), wechat_shop_bill, bills.WECHAT),
                ("douyin_bill", say("抖店资金流水"), douyin_bill, bills.DOUYIN),
                ("pinduoduo_bill", say("拼多多货款明细"), pinduoduo_bill, bills.PINDUODUO),
                ("youzan_bill", say("有赞对账单"), youzan_bill, bills.YOUZAN),
            )
        ),
    )
}

KINDS = {
    "orders": ("order_lines", "jd_orders", "taobao_orders", "taobao_items", "renren_orders"),
    "refunds": ("refunds",),
    "logistics": ("logistics",),
    "fees": ("platform_fees",),
    "costs": ("costs",),
    "prices": ("prices",),
    "stock": ("stock",),
    "bills": ("bill_lines", *(key for key, found in FORMATS.items() if found.bill)),
    "api": ("jd_api", "taobao_api", "wechat_api", "renren_api", "shop_api"),
    "auto": tuple(FORMATS),
}


def of_plan(plan: Plan) -> Format:
    """The format that a person's plan makes of a file: read by the same door as a platform's export."""
    return Format(
        plan.kind,
        LABELS[plan.kind],
        kept_columns(plan),
        channel=plan.fixed.get("channel", ""),
        order_id=group_column(plan),
        map_order=mapper(plan),
        kept=kept_columns(plan),
        shown_as=shown_as(plan),
        alone=plan.kind != ORDER_LINES,
        checked=say("由人对过列"),
    )


def channel_of(found: Format, store: str) -> str:
    """The channel of a store in a platform's file, where the person does not say another."""
    return taobao.channel_of(store) if found.channel == "tmall" else found.channel


@dataclass(frozen=True, slots=True)
class Unrecognised:
    """No format fits: the nearest one and what is wrong with its columns."""

    nearest: str
    column: str
    reason: str


def detect(header: Sequence[str], kind: str = "auto") -> Format | Unrecognised:
    """The format whose columns the header has, the most of them where several fit; titles are compared trimmed.

    One that has at least half of them is named as the nearest.
    """
    titles = [bare_title(title) for title in header]
    known = [FORMATS[key] for key in KINDS[kind]]
    fitting = [found for found in known if set(found.required) <= set(titles)]
    if fitting:
        best = max(fitting, key=lambda found: len(found.required))
        own = {column.name for column in TABLES[best.table].columns} if best.is_facts else set(best.required)
        twice = [title for title in titles if titles.count(title) > 1 and title in own]
        return Unrecognised(best.label, twice[0], say("这一列出现了两次")) if twice else best
    theirs = [
        FORMATS[key] for key in KINDS[kind] if key not in KINDS["api"]
    ]  # no person has a file of an interface
    nearest = max(theirs, key=lambda found: len(set(found.required) & set(titles)) / len(found.required))
    missing = [title for title in nearest.required if title not in titles]
    if 2 * len(missing) > len(nearest.required):
        return Unrecognised(
            "", "", say("认不出这是哪种文件：表头与所有已知格式都对不上。请直接上传平台导出的原文件")
        )
    return Unrecognised(
        nearest.label,
        missing[0],
        say("像是{label}，但缺少列：{missing}", label=nearest.label, missing=missing),
    )
