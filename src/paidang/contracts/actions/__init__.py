"""What the two sides do with a contract: upload, share, decide, accept, approve, sign, let findings stand, do what it asks.

Check everything, then do.
"""

from paidang.contracts.actions.accept import UnableToAccept, accept_contract
from paidang.contracts.actions.amend import (
    Paper,
    UnableToAmend,
    UnableToAnswerAmendment,
    accept_amendment,
    decline_amendment,
    propose_amendment,
    withdraw_amendment,
)
from paidang.contracts.actions.annexes import UnableToAnnex, add_annex, remove_annex, set_signing_order
from paidang.contracts.actions.approve import (
    StepWanted,
    UnableToApprove,
    UnableToSetSteps,
    approve,
    set_approval_steps,
)
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
from paidang.contracts.actions.paper import SCAN_MAX, answer_paper_signature, record_paper_signature
from paidang.contracts.actions.propose import UnableToAsk, ask_model, keep_answer
from paidang.contracts.actions.revise import UnableToRevise, submit_version
from paidang.contracts.actions.sign import sign_document
from paidang.contracts.actions.signable import UnableToSign
from paidang.contracts.actions.signatories import (
    LETTER_MAX,
    UnableToRegisterSignatory,
    UnableToSetSeal,
    add_signatory,
    end_signatory,
    set_seal,
)
from paidang.contracts.actions.withdraw import UnableToWithdraw, withdraw_acceptance

__all__ = [
    "FILES_MAX",
    "FILE_MAX",
    "LETTER_MAX",
    "PROOF_MAX",
    "Paper",
    "SCAN_MAX",
    "StepWanted",
    "UnableToAccept",
    "UnableToAcceptFinding",
    "UnableToAmend",
    "UnableToAnnex",
    "UnableToAnswerAmendment",
    "UnableToAnswerNotice",
    "UnableToApprove",
    "UnableToAsk",
    "UnableToCloseNotice",
    "UnableToComplete",
    "UnableToCompose",
    "UnableToDecide",
    "UnableToRegisterSignatory",
    "UnableToReply",
    "UnableToRevise",
    "UnableToServe",
    "UnableToSetSeal",
    "UnableToSetSteps",
    "UnableToShare",
    "UnableToSign",
    "UnableToUpload",
    "UnableToWithdraw",
    "accept_amendment",
    "accept_contract",
    "accept_finding",
    "act_of",
    "add_annex",
    "add_signatory",
    "agree_decision",
    "answer_notice",
    "answer_paper_signature",
    "approve",
    "ask_model",
    "close_notice",
    "complete_duty",
    "compose_version",
    "decline_amendment",
    "end_signatory",
    "fulfil_reminders",
    "keep_answer",
    "propose_amendment",
    "propose_decision",
    "record_notice_copy",
    "record_paper_signature",
    "remove_annex",
    "reply_to_clause",
    "revoke_finding",
    "serve_notice",
    "set_approval_steps",
    "set_seal",
    "set_signing_order",
    "share_contract",
    "sign_document",
    "submit_version",
    "upload_contract",
    "withdraw_acceptance",
    "withdraw_amendment",
]
