"""Checks on money and dates: what cannot be carried out, and what will cost somebody."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from paidang.contracts.rules.reading import numbers as n
from paidang.contracts.rules.reading.model import CONFLICT, ERROR, NOTE, WARNING, DocumentText, Finding
from paidang.contracts.rules.reading.squeezed import FOLD
from paidang.contracts.rules.schedule import calendar_year, infeasible_months, schedule_of
from paidang.kit.patterns import compiled
from paidang.kit.period import add_months

YEARLY_MAX = Decimal("0.24")
YEARLY_USUAL = Decimal("0.1825")
IN_WORDS_TOO = compiled(
    rf"(?P<d>(?:人民币)?[¥￥]?{n.DIGITS}[万千]?(?:元|(?=（大写)))（(?:大写：?)?(?:人民币)?(?P<w>[{n.HAN}]+[元圆][整正]?)）"
)
NO_ADVICE = "以上只是提示，不是法律意见。"
INCOME = ("fee.share.a", "fee.share.b", "fee.commission.rate", "fee.commission.tiers")
FEES = (*INCOME, "fee.setup", "fee.fixed_total", "fee.monthly", "fee.quarterly", "fee.minimum")
SILENT: tuple[tuple[str, tuple[str, ...], str, str], ...] = (
    ("tax_undefined", ("fee.share.formula",), r"增值税(?!专用|普通|发票|专票|普票|电子)|税种|附加税|附加费|(?:实际|依法|如实)[^，。；]{0,6}(?:缴纳|缴的|申报|开票)", "收益里要减的税收没有写明税种、税率和由谁缴。"),
    ("fee_tax_undefined", FEES, r"(?!)", "服务费、分成是否含税没有写明。"),
    ("recognition_undefined", INCOME, r"放款|收了货[^，。；\n]{0,10}算|状态[^，。；\n]{0,4}(?:完成|成功)|收货(?:才|后|的)[^，。；\n]{0,8}(?:算|计|打)|(?:订单|交易|结算)(?:已)?完成|完成状态|自动确认|打给|(?:发货|出库|交付快递)[^，。；\n]{0,8}(?:计|为准|算)|售后期|核销|确认收货|自动收货|点了收货|签收|妥投|实际收款|实收|交易成功|支付成功|付款时间|成交(?!额|总|净|金|价)|打款|到账|回款|以[^，。；]{0,8}(?:付款|发货|支付|下单)[^，。；]{0,4}为准|付款[^，。；]{0,6}(?:计入|起算|为准)", "订单什么时候计入没有写明：付款、发货还是确认收货。"),
    ("loss_undefined", ("fee.share.a",), r"(?<!吃)(?<!吃了)(?<!吃点)亏|为负|负(?:数|值|利润|收益)|赤字|倒挂|倒贴|[没不]赚|入不敷出|缺口", "某月亏损时怎么办没有写明。"),
    ("platform_fees_undefined", INCOME, r"(?:平台|淘宝|天猫|京东|拼多多|抖音|快手|小红书|视频号|微信)[^，。；\n]{0,8}扣的(?:钱|款|费)|平台(?:[^，。；]{0,6})(?:扣点|扣费|服务费|佣金|手续费|费用(?:由|均)|年费|使用费)|技术服务费", "平台扣点、服务费由谁承担没有写明。"),
    ("refund_effect_undefined", INCOME, r"退[掉回了]的[^，。；\n]{0,6}(?:不(?:算|计|给|提|参与)|扣|减)|扣退[款货]|退(?:款|货|单)[^。；\n]{0,24}(?:扣|减|冲|抵|剔|净|不计|不算|不参与|不提成|不追|不再追|退给|余额|追回|调整)|不因[^，。；\n]{0,6}退|退[掉回了]的单|(?:减|扣)[掉去]?[^，。；\n]{0,8}退[掉回了]的(?:钱|款|货|部分)|扣[去掉]退|-[^，。；\n]{0,8}(?:退款|退货)|退还?给?(?:买家|消费者|顾客)|退款[^，。；]{0,6}不算|(?:退款|退货)[^，。；]{0,8}不往回扣|(?:退款|退货)[^，。；]{0,12}不再?(?:扣|冲)|(?:退款|退货)[^，。；]{0,14}(?:扣|减|冲|净额|不计|剔除|除外)|(?:退款|退货)[^。；\n]{0,24}(?:从|在|于)[^。；\n]{0,12}(?:扣|减|冲)|(?:扣除|减去|剔除|扣减|冲减|减)[^，。；]{0,12}(?:退款|退货)", "退款、退货怎么冲减收益没有写明。"),
)  # fmt: skip


def check_money(document: DocumentText, as_of: date | None) -> Iterator[Finding]:
    """All findings on money and dates of one agreement."""
    yield from _conflicts(document)
    yield from _dates(document)
    yield from _silent(document)
    yield from _penalty(document)
    yield from _schedule(document, as_of)
    yield from _account(document)
    yield from _amount_words(document)


def _conflicts(document: DocumentText) -> Iterator[Finding]:
    for name, terms in document.terms.items():
        places = [term.place for term in terms if term.status == CONFLICT]
        if len(places) > 1:
            yield Finding(
                "conflict", ERROR, "两处约定不一致，无法同时照办。请双方定下照哪一处。", None, places
            )
        elif places and name == "collection.party":
            yield Finding(
                "conflict",
                ERROR,
                "一处写乙方收款，一处写甲方付收益给乙方：货款到底进谁的账户说不通。请双方定下谁收款。",
                None,
                [*places, *document.places("settlement.payer")],
            )


def _bears_platform_fees(document: DocumentText) -> bool:
    """A party bears them, or they are taken off before sharing."""
    taken = any(
        isinstance(value, list) and "platform_fees" in value for value in document.values("fee.share.formula")
    )
    return taken or document.has("platform_fees.payer", "third_party_costs.payer")


def _speaks_of_tax(document: DocumentText) -> bool:
    """Whether the fee's tax is spoken of: what is taken off a profit is not the fee's."""
    if document.has("fee.tax_included"):
        return True
    apart = [place.quote for place in document.places("fee.share.formula")]
    text = document.text
    for quote in apart:
        text = text.replace(re.sub(r"\s", "", quote.translate(FOLD)), "")
    return (
        re.search(r"含税|不含税|未税|税[费金款点率]|增值税|净价|价税|税(?:由|归|另)|[专普]票|税[前后]", text)
        is not None
    )


def _dates(document: DocumentText) -> Iterator[Finding]:
    start, end = document.values("term.start"), document.values("term.end")
    if start and end and start[0] and end[0]:
        places = document.places("term.start", "term.end")
        if str(end[0]) < str(start[0]):
            yield Finding(
                "end_before_start",
                ERROR,
                f"止期 {end[0]} 早于起期 {start[0]}。请更正合同文本。",
                None,
                places,
            )
        else:
            yield from _duration(document, date.fromisoformat(str(start[0])), date.fromisoformat(str(end[0])))


def _duration(document: DocumentText, start: date, end: date) -> Iterator[Finding]:
    for months in document.values("term.months"):
        if not isinstance(months, int):
            continue
        after = end + timedelta(days=1)
        between = (after.year - start.year) * 12 + after.month - start.month
        if between != months or abs(after.day - start.day) > 1:
            if between == months and min(after.day, start.day) == 1 and max(after.day, start.day) > 27:
                continue
            if after == add_months(start, months):  # the last month is too short to have the day
                continue
            places = document.places("term.months", "term.start", "term.end")
            yield Finding(
                "duration_mismatch",
                ERROR,
                f"写着 {months} 个月，起止日期却约 {between} 个月。请更正一处。",
                None,
                places,
            )


def _silent(document: DocumentText) -> Iterator[Finding]:
    for code, terms, spoken, message in SILENT:
        if document.has(*terms) and not document.is_supplement and not re.search(spoken, document.text):
            if code == "fee_tax_undefined" and _speaks_of_tax(document):
                continue
            if code == "tax_undefined" and not _takes_tax(document):
                continue
            if code == "platform_fees_undefined" and _bears_platform_fees(document):
                continue
            yield Finding(code, WARNING, message + "请双方写明。", None, document.places(*terms)[:1])


def _takes_tax(document: DocumentText) -> bool:
    return any(isinstance(value, list) and "tax" in value for value in document.values("fee.share.formula"))


def _penalty(document: DocumentText) -> Iterator[Finding]:
    for term in document.terms.get("penalty.late_payment.rate_per_day", ()):
        if term.value is None:
            continue
        yearly = Decimal(str(term.value)) * 365
        shown = f"{n.plain((yearly * 100).quantize(Decimal('0.01')))}%"
        if yearly > YEARLY_MAX:
            yield Finding(
                "penalty_excessive",
                WARNING,
                f"违约金合年 {shown}，超过年 24%，一方可请求调低。{NO_ADVICE}",
                "民法典 585",
                [term.place],
            )
        elif yearly > YEARLY_USUAL:
            yield Finding(
                "penalty_high",
                NOTE,
                f"违约金合年 {shown}，高于四倍贷款市场报价利率。{NO_ADVICE}",
                "民法典 585",
                [term.place],
            )


def _schedule(document: DocumentText, as_of: date | None) -> Iterator[Finding]:
    """The months in which a statement sent on its last day cannot be paid within the window."""
    schedule = schedule_of(lambda term: next(iter(document.values(term)), None))
    year = calendar_year(as_of)
    late = infeasible_months(schedule, year) if schedule else []
    if late:
        months = "、".join(f"{int(each.month[5:])} 月" for each in late)
        places = document.places(
            "settlement.pay_window",
            "settlement.pay_due_day",
            "settlement.confirm_days",
            "settlement.pay_days",
        )
        yield Finding(
            "schedule_infeasible",
            WARNING,
            f"{year} 年 {months}：最后一天发出对账单，走完确认和付款的工作日就过了付款期。请改付款期或提前发单。",
            None,
            places,
        )


def _account(document: DocumentText) -> Iterator[Finding]:
    """The account that the payee names is held in the other party's name."""
    names = {side: {str(v) for v in document.values(f"party.{side}.name") if v} for side in "ab"}
    for term in document.terms.get("account.holder", ()):
        before = document.squeezed.text[: max(0, _squeezed_position(document, term.place.start))][-80:]
        side = _payee(document, before)
        if side is None or term.value is None:
            continue
        if term.value in names["ab".replace(side, "")] and term.value not in names[side]:
            yield Finding(
                "account_not_payee",
                ERROR,
                f"收款方是{'甲' if side == 'a' else '乙'}方，账户名却是“{term.value}”。付错人难以追回，请核对。",
                None,
                [term.place],
            )


def _payee(document: DocumentText, before: str) -> str | None:
    """Whose account it should be: as the words before say, else of the one who is paid."""
    before = re.split(r"[。；]", before)[-1]
    named = re.findall(
        r"([甲乙])方(?:的|所)?(?:指定)?(?:的)?(?:如下|下列|以下|收款|银行)*(?:账户|账号)", before
    )
    if named:
        return "a" if named[-1] == "甲" else "b"
    payers = {value for value in document.values("settlement.payer") if value in ("a", "b")}
    if len(payers) == 1 and not document.has("collection.party"):
        return "b" if payers == {"a"} else "a"
    return None


def _squeezed_position(document: DocumentText, place: int) -> int:
    return bisect_left(document.squeezed.places, place)


def _amount_words(document: DocumentText) -> Iterator[Finding]:
    for match in document.squeezed.matches(IN_WORDS_TOO):
        digits, words = n.fen(match["d"]), n.fen(match["w"])
        if digits is not None and words is not None and digits != words:
            yield Finding(
                "amount_words_digits",
                ERROR,
                f"小写 {match['d']} 与大写 {match['w']} 不一致。请更正。",
                None,
                [document.quote(*match.span())],
            )
