"""What is taught: headings, skills under them, and the lessons of the course in their order (TC-3-1, TC-3-5)."""

from dataclasses import dataclass

from paidang.kit.sentence import Sentence, say

HEADINGS: dict[str, Sentence] = {
    "product": say("商品"),
    "listing": say("上架"),
    "service": say("客服"),
    "promotions": say("活动"),
    "warehouse": say("仓储"),
    "analytics": say("数据"),
}


@dataclass(frozen=True, slots=True)
class Skill:
    """One thing a person can do; `heading` is where it stands on the radar."""

    heading: str
    word: Sentence


SKILLS: dict[str, Skill] = {
    "goods": Skill("product", say("商品知识")),
    "listing": Skill("listing", say("商品上架")),
    "pages": Skill("listing", say("活动页面")),
    "reception": Skill("service", say("客服接待")),
    "after_sales": Skill("service", say("售后")),
    "campaigns": Skill("promotions", say("活动策划")),
    "shipping": Skill("warehouse", say("仓储发货")),
    "reports": Skill("analytics", say("数据分析")),
}

LESSONS: tuple[tuple[str, Sentence], ...] = (
    ("goods", say("店里卖什么，卖点怎么说")),
    ("listing", say("商品上架：标题、类目、主图")),
    ("listing", say("价格与库存怎么改")),
    ("reception", say("接待与话术")),
    ("pages", say("活动页面搭建")),
    ("shipping", say("订单、拣货、发货")),
    ("after_sales", say("退换货与投诉")),
    ("reception", say("评价与升级处理")),
    ("campaigns", say("大促日历与报名")),
    ("campaigns", say("推广投放与预算")),
    ("reports", say("报表怎么看")),
    ("reports", say("自己写月报")),
)
"""Skill and title of each lesson; the plan spreads them over the months of training."""

MONTHS = 6
"""How long training takes where the contract names no number of months (TC-3-5)."""


_TITLES = {str(title): title for _skill, title in LESSONS}


def title_words(title: str) -> Sentence | str:
    """A lesson's title as the curriculum has it, so that it can be read in English; one that was typed stays as it is."""
    return _TITLES.get(title, title)
