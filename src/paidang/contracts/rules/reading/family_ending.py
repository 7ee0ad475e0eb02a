"""Ending: rights to end, hand-over, secrecy, force majeure, where disputes go."""

import re
from collections.abc import Iterator

from paidang.contracts.rules.reading import numbers as n
from paidang.contracts.rules.reading.grammar import CLAUSE, SENTENCE, days_of
from paidang.contracts.rules.reading.parties import without_scan_blanks
from paidang.contracts.rules.reading.reader import Found, Reader, Scan, in_sentences, listed, party, reader
from paidang.contracts.rules.reading.squeezed import Squeezed

CAUSES = {
    r"假冒|仿冒|假货|售假|卖假": "counterfeit",
    r"不得.{0,3}其他场合使用品牌|(?:超出|逾越|超越)[^，。；]{0,6}(?:授权|范围)[^，。；]{0,6}使用|(?:擅自|未经[^，。；]{0,8})(?:使用|许可)[^，。；]{0,10}(?:商标|品牌|商号|标识)": "unauthorised_brand_use",
    r"不得再?授权其他|转授|转给(?:别人|他人|第三)|转让(?:给)?(?:他人|第三|经营权|店铺)|(?:擅自|私自)[^，。；]{0,10}(?:转让|转包|转委托|转租|分包)|再授权|转包|转租": "sublicensing",
    r"泄露[^，。；]{0,8}(?:秘密|信息|数据)": "disclosure",
    r"刷单|虚假交易|虚构交易": "fake_orders",
}
AT_ONCE = r"(?:立即|马上|随时|当即|即时)"
SECRET = r"(?:商业秘密|营业秘密|保密|机密|秘密)"
AFTER_END = r"(?:散伙|终止|解除|期满|结束|届满|到期|完毕|失效)(?:或(?:终止|解除|期满))?(?:之日)?(?:后|起|之后|以后|之日起)*(?:的)?"
SEAT = r"(?:住所地?|所在地?|户籍地|注册地|经常居住地|居住地|营业地|工商注册地|经营地|所属地|本地)?"
NAMED = r"(?:[一-鿿]{2,24}?)"
PLACE = re.compile(
    r"(?P<p>[甲乙]方)(?:住所地?|所在地?|户籍地|注册地|经常居住地|居住地|营业地|工商注册地|主要营业地|当地)"
)
COURT = re.compile(
    r"(?P<q>(?:[^，。；\n]{0,10}?(?:向|由|提交|提请|诉至|至|到|去|交由|交|在|依法向))?(?P<n>[一-鿿（）]{0,40}?)(?:的|有管辖权的?|基层|提起)*(?P<court>(?:中级|高级)?人民法院|互联网法院|知识产权法院|海事法院|法院)(?P<after>[^，。；\n]{0,10}))"
)
TRIBUNAL = re.compile(
    r"(?P<q>(?:[^，。；\n]{0,6}?(?:向|由|提交|提请|至|到|交由|交|递交))?(?P<n>[一-鿿（）]{2,26}?仲裁(?:委员会|院|中心))(?P<after>[^，。；\n]{0,8}))"
)
LEAD = re.compile(
    r"^.*(?:合同履行地|合同签订地|履行地|签订地|提交给?|提请|诉至|交由|依法向|均?应?向|(?<![自理])由|递交|起诉至|选择|约定|同意以?|选定|以|应|可以?|至|到|去)(?=[一-鿿]{2})"
)
TALK = re.compile(r"争议|纠纷|分歧|涉讼|诉讼")


def _years(match: re.Match[str]) -> object:
    value = n.number(match["n"])
    return int(value) if value is not None and 0 < value < 100 else None


def _secret_years(match: re.Match[str]) -> object:
    before = match.string[max(0, match.start() - 60) : match.end() + 10]
    return _years(match) if re.search(rf"{SECRET}|泄露", before) else None


def disputes(squeezed: Squeezed) -> Iterator[Found]:
    """Arbitration where a tribunal is named; a court by a party's seat or by its name; else negotiation."""
    text = squeezed.text
    tribunal = next(
        (
            m
            for m in in_sentences(TRIBUNAL, re.compile("仲裁"), squeezed)
            if not re.search(r"劳动|不得|不能", m["q"])
        ),
        None,
    )
    if tribunal:
        named = LEAD.sub("", tribunal["n"])
        name = _as_written(squeezed, tribunal.end("n") - len(named), tribunal.end("n"))
        yield Found("dispute.forum", "arbitration", *tribunal.span("q"))
        yield Found(
            "dispute.place", name, tribunal.start("n") + len(tribunal["n"]) - len(named), tribunal.end("n")
        )
        return
    for match in in_sentences(COURT, re.compile("法院"), squeezed):
        around = text[max(0, match.start() - 60) : match.end() + 20]
        if re.search(r"《[^》]*$", text[max(0, match.start() - 30) : match.end("court")]) or not re.search(
            rf"{TALK.pattern}|起诉|管辖|官司|解决|裁决", around
        ):
            continue
        yield Found("dispute.forum", "court", *match.span("q"))
        yield from _court_place(squeezed, match)
        return
    agreed = re.search(
        rf"(?P<q>(?:争议|纠纷|分歧|未尽事宜|问题)?{CLAUSE}{{0,16}}(?:双方)?(?:友好)?协商(?:一致)?解决)", text
    )
    if agreed and re.search(r"争议|纠纷|分歧", text[max(0, agreed.start() - 30) : agreed.end()]):
        yield Found("dispute.forum", "negotiation", *agreed.span("q"))


def _court_place(squeezed: Squeezed, match: re.Match[str]) -> Iterator[Found]:
    seats = list(PLACE.finditer(match["q"]))
    if seats:
        seat = seats[-1]
        start = match.start("q") + seat.start()
        yield Found("dispute.place", "a" if seat["p"] == "甲方" else "b", start, match.end("court"))
        return
    named = LEAD.sub("", match["n"])
    named = re.sub(r"^.*(?:所在地|管辖)的", "", named)
    if len(named) >= 2 and not re.fullmatch(
        r"(?:有管辖权|当地|具有管辖权|人民|相关|各自所在地|一方|任何一方)(?:的)?", named
    ):
        written = _as_written(squeezed, match.end("n") - len(named), match.end("court"))
        yield Found("dispute.place", written, match.end("n") - len(named), match.end("court"))


def _as_written(squeezed: Squeezed, start: int, end: int) -> str:
    return without_scan_blanks(squeezed.quote(start, end))


def notice(squeezed: Squeezed) -> Iterator[Found]:
    """提前30日书面通知对方终止合作: how long before ending notice is given."""
    text = squeezed.text
    for pattern in NOTICE:
        for match in pattern.finditer(text):
            begin = max(text.rfind(mark, 0, match.start()) for mark in "。；\n") + 1
            around = text[max(begin, match.start() - 34) : match.end() + 30]
            if re.search(
                r"更换|变更|续签|自动|顺延|人员|价格|活动|样品|新品|联系人|地址", around
            ) or not re.search(r"终止|解除|退出|散伙|不干|不想做|不做了|解约|结束合作", around):
                continue
            deadline = n.days(match["d"])
            if deadline:
                yield Found("termination.notice_days", deadline[0], *match.span("q"))
                return


NOTICE = (
    re.compile(rf"(?P<q>(?:任何一方|任一方|[甲乙]方|双方)?{CLAUSE}{{0,14}}?提前(?:{n.NUMBER}个月（)?(?P<d>{n.DAYS})）?{CLAUSE}{{0,20}}?(?:通知|告知|说|函告|告诉|提出){CLAUSE}{{0,14}})"),
    re.compile(rf"(?P<q>(?:于|在)?(?P<d>{n.DAYS})(?:之)?前(?:以)?(?:书面)?(?:形式|方式)?(?:通知|告知){CLAUSE}{{0,14}})"),
    re.compile(rf"(?P<q>(?:解除|终止){CLAUSE}{{0,20}}提前(?P<d>{n.DAYS}))"),
)  # fmt: skip
CURED = r"(?:未|不|没有)(?:能|予)?(?:补正|整改到位|改正|纠正|改善|履行|补救|整改|更正|消除|改)"

READERS: tuple[Reader, ...] = (
    reader("termination.late_statement_days", rf"(?P<q>(?P<d>{n.DAYS})内未提供[^，。；]{{0,6}}对账(?:通知)?单)", days_of(), needs="账|结算"),
    reader("termination.late_statement_days", rf"(?P<q>(?P<d>{n.DAYS})内未提供结算金额对账通知单)", days_of(), needs="账|结算"),
    reader("termination.late_statement_days", rf"(?P<q>(?:(?:逾期|迟延|超过)(?:提供|提交|出具)|迟交|晚交|拖延){CLAUSE}{{0,8}}(?:账单|结算单|对账单){CLAUSE}{{0,6}}?(?P<d>{n.DAYS}){CLAUSE}{{0,6}}，?{CLAUSE}{{0,10}}(?:解除|终止))", days_of(), needs="账|结算"),
    reader("termination.late_statement_days", rf"(?P<q>(?:逾期|迟延|超过|连续)(?P<d>{n.DAYS})(?:仍)?(?:未|不)(?:提供|提交|出具|送达|交){CLAUSE}{{0,8}}(?:账单|结算单|对账单|结算))(?={CLAUSE}{{0,8}}，?{CLAUSE}{{0,10}}(?:解除|终止))", days_of(), needs="账|结算"),
    reader("termination.cure_days", rf"(?P<q>经通知纠正后(?P<d>{n.DAYS})仍未(?:纠正|改正))", days_of(), needs="通知|催告|要求|指出|纠正"),
    reader("termination.cure_days", rf"(?P<q>(?:通知|催告|要求|指出|提出|纠正){CLAUSE}{{0,10}}?(?:后|之日起|起)?的?(?P<d>{n.DAYS})(?:之)?内?(?:仍|还|拒)?{CURED})", days_of(), needs="通知|催告|要求|指出|纠正"),
    reader("termination.cure_days", rf"(?P<q>(?:应|须|限期|要求){CLAUSE}{{0,20}}(?P<d>{n.DAYS})内(?:改正|纠正|整改|补救)，?(?:逾期|否则|仍){CLAUSE}{{0,20}}(?:解除|终止))", days_of(), needs="通知|催告|要求|指出|纠正"),
    reader("termination.immediate_for", r"(?P<q>[^；。\n]{0,12}(?:(?:不得|假冒)[^；。]{4,60})否则[甲乙]方有权立即[^，。；]{0,4}解除本?(?:合同|协议))", listed(CAUSES), needs="立即|马上|随时|当即|即时"),
    reader("termination.immediate_for", rf"(?P<q>[^。；\n]{{4,120}}?(?:可以?|有权|得){CLAUSE}{{0,4}}{AT_ONCE}{CLAUSE}{{0,8}}(?:解除|解约|终止))", lambda m: listed({k: v for k, v in CAUSES.items() if v in ("counterfeit", "unauthorised_brand_use", "sublicensing")})(m), needs="立即|马上|随时|当即|即时"),
    reader("termination.immediate_for", rf"(?P<q>(?:可以?|有权|得){CLAUSE}{{0,4}}{AT_ONCE}{CLAUSE}{{0,8}}(?:解除|解约|终止)[^。；\n]{{0,10}}：[^。]{{4,260}})", listed(CAUSES), needs=None),
    reader("termination.automatic_for", r"(?P<q>虚报[^，。；\n]{0,8}(?:出厂价|成本价?|供货价)[^。；]{0,24}(?:自行|自动|即)(?:终止|解除))", ["false_factory_price"]),
    reader("termination.automatic_for", r"(?P<q>不得虚报产品出厂价[^。；]{0,30}(?:自行|自动)终止)", ["false_factory_price"]),
    reader("handover.days", rf"(?P<q>(?:不合作了|解约|终止|解除|期满|结束|届满|到期){CLAUSE}{{0,8}}?(?:后|之日起|起)?的?(?:，)?(?:[甲乙]方)?(?:应当?|须|需)?(?:在|于)?(?P<d>{n.DAYS})(?:之)?内{SENTENCE}{{0,24}}?(?:移交|点交|交接|交还|转交|交付(?:店铺|全部)|归还))", days_of(), needs="移交|交接|交还|转交|交付|归还|点交"),
    reader("confidentiality.bound", r"(?P<q>双方对在?本(?:协议|合同)[^，。]{0,10}知悉的[^。；，]{0,20}保密义务)", "both"),
    reader("confidentiality.bound", r"(?P<q>对(?P<o>[甲乙]方)提供给(?P<p>[甲乙]方)的任何物品)", party),
    reader("confidentiality.bound", rf"(?P<q>(?:甲乙双方|双方|各方|三方|任何一方|任一方|合同各方|甲、乙双方|甲方和乙方){SENTENCE}{{0,34}}?{SECRET}{CLAUSE}{{0,8}})", "both"),
    reader("confidentiality.bound", rf"(?P<q>(?:甲乙双方|双方|各方|三方|任何一方|任一方){CLAUSE}{{0,8}}(?:不得|不能){CLAUSE}{{0,12}}(?:泄露|泄漏|透露|披露){CLAUSE}{{0,12}})", "both"),
    reader("confidentiality.bound", rf"(?P<q>(?P<p>[甲乙]方)(?:及其[^，。；\n]{{0,8}})?(?:应当?|须|需|负有|必须|不得|保证|承诺|对){CLAUSE}{{0,30}}?(?:{SECRET})(?:义务|责任|商业|$|[^，。；\n]{{0,6}}))", party),
    reader("confidentiality.bound", rf"(?P<q>(?P<p>[甲乙]方)(?:及其[^，。；\n]{{0,8}})?(?:不得|不能|禁止)(?:擅自)?(?:向|对|将)?{CLAUSE}{{0,16}}(?:泄露|泄漏|透露|披露){CLAUSE}{{0,20}})", party),
    reader("confidentiality.years", rf"(?:终止|解除|期满)(?:后)?(?P<q>(?:至少)?(?P<n>{n.NUMBER})年内)", _years, needs="年|有效|永久|无限期|终身|保密"),
    reader("confidentiality.years", rf"(?P<q>{CLAUSE}{{0,10}}{AFTER_END}{CLAUSE}{{0,4}}?(?P<n>{n.NUMBER})年(?!度))", _secret_years, needs="年|有效|永久|无限期|终身|保密"),
    reader("confidentiality.years", rf"(?P<q>保密(?:期限?|义务的?期限){CLAUSE}{{0,20}}?(?P<n>{n.NUMBER})年)", _years, needs="年|有效|永久|无限期|终身|保密"),
    reader("confidentiality.years", r"(?P<q>本(?:协议|合同)终止后，[甲乙双]方需?继续遵守[^。；]{0,20}保密义务)", "unlimited", needs="年|有效|永久|无限期|终身|保密"),
    reader("confidentiality.years", rf"(?P<q>(?:保密|秘密)(?:(?![0-9一二三四五六七八九十两]年)[^。；\n]){{0,30}}?(?:长期有效|永久|无限期|始终有效|持续有效|不因{CLAUSE}{{0,12}}(?:终止|解除|期满|届满){CLAUSE}{{0,6}}(?:终止|失效|消灭|免除)(?!，{CLAUSE}{{0,10}}年)|不受[^，。；]{{0,10}}(?:终止|期满|解除)[^，。；]{{0,6}}影响|终身))", "unlimited", needs="年|有效|永久|无限期|终身|保密"),
    reader("confidentiality.years", rf"(?P<q>{CLAUSE}{{0,10}}{AFTER_END}{CLAUSE}{{0,4}}?(?:长期|永久|始终|无限期)(?:持续)?有效)", lambda m: "unlimited" if re.search(rf"{SECRET}|泄露", m.string[max(0, m.start() - 60) : m.end()]) else None, needs="年|有效|永久|无限期|终身|保密"),
    reader("confidentiality.on_end", r"(?P<q>归还[甲乙]方，或者?按照[甲乙]方的?指示予以销毁)", "return_or_destroy"),
    reader("confidentiality.on_end", rf"(?P<q>(?:返还|归还|退还|交还){SENTENCE}{{0,20}}?(?:或|或者|并){SENTENCE}{{0,16}}?(?:销毁|删除))(?!该等个人信息|个人信息|其?所?持有的个人)", "return_or_destroy"),
    reader("force_majeure", rf"(?P<q>{CLAUSE}{{0,12}}不可抗力(?=[^，。；\n/]){CLAUSE}{{0,16}}(?=[，。；]))", True),
    reader("force_majeure", r"(?P<q>不可抗力[^，。；]{0,6}(?:发生|影响)?[^，。；]{0,2})", True),
    reader("dispute.forum", r"(?P<q>(?:[甲乙]方|被告|原告)所在地?(?:的)?人民法院[^，。；]{0,8})", "court"),
    reader("dispute.place", r"(?P<q>(?P<p>[甲乙]方)所在地?(?:的)?人民法院[^，。；]{0,8})", party),
)  # fmt: skip
SCANS: tuple[Scan, ...] = (disputes, notice)
