"""Settlement: the cycle, when the statement is due, how long to confirm and to pay, what silence means."""

import re
from collections.abc import Callable, Iterator

from paidang.contracts.rules.reading import numbers as n
from paidang.contracts.rules.reading.grammar import (
    AGREEMENT,
    CLAUSE,
    PAY,
    STATEMENT,
    day_of_month,
    days_of,
    kind_of,
)
from paidang.contracts.rules.reading.reader import (
    Found,
    Reader,
    Scan,
    in_sentences,
    other_party,
    party,
    reader,
)
from paidang.contracts.rules.reading.squeezed import Squeezed

CYCLES = {
    "自然月": "calendar_month", "月": "calendar_month", "月度": "calendar_month", "周": "week", "半月": "half_month", "半个月": "half_month",
    "季度": "quarter", "季": "quarter", "自然季度": "quarter", "星期": "week", "自然周": "week",
}  # fmt: skip
CYCLE = r"(?P<c>自然月|自然季度|自然周|半个?月|月度?|周|季度?|星期)"
MONTH = r"(?:每个?月|次月|下个?月|当月|首月|翌月|每季度首月|结束后)?(?:的)?"
BEFORE = rf"(?<![0-9{n.HAN}])第?(?P<n>{n.NUMBER})[日号](?:（含[^）]{{0,4}}）)?(?:或)?(?:之前|以前|前)"
SETTLED = re.compile(r"账单|结算|对账|核对|账|核算")
APPROVED = re.compile(
    r"改价|调价|促销|提案|方案|稿|样片|样品|设计|审批|批准|发布|活动|成片|计划|验收|效果图|页面|审核|素材"
)
NOT_FEE = re.compile(
    r"稿|样|方案|设计|页面|收货|验收|返利|货物|丙方|成果|交付|(?:到期|届满)(?!不|未|没)|签约|签订|通知|退还|押金|保证金|补足|退款|发货"
)

REPORT = re.compile(r"报告|报表|月报|分析|总结|情况")
NO_PAYMENT = re.compile(r"响应|影响|收货|返利|丙方|货物|退还|退款|保证金|押金|补足|违约金|罚")
ONCE = re.compile(r"签[订约署]后|开店费|搭建费|装修费|选定后")

CONFIRM = rf"收到[^。；]{{0,16}}(?:对账|账单|结算)[^。；]{{0,10}}?(?P<q>(?P<d>{n.DAYS})内)"
CHECKS = r"(?:核对|确认|核实|复核|回[复覆]|回话|审核|说明|答[复覆]|提出|盖章|回执|书面|签字|反馈|核算|对账|回签|签回)"
CONFIRM_2 = rf"(?P<q>(?:收到|收受|接到|接获|看完|收取|接收|取得|送达){CLAUSE}{{0,14}}?(?:后|之日起|起)?的?(?:，)?(?P<d>{n.DAYS})(?:之)?内(?:，?[甲乙]方(?:应当?|须|需))?(?:予以|完成|进行|向[甲乙]方|给予|及时)?{CLAUSE}{{0,6}}?{CHECKS})"
CONFIRM_4 = rf"(?P<q>(?P<d>{n.DAYS})(?:之)?内(?:如|若)?(?:没有?|未|无|不)[^，。；\n]{{0,8}}?(?:意见|异议|回[复覆]|答[复覆]|反馈|确认))"
CONFIRM_3 = rf"(?P<q>[甲乙]方(?:应当?|须|需)?(?:于|在)?(?P<d>{n.DAYS})(?:之)?内(?:予以|完成|进行)?(?:核对|核实|复核|对账|看完|确认|对{STATEMENT}{CLAUSE}{{0,4}}(?:确认|核对|审核|核实)))"
PAY_1 = rf"(?:确认|核对)无误(?:后)?(?P<q>(?P<d>{n.DAYS})内)"
CONFIRMED = r"(?:确认|核对|核实|对账|审核|结算)"
PAY_2 = rf"(?P<q>{CONFIRMED}{CLAUSE}{{0,10}}?(?:后|之日起|起|完毕|完|一致|无误)的?(?:，)?(?:[甲乙]方)?(?:应)?(?:于|在)?(?P<d>{n.DAYS})(?:之)?内(?:(?!确认|核对|核实|{n.DAYS}内)[^。；\n]){{0,40}}?(?:付|转账|汇|结清|打款|划转))"
PAY_5 = rf"(?P<q>[甲乙]方(?P<d>{n.DAYS})(?:之)?内(?:把|将){CLAUSE}{{0,8}}(?:转账|付|打款|打|汇)给?)"
PAY_4 = rf"(?:付款|支付)(?:期限|时间)：(?P<q>{CLAUSE}{{0,16}}(?:后|之日起|起)的?(?P<d>{n.DAYS})(?:之)?内)"
PAY_3 = rf"(?P<q>收到{CLAUSE}{{0,14}}发票{CLAUSE}{{0,6}}?(?:后|之日起|起)的?(?P<d>{n.DAYS})(?:之)?内[^。；\n]{{0,40}}?(?:付|转账|汇|结清|打款|划转))"
NO_ANSWER = re.compile(
    r"(?P<q>(?:[^，。；\n]{0,30}，?)?(?:逾期|超过|到期|未|不|无|没)[^，。；\n]{0,16}?(?:答[复覆]|回[复覆]|异议|确认|回话|反馈|表示|表态|提出|意见|回应|回执|出声|动静|回(?=就|的)|吭声|说话|告知|通知|核对|审批|批复|批准|处理)[^。；\n]{0,16}?(?:视为|视同|视作|就当|即为|默认|当作|等同于?|就算|(?<![结计核换运预打])算(?=确认|同意|认可|通过|不同意|默认)|就是(?=认)|以(?=该?[^，。；\n]{0,8}为准)|按(?=[^，。；\n]{0,6}认账|认可|同意|确认))(?P<w>[^，。；\n]{0,14}))"
)
DEEMED = re.compile(
    r"以该?[^，。；]{0,8}为准|就是认|按(?=认可|同意|确认)|以该?[^，。；]{0,8}为准|就是认|按(?=认可|同意|确认)|算(?=确认|同意|认可|通过|不同意)|认账|视[为同作]|就当|即为|默认|当作|等同|就算"
)
NOT_DEEMED = re.compile(r"(?:不|不得|不能|不应)(?=视[为同作])")
REFUSED = re.compile(r"不同意|不予|拒绝|否决|不批准|未批准|不认可|不通过|反对|未同意")
ACCEPTED = re.compile(
    r"为准|认了|没有?问题|认账|承认|同意|确认|认可|无误|通过|接受|批准|合格|无异议|许可|验收|没问题"
)


def _fee_only(value: Callable[[re.Match[str]], object]) -> Callable[[re.Match[str]], object]:
    """The value, unless the place speaks of drafts, goods, or money that is no fee."""

    def checked(match: re.Match[str]) -> object:
        begin = max(match.string.rfind(mark, 0, match.start()) for mark in "。；\n") + 1
        return (
            None
            if NOT_FEE.search(match.string[begin : match.end() + 4].replace("验收合格后", ""))
            else value(match)
        )

    return checked


def _of_statement(value: Callable[[re.Match[str]], object]) -> Callable[[re.Match[str]], object]:
    """The value, where this sentence or the one before speaks of a statement."""
    fee_only = _fee_only(value)

    def checked(match: re.Match[str]) -> object:
        begin = max(match.string.rfind(mark, 0, match.start()) for mark in "。\n") + 1
        sentence = match.string[begin : match.end() + 8]
        if APPROVED.search(sentence) and not re.search(STATEMENT, sentence):
            return None
        return fee_only(match) if SETTLED.search(match.string, max(0, begin - 40), match.end() + 8) else None

    return checked


def _around(match: re.Match[str]) -> str:
    """The sentence up to the match and a little beyond."""
    begin = max(match.string.rfind(mark, 0, match.start()) for mark in "。；\n") + 1
    return match.string[begin : match.end() + 12]


def _payer(match: re.Match[str]) -> object:
    """Who pays the fee; not who pays for goods, rebates, deposits or refunds, nor who pays something once at signing."""
    return None if ONCE.search(_around(match)) else _any_payer(match)


def _any_payer(match: re.Match[str]) -> object:
    """Who pays for the services, be it once."""
    return None if NO_PAYMENT.search(_around(match)) else party(match)


def _window(match: re.Match[str]) -> object:
    return [int(match["from"]), int(match["to"])]


def silence(squeezed: Squeezed) -> Iterator[Found]:
    """What no answer means: to a statement, or to a draft or a plan."""
    text = squeezed.text
    for match in in_sentences(NO_ANSWER, DEEMED, squeezed):
        words = match["w"]
        denied = NOT_DEEMED.search(match["q"]) is not None
        value = (
            "refused" if REFUSED.search(words) or denied else ("approved" if ACCEPTED.search(words) else None)
        )
        if value is None or re.search(r"解除|违约|终止|放弃", words):
            continue
        start, end = match.span("q")
        begin = max(text.rfind(mark, 0, start) for mark in "。；\n") + 1
        whole = text[begin:end]
        earlier = text[max(0, begin - 80) : end]
        for where in (whole, earlier):
            settled, drafted = SETTLED.search(where), APPROVED.search(where)
            if settled or drafted:
                statement = settled and (not drafted or re.search(STATEMENT, where))
                yield Found("settlement.silence" if statement else "approval.silence", value, start, end)
                break


READERS: tuple[Reader, ...] = (
    reader("settlement.cycle", r"(?P<q>(?:以|按)(?P<c>自然月|周|半月|季度)为?(?:对账)?(?:结算|对账)(?:结算)?周期)", lambda m: CYCLES[m["c"]]),
    reader("settlement.cycle", rf"(?P<q>(?:每|一)个?{CYCLE}(?:算|结)一次账?)", lambda m: CYCLES[m["c"]]),
    reader("settlement.cycle", rf"(?P<q>(?:结算)?以{CYCLE}为(?:一个)?(?:结算|对账)?周期)", lambda m: CYCLES[m["c"]]),
    reader("settlement.cycle", rf"(?P<q>(?:结算|对账|付款)周期(?:为|是|：)?(?:一个|每)?{CYCLE}(?:度)?)", lambda m: CYCLES[m["c"]]),
    reader("settlement.cycle", rf"(?P<q>(?:双方|费用|佣金|服务费|提成|分成|货款|均)?(?:按|每|以)(?:照)?{CYCLE}(?:为(?:周期|单位))?(?:进行)?(?:结算|对账|结一次|结算一次|一结|结|计算|核算|清算)(?!效))", lambda m: CYCLES[m["c"]]),
    reader("settlement.cycle", r"(?P<q>(?P<c>半个?月|月|周|季度?)(?:度)?结(?:算)?(?:一次)?(?=[，。；\n]))", lambda m: CYCLES[m["c"]]),
    reader("settlement.cycle", rf"(?P<q>按{CYCLE}度?(?:计收|收取))", lambda m: CYCLES[m["c"]]),
    reader("settlement.cycle", r"(?P<q>按(?P<c>季)度?预?(?:付|支付|收取))", "quarter"),
    reader("settlement.cycle", rf"(?P<q>每(?P<c>季)度?(?:首月|第一个月|初|末|结束后)?{CLAUSE}{{0,10}}?[日号]前{CLAUSE}{{0,16}}{PAY})", "quarter"),
    reader("settlement.cycle", r"(?P<q>每个?自然月(?:结束|终了|度结束)后)", "calendar_month"),
    reader("settlement.cycle", rf"(?P<q>每个?月{BEFORE}[^。；\n]{{0,30}}?(?:上月|上个月|上一月|前月|当月|对账|账单|结算)[^。；，\n]{{0,10}})", lambda m: None if REPORT.search(m["q"]) and not re.search(STATEMENT, m["q"]) else "calendar_month"),
    reader("settlement.cycle", rf"(?P<q>(?:最迟|最晚|不迟于|不晚于)(?:于|在)?每月第?(?:{n.NUMBER})[日号][^。；\n]{{0,20}}?(?:上月|上一|上个)[^。；，\n]{{0,8}}{STATEMENT})", "calendar_month"),
    reader("settlement.cycle", rf"(?P<q>[甲乙]方{CLAUSE}{{0,8}}按月(?:向[甲乙]方)?(?:支付|付))", "calendar_month"),
    reader("settlement.statement_due_day", rf"(?P<q>每月(?P<n>{n.NUMBER})[日号]前)[^。]{{0,30}}(?:对账|账单|结算单)", day_of_month, needs="账|结算|月结单|费用清单"),
    reader("settlement.statement_due_day", rf"(?P<q>{MONTH}{BEFORE}(?:(?!付款|付清|支付给)[^。；\n]){{0,26}}?{STATEMENT})", day_of_month, needs="账|结算|月结单|费用清单"),
    reader("settlement.statement_due_day", rf"(?P<q>{STATEMENT}{CLAUSE}{{0,6}}?(?:应|须|由[甲乙]方)?(?:于|在){MONTH}{BEFORE}{CLAUSE}{{0,12}}(?:提供|提交|出具|发送|送达|交))", day_of_month, needs="账|结算|月结单|费用清单"),
    reader("settlement.statement_due_day", rf"(?P<q>每个?(?:自然)?月(?:度)?(?:结束|终了)(?:之日)?(?:后|起)*的?(?P<n>{n.NUMBER})[日天](?:之)?内{CLAUSE}{{0,20}}?{STATEMENT})", day_of_month, needs="账|结算|月结单|费用清单"),
    reader("settlement.statement_due_day", rf"(?P<q>(?:每月|次月)(?:的)?(?P<n>{n.NUMBER})[日号](?:对账|提供{CLAUSE}{{0,6}}{STATEMENT}|出具{CLAUSE}{{0,6}}{STATEMENT}))", day_of_month, needs="账|结算|月结单|费用清单"),
    reader("settlement.statement_due_day", rf"(?P<q>{STATEMENT}(?:的)?(?:提交|出具|提供|发送|送达)(?:时间|日期|日)(?:为|是|：){MONTH}(?P<n>{n.NUMBER})[日号](?:之)?(?:前)?)", day_of_month, needs="账|结算|月结单|费用清单"),
    reader("settlement.statement_due_day", rf"(?P<q>(?:最迟|最晚|不迟于|不晚于)(?:于|在)?{MONTH}第?(?P<n>{n.NUMBER})[日号](?:之前|以前|前)?(?:(?!付款|付清|支付给)[^。；，\n]){{0,20}}?{STATEMENT})", day_of_month, needs="账|结算|月结单|费用清单"),
    reader("settlement.statement_due_day", rf"(?P<q>{MONTH}(?:前)(?P<n>{n.NUMBER})[日天]内[^。；，\n]{{0,26}}?{STATEMENT})", day_of_month, needs="账|结算|月结单|费用清单"),
    reader("report.due_day", rf"(?P<q>(?:[甲乙]方{CLAUSE}{{0,8}}?)?{MONTH}{BEFORE}(?:(?!付款|付清|支付|[日号]前)[^。；，\n]){{0,24}}?(?:报告|报表|月报|分析表|总结)(?!及[^，。；\n]{{0,6}}(?:结算|对账)))", day_of_month, needs="报告|报表|月报|分析表|总结"),
    reader("report.due_day", rf"(?P<q>{MONTH}{BEFORE}，?[甲乙]方(?:应|须|需)?(?:向[甲乙]方)?(?:提供|提交|报送|出具|发送)(?:(?!付款|付清|支付)[^。；，\n]){{0,20}}?(?:报告|报表|月报|分析表|总结))", day_of_month, needs="报告|报表|月报|分析表|总结"),
    reader("report.due_day", rf"(?P<q>(?:报告|报表|月报){CLAUSE}{{0,10}}(?:于|在){MONTH}{BEFORE}{CLAUSE}{{0,8}}(?:提交|提供|报送|发送|出具))", day_of_month, needs="报告|报表|月报|分析表|总结"),
    reader("settlement.confirm_days", CONFIRM, days_of()),
    reader("settlement.confirm_days.day_kind", CONFIRM, kind_of()),
    *(reader("settlement.confirm_days", pattern, _of_statement(days_of())) for pattern in (CONFIRM_2, CONFIRM_3, CONFIRM_4)),
    *(reader("settlement.confirm_days.day_kind", pattern, _of_statement(kind_of())) for pattern in (CONFIRM_2, CONFIRM_3, CONFIRM_4)),
    *(reader("settlement.pay_days", pattern, _fee_only(days_of())) for pattern in (PAY_1, PAY_2, PAY_3, PAY_4)),
    *(reader("settlement.pay_days.day_kind", pattern, _fee_only(kind_of())) for pattern in (PAY_1, PAY_2, PAY_3, PAY_4)),
    reader("settlement.pay_days", PAY_5, _of_statement(days_of())),
    reader("settlement.pay_days.day_kind", PAY_5, _of_statement(kind_of())),
    reader("settlement.pay_window", r"(?P<q>(?:每月|次月|当月|每季度首月)的?(?P<from>[0-9]{1,2})[日号]?(?:-|~|至|到)(?P<to>[0-9]{1,2})[日号](?:期间|之间)?)", _window),
    reader("settlement.pay_due_day", rf"(?P<q>(?:[甲乙]方{CLAUSE}{{0,8}}?)?(?<![0-9提]){MONTH}(?<![0-9一二三四五六七八九十提])(?<!提前){BEFORE}(?:(?!提供|提交|出具|通知|{STATEMENT})[^。；，\n]){{0,24}}?(?:付款|付清|支付|结清|打款|转账|转到|转给|汇|付给|付[^款清费]))", _fee_only(day_of_month), needs="付|结清|打款|转|汇"),
    reader("settlement.pay_due_day", rf"(?P<q>{MONTH}{BEFORE}，[甲乙]方(?:应|须|需)?(?:将|把|向[甲乙]方)?(?:(?!提供|提交|出具|通知|{STATEMENT})[^。；，\n]){{0,20}}?(?:付款|付清|支付|结清|打款|转账|转到|转给|汇))", _fee_only(day_of_month), needs="付|结清|打款|转|汇"),
    reader("settlement.pay_due_day", rf"(?P<q>(?:不(?:得)?(?:晚于|迟于)|最迟|最晚)(?:于)?(?:当月|次月|每月)(?P<n>{n.NUMBER})[日号]{CLAUSE}{{0,14}}(?:付款|支付|付清|结清|汇))", _fee_only(day_of_month), needs="付|结清|打款|转|汇"),
    reader("settlement.pay_due_day", rf"(?P<q>(?:付款|支付|打款|付清|付)(?:日期|时间)?{CLAUSE}{{0,4}}(?:不(?:得)?(?:晚于|迟于|超过)|最迟|最晚)(?:于)?(?:当月|次月|每月)?(?P<n>{n.NUMBER})[日号])", _fee_only(day_of_month), needs="付|结清|打款|转|汇"),
    reader("settlement.pay_due_day", rf"(?P<q>(?:付款日|支付日|结算日)(?:为|：){MONTH}(?P<n>{n.NUMBER})[日号])", _fee_only(day_of_month), needs="付|结清|打款|转|汇"),
    reader("settlement.payer", r"(?P<q>(?P<p>[甲乙]方)应(?:在|于)[^。；]{0,20}向[甲乙]方[^。；]{0,8}(?:汇入|支付|付)[^。；]{0,10}(?:收益|佣金|服务费))", party, needs="付|缴|给|转|汇|打"),
    reader("settlement.payer", r"(?P<q>(?<![收到向给与])(?P<p>[甲乙]方)(?:应|须|需)?按(?:以下|下列|如下)[^，。；\n]{0,6}向[甲乙]方(?:付款|支付))", _payer, needs="付|缴|给|转|汇|打"),
    reader("settlement.payer", r"(?P<q>(?<![收到向给与])(?P<p>[甲乙]方)分[一二两三四五六0-9]+[次期](?:付清|支付|付款|付))", _any_payer, needs="付|缴|给|转|汇|打"),
    reader("settlement.payer", rf"(?P<q>(?P<p>[甲乙]方)(?:应|须)?(?:将|把)[甲乙]方应得{CLAUSE}{{0,24}}?(?:付给|支付给|转给|汇给|支付|付至|转到))", _payer, needs="付|缴|给|转|汇|打"),
    reader("settlement.payer", rf"(?P<q>(?P<p>[甲乙]方)(?:应|须)?(?:以{CLAUSE}{{2,12}}方式)?(?:将|把){CLAUSE}{{0,6}}(?:服务费|佣金|提成|费用|报酬|分成款?){CLAUSE}{{0,14}}?(?:付至|付给|支付|转账|汇入|汇至|划至))", _payer, needs="付|缴|给|转|汇|打"),
    reader("settlement.payer", rf"(?P<q>(?<![收到向给与])(?P<p>[甲乙]方)(?!发票|账户|指定|应得|的)(?:应当?|须|需)?(?:(?<=[向给为到由付])[甲乙]方|(?<=收到)[甲乙]方|(?![甲乙]方)[^。；\n]){{0,44}}?(?:{n.DAYS}内|{n.NUMBER}[日号](?:以前|之前|前|之间|期间))(?:(?<=[向给为到由付至将把])[甲乙]方|(?![甲乙]方)[^。；\n]){{0,40}}?(?:{PAY}|付[0-9]))", _payer, needs="付|缴|给|转|汇|打"),
    reader("settlement.payer", rf"(?P<q>(?:将|把){CLAUSE}{{0,16}}(?:转给|付给|支付给|打给|打到|转到|转账给|汇给|汇入)(?P<p>[甲乙]方))", _fee_only(other_party), needs="付|缴|给|转|汇|打"),
    reader("settlement.payer", rf"(?P<q>(?<![收到向给与])(?P<p>[甲乙]方)(?:应|须|需|同意)?(?:按月|每月|按季|每季度|按自然月|按)?(?<!不再)(?<!无需)(?<!无须)(?<!不)(?:向[甲乙]方)?(?<!不再向[甲乙]方)(?:支付|付给|给付){CLAUSE}{{0,12}}(?:服务费|佣金|提成|托管费|费用|报酬|分成))", party, needs="付|缴|给|转|汇|打"),
    reader("settlement.payer", r"(?P<q>(?:[一-鿿]{2,3}费|服务费|佣金|提成|分成款?|费用|报酬|价款|款项)(?:应|须|均)?由(?P<p>[甲乙]方)(?:按月|按季|按期|分[一二两三四五六0-9]+[期次])?(?:支付|付)(?:给|至)?)", _any_payer, needs="付|缴|给|转|汇|打"),
    reader("settlement.payer", rf"(?P<q>(?P<p>[甲乙]方)(?:应|须|需)?于(?:本)?{AGREEMENT}{CLAUSE}{{0,14}}内(?:向[甲乙]方)?(?:支付|付清|付款))", party, needs="付|缴|给|转|汇|打"),
    reader("settlement.payer", rf"(?P<q>(?<![收到向给与])(?P<p>[甲乙]方)(?!发票|账户|指定|应得|的)(?:应当?|须|需)?(?:(?<=[向给为到由付])[甲乙]方|(?![甲乙]方)[^。；\n]){{0,44}}?(?:{n.DAYS}内|{n.NUMBER}[日号](?:以前|之前|前|之间))(?:(?<=[向给为到由付至])[甲乙]方|(?![甲乙]方)[^。；\n]){{0,40}}?(?:{PAY}|付[0-9]))", _any_payer, needs="付|缴|给|转|汇|打"),
    reader("settlement.payer", r"(?P<q>(?<![收到向给与])(?P<p>[甲乙]方)(?:可以?)?(?:以|通过|用)[^，。；\n]{0,4}(?:银行)?(?:转账|汇款|电汇|现金)[^，。；\n]{0,14}(?:付款|支付|付清|缴纳|付讫))", _any_payer, needs="付|缴|给|转|汇|打"),
    reader("settlement.payer", rf"(?P<q>(?:核对|确认|复核|审核){CLAUSE}{{0,20}}?(?P<d>{n.DAYS})(?:之)?内，?(?P<p>[甲乙]方){CLAUSE}{{0,10}}(?:付款|支付|付讫|付清))", _any_payer, needs="付|缴|给|转|汇|打"),
)  # fmt: skip
SCANS: tuple[Scan, ...] = (silence,)
