"""Breach, ending, hand-over, force majeure, disputes."""

from paidang.contracts.rules.drafting.model import ANSWERED, Clause, none_of, one_of

CLAUSES: tuple[Clause, ...] = (
    Clause(
        "breach.late_payment",
        "任何一方逾期付款的，每逾期一日，应按逾期金额的{penalty.late_payment.rate_per_day}向对方支付违约金。",
        "Either party that pays late owes the other {penalty.late_payment.rate_per_day} of the amount overdue for each day.",
        states={"penalty.late_payment.party": "both"},
    ),
    Clause(
        "breach.late_payment.cap",
        "前款违约金累计不超过逾期金额的{penalty.late_payment.cap}。",
        "This late fee is at most {penalty.late_payment.cap} of the amount overdue.",
        when={"penalty.late_payment.rate_per_day": ANSWERED},
    ),
    Clause(
        "breach.damages",
        "一方违反本合同给对方造成损失的，应当赔偿实际损失和合理的维权费用；赔偿额以订立本合同时能够预见的损失为限。",
        "A party in breach makes good the other's actual loss and reasonable costs, as far as they could be foreseen on signing.",
    ),
    Clause(
        "breach.suspension",
        "逾期付款超过{suspension.late_payment_days}的，对方有权暂停履行。",
        "If payment is more than {suspension.late_payment_days} late, the other party may suspend its work.",
    ),
    Clause(
        "end.late_payment",
        "逾期付款超过{termination.late_payment_days}的，对方有权解除本合同。",
        "If payment is more than {termination.late_payment_days} late, the other party may end this contract.",
    ),
    Clause(
        "end.late_statement",
        "乙方逾期提供对账单超过{termination.late_statement_days}的，甲方有权解除本合同。",
        "If the statement is more than {termination.late_statement_days} late, the Brand may end this contract.",
    ),
    Clause(
        "end.cure",
        "一方严重违反本合同，经对方书面通知后{termination.cure_days}内仍未改正的，对方有权解除本合同。",
        "If a serious breach is not mended within {termination.cure_days} of a written notice, the other party may end this contract.",
    ),
    Clause(
        "end.notice",
        "任何一方可以提前{termination.notice_days}书面通知对方解除本合同，并结清解除前的款项。",
        "Either party may end this contract by {termination.notice_days} written notice, and settles what is due until then.",
    ),
    Clause(
        "end.at_once",
        "乙方有{termination.immediate_for}情形之一的，甲方有权立即解除本合同。",
        "The Brand may end this contract at once for any of: {termination.immediate_for}.",
    ),
    Clause(
        "end.how",
        "解除本合同应当以书面通知作出，通知到达对方时生效；解除不影响{@secret.bound}和结算条款的效力。",
        "Ending is by written notice and takes effect when it arrives; {@secret.bound} and the clauses on settlement stay in force.",
    ),
    Clause(
        "end.handover",
        "本合同终止后{handover.days}内，乙方应当向甲方移交合作店铺的资料、素材和未完成的订单事项，甲方应当结清应付款项。",
        "Within {handover.days} of the end the Agency hands over material and open orders of the Store, and the Brand pays what is due.",
    ),
    Clause(
        "force.majeure",
        "因不可抗力不能履行本合同的，根据影响部分或者全部免除责任；受影响的一方应当及时通知对方，并在合理期限内提供证明。",
        "Who cannot perform by force majeure is excused as far as it reaches, tells the other party in time, and provides proof.",
        when={"force_majeure": True},
        states={"force_majeure": True},
    ),
    Clause(
        "dispute.seat",
        "因本合同发生的争议，双方应当协商；协商不成的，任何一方可以向{dispute.place|seat}住所地有管辖权的人民法院起诉。",
        "Disputes are talked over; failing that, either party may sue in the competent court at the seat of {dispute.place|seat}.",
        when={"dispute.forum": "court", "dispute.place": one_of("a", "b")},
        states={"dispute.forum": "court"},
    ),
    Clause(
        "dispute.court",
        "因本合同发生的争议，双方应当协商；协商不成的，应向{dispute.place}起诉。",
        "Disputes are talked over; failing that, they go to {dispute.place}.",
        when={"dispute.forum": "court", "dispute.place": none_of("a", "b")},
        states={"dispute.forum": "court"},
    ),
    Clause(
        "dispute.arbitration",
        "因本合同发生的争议，双方应当协商；协商不成的，应提交{dispute.place}，按照该会届时有效的规则裁决。裁决是终局的，对双方均有约束力。",
        "Disputes are talked over; failing that, they are referred to {dispute.place} under its rules then in force. The award is final and binding.",
        when={"dispute.forum": "arbitration"},
        states={"dispute.forum": "arbitration"},
    ),
)
