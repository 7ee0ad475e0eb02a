"""What channels, kinds of charges and causes of refunds are called, on every page the same."""

from django.utils.translation import gettext as _

from paidang.channels.platforms import PLATFORMS
from paidang.portal.templatetags.paidang import worded


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
