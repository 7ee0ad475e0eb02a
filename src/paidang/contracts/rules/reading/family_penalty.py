"""Late payment: the daily rate, who owes it, its cap, when work may stop or the agreement may end."""

import re
from collections.abc import Callable, Iterator

from paidang.contracts.rules.reading import numbers as n
from paidang.contracts.rules.reading.grammar import ANYONE, CLAUSE, days_of, rate_of
from paidang.contracts.rules.reading.reader import Found, Reader, Scan, in_sentences, party, reader
from paidang.contracts.rules.reading.squeezed import Squeezed

DAILY = rf"(?:每(?:逾期|逾|迟延|延迟|拖延|超|晚|拖)?(?:[一1壹]|个)?(?:个)?(?:日历|自然)?[日天]|按[日天]|逾期[一1]?[日天]|一天|日)(?:，)?(?:[^。；\n%‰]{{0,36}}?)(?P<r>{n.RATE})"
LATE = r"(?:逾期(?:付款|支付|缴纳|缴付|给付|结算|未付|未支付|结清|打款|[^，。；\n]{0,4}付款)|拖欠|迟延(?:付款|给付|支付|履行付款)|延迟(?:付款|支付|给付)|延期(?:付款|支付)|晚付|晚给钱|拖延(?:付款|支付)|迟付|欠付|拖付|付款晚了|延期付款|未(?:能)?(?:按|在|于)[^，。；\n]{0,14}(?:付款|支付|付清|结算|缴费|缴纳|付费)(?:[^，。；\n]{0,6})|未付款|不按(?:时|期)(?:付款|给钱|打款|付钱|支付)|逾期)"
WHO_LATE = re.compile(
    rf"{ANYONE}(?:如|若|如果)?[^，。；\n甲乙]{{0,6}}?(?P<late>{LATE})(?P<rest>[^，。；\n甲乙]{{0,20}})"
)
OWES = re.compile(rf"(?:{DAILY}|(?P<r2>{n.RATE})(?:/|每|一)[日天])(?P<tail>[^。；\n]{{0,16}})")
NOBODY_LATE = re.compile(
    rf"(?P<q>{LATE}[^。；\n]{{0,30}}?{DAILY}[^。；\n]{{0,10}})"
    rf"|(?P<q2>每(?:逾期|延迟|迟延|拖延|晚)[一1]?[日天][^。；\n%‰]{{0,30}}?(?P<r2>{n.RATE})的?(?:违约金|滞纳金))"
    rf"|(?P<q3>(?:每[日天]|按[日天]|日)[^。；\n%‰]{{0,16}}?(?P<r3>{n.RATE})[^。；\n]{{0,16}}(?:逾期|迟延)(?:付款)?(?:的)?违约金)"
)
PUNISHED = re.compile(r"违约金|滞纳金|罚|利息|赔|计|支付|收取|付")
NOT_PAYMENT = re.compile(r"交片|交付|交货|发货|提供|提交|完成|上线|出具|制作|答复|停播")
LATE_BEFORE = re.compile(r"延期|晚给|拖延|迟付|逾期|拖欠|晚付|未付|欠|迟延|不付|延迟")


def late_payment(squeezed: Squeezed) -> Iterator[Found]:
    """甲方逾期付款的，每日按…万分之五支付违约金: the rate and who owes it, from one sentence."""
    text = squeezed.text
    for start, end in squeezed.sentences:
        for who in WHO_LATE.finditer(text, start, end):
            if NOT_PAYMENT.search(who["rest"]) and who["late"] == "逾期":
                continue
            if who["late"] == "逾期" and not re.search(
                r"付|款|欠|费", text[who.start() : min(end, who.end() + 30)]
            ):
                continue
            owes = OWES.search(text, who.end(), end)
            if not owes or owes.start() - who.end() > 60:
                continue
            words = text[owes.start() : owes.end()]
            if not PUNISHED.search(words) or re.search(r"[甲乙]方逾期", text[who.end() : owes.start()]):
                continue
            value = n.rate(owes["r"] or owes["r2"])
            if value is None:
                continue
            stop = min(end, owes.end("r" if owes["r"] else "r2") + 8)
            yield Found("penalty.late_payment.rate_per_day", value, owes.start(), stop)
            side = party(who)
            if side:
                yield Found("penalty.late_payment.party", side, who.start(), stop)
            return
    for match in in_sentences(NOBODY_LATE, LATE_BEFORE, squeezed):
        words = match[0]
        value = n.rate(match["r"] or match["r2"] or match["r3"])
        if (
            value is not None
            and re.search(r"违约金|滞纳金|罚|利息", words)
            and re.search(r"付|款|欠|费", words)
        ):
            yield Found("penalty.late_payment.rate_per_day", value, *match.span())
            return


def _after_lateness(value: Callable[[re.Match[str]], object]) -> Callable[[re.Match[str]], object]:
    """The value, where the words before speak of late payment and not of something else."""

    def checked(match: re.Match[str]) -> object:
        before = match.string[max(0, match.start() - 70) : match.end()]
        near = match.string[max(0, match.start() - 14) : match.start()].rpartition("；")[2]
        if re.search(r"纠正|改正|整改", match[0]):
            return None
        if re.search(r"未发货|未交付|交片|停播|逾期交|提供账单|对账单|结算单|保证金", near):
            return None
        return value(match) if LATE_BEFORE.search(before) and re.search(r"付|欠|款|费", before) else None

    return checked


PASSED = (
    rf"(?:超过|逾|满|达到?|逾期|连续|拖欠(?:[^，。；\n0-9]{{0,6}})|晚付|超|经催告后?|逾期达)(?P<d>{n.DAYS})"
)
MEANWHILE = r"(?:者|以上|及以上|未付款|仍未[^，。；\n]{0,8}|未(?:支付|付清)|不付|还不付)*(?:的|时|后)*，?"
MAY = r"(?:(?P<x>[甲乙]方|对方|守约方|另一方)?(?:可以?|有权|得|即可|方可))(?:先行|先|单方|书面|立即|随时|通知[甲乙]方|直接|要求)*"

READERS: tuple[Reader, ...] = (
    reader("penalty.late_payment.rate_per_day", rf"(?P<q>(?:每日|每天|按日|日)(?:按)?(?P<r>{n.RATE})的?(?:违约金|滞纳金))", rate_of),
    reader("penalty.late_payment.party", r"(?P<q>(?P<p>[甲乙]方)逾期支付[^，。；]{0,8})，[^。；]{0,30}违约金", party),
    reader("penalty.late_payment.party", rf"(?P<q>(?P<p>[甲乙]方)须按未付金额的日{n.RATE}违约金向[甲乙]方支付)", party),
    reader("penalty.late_payment.cap", rf"(?:违约金|滞纳金)[^。；\n]{{0,16}}(?P<q>(?:累计|总额|最高|合计|总计|上限){CLAUSE}{{0,16}}?(?:不超过|为限|不得超过|以|为){CLAUSE}{{0,16}}?(?P<r>{n.RATE}){CLAUSE}{{0,3}})", rate_of),
    reader("penalty.late_payment.cap", rf"(?:违约金|滞纳金)[^。；\n]{{0,16}}(?P<q>(?:但)?(?:最高)?(?:不超过|不得超过){CLAUSE}{{0,16}}?(?P<r>{n.RATE}))", rate_of),
    reader("penalty.late_payment.cap", rf"(?:违约金|滞纳金)[^。；\n]{{0,16}}(?P<q>以{CLAUSE}{{0,14}}?(?P<r>{n.RATE})(?:为(?:上限|限)|封顶))", rate_of),
    reader("termination.late_payment_days", rf"(?P<q>超过(?P<d>{n.DAYS})仍未(?:支付|付款|付清)[^，。；]{{0,2}})", days_of()),
    reader("suspension.late_payment_days", rf"(?P<q>{PASSED}{MEANWHILE}{MAY}(?:先)?(?:暂停|停止|中止|暂缓|停播|停手|停工|停运|停投)[^，。；\n]{{0,10}})", _after_lateness(days_of())),
    reader("termination.late_payment_days", rf"(?P<q>{PASSED}{MEANWHILE}{MAY}(?:解除|解约|终止|退出)[^，。；\n]{{0,6}})", _after_lateness(days_of())),
    reader("termination.late_payment_days", rf"(?P<q>(?:逾期付款|拖欠[^，。；\n]{{0,8}}|未付款|逾期支付[^，。；\n]{{0,6}}){PASSED.replace('逾期|', '')}{MEANWHILE}{MAY}(?:暂停{CLAUSE}{{0,8}}(?:或|并|、))?(?:解除|解约|终止){CLAUSE}{{0,6}})", _after_lateness(days_of())),
)  # fmt: skip
SCANS: tuple[Scan, ...] = (late_payment,)
