"""What is done about marketing: proposed, answered, spent, vouched, claimed."""

from paidang.marketing.actions.claiming import claim_spend, take_back_claim
from paidang.marketing.actions.proposing import (
    approve_proposal,
    ask_approval,
    ask_back,
    decline_proposal,
    end_proposal,
    record_result,
    take_back_proposal,
    write_proposal,
)
from paidang.marketing.actions.recording import UnableToMarket
from paidang.marketing.actions.spending import (
    import_spend_file,
    import_spends,
    record_spend,
    try_spends,
    withdraw_spend,
)
from paidang.marketing.actions.vouching import (
    answer_voucher,
    bring_voucher,
    clear_voucher,
    lay_voucher,
    open_voucher,
    question_voucher,
    withdraw_voucher,
)
from paidang.marketing.actions.waiving import answer_waiver, waive_spend

__all__ = [
    "UnableToMarket",
    "answer_voucher",
    "answer_waiver",
    "approve_proposal",
    "ask_approval",
    "ask_back",
    "bring_voucher",
    "claim_spend",
    "clear_voucher",
    "decline_proposal",
    "end_proposal",
    "import_spend_file",
    "import_spends",
    "lay_voucher",
    "open_voucher",
    "question_voucher",
    "record_result",
    "record_spend",
    "take_back_claim",
    "take_back_proposal",
    "try_spends",
    "withdraw_spend",
    "withdraw_voucher",
    "write_proposal",
    "waive_spend",
]
