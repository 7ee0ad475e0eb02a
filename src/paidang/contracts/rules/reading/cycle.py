"""How often accounts are settled: what the text calls the cycle, else what its statements and payments show."""

from collections.abc import Iterator, Sequence

from paidang.contracts.rules.reading.frames import Claim, Frames
from paidang.contracts.rules.reading.outline import Span
from paidang.contracts.rules.reading.reader import Found
from paidang.kit.patterns import compiled

WORD = r"(?P<c>自然月|公历月|历月|三个月|十五天|15天|[七7]天|自然季度?|自然周|半个?月|月度?|周(?![一二三四五六日天末年边])|季度?|星期|礼拜|日历月)"
VALUES = (
    ("半", "half_month"),
    ("5天", "half_month"),
    ("五天", "half_month"),
    ("天", "week"),
    ("三个月", "quarter"),
    ("季", "quarter"),
    ("周", "week"),
    ("星期", "week"),
    ("礼拜", "week"),
    ("月", "calendar_month"),
)
SETTLES = r"(?:结算|对账|核算|结账|清算|结款|结一次|算一次|算账|[对算结]一[次回](?:账|(?=[，。]))|(?<![小总完终了])结(?=[，。；\n一方]))"
COMPUTES = r"(?:计算(?!机)|计收)"
COUNTS = r"(?:取酬|取费|计酬|给酬|计付|收取|预付|支付|付款|结清|付(?=[，。；清]))"
EACH = rf"(?:每一?个?|按|以|(?<![了拖欠超过满达])一个?|逐|各|(?<=[\n，。；：费金.、0-9）])|实行|采用|即|为|采取){WORD}(?:度|份)?(?!底|初|末|报|[0-9])[^，。；\n0-9]{{0,7}}?"
CALLED = compiled(
    rf"(?:(?:结算|对账|付款|核算|账务|结款|计费|账单)(?:周期|期间|期|单位|方式)|账期)(?:为|是|：|按|以|\|)*(?:一个?|每个?|按)?{WORD}"
)
LABELLED = compiled(
    rf"(?:算账|结账|对账|结算)(?:周期)?：(?:按|以|每)?(?:一个)?{WORD}(?![0-9一二三四五六七八九十底初末])"
)
SETTLES_THE_LAST = compiled(rf"(?:结算|核算|结清|付清)(?:上|前)一?个?{WORD}")
ONE_EACH = compiled(r"[一每]?(?P<c>半个?月|月|季度?|周)一(?:结|算|付|清)")
CALLED_SO = compiled(
    rf"(?:以|按|(?<!一)每)(?:一个|每个?)?{WORD}(?:度)?(?:为|算|作为)?(?:一个|一期|单位)?(?:结算|对账|核算|付款|计费|计算)?(?:周期|账期|期|单位|结算单位)"
)
TWICE = compiled(
    rf"(?:每一?个?|一个)(?:自然)?月[^，。；\n0-9]{{0,8}}(?:两|二|2)(?:个[^，。；\n]{{0,2}}期|次|回)|(?:上|下)半月[^，。；\n]{{0,6}}{SETTLES}"
)
"""Two settlements a month."""
SETTLED, COMPUTED, COUNTED = (compiled(EACH + verbs) for verbs in (SETTLES, COMPUTES, COUNTS))
AFTER_EACH = compiled(rf"(?:每一?个?|各){WORD}(?:度)?(?:的)?(?:结束|终了|届满|最后一[日天]|首月|第一个月|末)")
SHOWN = compiled(
    r"上一?个?(?P<q>季)|每(?P<q2>季)|(?:上|前|当|每)(?:一|个)*(?P<m>自然月|月)|(?P<w>每周|上周)|(?P<h>半个?月)"
)
SOMETHING_ELSE = compiled(
    r"培训|报告|报表|周报|更新|例会|复盘|投放|推广|广告|充值|直播[0-9一二三]|讲解|盘点|上新|考核|加收|结算单价"
)
OTHER_MONEY = compiled(r"仓储|仓配|操作费|丙方|租金|运费|快递费|返利|返佣|保证金|采购款")


def settlement_cycle(frames: Frames, claims: Sequence[Claim]) -> Iterator[Found]:
    """The one cycle of a contract."""
    text = frames.text
    if twice := _twice(frames):
        yield twice
        return
    for pattern in (CALLED, LABELLED, CALLED_SO, ONE_EACH, SETTLED, COMPUTED):
        for match in frames.squeezed.matches(pattern):
            context = frames.outline.context(*match.span())
            if not SOMETHING_ELSE.search(text, context.clause[0], match.end()) and not OTHER_MONEY.search(
                text, *context.sentence
            ):
                yield Found("settlement.cycle", _value(match["c"]), match.start(), match.end())
                return
    for match in frames.squeezed.matches(AFTER_EACH):
        sentence = frames.outline.context(*match.span()).sentence
        of_fee = any(frames.spots.inside(topic, *sentence) for topic in ("statement", "cutoff"))
        if of_fee and not OTHER_MONEY.search(text, *sentence):
            yield Found("settlement.cycle", _value(match["c"]), match.start(), match.end())
            return
    shown = [
        claim
        for term in ("settlement.statement_due_day", "settlement.pay_due_day", "settlement.pay_window")
        for claim in claims
        if claim.row.term == term
    ]
    for claim in shown:
        sentence = frames.outline.context(*claim.span).sentence
        if cycle := _shown(text, sentence):
            yield Found("settlement.cycle", cycle, *claim.span)
            return
    for pattern in (SETTLES_THE_LAST, COUNTED, AFTER_EACH, SETTLED, CALLED):
        for match in frames.squeezed.matches(pattern):
            sentence = frames.outline.context(*match.span()).sentence
            settles = any(
                frames.spots.inside(topic, *sentence)
                for topic in ("settle", "statement", "pay", "cutoff", "rebate")
            )
            if settles:
                yield Found("settlement.cycle", _value(match["c"]), match.start(), match.end())
                return


def _twice(frames: Frames) -> Found | None:
    """Where accounts are settled twice a month."""
    for match in frames.squeezed.matches(TWICE):
        context = frames.outline.context(*match.span())
        settles = any(frames.spots.inside(topic, *context.sentence) for topic in ("settle", "statement"))
        if settles and not SOMETHING_ELSE.search(frames.text, *context.clause):
            return Found("settlement.cycle", "half_month", *match.span())
    return None


def _value(word: str) -> str:
    return next(value for part, value in VALUES if part in word)


def _shown(text: str, sentence: Span) -> str | None:
    match = SHOWN.search(text, *sentence)
    if match is None:
        return None
    if match["q"] or match["q2"]:
        return "quarter"
    return "calendar_month" if match["m"] else ("week" if match["w"] else "half_month")
