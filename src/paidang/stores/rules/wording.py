"""What a failed call means for whoever runs the store, and what is to be done: one sentence for each kind."""

from paidang.channels.link.errors import ChannelError, ClockSkewed, QuotaSpent, Throttled
from paidang.kit.sentence import Sentence, say


def problem_of(error: ChannelError) -> Sentence:
    """What happened and what comes next, in one sentence; what the platform itself said stands at its end."""
    said = _said(error)
    if isinstance(error, QuotaSpent):
        return say("平台今天的调用次数用完了，明天零点后自动接着来。{said}", said=said)
    if isinstance(error, Throttled):
        return say("平台说调用太密，{seconds} 秒后自动再试。{said}", seconds=error.retry_after_s, said=said)
    if isinstance(error, ClockSkewed):
        return say(
            "这台服务器的时钟差了 {seconds} 秒。请先对时，密钥没有错；对好以后自动接着拉，不会漏单。{said}",
            seconds=abs(error.skew_s),
            said=said if error.platform_code else "",  # our own words say no more
        )
    return {
        "CHANNEL_UNREACHABLE": say("连不上平台，会自动再试，不会漏单。{said}", said=said),
        "CHANNEL_TOKEN_EXPIRED": say("授权过期了。请店主重新授权，接上后从断的地方继续。{said}", said=said),
        "CHANNEL_WRONG_SECRET": say("应用的编号或密钥不对。请核对后重新填写。{said}", said=said),
        "CHANNEL_REFUSED": say("平台拒绝了这次调用，要有人看一下。{said}", said=said),
    }.get(error.code, say("没有成功。{said}", said=said))


def _said(error: ChannelError) -> Sentence:
    text: object = error.args[0] if error.args else ""
    words = text if isinstance(text, Sentence) else str(text)[:300]
    if error.platform_code:
        return say("平台的话：{words}（{code}）", words=words, code=error.platform_code[:60])
    return say("{words}。", words=words)  # our own: what came was no word of the platform's


TROUBLES = {
    "CHANNEL_UNREACHABLE": say("连不上，在重试"),
    "CHANNEL_THROTTLED": say("被限流，在等"),
    "CHANNEL_CLOCK_SKEWED": say("时钟不对"),
    "CHANNEL_REFUSED": say("平台拒绝，看一下"),
}
"""Of a store that goes on being asked, what is the matter, in a word or two."""
TROUBLE = say("出了错，在重试")

ORDER_STATES = {
    "unpaid": say("待付款"),
    "paid": say("待发货"),
    "part_shipped": say("部分发货"),
    "shipped": say("已发货"),
    "done": say("已完成"),
    "cancelled": say("已取消"),
    "held": say("平台锁定"),
    "split": say("已拆分"),
}
CASE_STATES = {
    "asked": say("等卖家处理"),
    "returning": say("等买家寄回"),
    "returned": say("已寄回，等验货"),
    "refunded": say("已退款"),
    "refused": say("已拒绝"),
    "closed": say("已撤销"),
}
CASE_KINDS = {
    "refund_only": say("仅退款"),
    "return_goods": say("退货退款"),
    "exchange": say("换货"),
    "resend": say("补发"),
    "repair": say("维修"),
}
