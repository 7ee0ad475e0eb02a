"""After-sales of the demo world: one case waits for the agency, one for the brand's inspection; norms and two replies."""

from datetime import datetime, timedelta

from paidang.aftersales.actions import LineAsked, await_return, open_case, receive_return
from paidang.aftersales.actions.norms import answer_norms, propose_norms
from paidang.aftersales.actions.replies import edit_reply
from paidang.aftersales.rules.clocks import NORM_MINUTES
from paidang.kit.period import day_of
from paidang.orders.models import OrderLine, Refund
from paidang.site.demo.acting import ActingAs
from paidang.site.demo.cast import AGENCY, BRAND

LIN, CHEN, SHEN, LUO = (
    AGENCY.people[0].email, AGENCY.people[2].email, BRAND.people[0].email, BRAND.people[2].email
)  # fmt: skip
NORMS = """一、买家来问，先回应，再查单；不知道的不猜。
二、质量问题请买家拍近照，登记后由甲方验收。
三、多发、错发当时登记，甲方马上看到。
四、验收结论写明看到了什么；乙方不同意的按行提异议。"""
REPLIES = (
    ("请拍近照", "您好，{订单号} 的 {商品} 我们已经登记。麻烦拍一张看得清的近照，我们马上处理。"),
    (
        "退货地址",
        "您好，请把 {商品} 寄回原发货地，寄出后把运单号告诉我们。收到后一天内验收，金额 {金额} 原路退回。",
    ),
)


def write_cases(code: str, now: datetime, acting_as: ActingAs) -> None:
    """What customer service and warehouse did lately."""
    at = now - timedelta(hours=30)
    with acting_as(LIN) as lin:
        norm = propose_norms(
            person=lin, at=at, code=code, text=NORMS, figures=NORM_MINUTES, from_day=day_of(at)
        )
    with acting_as(SHEN) as shen:
        answer_norms(person=shen, at=at + timedelta(hours=2), code=code, number=norm.number, agrees=True)
    with acting_as(CHEN) as chen:
        for title, text in REPLIES:
            edit_reply(person=chen, at=at, code=code, title=title, text=text)
        refunds = Refund.objects.filter(quantity__gte=1).order_by("-refunded_at", "refund_id")
        told = refunds.first()
        sold = OrderLine.objects.filter(quantity__gte=2, gift=False, completed_at__isnull=False)
        line = (
            sold.exclude(line_id__in=refunds.values("line_id")).order_by("-completed_at", "line_id").first()
        )
        assert told is not None and line is not None, "two months were sold"
        of_told = OrderLine.objects.get(line_id=told.line_id)
        back = open_case(
            person=chen, at=at, code=code, order_id=of_told.order_id, source="chat", reason="quality", wish="return_goods",
            lines=[LineAsked(told.line_id, told.quantity, told.refund_id)], words="碗沿有一道裂纹",
        )  # fmt: skip
        await_return(
            person=chen, at=at, code=code, number=back.number, carrier="顺丰", waybill="SF1366428830"
        )
        open_case(
            person=chen, at=now - timedelta(hours=1), code=code, order_id=line.order_id, source="phone", reason="no_reason",
            wish="return_goods", lines=[LineAsked(line.line_id, 1)], words="颜色和想的不一样",
        )  # fmt: skip
    with acting_as(LUO) as luo:
        receive_return(
            person=luo, at=now - timedelta(hours=6), code=code, number=back.number, freight_fen=920, freight_paid_by="b"
        )  # fmt: skip
