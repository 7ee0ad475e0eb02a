"""What the two sides do with a contract: upload, share, decide, accept, let findings stand, do what it asks. Check everything, then do."""

from paidang.contracts.actions.accept import UnableToAccept, accept_contract
from paidang.contracts.actions.begin import UnableToShare, UnableToUpload, share_contract, upload_contract
from paidang.contracts.actions.decide import UnableToDecide, agree_decision, propose_decision
from paidang.contracts.actions.duties import PROOF_MAX, UnableToComplete, complete_duty
from paidang.contracts.actions.findings import UnableToAcceptFinding, accept_finding, revoke_finding
from paidang.contracts.actions.negotiate import (
    UnableToCompose,
    UnableToReply,
    compose_version,
    reply_to_clause,
)
from paidang.contracts.actions.notices import (
    FILE_MAX,
    FILES_MAX,
    UnableToAnswerNotice,
    UnableToCloseNotice,
    UnableToServe,
    act_of,
    answer_notice,
    close_notice,
    fulfil_reminders,
    record_notice_copy,
    serve_notice,
)
from paidang.contracts.actions.propose import UnableToAsk, ask_model, keep_answer
from paidang.contracts.actions.revise import UnableToRevise, submit_version

__all__ = [
    "FILES_MAX",
    "FILE_MAX",
    "PROOF_MAX",
    "UnableToAccept",
    "UnableToAcceptFinding",
    "UnableToAnswerNotice",
    "UnableToAsk",
    "UnableToCloseNotice",
    "UnableToComplete",
    "UnableToCompose",
    "UnableToDecide",
    "UnableToReply",
    "UnableToRevise",
    "UnableToServe",
    "UnableToShare",
    "UnableToUpload",
    "accept_contract",
    "accept_finding",
    "act_of",
    "agree_decision",
    "answer_notice",
    "ask_model",
    "close_notice",
    "complete_duty",
    "compose_version",
    "fulfil_reminders",
    "keep_answer",
    "propose_decision",
    "record_notice_copy",
    "reply_to_clause",
    "revoke_finding",
    "serve_notice",
    "share_contract",
    "submit_version",
    "upload_contract",
]
