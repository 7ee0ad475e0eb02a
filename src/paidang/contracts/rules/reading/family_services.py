"""Services: what the agency does, read from the sentences in which it acts and from lists of services."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from paidang.contracts.rules.reading.duties import RELATIVE, is_surely_said
from paidang.contracts.rules.reading.family_parties import roles
from paidang.contracts.rules.reading.family_who import DUTIES
from paidang.contracts.rules.reading.grammar import CONSENT as CONSENTS
from paidang.contracts.rules.reading.mentions import AGENT, SUBJECT, Mention
from paidang.contracts.rules.reading.parts import Part, Parts
from paidang.contracts.rules.reading.reader import Found
from paidang.kit.patterns import compiled

_END = r"(?=[、，。；：（）\n和及与并以还等☑]|以及|工作|服务|事宜|$)"
SERVICES = {
    r"平台建设|(?:商城|小程序|网站|独立站)(?:商城|平台)?(?:的|之)?(?:搭建|建设|开发)|(?:搭建|建设|开发|建立)[^，。；、\n]{0,10}(?:商城|小程序|网店|店铺|网站)|(?:独立站|商城|网站|小程序|官网)(?:之|的)?(?:建置|架设|建立|创建)|店铺搭建|建站": "platform_build",
    r"平台运营|(?:店铺|网店|小店|直播间|视频号|公众号|商城|账号|账户|旗舰店|店里|店|日常|整体|全面|全盘|全案|平常|线上)(?:的|之|整体|日常|全面|全盘|全案|线上|平常|平时)*(?:运营|营运|经营|打理|代播运营|运作)(?:管理|维护)?(?!费|人员|方|数据|情况|商|规范|团队|顾问|报告|报表|经验|经理|专员)|代运营(?!服务商|费|方|团队)|直播运营|运营推广|(?:全店|店铺)托管|托管运营|日常(?:打理|管理|照管)|(?:看|管|盯|守|照看|照管|操盘)(?:着)?店(?![铺主家员名长])|(?<=[、：，和及负责])(?:运营|营运)(?:管理)?"
    + _END: "platform_operation",
        r"本地推(?:的)?投放|投放?[^，。；、\n由]{0,3}广告(?!费|账|预算|计划)|[打做]广告|投(?:磁力|千川|直通车|聚光|多多)|推广工具(?:的)?(?:投放|使用)|(?:多多推广|京准通|万相台|网销宝|超级推荐|薯条|广告)(?:的|之|和|与|及|、|（[^）]*）)*[^，。；、\n]{0,4}(?:投放|代投|推广)|推广(?:的|之)投放|广告代投|(?:搜索推广)|(?:广告|推广|流量|内容|信息流|站内|千川|磁力|直通车|引力魔方|聚光|付费)(?:的|之)?(?:推广|投放|投流)|推广告投放|营销推广|运营推广|付费推广|直通车|千川(?:的)?推广|磁力金牛(?:推广)?|(?:做|站内|站外|店铺|产品|品牌|负责|还有|日常)推广(?!费|预算|的钱)|推广引流|(?<=[、和及])推广"
    + _END
    + r"|投流(?!消耗|截图|费|金额)": "advertising",
    r"线下[^，。；、\n]{0,4}活动": "offline_events",
    r"(?:旺旺|在线|线上|售前|售后|售中|播后)[^，。；、\n]{0,8}(?:接待|咨询|应答|客服|消息|回复|答复)|客户服务|客服(?!人员|和[^，。；]{0,4}人员|费|主管|指标|工作手册|[0-9一二两三四五六七八九十]+[名人位]|销售管理|管理)|咨询(?:接待|回复|解答|回覆)|接待[^，。；、\n]{0,4}(?:咨询|买家|顾客)|回(?:复|答|覆)?(?:客人|客户|顾客|买家|消费者|旺旺)|买家咨询|电话客服|(?:买家|客人|顾客|消费者)[^，。；、\n]{0,8}(?:问话|来问|询问|提问)|回(?:复|答)?(?:消息|问话|咚咚|飞鸽)": "customer_service",
    r"(?:来客|平台|店铺|门店|商家号)(?:的)?(?:认领|入驻)|申请(?:进驻|入驻)|(?:入驻|进驻|开店|注册|资质认证)(?:的)?申请|店铺(?:的)?(?:开通|注册|入驻|申请|开设)(?!的)|平台(?:的)?(?:入驻|申请)|代办入驻|入驻手续|开店手续|协助[^，。；]{0,4}入驻|办理[^，。；、]{0,4}入驻": "store_application",
    r"拍照|拍(?:短)?视频|(?<!代)拍摄(?!用|过|完|要是|费|场)|摄影(?!棚)|摄制|商品拍片|拍[^，。；、\n摄]{0,3}(?:次)?(?:货|图|片|产品|商品)(?!用)": "photography",
    r"(?:页面|商品页|产品页)(?:的|之)?(?:美术|版面)?(?:设计|制作)|详情页(?:的|之)?版面|做?详情图|详情页?(?:页面)?(?:的)?(?:设计|制作|排版)|(?:做|设计)详情页?|(?:主图|美工|首页|海报)(?:的)?设计": "page_design",
    r"装修|装潢|(?:店铺|首页|橱窗|门面)[^，。；、\n]{0,4}(?:装饰|布置)": "store_decoration",
    r"上下?架|上新|(?:商品|产品|宝贝)(?:信息)?(?:的)?(?:上传|发布|编辑|挂链|上线)|上传(?:商品|产品|宝贝)|(?<=、)上传(?=[、，。；])|上链接|挂链接|链接(?:的)?(?:上架|发布)|新品(?:提报|发布)|铺货|[挂放]上(?:货架|去)|(?:新品|新货)[^，。；、\n]{0,8}(?:挂|放)上": "listing",
    r"(?:活动|促销|营销|大促|专场)(?:的|之)?(?:方案)?(?:企划|策划|规划)|(?:活动|营销|促销)方案(?:的)?(?:策划|制定|设计)|策划(?:促销|活动|营销)|(?:促销|营销)活动(?:的)?(?:策划|企划|规划)|想活动|活动策划|活动(?:的|之)?(?:方案)?(?:设计|企划)|活动方案|活动[^，。；、\n]{0,4}(?:与|和|及)策划|策划[^，。；、\n]{0,8}(?:活动|大促)|(?:促销|活动)(?:的)?提报": "campaign_planning",
    r"(?:教会|带教)(?=[甲乙其])|培训(?!费|时数|课时|记录|资料|完毕|期|期限)|实训(?!费|记录|资料)|授课": "training",
    r"(?:订单|发货|商品|负责|、)物流(?!费|信息|对接|公司)|物流(?:配送)?服务|物流配送|快递物流|(?<=[、和及])物流(?=[、和及，。])|仓配": "logistics",
    r"代收货款|货款(?:的)?代收|代收款": "payment_collection",
    r"建仓|规划[^，。；、\n]{0,4}(?:货位|仓)|(?:仓库|货位|打包台)[^，。；\n]{0,14}(?:搭建|规划|布置)|仓[库储]?(?:的)?(?:搭建|筹建|建设)|建立[^，。；、\n]{0,8}仓": "warehouse_setup",
    r"采购计划": "procurement_planning",
    r"售后(?:服务)?(?:处理|工作)?流程": "after_sales_process",
}  # fmt: skip
PATTERNS = [(compiled(word), value) for word, value in SERVICES.items()]
ANY_SERVICE = compiled("|".join(f"(?:{word})" for word in SERVICES))
OFFERS_ONE = compiled(
    r"编[写制]|负责|提供|承[接担办揽]|完成|搭建|拍|摄制|培训|打理|托管|代运营|做|[为向给][甲乙]方"
)
"""What offers a single service; a list of them is offered by less."""
OFFERS = compiled(
    r"处理|承办|代为|编[写制]|负责|提供|承接|承担|承办|承揽|完成|搭建|运营|营运|经营|拍摄|摄制|从事|开展|做|管|包|办理|受托|打理|代办|制定|指导|培训|修图|进行|上架|设计|策划|装修"
)
NOT_A_SERVICE = compiled(
    r"需要时|移交|交接|自行负责|^[甲乙]方(?:是|为(?!店|该|本|两)|系|以|长期|专事|作为)[^，。；]*(?:公司|企业|机构|商|团队|为业|业务|经验|代运营)$|由(?:平台|京东|天猫|抖音|拼多多|快手|微信|淘宝)|不承担|不提供|不包括|不属于|拍摄用|[要求来]拍摄|愿意|其他品牌|别的牌子|不得|不准|违约|凭证|逾期|费用由|承担费|个人信息|有权|知识产权|保密|如因|因[^，]{0,8}原因|(?<!为)承担[^，。；]{0,10}(?:费|责任)|考核|顾问指导|不违背|竞争品牌|竞品|[对为给]客服(?:人员)?(?:进行|开展|做)|客服(?:人员)?的?(?:工资|薪)|方面有|年(?:的)?经验|差旅费?|使得|使其能够独立|退出|著作权|版权|每个?(?:季度?|月|年)[^，。；]{0,24}培训|产品(?:知识)?培训"
    r"|同意|批准|审批|认可|配备|派驻|应派|[0-9一二两三四五六七八九十]+[名位]|人员：|项目经理|专案经理|成员|(?:小组|团队)由|设计师|摄影师|(?:有限公司|工作室|服务中心|服务部|经营部|合作社)$|无故|缺席|不负责|配合|并负责|报告|报表|遵守|规则|子账号|不低于|转包|分包|免费|未|逐月|对账|结算|损失|赔偿|附件[一二三四五0-9]|提成|佣金|费率|聘用|期间|期限|指标|响应|另行|保证(?!金)|发票|(?<!主图)(?<!图片)(?<!页面)更换|具备|交由|参加|测验"
)
SELDOM_A_SERVICE = compiled(
    r"[0-9一二两三四五六七八九十]+[名位]|期间|期限|报告|报表|配合|规则|响应|子账号|附件[一二三四五0-9]|结算|对账|参加|遵守|指标|保证(?!金)|发票|另行"
)
"""What stands in many a list of services and still is something else where it stands with one or two."""
TRAINS = compiled(
    r"(?:培训|教会|带教|辅导|训练)[^，。；\n]{0,2}[甲乙]方|(?:对|给|为|使|让|帮)[甲乙]方[^，。；\n]{0,24}?(?:培训|实训|教会|学会)(?!费|资料)|[甲乙]方[^，。；\n]{0,14}(?:人员|员工|名)[^，。；\n]{0,6}(?:培训|学会|独立操作)"
)
"""Teaching the other party's people, however many and by when: not the products that the brand explains."""
PRODUCTS = compiled(r"产品|商品|新品|品牌|知识|货")
GIVEN_TO = compiled(
    r"[把将][^，。；\n]{2,60}?(?:交[给由]?|委托给?|托[给付]|包给|委由|外包给)(?P<p>[甲乙])方(?=$|[，。；]|[^，。；\n]{0,6}$)"
)
"""甲方把装修、上新和客服交给乙方."""
FALLS_TO = compiled(r"^(?:这些|以上|上述|前述|都|均|皆|全部|一律|一并|统一|概|等)")
PURCHASE = compiled(r"向(?P<p>[甲乙])方(?:采购|购买)")
LABEL = compiled(
    r"勾选(?:的|了)?(?:有|项|内容)|(?:干|做|办|管)(?:些|哪些|哪几样|什么)(?:活|事|工作)?|工作(?:为|是|：)|(?:事情?|活儿?)(?:有|包括|如下|是)|(?:服务|合作|委托|运营|工作|托管|代运营|受托|承揽|采购|外包|承包|代管|代办|代理|委办|承接|交办|业务|营运)(?:的)?(?:内容|范围|事项|项目|明细|内容及范围)|(?:以下|下列|如下)[^，。；：\n]{0,8}(?:服务|工作|内容|事项)|(?:工作|服务)(?:内容)?包括|提供的服务|服务(?:共|计)?有[^，。；\n]{0,3}[项种类]"
)
LISTED_BELOW = compiled(
    r"(?:的?服务)?，[^，。；：\n]{0,8}(?:清单|内容|范围|项目|事项|包括|如下|下列)[^，。；：\n]{0,6}："
)
"""What the services are called together, before their list: 提供代运营服务，服务清单如下：."""
NUMBERED = compiled(
    r"^\|?(?:[0-9]{1,2}(?=[一-鿿])|[0-9]{1,2}(?:\.[0-9]{1,2})*[、.．）]?|（[一二三四五六七八九十0-9a-z]{1,3}）|[①-⑳]|[一二三四五六七八九十]{1,3}[、.]|[a-zA-Z][0-9]{0,2}[、.．）]|[•·●◆☑○▪■◦‣✓])"
)
SCOPE = compiled(
    r"(?:项目|服务|工作|合作|托管|运营|委托)(?:的)?(?:范围|内容|事项|清单|明细)|工作项|服务项|工作项目|服务名称"
)
NAME_OF_SERVICE = compiled(r"(?![每做策投拍买每替帮为给])[^，。；\n]{2,16}$")
"""An item of a list in one line that only names what is done: 店铺日常运营；商品上架；页面设计."""
ITEM = compiled(r"(?:（[甲乙丙丁戊己庚辛壬癸A-Ha-h]）|[A-Ha-h][.．、）])[^；。\n]+")
WORK_IS = compiled(r"(?:具体)?(?:工作|服务)(?:内容|范围|事项)?(?:为|是|包括)")
NEW_CLAUSE = compiled(r"应|须|能够|以[^，。；]+为|在[^，。；]+内")
CONSENT = compiled(rf"[甲乙]方[^，。；\n]{{0,8}}{CONSENTS}|{CONSENTS}(?:后|之后|以后)")
ENTRUSTED = compiled(
    r"(?:委托|(?<![移转])交(?:由|给)|授权|聘请)(?P<p>[甲乙])方(?!指定|确认|审|所有|认可|验|保管|收)"
)
AS_AGENCY = (
    (ENTRUSTED, 2),
    (
        compiled(
            r"(?<![给向替为帮])(?P<p>[甲乙])方(?:不得|应|须|可以?|负责|每[月周]|于|在)?[^，。；\n甲乙收核确]{0,10}?(?:转包|分包|转委托|代运营|(?:运营|经营)(?:报告|月报|分析|小结)|(?:提供|提交|出具|发出|送达|编制|交)[^，。；\n甲乙收核确]{0,8}?(?:账单|结算单|对账单|结算书|结算表)|(?:为|替|帮|接|做)[^，。；\n甲乙]{0,4}(?:其他|别的|别家)[^，。；\n甲乙]{0,6}(?:品牌|商家|店)|商品上架|上架|店铺装修|活动策划|修图)"
        ),
        1,
    ),
    (
        compiled(
            r"(?:请|让|找|雇|聘|叫)(?P<p>[甲乙])方(?:来|帮忙|帮着|帮|去)?(?:管|做|打理|运营|看店|操盘|照管)|给(?P<to>[甲乙])方的(?:钱|报酬|提成|服务费)"
        ),
        2,
    ),
    (
        compiled(
            r"(?:支付给|付给|汇给|打给|付至)(?P<p>[甲乙])方|向(?P<to>[甲乙])方(?:支付|付|给付|汇)[^，。；\n]{0,6}(?:服务费|佣金|月费|提成|报酬|酬金)"
        ),
        1,
    ),
)
SURE = 5
MANY = 3
LONGEST_LIST, LONGEST_ITEM, MOST_CELLS, SHORT_HEADING = 12, 40, 2, 12
"""So many services at one place are what the agency is there for."""
ASSENTS = compiled(r"同意|确认|承担费|支付|负担")
ASIDE = compiled(rf"[为向对][甲乙丙]方|为(?:该|新|本|两家)店|{TRAINS.pattern}")
ANNEX = compiled(r"\n附件[一二三四五六七八九十0-9]?[^\n]{0,20}\n")


@dataclass(frozen=True, slots=True)
class Offer:
    """Services that are offered at one place."""

    values: list[str]
    start: int
    end: int
    is_item: bool
    """Whether it is an item of a list."""
    is_recital: bool
    """甲方委托乙方…: what is entrusted, before it is said who does what."""


def agency(parts: Parts) -> str:
    """Which party renders the services, a or b: of all that only an agency does, who does most; else the second."""
    if parts.agency:
        return parts.agency
    squeezed = parts.squeezed
    counts = {"甲": 0, "乙": 0}
    for pattern, weight in AS_AGENCY:
        for match in squeezed.matches(pattern):
            counts[match["p"] or match["to"]] += weight
    for found in roles(squeezed):
        brand = found.value == "brand"
        counts["甲" if (found.term == "party.a.role") != brand else "乙"] += SURE
    head = squeezed.text[:600]
    if re.search(
        r"甲方(?:（[^）]{0,8}(?:服务|运营|受托)[^）]{0,4}）|：[^\n]{4,40}（(?:服务|运营|代运营|受托))", head
    ):
        counts["甲"] += SURE
    if re.search(r"甲方（[^）]{0,8}(?:品牌|商家|店主|厂家)|乙方（[^）]{0,8}(?:运营|服务|托管|营运)", head):
        counts["乙"] += SURE
    return "a" if counts["甲"] > counts["乙"] + 1 else "b"


def values_of(words: str) -> list[str]:
    """The services named in some words."""
    return sorted({value for pattern, value in PATTERNS if pattern.search(words)})


def services(parts: Parts) -> Iterator[Found]:
    """What the agency offers: each list of services once; asides only where no list says it."""
    side = agency(parts)
    offers = list(_offers(parts, side))
    has_main = any(len(offer.values) >= MANY for offer in offers)
    promised = {value for offer in offers if not offer.is_recital for value in offer.values}
    known: set[str] = set()
    said_of_itself = [(found.start, found.end) for found in roles(parts.squeezed)]
    for offer in offers:
        if len(offer.values) < MANY and any(a < offer.end and offer.start < b for a, b in said_of_itself):
            continue
        fresh = set(offer.values) - known
        is_aside = has_main and len(offer.values) < 2 and not ASIDE.search(parts.text, offer.start, offer.end)
        is_recital = offer.is_recital and promised.issuperset(offer.values)
        if not fresh or (is_aside and not offer.is_item) or is_recital:
            continue
        known |= set(offer.values)
        yield Found("services", offer.values, offer.start, offer.end)
        if "customer_service" in offer.values and not is_surely_said("customer_service.party", DUTIES, parts):
            yield Found("customer_service.party", side, offer.start, offer.end)


def _offers(parts: Parts, side: str) -> Iterator[Offer]:
    annex = parts.squeezed.first(ANNEX)
    limit = annex.start() if annex else len(parts.text)
    taken = -1
    for match in parts.squeezed.matches(ANY_SERVICE):
        if match.end() > limit:
            return
        if match.start() < taken:
            continue
        index = parts.index(match.start())
        offer = _offer(parts, index, side)
        if offer:
            taken = offer.end
            yield from _each_item(parts, offer)


def _each_item(parts: Parts, offer: Offer) -> Iterator[Offer]:
    """The items of a list in one line that are named by letters, each a service of its own: （甲）店铺运营；（乙）商品上架；…."""
    words = parts.text[offer.start : offer.end]
    lead = words.find("：") + 1
    items = [match.span() for match in ITEM.finditer(words, lead)]
    named = [values_of(words[first:last]) for first, last in items]
    if sum(map(bool, named)) < MANY - 1 or any(values_of(words[:lead])):
        yield offer
        return
    for (first, last), values in zip(items, named, strict=True):
        if values:
            yield replace(
                offer, values=values, start=offer.start + first, end=offer.start + last, is_item=True
            )


def _offer(parts: Parts, index: int, side: str) -> Offer | None:
    """What is offered in the sentence around a part, if it is the agency that acts there."""
    first, last = parts.sentence(index)
    lead = _lead(parts, index, first, side)
    if lead is None:
        return None
    start, is_item, is_recital = lead
    stop = index
    while stop < last and _goes_on(parts, stop + 1, side):
        stop += 1
    begin, end = parts.all[start].start, parts.all[stop].end
    if parts.all[start].border == "：":
        end = max(end, _enumerated(parts, stop))
    words = parts.text[begin:end]
    values = values_of(words)
    if not values or _is_none(words, values):
        return None
    if values == ["platform_operation"] and LISTED_BELOW.match(parts.text, end):
        return None
    if start != index and NEW_CLAUSE.search(parts.words(parts.all[index])):
        return None
    in_row = parts.text.count("|", begin, end + 1) or parts.all[stop].border == "|"
    if (
        len(values) < MANY
        and not in_row
        and CONSENT.search(parts.text, parts.all[first].start, parts.all[last].end)
    ):
        return None
    if len(values) == 1 and not (is_item or is_recital) and not OFFERS_ONE.search(words):
        return None
    return Offer(values, begin, end, is_item, is_recital)


def _is_none(words: str, values: list[str]) -> bool:
    """Whether words that name services speak of something else."""
    if values == ["training"] and TRAINS.search(words) and not PRODUCTS.search(words):
        return False
    if len(values) >= MANY:
        words = SELDOM_A_SERVICE.sub("", words)
    return NOT_A_SERVICE.search(words) is not None


def _lead(parts: Parts, index: int, first: int, side: str) -> tuple[int, bool, bool] | None:
    """The part in which the agency takes on the services of a part; whether they are listed, or only recited."""
    part = parts.all[index]
    words = parts.words(part)
    if part.of(AGENT):
        agent = part.of(AGENT)[0]
        assigned = parts.text.startswith("由", agent.start) and len(values_of(words)) < 2
        is_listed = (part.head is not None and part.head.side == side) or (
            _below_lead(parts, first) and _is_listed(parts, part, side)
        )
        if agent.side != side or (assigned and not is_listed) or ASSENTS.search(words):
            return None
        return index, False, not parts.text.startswith("由", agent.start)
    if (given := GIVEN_TO.search(words)) and {"甲": "a", "乙": "b"}[given["p"]] == side:
        return index, False, True
    if (bought := PURCHASE.search(words)) and {"甲": "a", "乙": "b"}[bought["p"]] == side:
        return index, True, False
    if part.of(SUBJECT):
        subject = part.of(SUBJECT)[0]
        acts = bool(
            subject.side == side and OFFERS.search(words) and not RELATIVE.match(parts.text, subject.end)
        )
        return (index, False, False) if acts else None
    if WORK_IS.match(words):
        return index, True, False
    for earlier in range(index - 1, first - 1, -1):
        before = parts.all[earlier]
        if part.head and part.head.side == side and before.border == "：" and not before.actor:
            return earlier, True, False
        if before.actor:
            acts = before.actor.side == side and bool(OFFERS.search(parts.text, before.start, part.end))
            return (earlier, before.border == "：", False) if acts else None
        if LABEL.search(parts.words(before)):
            return earlier, True, False
    if (later := _falls_to(parts, index)) and later.side == side:
        return first, False, False
    is_listed = bool(
        (part.head and part.head.side == side and len(values_of(words)) >= MANY)
        or (LABEL.search(words) and re.search(r"(?:为|包括|有|：|是)", words))
        or _in_a_table(parts, index, side)
        or _opened(parts, first, side)
        or (_is_item(parts, index, first) and _is_listed(parts, part, side))
    )
    return (index, True, False) if is_listed else None


def _is_item(parts: Parts, index: int, first: int) -> bool:
    """Whether a part stands in a numbered line, or in one of those below a lead."""
    numbered = NUMBERED.match(parts.text[parts.all[first].start : parts.all[index].end])
    return numbered is not None or _below_lead(parts, first)


def _falls_to(parts: Parts, index: int) -> Mention | None:
    """To whom all that is named falls, said after it: 装修、上新、回复买家，这些都归乙方做."""
    _first, last = parts.sentence(index)
    for following in parts.all[index + 1 : last + 1]:
        if following.mentions:
            words = parts.words(following)
            return following.actor if FALLS_TO.search(words) or following.of(AGENT) else None
    return None


def _in_a_table(parts: Parts, index: int, side: str) -> bool:
    """Whether a part is the cell that names a service: |2-2|商城搭建|…| below 项目范围."""
    line = parts.text.rfind("\n", 0, parts.all[index].start) + 1
    cells = parts.text.count("|", line, parts.all[index].start)
    if not _is_row(parts.text, line) or cells > MOST_CELLS:
        return False
    beside = parts.all[index + 1] if index + 1 < len(parts.all) and parts.all[index].border == "|" else None
    if beside and beside.actor and beside.actor.side != side:
        return False
    above = line
    while line and _is_row(parts.text, line):
        above, line = line, parts.text.rfind("\n", 0, line - 1) + 1
    return SCOPE.search(parts.text, line, parts.text.find("\n", above)) is not None


def _is_row(text: str, line: int) -> bool:
    stop = text.find("\n", line)
    return text.startswith("|", line) or text.count("|", line, stop if stop >= 0 else None) >= MOST_CELLS


def _below_lead(parts: Parts, first: int) -> bool:
    """Whether a line is one of those below 勾选的有： that have no numbers."""
    first_place = parts.squeezed.places[parts.all[first].start]
    is_bullet = parts.squeezed.original[max(0, first_place - 2) : first_place] in ("- ", "* ")
    return (not is_bullet or parts.all[first].head is not None) and _lead_above(
        parts, parts.all[first].start
    ) != ""


def _lead_above(parts: Parts, place: int) -> str:
    """The line above with a colon at its end, if only short lines stand between: the lead of a list without numbers."""
    end = parts.text.rfind("\n", 0, place)
    for _ in range(LONGEST_LIST):
        start = parts.text.rfind("\n", 0, end) + 1
        line = parts.text[start:end]
        if line.endswith("：") or (len(line) <= SHORT_HEADING and LABEL.search(line)):
            return line
        if start == 0 or len(line) > LONGEST_ITEM or re.search("[。：]", line):
            break
        end = start - 1
    return ""


def _opened(parts: Parts, first: int, side: str) -> bool:
    """Whether the agency opened a list in the same line that goes on here: 乙方做这几样：…；…；…."""
    while first and not re.search("[。\n]", parts.text[parts.all[first - 1].end : parts.all[first].start]):
        first -= 1
        before = parts.all[first]
        if before.border == "：":
            return bool(before.actor and before.actor.side == side and OFFERS.search(parts.words(before)))
    return False


def _is_listed(parts: Parts, part: Part, side: str) -> bool:
    """Whether a heading above says that the agency does what is listed."""
    if part.head:
        return part.head.side == side
    return any(LABEL.search(above) for above in (parts.heading(part.start), _lead_above(parts, part.start)))


def _goes_on(parts: Parts, index: int, side: str) -> bool:
    """Whether the list goes on in a part."""
    part = parts.all[index]
    words = parts.words(part)
    if part.of(AGENT, SUBJECT) or NEW_CLAUSE.search(words) or NOT_A_SERVICE.search(words):
        return False
    return bool(values_of(words))


def _enumerated(parts: Parts, stop: int) -> int:
    """The end of a list in one line: …：（1）…；（2）…；（3）…."""
    end = parts.all[stop].end
    for part in parts.all[stop + 1 :]:
        if re.search(r"[。\n]", parts.text[end : part.start]) or part.of(AGENT, SUBJECT):
            break
        words = parts.words(part)
        if parts.text[part.start - 1] == "；" and not (NUMBERED.match(words) or NAME_OF_SERVICE.match(words)):
            break
        end = part.end
    return end


PART_SCANS = (services,)
