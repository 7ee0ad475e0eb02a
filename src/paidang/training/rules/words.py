"""Words of this slice: what is handed over, what became of a piece of advice."""

from paidang.kit.sentence import Sentence, say

ITEM_KINDS: dict[str, tuple[Sentence, Sentence]] = {
    "accounts": (say("账号与权限"), say("主账号、子账号、支付、域名；只写账号名，密码当面改")),
    "assets": (say("素材"), say("原图、页面、视频")),
    "documents": (say("文件"), say("合同、证照、供应商")),
    "procedures": (say("流程"), say("采购、拣发、售后、活动")),
    "data": (say("数据"), say("订单、会员、广告的导出")),
}

TAKEN, LEFT = "taken", "left"
DECISIONS: dict[str, Sentence] = {TAKEN: say("采纳"), LEFT: say("不采纳")}

LESSON, PRODUCT = "lesson", "product"
LESSON_KINDS: dict[str, Sentence] = {LESSON: say("乙方培训"), PRODUCT: say("甲方的产品培训")}
