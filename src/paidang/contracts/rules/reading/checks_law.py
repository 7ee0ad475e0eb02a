"""Checks against the law and for what a contract of this kind should not lack."""

import re
from bisect import bisect_left
from collections.abc import Iterator

from paidang.contracts.rules.reading import numbers as n
from paidang.contracts.rules.reading.model import ERROR, NOTE, WARNING, DocumentText, Finding
from paidang.kit.patterns import compiled

NO_ADVICE = "以上只是提示，不是法律意见。"
REPEALED = compiled(r"《(?:中华人民共和国)?(?:合同法|民法通则|民法总则|担保法|侵权责任法)》")
CIVIL_CODE_FROM = "2021-01-01"


def check_law(document: DocumentText) -> Iterator[Finding]:
    """All findings of law on one agreement."""
    yield from _repealed(document)
    yield from _missing(document)
    yield from _one_sided(document)
    yield from _ending(document)
    yield from _prices(document)


def _repealed(document: DocumentText) -> Iterator[Finding]:
    signed = next((str(value) for value in document.values("signed_on") if value), None)
    severity = NOTE if signed and signed < CIVIL_CODE_FROM else ERROR
    for match in document.squeezed.matches(REPEALED):
        message = (
            f"{match[0]}自 2021-01-01 起废止，由民法典代替。建议改为“《中华人民共和国民法典》”。{NO_ADVICE}"
        )
        yield Finding("repealed_law", severity, message, "民法典 1260", [document.quote(*match.span())])


def _missing(document: DocumentText) -> Iterator[Finding]:
    text = document.text
    if document.is_supplement:
        return
    if not re.search(r"人民法院|仲裁|诉讼|法院", text):
        yield Finding(
            "forum_missing", WARNING, f"没有写明争议由哪里的法院或仲裁机构解决。{NO_ADVICE}", "民事诉讼法 35"
        )
    if not re.search(
        r"个人信息|姓名|昵称|手机号(?=[、和与及等，。]|脱敏|加密)|脱敏|收件人|个人资讯|個人資訊|(?:买家|消费者|顾客|客户|客人|用户|粉丝|会员|收货人)的?(?:姓名|名字|电话|手机|地址|资料|号码|联系方式)|個人資料|個資|隐私|隱私|个人资料|消费者信息|用户信息|客户信息|数据(?:安全|保护)",
        text,
    ):
        yield Finding(
            "data_protection_missing",
            WARNING,
            f"乙方会接触买家个人信息，没有约定怎么保护。{NO_ADVICE}",
            "个人信息保护法 21",
        )
    if not document.has("ip.owner") and not re.search(
        r"(?:知识产权|著作权|版权|智慧財產|著作權)[^。；]{0,24}(?:归|属|所有|拥有|歸|屬)",
        text,
    ):
        yield Finding(
            "ip_missing", WARNING, f"拍摄的图片、设计的页面著作权归谁没有写明。{NO_ADVICE}", "著作权法 19"
        )


FINED = compiled(rf"违约金|滞纳金|罚款?(?={n.RATE}|{n.AMOUNT})")
BREACH = compiled(
    r"(?<![向给对为由])(?P<p>[甲乙])方(?:如|若|如果|因)?(?:[^，；。\n甲乙]|(?<=向)[甲乙]){0,10}?(?:逾期|拖欠|拖延|晚给|没有?按|未按|未能|未如期|未经|延迟|擅自|迟延|违反|违约|中断|无故|须按|应承担|应支付|须支付|停止|泄露|私自|撒手|晚付|晚交|晚发|停工|停更|断更|付款晚|不按|提前|单方|拒绝|未履行|不履行|支付违约金|(?:每[一-鿿]{0,3})?(?:应当?|须|需)?(?:向[甲乙]方)?(?:支付|赔付|缴纳)(?:[一-鿿]{0,4})违约金)"
)


ACTING = compiled(r"^[^甲乙]{0,8}(?P<p>[甲乙])方(?!(?:有权|可以?)?(?:要求|请求|向))")
"""Who a sentence on a penalty begins with is who is in breach."""


def _fined(document: DocumentText) -> set[str] | None:
    """The parties that owe a penalty for something; None where it is whoever is in breach."""
    bound: set[str] = set()
    for start, end in document.squeezed.sentences_with(FINED):
        sentence = document.text[start:end]
        if re.search(r"不(?:收取|计|支付)违约金", sentence):
            continue
        if re.search(r"任何一方|双方|各方|违约方|任一方|对方|一方|守约方", sentence):
            return None
        first = ACTING.search(sentence)
        bound |= {match["p"] for match in BREACH.finditer(sentence)} | ({first["p"]} if first else set())
    return bound


def _one_sided(document: DocumentText) -> Iterator[Finding]:
    both = "both" in document.values("penalty.late_payment.party")
    bound = set() if both else _fined(document) or set()
    if len(bound) == 1:
        places = document.places("penalty.late_payment.party", "penalty.late_payment.rate_per_day")[:1]
        yield Finding(
            "penalty_one_sided", WARNING, f"违约金只约束{bound.pop()}方。{NO_ADVICE}", "民法典 585", places
        )
    secrecy = {str(value) for value in document.values("confidentiality.bound")}
    if secrecy in ({"a"}, {"b"}):
        who = "甲方" if secrecy == {"a"} else "乙方"
        yield Finding(
            "confidentiality_one_sided",
            WARNING,
            f"保密义务只约束{who}。",
            None,
            document.places("confidentiality.bound"),
        )


ENDS_ITSELF = compiled(
    r"(?<!期满)(?<!届满)(?<!到期)(?<!期满后)(?<!届满后)(?<!到期后)(?P<q>(?:双方)?(?:合作|本?合同|本?协议|本?合约|(?:这个|该)?(?:约定|协议))(?:即|则|将|就)?(?:自行|自动)(?:终止|解除|失效|作废))(?!后|时|，续)"
)
BREAKS_AND_ENDS = compiled(
    r"(?:^|(?<=[，。；：\n0-9）、．.]))(?P<q>(?P<p>[甲乙])方[^，。；\n甲乙]{0,24}?(?:逾期|拖欠|违约|违反|无故|未按|未能|擅自|停止|迟延|拒不|缺播)[^，。；\n甲乙]{0,24}的?，(?P=p)方(?:有权|可以?|得)[^，。；\n]{0,6}(?:解除|终止)[^，。；\n]{0,6})"
)
"""The one in breach may end it: the parties were mixed up."""
UNLIMITED = compiled(
    r"(?:延期|续期|续约|续展)?(?:期数|次数)(?:没有|不受|无|不限)(?:限制)?|无限(?:期|次)|不限次数|(?:以后每年|以后)?照(?:此|这样)(?:接着)?续(?:下去)?|以后(?:每年|年年|每次)[^，。；]{0,4}(?:这样|如此|照此|同样)|以此类推|依此类推|依次类推|一直续|每次(?:到期|期满|届满)?[^，。；]{0,6}(?:都|均|皆)[^，。；]{0,4}续|直[到至](?:双方|有?一方)[^，。；]{0,6}(?:异议|不同意)(?:为止)?"
)
MONOPOLY, LOWEST_PRICE = compiled("以达到垄断"), compiled("最低(?:零售|转售)价")
ONCE = compiled(
    r"(?:仅|只|最多|至多|最长|不超过|限|就)[^，。；\n]{0,6}(?:(?:这|此)?[一二两三四五12345][次回]|[一二两三半0-9]+(?:个月|年))|(?:仅|只)(?:此|这)[一二两]?[次回]|(?:总期限|合作期限|累计)[^，。；\n]{0,6}(?:不|最)|(?:顺延|延长|延续|续期|展期)(?:到|至)20[0-9]{2}|(?:续期?|续展期?|续约期?|延长期?|顺延期?|展期|半年|一年|个月)(?:届满|期满|到期|做完|满|过|之?后)[^。；\n]{0,16}(?:终止|结束|不再|重新|另行|另签)|(?:再|又)到期[^。；\n]{0,10}(?:重新|另行|另签|再签|终止)|不重复适用|(?:不得|不|不能)再(?:自动)?[续延]|下不为例|以此为限"
)
"""How often, said where the renewal is spoken of."""
NEAR_RENEWAL = 160
COUNTED = compiled(
    r"(?:仅|只|最多|至多|不超过|限|共)(?:可|能|得)?(?:自动)?(?:再)?(?:顺延|续期|续展|续约|续签|延续|延长|续)?(?:[一二两三四五12345])次|(?:续期|顺延|续展|续约|延续|延期)(?:只|仅|以|不超过|最多|至多|限|至|有)*(?:发生|进行)?(?:至多)?[一二两三四五12345]次|(?:只|仅)续(?:这)?[一二两12]?次|续期次数|以[^，。；]{0,6}[一二两三四五12345][次回]为限|(?:自动)?(?:顺延|续期|续展|续约|续签|延续|延长|延展|展期)(?:一|二|两|三|[123])[次回]"
)


def _ending(document: DocumentText) -> Iterator[Finding]:
    for match in document.squeezed.matches(ENDS_ITSELF):
        message = f"“{match['q']}”不经通知，容易争议合同何时终止。建议改为守约方书面通知后解除。{NO_ADVICE}"
        yield Finding("self_termination", WARNING, message, "民法典 565", [document.quote(*match.span("q"))])
    for match in document.squeezed.matches(BREAKS_AND_ENDS):
        message = f"“{match['q']}”：违约的一方自己可以解除，像是把甲乙写反了。请核对。{NO_ADVICE}"
        yield Finding("self_termination", WARNING, message, "民法典 563", [document.quote(*match.span("q"))])
    if True in document.values("renewal.auto"):
        unlimited = _unlimited(document)
        if unlimited or not (document.squeezed.first(COUNTED) or _once_near(document)):
            places = document.places("renewal.auto")[:1]
            yield Finding(
                "unlimited_renewal",
                WARNING,
                "自动续期没有次数限制，忘记提出异议就一直续下去。",
                None,
                [document.quote(*unlimited)] if unlimited else places,
            )
    for match in document.squeezed.matches(MONOPOLY):
        yield Finding(
            "monopoly_wording",
            NOTE,
            f"“以达到垄断”容易被当作违法的意图，建议删去。{NO_ADVICE}",
            "反垄断法 3",
            [document.quote(*match.span())],
        )


def _once_near(document: DocumentText) -> bool:
    """Whether the words around the renewal say how often."""
    place = bisect_left(document.squeezed.places, document.places("renewal.auto")[0].start)
    return ONCE.search(document.text, max(0, place - NEAR_RENEWAL), place + NEAR_RENEWAL) is not None


def _unlimited(document: DocumentText) -> tuple[int, int] | None:
    """From the first words of endlessness to the last ones in the same sentence."""
    first = document.squeezed.first(UNLIMITED)
    if first is None:
        return None
    stop = compiled(r"[。；\n]|$").search(document.text, first.end())
    *_others, last = UNLIMITED.finditer(
        document.text, first.start(), stop.start() if stop else len(document.text)
    )
    return first.start(), last.end()


AS_OPERATOR, BEFORE_FLOOR = compiled(r"操作[^，。；\n]{0,8}店铺"), 30
"""Who only operates the brand's own store resells nothing."""


def _prices(document: DocumentText) -> Iterator[Finding]:
    said = document.squeezed.first(LOWEST_PRICE)
    if document.has("price.floor"):
        places = document.places("price.floor")[:1]
        before = document.squeezed.original[max(0, places[0].start - BEFORE_FLOOR) : places[0].end]
        if AS_OPERATOR.search(before):
            return
    elif said:
        places = [document.quote(*said.span())]
    else:
        return
    if document.kind == "distribution":
        message = f"限定经销商的最低转售价格，可能构成纵向垄断协议。{NO_ADVICE}"
        yield Finding("resale_price", WARNING, message, "反垄断法 18", places)
    else:
        message = f"最低零售价的限制只在乙方买断转售时才有反垄断问题；代运营一般没有。{NO_ADVICE}"
        yield Finding("resale_price", NOTE, message, "反垄断法 18", places)
