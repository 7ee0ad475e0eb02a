"""The states of a picture and of a page, and the places of a page, in words."""

from paidang.kit.sentence import Sentence, say

NEEDED, UPLOADED, PROOF, APPROVED, RETURNED = "needed", "uploaded", "proof", "approved", "returned"
STATES: dict[str, Sentence] = {
    NEEDED: say("待拍"),
    UPLOADED: say("未送审"),
    PROOF: say("等甲方书面确认"),
    APPROVED: say("已书面确认"),
    RETURNED: say("已要求修改"),
}
TURN = {NEEDED: "b", UPLOADED: "b", PROOF: "a", APPROVED: "", RETURNED: "b"}
"""Whose turn it is in each state."""

MAIN, DETAIL = "main", "detail"
PLACES: dict[str, Sentence] = {MAIN: say("主图"), DETAIL: say("详情")}

DRAFT, SUBMITTED, AGREED, SENT_BACK, PUBLISHED = "draft", "submitted", "agreed", "sent_back", "published"
PAGE_STATES: dict[str, Sentence] = {
    DRAFT: say("草稿"),
    SUBMITTED: say("等甲方书面确认"),
    AGREED: say("已书面确认，可以发布"),
    SENT_BACK: say("已要求修改"),
    PUBLISHED: say("已发布"),
}

MODEL, PHOTOGRAPHER, OTHER_RIGHT = "model", "photographer", "other"
RIGHTS: dict[str, Sentence] = {
    MODEL: say("模特肖像授权"),
    PHOTOGRAPHER: say("摄影师授权"),
    OTHER_RIGHT: say("字体、素材等授权"),
}
REMIND_DAYS = 30
"""So many days before a right ends, the agency is reminded."""

WORDS_MAX = 500
COPY_MAX = 5_000
