"""What the demo brand sells: SKU, title, price, factory price, minimum retail price, in fen."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Good:
    """`factory_price_fen` None: the brand has not declared it yet, so its lines are held."""

    sku: str
    title: str
    price_fen: int
    factory_price_fen: int | None
    floor_fen: int


GOODS = (
    Good("QL-GW150", "青瓷盖碗 150ml", 158_00, 61_50, 129_00),
    Good("QL-LX4", "旅行茶具 四件套", 199_00, 82_00, 169_00),
    Good("QL-CB260", "侧把急须壶 260ml", 238_00, 94_60, 199_00),
    Good("QL-PM2", "手绘品茗杯 两只装", 88_00, 31_20, 75_00),
    Good("QL-GD300", "玻璃公道杯 300ml", 59_00, 19_80, 49_00),
    Good("QL-CP-S", "干泡茶盘 小号", 129_00, 52_40, 109_00),
    Good("QL-CG500", "密封茶叶罐 500ml", 79_00, 28_60, 69_00),
    Good("QL-GH-LH", "桂花限定礼盒", 298_00, None, 268_00),
)
TEA_TABLE = Good("QL-CX-2", "茶席两件套 盖碗配公道杯", 205_00, 82_80, 178_00)
"""A set that 人人商城 sells: one each of TEA_TABLE_PARTS, which are what stands in the warehouse."""
TEA_TABLE_PARTS = ("QL-GW150", "QL-GD300")
CHOICES = (
    Good("QL-CP-M", "干泡茶盘 中号", 169_00, 68_00, 145_00),
    Good("QL-CP-L", "干泡茶盘 大号", 219_00, 88_00, 189_00),
    Good("QL-CJ-H", "棉麻茶巾 灰", 19_90, 5_20, 15_90),
    Good("QL-CJ-L", "棉麻茶巾 蓝", 19_90, 5_20, 15_90),
    Good("QL-CJ-Z", "棉麻茶巾 赭", 19_90, 5_20, 15_90),
)
"""Sizes and colours that the sandbox's WeChat shop alone sells: declared like the others, in none of the months' files."""
