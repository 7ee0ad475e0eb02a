"""Names that Paidang proposes for a hand-over: kept in Chinese, as the protocol is, and known again to be read in English."""

import re

from paidang.kit.sentence import SLOT, Sentence, say
from paidang.projects.rules.templates import TITLES

ACCOUNTS, PICTURES, PAGES, CONTRACT, PAPERS, PROCEDURE, ORDERS, CASES = (
    "accounts", "pictures", "pages", "contract", "papers", "procedure", "orders", "cases",
)  # fmt: skip
NAMES: dict[str, Sentence] = {
    ACCOUNTS: say("{store} 的主账号和子账号", store=""),
    PICTURES: say("已书面确认的图片 {count} 张：原图和各平台尺寸", count=""),
    PAGES: say("已发布的商品页面 {count} 个", count=""),
    CONTRACT: say("已签的合同 {code} 及其附件", code=""),
    PAPERS: say("店铺在用的证照 {count} 种", count=""),
    PROCEDURE: say("{title} 第 {version} 版", title="", version=""),
    ORDERS: say("订单、退款和费用明细的导出"),
    CASES: say("售后记录和客服用语的导出"),
}
_PATTERNS = {
    key: re.compile(SLOT.sub(lambda slot: f"(?P<{slot[1]}>.+)", name.template)) for key, name in NAMES.items()
}
_TITLES = {str(title): title for title in TITLES.values()}


def name_of(key: str, **facts: str | int) -> Sentence:
    """The name of one thing.

    >>> str(name_of(PAGES, count=3))
    '已发布的商品页面 3 个'
    """
    return Sentence(NAMES[key].template, facts)


def known_again(name: str) -> Sentence | str:
    """The sentence that a kept name was made of; a name that somebody typed stays as it is.

    >>> known_again("已发布的商品页面 3 个").facts["count"], known_again("会员表")
    ('3', '会员表')
    """
    for key, pattern in _PATTERNS.items():
        found = pattern.fullmatch(name)
        if found is None:
            continue
        facts = found.groupdict()
        if key == PROCEDURE and facts["title"] not in _TITLES:
            continue  # a procedure of somebody's own
        return Sentence(NAMES[key].template, {slot: _TITLES.get(text, text) for slot, text in facts.items()})
    return name
