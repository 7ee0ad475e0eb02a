"""Tokens for programs: what they look like, what they may, how long they are good."""

from datetime import date, timedelta

from paidang.team.rules.roles import act_label

TOKEN_NAME_CHARACTERS = 80
TOKENS_MAX = 20
PREFIX = "paidang_"
"""Scanners that look for secrets in code find tokens by it."""
TOKEN_BYTES = 32
LONGEST = timedelta(days=366)
USUAL = timedelta(days=90)

READ = "read"
VERBS = (
    READ, "upload_contract", "share_contract", "decide_term", "accept_contract", "import_facts", "declare_price",
    "declare_stock", "operate_store", "pack_goods", "serve_buyers", "inspect_returns", "approve_case", "ask_invoice",
    "issue_invoice", "close_month", "send_statement", "answer_statement", "agree_adjustment", "record_payment", "explain_bill",
    "make_offer", "approve_offer", "plan_stock", "plan_project", "deliver_task", "answer_delivery", "make_pictures",
    "approve_pictures", "teach", "follow_training", "answer_quiz", "judge_skill", "agree_handover", "sign_handover",
    "propose_marketing", "answer_proposal", "keep_spend", "claim_spend", "question_voucher", "open_voucher", "name_team",
    "plan_shifts", "hand_in_service", "sample_service", "report_incident", "answer_incident", "give_notice",
    "close_incident", "keep_penalties", "keep_norms",
)  # fmt: skip
"""What a token can be made for: to look, and acts of `roles.ACTS`. Signing contracts and keeping people are not among them."""


def verb_label(verb: str, lang: str = "zh") -> str:
    """The verb's words for people."""
    if verb == READ:
        return "查看本单位看得到的一切" if lang.startswith("zh") else "Read what the organisation may see"
    return act_label(verb, lang)


def is_good(until: date, today: date) -> bool:
    """Whether a token is good today; `until` is its last day."""
    return today <= until
