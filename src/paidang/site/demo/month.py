"""A month of files as three shops export them, from one seed: the same month gives the same bytes.

Shapes follow the headers that operators download: JD's order export (GBK), Taobao's order and item reports (GBK,
`="…"` cells), and the facts format for the WeChat shop, refunds, carriage and fees. Buyers are invented.
"""

import csv
import io
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from paidang.kit.money import yuan_text
from paidang.kit.period import SHANGHAI, month_end_at, month_period
from paidang.site.demo.goods import CHOICES, GOODS, TEA_TABLE, Good

JD_COLUMNS = (
    "订单号,商品ID,商品名称,订购数量,支付方式,下单时间,京东价,订单金额,结算金额,余额支付,应付金额,订单状态,订单类型,下单帐号,"
    "客户姓名,客户地址,联系电话,订单备注,发票类型,发票抬头,发票内容,商家备注,商家备注等级（等级1-5为由高到低）,运费金额,付款确认时间,"
    "增值税发票,货号,订单完成时间,订单来源,订单渠道,"
)
TAOBAO_ORDER_COLUMNS = (
    "订单编号,买家会员名,买家支付宝账号,支付单号,支付详情,买家应付货款,买家应付邮费,买家支付积分,总金额,返点积分,买家实际支付金额,"
    "买家实际支付积分,订单状态,买家留言,收货人姓名,收货地址 ,运送方式,联系电话 ,联系手机,订单创建时间,订单付款时间 ,宝贝标题 ,宝贝种类 ,"
    "物流单号 ,物流公司,订单备注,宝贝总数量,店铺Id,店铺名称,订单关闭原因,卖家服务费,买家服务费,发票抬头,是否手机订单,分阶段订单信息,"
    "特权订金订单id,是否上传合同照片,是否上传小票,是否代付,定金排名,修改后的sku,修改后的收货地址,异常信息,天猫卡券抵扣,集分宝抵扣,"
    "是否是O2O交易,新零售交易类型,新零售导购门店名称,新零售导购门店id,新零售发货门店名称,新零售发货门店id,退款金额,预约门店,确认收货时间,"
    "打款商家金额,含应开票给个人的个人红包"
)
TAOBAO_ITEM_COLUMNS = "订单编号,标题,价格,购买数量,外部系统编号,商品属性,套餐信息,备注,订单状态,商家编码"
LINE_COLUMNS = "line_id,order_id,channel,store,sku,quantity,unit_price,merchant_discount,platform_discount,paid_at,shipped_at,completed_at,gift"

JD, TMALL, RENREN = "jd", "tmall", "renren_mall"
STATED_COSTS = {"QL-CB260": 96_00, "QL-PM2": 31_20}
"""What 人人商城's own cost field says, in fen: of the teapot something else than the brand declared."""
NEW_COSTS = {"QL-GW150": 63_00, "QL-PM2": 30_50, TEA_TABLE.sku: TEA_TABLE.factory_price_fen}
STORES = {JD: "青岚京东旗舰店", TMALL: "青岚天猫旗舰店", RENREN: "青岚人人商城"}
SHARES = ((JD, 46), (TMALL, 36), (RENREN, 18))
FLASH_DAYS = (12, 24)
"""On these days of each month JD's store has a flash sale in the evening, from FLASH_HOUR until midnight."""
FLASH_HOUR, FLASH_ORDERS = 20, 40
FLASH_PRICES = {"QL-GW150": 145_00, "QL-GD300": 55_00, "QL-PM2": 85_00}
FEE_RATES = {JD: 55, TMALL: 56, RENREN: 6}  # per mille of what the buyer paid


@dataclass(frozen=True, slots=True)
class Item:
    """One SKU of an order."""

    good: Good
    quantity: int
    discount_fen: int

    @property
    def revenue_fen(self) -> int:
        return self.good.price_fen * self.quantity - self.discount_fen


@dataclass(frozen=True, slots=True)
class Order:
    """One order of one shop."""

    order_id: str
    channel: str
    items: Sequence[Item]
    paid_at: datetime
    shipped_at: datetime
    completed_at: datetime | None

    @property
    def revenue_fen(self) -> int:
        return sum(item.revenue_fen for item in self.items)

    def line_id(self, item: Item) -> str:
        """The id that intake gives the line."""
        return f"{self.order_id}-{item.good.sku}"


def make_orders(month: str, *, known_at: datetime, count: int = 420) -> list[Order]:
    """A month's orders as they were known at a moment: what happened later has not happened yet."""
    dice = random.Random(f"paidang {month}")
    period = month_period(month)
    start = datetime(period.start.year, period.start.month, period.start.day, tzinfo=SHANGHAI)
    orders = []
    for number in range(count):
        channel = dice.choices([name for name, _ in SHARES], [weight for _, weight in SHARES])[0]
        paid_at = start + timedelta(seconds=dice.randrange(period.days * 24 * 3600))
        shipped_at = paid_at + timedelta(hours=dice.randint(3, 40))
        completed_at = shipped_at + timedelta(hours=dice.randint(50, 190))
        order = Order(
            _order_id(channel, paid_at, number), channel, _items(dice, number, channel), paid_at, shipped_at,
            completed_at if completed_at <= known_at else None,
        )  # fmt: skip
        if paid_at <= known_at:
            orders.append(order)
    return orders + _flash_orders(month, known_at, count)


def _flash_orders(month: str, known_at: datetime, first_number: int) -> list[Order]:
    """What the flash sales sold besides, a good an order."""
    dice, since = random.Random(f"flash {month}"), month_period(month).start
    orders = []
    for number in range(FLASH_ORDERS * len(FLASH_DAYS)):
        day = FLASH_DAYS[number % len(FLASH_DAYS)]
        begins = datetime(since.year, since.month, day, FLASH_HOUR, tzinfo=SHANGHAI)
        paid_at = begins + timedelta(seconds=dice.randrange((24 - FLASH_HOUR) * 3600))
        sku = dice.choice(list(FLASH_PRICES))
        good = next(one for one in GOODS if one.sku == sku)
        quantity = dice.choice([1, 1, 1, 2, 2, 3])
        item = Item(good, quantity, (good.price_fen - FLASH_PRICES[good.sku]) * quantity)
        shipped_at = paid_at + timedelta(hours=dice.randint(10, 40))
        completed_at = shipped_at + timedelta(hours=dice.randint(50, 190))
        order_id = _order_id(JD, paid_at, first_number + number)
        if paid_at <= known_at:
            done_at = completed_at if completed_at <= known_at else None
            orders.append(Order(order_id, JD, [item], paid_at, shipped_at, done_at))
    return orders


def _order_id(channel: str, paid_at: datetime, number: int) -> str:
    if channel == JD:
        return f"30{paid_at:%y%m%d}{number:05d}"
    return f"22{paid_at:%y%m%d}{number:011d}" if channel == TMALL else f"SH{paid_at:%Y%m%d}{number:05d}"


def _items(dice: random.Random, number: int, channel: str) -> list[Item]:
    weights = [18, 12, 9, 18, 16, 11, 14, 2]
    goods = list(dict.fromkeys(dice.choices(GOODS, weights, k=dice.choice([1, 1, 1, 1, 2, 2, 3]))))
    items = []
    for good in goods:
        quantity = dice.choice([1, 1, 1, 1, 2, 2, 3])
        room = (good.price_fen - good.floor_fen) * quantity
        discount = dice.choice([0, 0, 0, room // 3, room // 2])
        if len(goods) > 1 and channel != RENREN:  # those exports state a discount per order, not per line
            discount = 0
        if number in (77, 241):  # sold below the floor: kept, and recorded as a breach
            discount = room + 9_00 * quantity
        items.append(Item(good, quantity, discount))
    return items


def make_files(month: str, *, known_at: datetime) -> dict[str, bytes]:
    """All files of a month by their names, in the order of import."""
    orders = make_orders(month, known_at=known_at)
    by_channel = {channel: [order for order in orders if order.channel == channel] for channel in STORES}
    return {
        f"京东_订单导出_{month}.csv": _jd(by_channel[JD]),
        f"天猫_订单报表_{month}.csv": _taobao_orders(by_channel[TMALL]),
        f"天猫_宝贝报表_{month}.csv": _taobao_items(by_channel[TMALL]),
        f"人人商城_order_lines_{month}.csv": _renren(by_channel[RENREN], month),
        f"refunds_{month}.csv": _refunds(orders, month, known_at),
        f"logistics_{month}.csv": _logistics(orders, known_at),
        f"platform_fees_{month}.csv": _platform_fees(orders),
    }


def make_new_costs(valid_from: str) -> bytes:
    """Factory prices that change later."""
    return _csv("sku,factory_price,valid_from", [[sku, fen, valid_from] for sku, fen in NEW_COSTS.items()])


def make_costs(valid_from: str) -> bytes:
    """The brand's factory prices; one SKU is not declared yet."""
    rows = [
        [good.sku, good.factory_price_fen, valid_from]
        for good in (*GOODS, *CHOICES)
        if good.factory_price_fen is not None
    ]
    return _csv("sku,factory_price,valid_from", rows)


def make_prices(valid_from: str) -> bytes:
    """The brand's price list: minimum and suggested retail price."""
    return _csv(
        "sku,min_retail_price,suggested_price,valid_from",
        [[g.sku, g.floor_fen, g.price_fen, valid_from] for g in (*GOODS, *CHOICES)],
    )


def _csv(header: str, rows: Iterable[Sequence[object]], encoding: str = "utf-8") -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    text.write(header + "\r\n")
    writer.writerows(rows)
    return text.getvalue().encode(encoding)


def _local(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S}" if moment else ""


def _iso(moment: datetime | None) -> str:
    return moment.isoformat() if moment else ""


def _jd(orders: Iterable[Order]) -> bytes:
    rows = []
    for order in orders:
        total = sum(item.good.price_fen * item.quantity for item in order.items)
        for number, item in enumerate(order.items):
            rows.append([
                order.order_id, f"1000{GOODS.index(item.good):03d}{number}", item.good.title, item.quantity, "在线支付", _local(order.paid_at),
                yuan_text(item.good.price_fen), yuan_text(total), yuan_text(order.revenue_fen), "0.00", yuan_text(order.revenue_fen),
                "完成" if order.completed_at else "等待确认收货", "SOP", "jd_****", "王**", "广东省****", "138****0000", "", "不开发票", "", "", "", "",
                "0.00", _local(order.paid_at), "", item.good.sku, _local(order.completed_at), "移动端", "京东", "",
            ])  # fmt: skip
    return _csv(JD_COLUMNS, rows, "gb18030")


def _taobao_orders(orders: Iterable[Order]) -> bytes:
    columns = TAOBAO_ORDER_COLUMNS.split(",")
    rows = []
    for order in orders:
        cells = dict.fromkeys(columns, "")
        paid = yuan_text(order.revenue_fen)
        cells |= {
            "订单编号": f'="{order.order_id}"', "买家会员名": "tb****", "买家应付货款": paid, "买家应付邮费": "0.00", "买家支付积分": "0",
            "总金额": paid, "返点积分": "0", "买家实际支付金额": paid, "买家实际支付积分": "0", "收货人姓名": "李**", "收货地址 ": "浙江省 杭州市 ****",
            "订单状态": "交易成功" if order.completed_at else "卖家已发货，等待买家确认", "联系手机": "'139****0000", "订单创建时间": _local(order.paid_at),
            "订单付款时间 ": _local(order.paid_at), "宝贝标题 ": "，".join(item.good.title for item in order.items), "宝贝种类 ": str(len(order.items)),
            "宝贝总数量": str(sum(item.quantity for item in order.items)), "店铺Id": "0", "店铺名称": STORES[TMALL], "订单关闭原因": "订单未关闭",
            "卖家服务费": "0", "买家服务费": "0元", "是否手机订单": "手机订单", "特权订金订单id": '=""', "是否代付": "否", "退款金额": "0.00",
            "确认收货时间": _local(order.completed_at), "打款商家金额": f"{paid}元" if order.completed_at else "无",
        }  # fmt: skip
        rows.append([cells[column] for column in columns])
    return _csv(TAOBAO_ORDER_COLUMNS, rows, "gb18030")


def _taobao_items(orders: Iterable[Order]) -> bytes:
    rows = [
        [
            f'="{order.order_id}"',
            item.good.title,
            yuan_text(item.good.price_fen),
            item.quantity,
            item.good.sku,
            "",
            "null",
            "",
            "交易成功",
            item.good.sku,
        ]
        for order in orders
        for item in order.items
    ]
    return _csv(TAOBAO_ITEM_COLUMNS, rows, "gb18030")


def _renren(orders: Sequence[Order], month: str) -> bytes:
    rows = [
        [order.line_id(item), order.order_id, RENREN, STORES[RENREN], item.good.sku, item.quantity, item.good.price_fen, item.discount_fen, 0,
         _iso(order.paid_at), _iso(order.shipped_at), _iso(order.completed_at), "false", STATED_COSTS.get(item.good.sku, "")]
        for order in orders
        for item in order.items
    ]  # fmt: skip
    stray = f"{month}-15"
    rows += [
        [
            f"SH-{month}-X1",
            f"SH-{month}-X1",
            RENREN,
            STORES[RENREN],
            "QL-GW150",
            1,
            15800,
            0,
            0,
            f"{stray} 10:20:00",
            "",
            "",
            "false",
        ],
        [
            f"SH-{month}-X2",
            f"SH-{month}-X2",
            RENREN,
            STORES[RENREN],
            "QL-PM2",
            0,
            8800,
            0,
            0,
            f"{stray}T11:05:00+08:00",
            "",
            "",
            "false",
        ],
        [
            f"SH-{month}-X3",
            f"SH-{month}-X3",
            RENREN,
            STORES[RENREN],
            "QL-GD300",
            1,
            -5900,
            0,
            0,
            f"{stray}T12:40:00+08:00",
            "",
            "",
            "false",
        ],
    ]
    return _csv(f"{LINE_COLUMNS},platform_cost", rows)


@dataclass(frozen=True, slots=True)
class Refund:
    """One refund of a part or all of a line."""

    order: Order
    item: Item
    quantity: int
    amount_fen: int
    cause: str
    at: datetime


def make_refunds(orders: Iterable[Order], month: str, known_at: datetime) -> list[Refund]:
    """The refunds of a month's orders as they were known at a moment."""
    dice = random.Random(f"refunds {month}")
    refunds = []
    for order in orders:
        if not order.completed_at or dice.random() > 0.06:
            continue
        item = dice.choice(order.items)
        quantity = dice.randint(1, item.quantity)
        cause = dice.choice(["no_reason", "no_reason", "no_reason", "quality", "wrong_item", "lost"])
        refunded_at = order.completed_at + timedelta(hours=dice.randint(4, 60))
        if refunded_at <= known_at:
            amount = item.revenue_fen * quantity // item.quantity
            refunds.append(Refund(order, item, quantity, amount, cause, refunded_at))
    return refunds


def _refunds(orders: Iterable[Order], month: str, known_at: datetime) -> bytes:
    rows = [
        [
            f"R-{one.order.order_id}",
            one.order.line_id(one.item),
            one.quantity,
            one.amount_fen,
            one.cause,
            str(one.cause in ("no_reason", "wrong_item")).lower(),
            _iso(one.at),
        ]
        for one in make_refunds(orders, month, known_at)
    ]
    return _csv("refund_id,line_id,quantity,amount,cause,restocked,refunded_at", rows)


def _logistics(orders: Iterable[Order], known_at: datetime) -> bytes:
    rows = [
        [f"W-{order.order_id}", order.order_id, "outbound", 6_20 + 1_50 * sum(item.quantity for item in order.items),
         "b" if order.channel != RENREN else "a", _iso(order.shipped_at), "shared"]
        for order in orders
        if order.shipped_at <= known_at
    ]  # fmt: skip
    return _csv("charge_id,order_id,kind,amount,paid_by,charged_at,borne_by", rows)


def _platform_fees(orders: Iterable[Order]) -> bytes:
    rows = [
        [
            f"F-{order.order_id}",
            order.order_id,
            "payment_fee" if order.channel == RENREN else "commission",
            order.revenue_fen * FEE_RATES[order.channel] // 1000,
            _iso(order.completed_at),
        ]
        for order in orders
        if order.completed_at
    ]
    return _csv("fee_id,order_id,kind,amount,charged_at", rows)


def known_by_closing(month: str) -> datetime:
    """The evening of the 7th after the month: when the demo agency downloads its files."""
    return month_end_at(month) + timedelta(days=6, hours=18)
