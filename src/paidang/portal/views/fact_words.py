"""What channels, kinds of charges and causes of refunds are called, on every page the same."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from paidang.channels.platforms import PLATFORMS
from paidang.kit.money import yuan
from paidang.portal.templatetags.paidang import moment_text, worded


def charge_word(kind: str) -> str:
    """A kind of logistics charge; what is not known is shown as it is."""
    words = {
        "outbound": _("发货物流"),
        "return": _("退货物流"),
        "resend": _("补发物流"),
        "warehouse": _("仓储"),
        "compensation": _("承运商赔付"),
        "postage": _("买家付的邮费"),
    }
    return words.get(kind, kind)


def cause_word(cause: str) -> str:
    """A refund's cause."""
    words = {
        "quality": _("质量问题"),
        "wrong_item": _("发错货"),
        "over_shipped": _("多发"),
        "no_reason": _("无理由"),
        "lost": _("丢件"),
        "price_protection": _("价保"),
    }
    return words.get(cause, cause)


def channel_word(channel: str) -> str:
    """A channel by its platform's name; one that is of no platform is shown as it is."""
    return next((worded(one.label) for one in PLATFORMS.values() if one.channel == channel), channel)


def column_word(name: str) -> str:
    """A column of a fact as it is stored; what is not known is shown as it is."""
    words = {
        "order_id": _("订单号"),
        "channel": _("平台"),
        "store": _("店铺"),
        "sku": "SKU",
        "quantity": _("数量"),
        "unit_price_fen": _("单价"),
        "merchant_discount_fen": _("商家优惠"),
        "platform_discount_fen": _("平台优惠"),
        "paid_at": _("付款时间"),
        "shipped_at": _("发货时间"),
        "completed_at": _("签收时间"),
        "gift": _("赠品"),
        "line_id": _("行号"),
        "amount_fen": _("金额"),
        "cause": _("原因"),
        "restocked": _("可再售"),
        "refunded_at": _("退款时间"),
        "kind": _("类别"),
        "paid_by": _("谁付"),
        "charged_at": _("计费时间"),
        "borne_by": _("谁承担"),
    }
    return words.get(name, name)


def cell_text(name: str, value: Any) -> str:
    """A cell of a fact for people; times and amounts come from JSON or from the row."""
    if value is None or value == "":
        return "—"
    if name.endswith("_fen"):
        return yuan(int(value))
    if name.endswith("_at"):
        return moment_text(value if isinstance(value, datetime) else datetime.fromisoformat(value))
    if isinstance(value, bool):
        return _("是") if value else _("否")
    worders = {
        "channel": channel_word,
        "cause": cause_word,
        "kind": charge_word,
        "paid_by": side_word,
        "borne_by": side_word,
    }
    return worders[name](str(value)) if name in worders else str(value)


def side_word(side: str) -> str:
    """Who pays for or answers for a charge."""
    return {"a": _("品牌方"), "b": _("代运营方"), "shared": _("共同")}.get(side, side)
