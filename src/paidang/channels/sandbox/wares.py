"""What the sandbox's shops sell, and who buys there. All of it made up; the SKU codes are those of the demo world."""

from dataclasses import dataclass

from paidang.channels.link.documents import InvoiceWish, Receiver


@dataclass(frozen=True, slots=True)
class Ware:
    """A page of a shop: its choices (our code, what the title gains, price and cost in fen) have one item number."""

    title: str
    choices: tuple[tuple[str, str, int, int], ...]


WARES = (
    Ware("青岚 青瓷盖碗 150ml 手工釉下彩", (("QL-GW150", "", 158_00, 61_50),)),
    Ware("青岚 旅行茶具 四件套 便携收纳包", (("QL-LX4", "", 199_00, 82_00),)),
    Ware("青岚 侧把急须壶 260ml 原矿紫泥", (("QL-CB260", "", 238_00, 94_60),)),
    Ware("青岚 手绘品茗杯 两只装", (("QL-PM2", "", 88_00, 31_20),)),
    Ware("青岚 玻璃公道杯 300ml 加厚耐热", (("QL-GD300", "", 59_00, 19_80),)),
    Ware(
        "青岚 干泡茶盘",
        (("QL-CP-S", " 小号", 129_00, 52_40), ("QL-CP-M", " 中号", 169_00, 68_00), ("QL-CP-L", " 大号", 219_00, 88_00)),
    ),
    Ware("青岚 密封茶叶罐 500ml", (("QL-CG500", "", 79_00, 28_60),)),
    Ware(
        "青岚 棉麻茶巾 吸水不掉毛",
        (("QL-CJ-H", " 灰", 19_90, 5_20), ("QL-CJ-L", " 蓝", 19_90, 5_20), ("QL-CJ-Z", " 赭", 19_90, 5_20)),
    ),
    Ware("青岚 桂花限定礼盒 含茶样三支", (("QL-GH-LH", "", 298_00, 118_00),)),
)  # fmt: skip
GIFT = Ware("青岚 茶针（赠品）", (("QL-GIFT-CZ", "", 0, 2_10),))
SETS = {
    "jd": (Ware("青岚 手绘品茗杯 两套装", (("QL-PM2-2T", "", 168_00, 62_40),)),),
    "renren": (Ware("青岚 茶席两件套 盖碗配公道杯", (("QL-CX-2", "", 205_00, 82_80),)),),
}
"""By platform what only it has: off the shelves, so that nobody buys it; several goods under a code of the shop's own."""
COUPONS = {"renren": (("茶友券 满200减15", 200_00, 15_00),)}
"""By platform what its buyers may be given: its name, from how many fen on, and its worth in fen."""
SUDDEN = ("QL-LX4", 169_00)
"""The SKU of the sudden promotion, and its price then, in fen."""

SURNAMES = "赵钱孙李周吴郑王冯陈沈韩杨朱秦许何吕施张孔曹严华金魏陶姜"
GIVEN = (
    "知夏",
    "秋白",
    "予安",
    "若溪",
    "子墨",
    "晚晴",
    "明远",
    "思齐",
    "嘉言",
    "清和",
    "䶮",
    "伯言",
    "小满",
    "云舒",
)
PLACES = (
    ("浙江省", "杭州市", "西湖区"),
    ("上海市", "上海市", "杨浦区"),
    ("江苏省", "苏州市", "姑苏区"),
    ("广东省", "深圳市", "南山区"),
    ("北京市", "北京市", "海淀区"),
    ("四川省", "成都市", "武侯区"),
    ("福建省", "厦门市", "思明区"),
    ("新疆维吾尔自治区", "乌鲁木齐市", "天山区"),
)
STREETS = ("听雨路", "采茶巷", "望湖街", "松风大道", "竹里弄")
WORDS = (
    "",
    "",
    "",
    "",
    "",
    "请发顺丰，谢谢",
    "送人的，不要放价签",
    "周末在家，工作日别送",
    '备注里有"引号"和 & 号\t还有制表符',
)
REASONS = ("七天无理由", "不想要了", "收到时有破损", "颜色与图片不符", "少件", "发错货")
WISHES = (
    InvoiceWish("个人"),
    InvoiceWish("杭州听雨文化有限公司", "91330100MA0000001X", True),
    InvoiceWish("松风（上海）茶业有限公司", "91310000MA0000002Y", True),
)


def receiver(pick: int) -> Receiver:
    """The receiver with this number: the same every time."""
    province, city, district = PLACES[pick % len(PLACES)]
    return Receiver(
        name=SURNAMES[pick * 7 % len(SURNAMES)] + GIVEN[pick * 5 % len(GIVEN)],
        phone=f"1380013{pick * 37 % 10_000:04d}",
        province=province,
        city=city,
        district=district,
        address=f"{STREETS[pick * 3 % len(STREETS)]}{pick % 300 + 1}号{pick % 6 + 1}单元{pick % 28 + 1}01室",
    )
