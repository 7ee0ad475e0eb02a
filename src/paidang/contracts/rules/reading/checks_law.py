"""Checks against the law and for what a contract of this kind should not lack."""

import re
from collections.abc import Iterator

from paidang.contracts.rules.reading.model import ERROR, NOTE, WARNING, DocumentText, Finding

NO_ADVICE = "以上只是提示，不是法律意见。"
REPEALED = re.compile(r"《(?:中华人民共和国)?(?:合同法|民法通则|民法总则|担保法|侵权责任法)》")
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
    for match in REPEALED.finditer(document.text):
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
        r"个人信息|個人資料|個資|隐私|隱私|个人资料|消费者信息|用户信息|客户信息|数据(?:安全|保护)", text
    ):
        yield Finding(
            "data_protection_missing",
            WARNING,
            f"乙方会接触买家个人信息，没有约定怎么保护。{NO_ADVICE}",
            "个人信息保护法 21",
        )
    if not re.search(
        r"(?:知识产权|著作权|版权|智慧財產|著作權)[^。；]{0,24}(?:归|属|所有|拥有|歸|屬)|(?:图片|照片|素材|设计|作品|页面)[^。；]{0,24}(?:归|属于|歸)[^。；]{0,6}(?:所有|[甲乙丙]方)",
        text,
    ):
        yield Finding(
            "ip_missing", WARNING, f"拍摄的图片、设计的页面著作权归谁没有写明。{NO_ADVICE}", "著作权法 19"
        )


def _one_sided(document: DocumentText) -> Iterator[Finding]:
    sentences = [
        document.text[start:end]
        for start, end in document.squeezed.sentences
        if "违约金" in document.text[start:end]
    ]
    bound: set[str] = set()
    for sentence in sentences:
        if re.search(r"任何一方|双方|各方|违约方|任一方|对方", sentence):
            return
        for match in re.finditer(
            r"(?P<p>[甲乙])方[^，；。]{0,8}(?:逾期|拖欠|未按|延迟|擅自|迟延|违反|违约|中断|无故|须按|应承担|应支付|须支付|交片)",
            sentence,
        ):
            bound.add(match["p"])
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


def _ending(document: DocumentText) -> Iterator[Finding]:
    for match in re.finditer(r"(?:双方)?合作(?:自行|自动)终止", document.text):
        message = f"“{match[0]}”不经通知，容易争议合同何时终止。建议改为守约方书面通知后解除。{NO_ADVICE}"
        yield Finding("self_termination", WARNING, message, "民法典 565", [document.quote(*match.span())])
    if document.has("renewal.auto"):
        unlimited = re.search(
            r"(?:延期|续期|续约)?期数没有限制|无限(?:期|次)|直到(?:双方|有?一方)[^，。；]{0,6}(?:异议|不同意)",
            document.text,
        )
        if unlimited:
            yield Finding(
                "unlimited_renewal",
                WARNING,
                "自动续期没有次数限制，忘记提出异议就一直续下去。",
                None,
                [document.quote(*unlimited.span())],
            )
    for match in re.finditer(r"以达到垄断", document.text):
        yield Finding(
            "monopoly_wording",
            NOTE,
            f"“以达到垄断”容易被当作违法的意图，建议删去。{NO_ADVICE}",
            "反垄断法 3",
            [document.quote(*match.span())],
        )


def _prices(document: DocumentText) -> Iterator[Finding]:
    for match in re.finditer(r"最低(?:零售|转售)价", document.text):
        if document.kind == "distribution":
            yield Finding(
                "resale_price",
                WARNING,
                f"限定经销商的最低转售价格，可能构成纵向垄断协议。{NO_ADVICE}",
                "反垄断法 18",
                [document.quote(*match.span())],
            )
        else:
            message = f"最低零售价的限制只在乙方买断转售时才有反垄断问题；代运营一般没有。{NO_ADVICE}"
            yield Finding("resale_price", NOTE, message, "反垄断法 18", [document.quote(*match.span())])
        return
