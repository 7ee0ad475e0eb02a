"""Services: what the agency does, read from lists and sentences; who answers buyers."""

import re
from collections.abc import Iterator

from paidang.contracts.rules.reading.grammar import CLAUSE
from paidang.contracts.rules.reading.reader import Found, Reader, Scan, listed, party, reader
from paidang.contracts.rules.reading.squeezed import Squeezed

SERVICES = {
    r"平台建设|商城(?:平台)?(?:的)?(?:搭建|建设|开发)|小程序(?:的)?(?:搭建|建设|开发|商城(?:的)?搭建)|搭建[^，。；、\n]{0,8}(?:商城|小程序|网店|店铺)|店铺搭建|网站建设": "platform_build",
    r"平台运营|(?:店铺|网店|小店|日常|整体|全面|账号|账户|旗舰店|店)(?:的)?(?:整体|日常|全面|全盘|全案|线上)?(?:运营|营运)(?!费|人员|方|数据|情况|商|规范|团队|顾问)|代运营(?!服务商|费|方|团队)|直播运营|整体运营|运营推广|全店托管|店铺托管|托管运营": "platform_operation",
    r"投广告|投(?:磁力|千川)|广告推广|广告投放|推广投放|推广告投放|营销推广|运营推广|付费推广|(?:直通车|千川|磁力金牛|磁力|聚光|万相台|快车|引力魔方)(?:等)?(?:的)?(?:推广|投放|操作)?|(?:做|站内|站外|店铺|产品|品牌|负责|还有|流量|信息流)推广(?!费|预算|的钱)|推广引流|(?<=、)推广(?=[、，。；及和]|$)|投流(?!消耗|截图|费|金额)|流量投放|内容投放": "advertising",
    r"线下活动": "offline_events",
    r"(?:旺旺|在线|售前|售后|售中)[^，。；、\n]{0,6}(?:接待|咨询|应答)|客户服务|客服(?!人员|费|主管|指标|工作手册)|咨询(?:接待|回复|解答)|接待[^，。；、\n]{0,4}(?:咨询|买家|顾客)|回客人消息|回复(?:买家|客户|顾客|消费者)|买家咨询|售前售后(?:咨询|接待)": "customer_service",
    r"申请(?:进驻|入驻)|(?:入驻|进驻|开店)(?:的)?申请|店铺(?:的)?(?:开通|注册|入驻|申请|开设)|代办入驻|入驻手续|协助[^，。；]{0,4}入驻": "store_application",
    r"拍照|拍短视频|拍摄|摄影|摄制": "photography",
    r"页面设计|详情页(?:的)?(?:设计|制作|排版)|详情页面设计|做详情页|主图设计|美工设计|首页(?:的)?设计|页面(?:的)?制作": "page_design",
    r"装修": "store_decoration",
    r"上架|商品上传|产品上传|上传商品|上传产品|(?<=、)上传(?=[、，。；])|商品发布|产品发布|宝贝发布|上链接|上新|商品上下架": "listing",
    r"活动企划|活动策划|促销策划|营销策划|活动规划|活动方案策划|策划促销|策划活动|营销活动(?:的)?策划|促销活动(?:的)?策划|营销方案策划": "campaign_planning",
    r"培训(?!费|记录|资料)|实训(?!费|记录|资料)|授课": "training",
    r"(?:订单|发货|商品|负责|、)物流(?!费|信息)|物流(?:配送)?服务|代发货|仓配": "logistics",
    r"代收货款|货款代收|代收款": "payment_collection",
    r"建仓|仓库搭建|仓储搭建": "warehouse_setup",
    r"采购计划": "procurement_planning",
    r"售后流程": "after_sales_process",
}  # fmt: skip
PATTERNS = [(re.compile(word), value) for word, value in SERVICES.items()]
AGENT = r"(?P<p>[甲乙]方)"
OFFER = re.compile(
    rf"{AGENT}(?:应当?|须|需|将|同意|承诺|受托|愿意|还应?)?(?:按[^，。；\n]{{0,10}})?(?:为|向|负责为)?(?:[甲乙]方)?[^，。；\n]{{0,24}}?(?<!不)(?P<v>负责|提供|承接|承担|完成|搭建|运营|营运|代运营|拍摄|摄制|从事|开展|进行|修图|做)(?P<what>(?:(?!，[甲乙]方)[^。；\n]){{2,140}})"
)
ENGAGE = re.compile(
    rf"(?:委托|聘请|交(?:由|给)|授权){AGENT}(?:来|负责|为其|进行|提供|承担|作为)?(?P<v>)(?P<what>(?:(?!，[甲乙]方)[^。；\n]){{2,140}})"
)
GIVEN = re.compile(
    r"(?:将|就|把)(?P<what>(?:(?![甲乙]方)[^。；\n]){2,60}?)(?:委托|交由|交给|托管给|外包给)(?P<p>[甲乙]方)(?P<v>)"
)
BY = re.compile(
    r"(?P<what>[^，。；\n甲乙]{2,30}服务)(?:均|统一)?(?:委由|委托|由)(?P<p>[甲乙]方)(?P<v>)(?:办理|提供|负责|承担|完成)"
)
PURCHASE = re.compile(r"向(?P<p>[甲乙]方)(?:采购|购买)(?P<v>)(?P<what>[^。；\n]{2,140})")
INLINE_LIST = re.compile(
    r"(?:(?P<p>[甲乙]方)(?:应当?|须|需)?(?:提供|承担|负责|完成)?的?(?:以下|下列)?(?:工作|职责|任务|负责事项|服务内容|分工|服务)(?:内容)?|(?:服务|工作|运营)(?:内容|范围|事项|项目))(?:包括(?:但不限于)?|包含|为|如下|有)?：(?P<what>[^\n]{4,220})"
)
LIST_HEAD = re.compile(
    r"(?:^|(?<=\n))[^\n]{0,60}?(?:(?:服务|合作|委托|运营|工作|托管|代运营)(?:内容|范围|事项|项目|明细|内容及范围)|(?:以下|下列|如下)(?:[^\n]{0,6})(?:服务|工作|内容|事项)(?:内容)?|服务包括)[^\n。]{0,8}(?:：)?(?=\n)"
)
ITEM = re.compile(
    r"\n(?P<no>(?:[0-9]{1,2}(?:\.[0-9]{1,2})*[、.．）]?|（[一二三四五六七八九十0-9]{1,3}）|[①-⑳]|[a-zA-Z][、.）]|[•·●◆-]))(?P<what>[^\n]{2,120})"
)
HEADING = re.compile(
    r"\n(?:第[^\n]{1,4}[章条]|[一二三四五六七八九十]{1,3}、|[0-9]{1,2}[、.]?(?=[一-鿿]{2,10}\n))"
)
NOT_A_SERVICE = re.compile(
    r"其他品牌|不得|违约|凭证|发票|逾期|费用由|承担费|个人信息|有权|知识产权|保密|如因|因[^，]{0,6}原因|(?<!为)承担[^，。；]{0,10}(?:费|责任)|(?<![为向给])甲方提供|考核|顾问指导|不违背|使得|使其能够独立|退出|著作权|版权|每个?(?:季度?|月|年)[^，。；]{0,24}培训"
)


def agency(text: str) -> str:
    """Which party renders the services: the one who is entrusted, else the second."""
    counts = {"甲": 0, "乙": 0}
    for match in re.finditer(
        r"(?:委托|(?<![移转])交(?:由|给)|授权|聘请)(?P<p>[甲乙])方(?!指定|确认|审|所有|认可|验|保管|收)", text
    ):
        counts[match["p"]] += 1
    head = text[:600]
    if re.search(
        r"甲方(?:（[^）]{0,8}(?:服务|运营|受托)[^）]{0,4}）|：[^\n]{4,40}（(?:服务|运营|代运营|受托))", head
    ):
        counts["甲"] += 5
    return "甲" if counts["甲"] > counts["乙"] else "乙"


def _values(words: str) -> list[str]:
    return sorted({value for pattern, value in PATTERNS if pattern.search(words)})


def services(squeezed: Squeezed) -> Iterator[Found]:
    """What the agency offers: sentences that say so, and the items of a list of services."""
    who = agency(squeezed.text)
    text = squeezed.text
    defined = [
        match["q"] for each in READERS if each.term == "services" for match in each.looks_for.finditer(text)
    ]
    known = {value for words in defined for value in _values(words)}
    offers = sorted(_offers(text, who), key=lambda found: found[1])
    has_main = bool(defined) or any(len(each[0]) > 2 for each in offers)
    answered = False
    promised = {value for values, start, _, _ in offers if not _is_recital(text, start) for value in values}
    for values, start, end, is_item in offers:
        fresh = [value for value in values if value not in known]
        is_aside = has_main and len(values) < 2 and not re.search(r"[为向][甲乙]方", text[start:end])
        is_recital = (len(values) == 1 and values[0] in promised and _is_recital(text, start)) or (
            has_main and values == ["platform_operation"] and "代运营" in text[start:end]
        )
        if not fresh or (is_aside and not is_item) or is_recital:
            continue
        known |= set(values)
        yield Found("services", values, start, end)
        if "customer_service" in values and not answered:
            answered = True
            yield Found("customer_service.party", "a" if who == "甲" else "b", start, end)


def _is_recital(text: str, start: int) -> bool:
    """甲方委托乙方…: what is entrusted, before it is said who does what."""
    return re.match(r"(?:委托|聘请|交(?:由|给)|授权|将|就|把)", text[start : start + 4]) is not None


def _offers(text: str, who: str) -> Iterator[tuple[list[str], int, int, bool]]:
    annex = re.search(r"\n附件[一二三四五六七八九十0-9]?[^\n]{0,20}\n", text)
    limit = annex.start() if annex else len(text)
    taken: list[tuple[int, int]] = []
    for match in INLINE_LIST.finditer(text, 0, limit):
        values = _values(match["what"])
        if (
            len(values) > 1
            and (not match["p"] or match["p"][0] == who)
            and not NOT_A_SERVICE.search(match["what"])
        ):
            taken.append(match.span())
            yield values, match.start(), match.end(), True
    for pattern in (PURCHASE, GIVEN, BY, ENGAGE, OFFER):
        for match in pattern.finditer(text, 0, limit):
            start, end = match.span()
            words = re.split(r"；|、(?=[甲乙丙]方)|，(?:[甲乙]方|不含|但|并承担|培训以)", match["what"])[0]
            end = match.start("what") + len(words)
            spoken = match["v"] + words
            if match["p"][0] != who or NOT_A_SERVICE.search(text[start : min(end, start + 40)]):
                continue
            if any(first <= start < last for first, last in taken):
                continue
            values = _values(spoken)
            if values and (pattern is not OFFER or _is_offer(match["v"], words, values)):
                taken.append((start, end))
                yield values, start, end, pattern is not OFFER
    yield from _listed(text, limit, who)


def _is_offer(verb: str, words: str, values: list[str]) -> bool:
    """A list of services, or a sentence with a verb that can only offer."""
    if values == ["training"] and verb == "进行":
        return True
    return verb != "进行" and (
        len(values) > 1 or verb in ("负责", "拍摄", "摄制", "搭建", "运营", "营运", "代运营", "做", "提供")
    )


def _listed(text: str, limit: int, who: str) -> Iterator[tuple[list[str], int, int, bool]]:
    for head in LIST_HEAD.finditer(text, 0, limit):
        stop = HEADING.search(text, head.end() + 1)
        last = min(stop.start() if stop else limit, limit)
        for item in ITEM.finditer(text, head.end(), last):
            what = re.split(r"。", item["what"])[0]
            values = _values(what)
            if (
                values
                and not NOT_A_SERVICE.search(what)
                and not re.search(rf"由(?!{who})[甲乙丙]方", what)
                and not re.match(r"[甲乙丙]方(?:应|须|不|保证|同意|有)", what)
            ):
                yield values, item.start("what"), item.start("what") + len(what), True


READERS: tuple[Reader, ...] = (
    reader("services", r"(?:提供|包括)(?P<q>平台建设、平台运营[^。；\n]{0,40}?)(?:等服务|等)", listed(SERVICES)),
    reader("services", r"负责(?:的)?(?P<q>店铺申请进驻[^。；\n]{0,60}?)等建设工作", listed(SERVICES)),
    reader("customer_service.party", rf"{AGENT}负责[^。；]{{0,24}}(?P<q>电话客服|在线客服|客服工作)", party),
    reader("customer_service.party", rf"(?P<q>{AGENT}(?:应|须|负责)?(?:配备|配置|安排|提供){CLAUSE}{{0,6}}客服(?:人员|团队)?{CLAUSE}{{0,4}}(?:接待|回复|解答|处理|负责){CLAUSE}{{0,10}})", party),
    reader("customer_service.party", rf"(?P<q>(?:客服|客户服务|客户咨询|售前咨询|(?:消费者|买家|顾客)的?咨询|接待买家){CLAUSE}{{0,8}}由{AGENT}(?:自己的团队|团队|自己|客服)?(?:负责|承担|提供|安排|自行|自理|完成|接待|回复|解答){CLAUSE}{{0,6}})", party),
)  # fmt: skip
SCANS: tuple[Scan, ...] = (services,)
