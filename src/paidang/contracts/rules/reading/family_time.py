"""Time: from when to when, how long, how it renews."""

import re

from paidang.contracts.rules.reading import numbers as n
from paidang.contracts.rules.reading.grammar import AGREEMENT, CLAUSE, MUST, SENTENCE, days_of, months_of
from paidang.contracts.rules.reading.reader import BLANK, Reader, reader

PERIOD = rf"(?:合同期[限间]?|顾问期[限间]?|{AGREEMENT}期限?|{AGREEMENT}的?(?:有效)?(?:期限|期间|期)|有效期限?|合作期[限间]?|服务期限|运营期[限间]?|营运期[限间]?|托管期[限间]?|代运营期[限间]?|委托期[限间]?|授权期[限间]?|经销期[限间]?|履行期[限间]?|(?<![密训证账资修保用信付])期限|(?<=\n)期间)"
NOT_THIS = r"(?<!保密)(?<!培训)(?<!试用)(?<!质保)"
RENEWS = r"(?:自动)?(?:延期|延续|续期|续约|顺延|续展|续签|展期|延长|延展|续)"
COUNTED = r"(?:一共|刚好|共计?|合计|总计|计|为期|时长为?|即)"
UNTIL = r"(?:起算?|开始|始|生效)?(?:，|、)?(?:至|到|-|~|——|截止(?:到|至|于)?|止于)"


def _date(match: re.Match[str]) -> object:
    return n.iso_date(match["d"])


def _this_year(match: re.Match[str]) -> object:
    """从今年7月1号起: the year is that of the only year the text names."""
    years = set(re.findall(r"(20[0-9]{2})年", match.string))
    return n.iso_date(f"{years.pop()}年{match['md']}") if len(years) == 1 else None


READERS: tuple[Reader, ...] = (
    reader("term.start", rf"(?P<q>(?:自|从)?(?P<d>{n.DATE}))(?:{UNTIL}){CLAUSE}{{0,4}}?(?:{n.DATE})", _date),
    reader("term.end", rf"(?:{n.DATE})(?:{UNTIL})(?P<q>{CLAUSE}{{0,4}}?(?P<d>{n.DATE})(?:止|终|结束|届满)?)", _date),
    reader("term.start", rf"(?:期限|期间|有效期)[^。\n]{{0,14}}?自(?P<q>(?P<d>{n.DATE}))起?", _date),
    reader("term.start", rf"{PERIOD}{SENTENCE}{{0,14}}?(?P<q>(?:自|从)(?P<d>{n.DATE})(?:起算?|开始|始))", _date),
    reader("term.start", rf"(?P<q>(?:自|从)?(?P<d>{n.DATE})(?:起算|开始|起?生效))", lambda m: None if re.search(r"元，?$|费[^，。；]{0,6}，?$", m.string[max(0, m.start() - 8) : m.start()]) else _date(m)),
    reader("term.start", rf"(?P<q>从(?P<d>{n.DATE})起)(?=交|由|委托)", _date),
    reader("term.end", rf"(?:做|干|合作|先[做签]{CLAUSE}{{0,6}}，)(?P<q>到(?P<d>{n.DATE}))(?=[，。；\n])", _date),
    reader("term.start", rf"(?P<q>(?P<d>{n.DATE})起)，(?:{n.DATE})(?:止|终|结束|届满)", _date),
    reader("term.end", rf"(?:{n.DATE})起，(?P<q>(?P<d>{n.DATE})(?:止|终|结束|届满))", _date),
    reader("term.start", rf"(?P<q>(?:开始|起始|生效|起)(?:日期|日|时间)(?:为)?[：:|]?(?P<d>{n.DATE}))", _date),
    reader("term.start", r"(?P<q>(?:自|从)今年(?P<md>[0-9一二三四五六七八九十]{1,3}月[0-9一二三四五六七八九十]{1,3}[日号])起?)", _this_year),
    reader("term.end", rf"(?P<q>(?:结束|终止|截止|届满|到期)(?:日期|日|时间)?(?:为)?[：:|]?(?:由)?(?:延长|变更|调整|顺延)?(?:至|到|为)?(?P<d>{n.DATE}))", _date),
    reader("term.end", rf"(?:有效期|期限|期间)(?P<q>(?:至|到|截至)(?P<d>{n.DATE}))", _date),
    reader("term.end", rf"(?:开始|起算?)(?:，|、)(?P<q>(?:至|到)?(?P<d>{n.DATE})(?:结束|止|终止|届满|到期|为止))", _date),
    reader("term.end", rf"(?P<q>(?:至|到)(?P<d>{n.DATE})(?:（含[^）]{{0,4}}）)?(?:止|终|届满|为止|终止))", _date),
    reader("term.end", rf"(?:期限|届满日|有效期){CLAUSE}{{0,16}}(?P<q>(?:延长|延期|顺延|续期|展期)(?:至|到)(?P<d>{n.DATE}))", _date),
    reader("term.start", rf"(?:期限|期间)(?:为|：)?(?P<q>{n.BLANK_DATE})(?=至|到|-|~)", BLANK),
    reader("term.start", rf"(?P<q>自{n.BLANK_DATE})(?:起)", BLANK),
    reader("term.end", rf"(?P<q>(?:起)?至{n.BLANK_DATE}止?)", BLANK),
    reader("term.start_event", rf"(?P<q>自?本?{AGREEMENT}(?:签订|签署|签约|订立)之?日起(?:{COUNTED}|，|算|计算)?{n.MONTHS})(?!内(?!有效)|之内)", "signing"),
    reader("term.start_event", rf"{PERIOD}{CLAUSE}{{0,4}}?(?P<q>自(?:双方|各方)?(?:签订|签署|签约|订立|签字盖章)之?日起(?:计算|起算|算)?)(?=[，。；])", "signing"),
    reader("term.start_event", rf"(?:{PERIOD}|{AGREEMENT}){CLAUSE}{{0,8}}?，?(?P<q>自(?:本{AGREEMENT})?(?:签订|签署|签约|订立)之?日起)(?:计算|起算|算)", "signing"),
    reader("term.start_event", rf"(?P<q>自本{AGREEMENT}(?:签订|签署)之日起)(?!生效|{n.DAYS}|{n.MONTHS}(?:之)?内|正式)", "signing"),
    reader("term.months", rf"(?P<q>{NOT_THIS}(?:{PERIOD}|有效期|期限|合作期)(?:限)?(?:{COUNTED}|均)?(?:为|是|：)?(?:期)?{COUNTED}?(?P<m>{n.MONTHS}))(?!度|底|初|末|内|前|后|[0-9一二三四五六七八九十]{{1,3}}[日号])", months_of),
    reader("term.months", rf"(?:{n.DATE})(?:止|终|结束)?(?:，|（)(?P<q>(?:{COUNTED}|期限为?|有效期)(?P<m>{n.MONTHS}))", months_of),
    reader("term.months", rf"(?P<q>自?本?{AGREEMENT}(?:签订|签署|生效|订立)之?日起(?:{COUNTED}|，|有效期为?|算|计算)?(?P<m>{n.MONTHS}))(?!内(?!有效))", months_of),
    reader("term.months", rf"(?<=\n)(?P<q>(?P<m>{n.MONTHS}))，自(?:{n.DATE})", months_of),
    reader("term.months", rf"(?P<q>(?:先?做|合作|先签|(?<!续)签|为期|干)(?P<m>{n.NUMBER}(?:年|个月)))(?=[，。；\n])", months_of),
    reader("term.months", rf"{PERIOD}{CLAUSE}{{0,4}}(?:自|从)(?:{n.DATE})(?:起|开始)(?:算|计算)?(?:，|共|计|为期)*(?P<q>(?P<m>{n.MONTHS}))(?=[。，；\n])", months_of),
    reader("term.months", rf"(?:{n.DATE})(?:止|终|结束)?（(?P<q>(?P<m>{n.NUMBER}(?:年|个月)))）", months_of),
    reader("term.months", rf"(?P<q>(?<!顾问)服务期限?(?:为)?(?P<m>{n.MONTHS}))(?=，(?:自|从)?(?:{n.DATE}))", months_of),
    reader("service.months", rf"(?P<q>(?:顾问服务期|服务期(?!{n.MONTHS}，|为{n.MONTHS}，))(?:为)?(?P<m>{n.MONTHS}))", months_of),
    reader("training.months", rf"(?P<q>(?P<m>{n.MONTHS})内对[^，。]{{0,12}}培训完毕)", months_of),
    reader("training.months", rf"(?P<q>培训{SENTENCE}{{0,14}}?(?P<m>{n.MONTHS})(?:之)?内(?:完成|结束|完毕))", months_of),
    reader("training.months", rf"(?P<q>(?P<m>{n.MONTHS})(?:之)?内(?:完成|结束|全部授完|授完){SENTENCE}{{0,14}}?(?:培训|实训))", months_of),
    reader("training.months", rf"(?P<q>(?:实训|授课|带教){SENTENCE}{{0,16}}?(?P<m>{n.MONTHS})(?:之)?内(?:全部)?(?:完成|结束|完毕|授完))", months_of),
    reader("term.start_event", rf"(?P<q>{PERIOD}自(?:双方)?(?:签订|签署|签约|订立)之?日起(?:算|计算)?{n.MONTHS})(?!内(?!有效))", "signing"),
    reader("term.months", rf"(?P<q>{PERIOD}自(?:双方)?(?:签订|签署|签约|订立)之?日起(?:算|计算)?(?P<m>{n.MONTHS}))(?!内(?!有效))", months_of),
    reader("training.months", rf"(?P<q>培训期(?:限|间)?(?:为|是|：|共)?(?P<m>{n.MONTHS}))", months_of),
    reader("renewal.auto", r"(?P<q>(?<!不作)(?<!不得)(?<!不予)(?<!并不)(?<!不)(?<!不会)(?<!不再)自动(?:再)?(?:延期|延续|续期|续约|顺延|续展|续签|展期|延长|延展|续))", True),
    reader("renewal.auto", rf"(?P<q>(?:没有|未|均未|无){CLAUSE}{{0,12}}(?:提出|书面|异议|通知){CLAUSE}{{0,12}}，{MUST}{CLAUSE}{{0,10}}?(?:顺延|延展|续期|延续|续展|延长|续约|续签){n.MONTHS})", True),
    reader("renewal.auto", rf"(?P<q>(?:续签|续约|续期)(?:的)?，?{CLAUSE}{{0,4}}(?:须|应|需|必须)(?:由双方)?(?:另行|重新|另签|另订){CLAUSE}{{0,14}}|(?:不|不会|不再)自动(?:续|延|顺延|展期){CLAUSE}{{0,6}}|(?:期满|到期|届满)(?:后)?(?:即告|即行|自然|自动|即)终止(?:，|。){CLAUSE}{{0,6}}续)", False),
    reader("renewal.auto", rf"(?P<q>(?:如需|需要|要|如|若|双方){CLAUSE}{{0,8}}(?:续签|续约|续期|继续合作){CLAUSE}{{0,10}}，?{CLAUSE}{{0,12}}(?:另签|另订|(?:另行|重新)(?:签订|签署|订立|协商)){CLAUSE}{{0,8}})", False),
    reader("renewal.months", r"(?P<q>自动延期姨奶奶)", BLANK),
    reader("renewal.months", rf"(?P<q>(?:自动(?:再)?(?:延期|延续|续期|续约|顺延|续展|续签|展期|延长|延展|续)|顺延|续期|续约|续展){CLAUSE}{{0,6}}?(?P<m>{n.NUMBER}(?:年|个月|个季度)))(?!后)", months_of),
    reader("renewal.notice_months", rf"(?P<q>(?:期满|届满|到期|届期)前(?:至少)?(?P<m>{n.NUMBER}个月))(?={SENTENCE}{{0,80}}(?:自动|顺延|延续|续期|续展))", months_of),
    reader("renewal.notice_months", rf"自动{SENTENCE}{{0,40}}(?P<q>(?:期满|届满|到期|届期)前(?:至少)?(?P<m>{n.NUMBER}个月))", months_of),
    reader("renewal.notice_months", rf"(?P<q>(?:期满|届满)前(?P<m>{n.NUMBER}个月))(?=[^。\n]{{0,20}}(?:异议|通知))", lambda m: months_of(m) if re.search("自动", m.string[m.start() - 60 if m.start() > 60 else 0 : m.end() + 80]) else None),
    reader("renewal.notice_days", rf"(?P<q>(?:期满|届满|到期|届期)前(?:至少)?(?P<d>{n.DAYS}))(?={SENTENCE}{{0,80}}(?:自动|顺延|延续|续期|续展))", days_of()),
    reader("renewal.notice_days", rf"(?P<q>(?:期满|届满|到期)(?:之)?(?P<d>{n.DAYS})前)(?={SENTENCE}{{0,80}}(?:自动|顺延|延续|续期|续展))", days_of()),
    reader("renewal.notice_days", rf"自动{SENTENCE}{{0,40}}(?P<q>(?:期满|届满|到期|届期)前(?:至少)?(?P<d>{n.DAYS}))", days_of()),
)  # fmt: skip
