"""The parties that a piece of a sentence names, and the role each of them plays in it.

A party is its subject (甲方发货), its agent (由甲方发货), an owner (归甲方所有), the goal of something (打到甲方账户),
a place (放在甲方仓库), or of no weight for what is said (向甲方, 甲方的商品).
"""

from collections.abc import Iterator
from typing import NamedTuple

from paidang.kit.patterns import compiled

AGENT, SUBJECT, OWNER, GOAL, PLACE, OTHER = "agent", "subject", "owner", "goal", "place", "other"
BOTH = "both"
SIDES = {"甲方": "a", "乙方": "b", "丙方": "c"}
PARTY = compiled(
    r"甲、?乙、?丙三方|甲方?[、和与及跟]乙方?(?:双方|两方|两家|任一方|任何一方)?|乙方?[、和与及跟]甲方?(?:双方|两方)?|甲、乙任?一方|(?:甲乙|供需|买卖|委受|合同|立约)?双方(?:当事人)?|(?:甲乙)?两[方边家]|各方|(?<!第)三方|[两兩]造|任[何一]?一?造|[两]头(?=都|的)|哪一头|甲乙(?=各|平|对半|共同|一人)|任[何意]?一方|哪一[方边]"
    r"|我们(?:两家|双方)?|两个人|大家|谁(?=[都也])|[甲乙丙]方"
)
BY = r"(?<![自缘])(?<!(?<![处管办整料护打经受清])理)(?:由|让|请|轮到|靠|归口|(?<![不取征获])得)|(?:责任(?:方|人|归属)?|负责方|承担方|负担方)(?:为|是)?"
ENTRUSTED = r"委托|委任|聘请|聘用|授权|交(?:由|给)|委由|托付?给|包给|拜托|责成|雇|找|叫|许可|允许|转由|委派"
OWNED_BY = r"让与|让渡[给予]?|转让给|移转[给予于]|归属于|归属|归于|归|属于|属|算作?|即为|皆为|均为|[权产](?:亦|也|均|都|仍)?在"
ACTS = (
    r"(?:自行|自己|统一|全权|全部|全额|来|去|一方|独自|另行|另外|直接|全|都)*(?:负责|承担|管|出|付|办|做|干|弄|处理|保管|打理|定|决定|负担|缴|支付|安排|开|收|找|叫|买|联系|谈|想|回|发|寄|掏|包|拿|给|准备|提供|说了算|填|接|跑"
    r"|的(?:人|事|活|责任|义务|职责|工作|团队|员工))"
)
HAS = r"(?:单独|完全|依法|始终|均)*(?:所有(?!权)|享有|独享|拥有|保留|取得|获得)(?!同意|批准|确认)"
OWNED = r"所有|享有|拥有|取得|持有|保留|名下|独有|专有|的?(?:财产|资产|东西)|的?(?=$)|的?(?=[，。；|（])"
TO = r"到|至|给|入|进|往|付|打|拨|交|还|回|绑定|绑"
ACCOUNT = r"(?:的|所|名下|指定|自己|自有|开立|开设|一方|在)*[^，。；]{0,8}?(?:账户|账号|账上|账里|户头|银行卡|卡[上里]|卡$|支付宝|商户号|名下|手[里上]|口袋|钱包|收款码|户(?=$))|$|(?=[，。；])"
AT = r"从|自|在|于|至|到|进|入|放|存|存放|送|运至|压在|搁在|囤在"
STOREHOUSE = r"[^，。；甲乙丙]{0,14}?(?:仓|库|厂|家里|场地|物流中心)"
ASIDE = (
    r"向|给|对|(?<!等)于|为|与|和|同|跟|替|帮|经|经过|照|按|依|根据|以|从|自|在|把|将|到|至|进|入|往|通知|告知|告诉|要求|督促|监督|配合|协助|帮助|指导|培训|教会|带教|辅导|除|除非|比|因|若非|凭|使|令|代|代表|受|取得|征得|获得|得到|报|提交|提供|呈|听|问|问过|送|寄|发|还|退"
    r"|支付|交付|交|移交|损害|侵犯|影响|保护|维护|接受|就|关于|有关|违反|遵守|未经|非经|知悉|视为|及|包括|含|过|拿|[使采选动运]用|限制|禁止|不准|干涉|付|属|归|收到|委托|委任|聘请|聘用|授权|许可|允许|叫"
)
BELONGS = (
    r"的|之|所(?!有)(?!属)|名义|名下|书面|口头|同意|要求|指示|授权|商标|品牌|商品|产品|货款|货物|货品|账户|账号|地址|住所|所在地|户籍|注册|原因|责任|过错|利益|信息|资料|数据|店铺|网店|应得|可得|利润|收益"
    r"|(?:指定|认可|确认|提供|制作|拍摄|设计|供应|开立|开设|上传|发布|出具|书面|公布|规定|核定|下发|给出|签约|委托|注册|拥有|持有)(?:的|之)"
)
OWN_PEOPLE = compiled(
    r"(?:方面)?(?:的|之|自己的?|自有的?|自家的?|指定的?|所属的?|设立的?|内部|自营)*[^，。；的由]{0,4}?(?:团队|人员|员工|客服|仓管|仓库|云仓|中央仓|仓|工厂|物流中心|设计师|美工|摄影师?|的人|专人|自己人|财务)(?!费)"
)
SELF = compiled(r"自己|自行|亲自|来|去|一方")
RULES = tuple(
    (role, compiled(rf"(?:{before})$"), compiled(after))
    for role, before, after in (
        ("", r"(?:不再?|非|并非|无[须需]|原(?:先|来|本)?)(?:由|归|属于?|是)", ""),
        (OTHER, "", "(?:以|之)外|外的"),
        (AGENT, "[委交转]由", ""),
        (OWNER, BY, HAS),
        (OWNER, BY, r"(?:名义)?(?:开立|开设|注册|申请|登记)(?:并|且|和|、)*(?:所有|拥有|享有|持有)"),
        (OWNER, r"(?:所有权?人|权利人|著作权人|版权人)(?:均|都)?[是为系]", ""),
        (OWNER, "", r"(?:是|系|为)[^，。；甲乙丙由]{0,8}?(?:所有权?|权利|著作权|版权)人"),
        (
            OWNER,
            "",
            r"[对就](?:[^，。；甲乙丙]|[甲乙丙]方){1,18}?(?:享有|拥有)(?:全部|完整|一切|完全)?的?(?:权利|所有权|权益|著作权)",
        ),
        (AGENT, BY, ""),
        (AGENT, rf"{OWNED_BY}|是|系", ACTS),
        (OWNER, OWNED_BY, OWNED),
        (OWNER, "是|系|为", r"所有|的?(?:财产|资产|东西)|的(?=$)"),
        (AGENT, "对", "(?:均|都|同等|同样)*(?:适用|有约束力)"),
        (AGENT, "以", r"[^，。；]{0,12}为准"),
        (OWNER, "[在于]", "名下$"),
        (PLACE, AT, STOREHOUSE),
        (GOAL, TO, ACCOUNT),
        (GOAL, "账[户号](?:为|是|：)", r"[^，。；]{0,8}?(?:账户|账号|商户号|支付宝|银行卡)"),
        (AGENT, ENTRUSTED, "(?!的|同意|确认|指定|$)"),
        (AGENT, "找", "$"),
        (OTHER, ASIDE, ""),
        (OWNER, "", HAS),
        (SUBJECT, "", OWN_PEOPLE.pattern),
        (OTHER, "", BELONGS),
        (SUBJECT, "", ""),
    )
)
"""The roles: what stands before the party and what after it; the first that fits holds."""


class Mention(NamedTuple):
    """A party where a text names it, with the words that mark its role."""

    side: str
    role: str
    start: int
    end: int


def side_of(word: str) -> str:
    """甲方 is a; 双方, 任何一方 and the like are both."""
    return SIDES.get(word, BOTH)


def mentions(text: str, start: int, end: int) -> Iterator[Mention]:
    """The parties named in text[start:end], which is one piece of a sentence."""
    for match in PARTY.finditer(text, start, end):
        role, first, last = _role(text[start : match.start()][-10:], text[match.end() : end])
        if role:
            yield Mention(side_of(match[0]), role, match.start() - first, match.end() + last)


def _role(before: str, after: str) -> tuple[str, int, int]:
    """The role of a party between these words, and how many of them mark it; "" where it is denied."""
    for role, left, right in RULES:
        if (marked := left.search(before)) and (follows := right.match(after)):
            return role, len(marked[0]), follows.end() if role == OWNER else _own(after)
    return OTHER, 0, 0


def _own(after: str) -> int:
    """How far words reach that only say that it is the party itself or its people."""
    own = OWN_PEOPLE.match(after) or SELF.match(after)
    return own.end() if own else 0
