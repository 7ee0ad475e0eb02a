"""What a project consists of, as data: one table for each kind. `after` names the tasks that come first."""

from dataclasses import dataclass

from paidang.kit.clause import clause
from paidang.kit.sentence import Sentence, say

A, B, PLATFORM = "a", "b", "p"
APPLY, MATERIAL, STORE, HOUSE, OPEN = "apply", "material", "store", "house", "open"
PHASES = {
    APPLY: say("入驻"),
    MATERIAL: say("素材"),
    STORE: say("店铺"),
    HOUSE: say("仓储"),
    OPEN: say("开业"),
}


@dataclass(frozen=True, slots=True)
class Template:
    """A task to be. `side` does it: the brand, the agency, the platform. `days` are working days, `answer_days` the other
    side's. `is_public`: it goes before the public, so that it is published apart, after the brand's word. `service` is what
    the contract may give free (`contracts.rules.values`)."""

    key: str
    phase: str
    side: str
    days: int
    after: tuple[str, ...] = ()
    answer_days: int = 1
    is_public: bool = False
    service: str = ""


TITLES: dict[str, Sentence] = {
    "qualification": say("资质与商标授权"),
    "application": say("入驻申请材料"),
    "review": say("平台审核"),
    "deposit": say("保证金与平台年费"),
    "account": say("公众号与商户号"),
    "samples": say("样品寄到"),
    "copy": say("产品文案"),
    "plan": say("店铺策划"),
    "photos": say("商品拍摄"),
    "pictures": say("主图与详情页"),
    "home": say("首页装修"),
    "listing": say("商品上架"),
    "prices": say("价格录入"),
    "procedures": say("拣货、打包、发货流程"),
    "aftersales": say("售后流程"),
    "test_order": say("试单"),
    "opening": say("开业"),
    "warehouse": say("仓库建立方案"),
    "procurement": say("采购计划"),
    "promotion_plan": say("推广计划与广告页面"),
    "promotion_copy": say("推广文案"),
    "gifts": say("推广礼品到仓"),
    "placement": say("投放上线"),
}
"""What a task is called, by its key."""

GO_LIVE = "opening"
PROCUREMENT = "procurement"
DOCUMENTS = ("warehouse", "procedures", "aftersales", PROCUREMENT)
"""Living documents: of each the version agreed on last applies (TC 3.4)."""


def _shop(review_days: int, *before: Template) -> tuple[Template, ...]:
    """A shop on a platform: from the papers to the opening."""
    return (
        Template("qualification", APPLY, A, 2),
        Template("application", APPLY, B, 2, ("qualification",)),
        Template("review", APPLY, PLATFORM, review_days, ("application",), answer_days=0),
        *before,
        Template("plan", MATERIAL, B, 3, service="planning"),
        Template("samples", MATERIAL, A, 4),
        Template("copy", MATERIAL, A, 5),
        Template("photos", MATERIAL, B, 4, ("samples", "plan"), service="photography"),
        Template("pictures", MATERIAL, B, 4, ("photos", "copy"), is_public=True, service="image_processing"),
        Template("home", STORE, B, 5, ("review", "plan"), is_public=True, service="store_decoration"),
        Template("listing", STORE, B, 2, ("pictures", "review"), is_public=True, service="listing"),
        Template("prices", STORE, B, 1, ("listing",)),
        Template("procedures", HOUSE, B, 5),
        Template("aftersales", HOUSE, B, 5),
        Template("test_order", HOUSE, B, 2, ("prices", "procedures", "aftersales")),
        Template("opening", OPEN, B, 1, ("home", "test_order"), is_public=True),
    )


_DEPOSIT = Template("deposit", APPLY, A, 2, ("review",))

TEMPLATES: dict[str, tuple[Template, ...]] = {
    "tmall": _shop(7, _DEPOSIT),
    "jd": _shop(5, _DEPOSIT),
    "wechat": _shop(3, Template("account", APPLY, A, 2, ("qualification",))),
    "house": (
        Template("warehouse", HOUSE, B, 5),
        Template("procedures", HOUSE, B, 5, ("warehouse",)),
        Template("aftersales", HOUSE, B, 5),
        Template("procurement", HOUSE, B, 3, ("warehouse",)),
    ),
    "promotion": (
        Template("promotion_plan", MATERIAL, B, 3, service="planning"),
        Template("promotion_copy", MATERIAL, A, 3, ("promotion_plan",)),
        Template("gifts", HOUSE, A, 8, ("promotion_plan",)),
        Template("placement", OPEN, B, 2, ("promotion_copy", "gifts"), is_public=True),
    ),
}
KINDS: dict[str, Sentence] = {
    "tmall": say("天猫旗舰店开店"),
    "jd": say("京东店开店"),
    "wechat": say("微信商城开店"),
    "house": say("建仓、采购与流程"),
    "promotion": say("一次推广的文案与礼品"),
}
SHOPS = ("tmall", "jd", "wechat")
"""Those that end with an opening, for which the platform's papers must stand."""


@clause("OP-2-B-3", "OP-4-B-2", "TC-3-1", "TC-3-4")
def template_of(kind: str) -> list[tuple[int, Template, tuple[int, ...]]]:
    """The tasks of a kind, each with its number from 1 and the numbers of those it waits for."""
    numbers: dict[str, int] = {}
    found = []
    for number, task in enumerate(TEMPLATES[kind], 1):
        numbers[task.key] = number
        found.append((number, task, tuple(numbers[key] for key in task.after)))
    return found
