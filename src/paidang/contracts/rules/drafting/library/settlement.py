"""Who collects, the statement, its confirmation, payment and the account."""

from paidang.contracts.rules.drafting.model import ANSWERED, Clause

CLAUSES: tuple[Clause, ...] = (
    Clause(
        "settle.collection",
        "合作店铺的货款由平台结算至甲方名下账户。",
        "The platform pays the buyers' money to the Brand's account.",
        states={"collection.party": "a"},
    ),
    Clause(
        "settle.cycle",
        "双方以自然月为结算周期。",
        "The parties settle by calendar month.",
        states={"settlement.cycle": "calendar_month"},
    ),
    Clause(
        "settle.statement",
        "乙方应于每月{settlement.statement_due_day}日前向甲方出具上一结算周期的对账单，并附订单、退款和费用明细。",
        "By day {settlement.statement_due_day} of each month the Agency sends the statement of the month before, with orders, refunds and costs in detail.",
    ),
    Clause(
        "settle.confirm",
        "甲方应在收到对账单后{settlement.confirm_days}内书面确认，或者写明理由提出异议。双方对有异议的部分应当核对原始记录，没有异议的部分先行结算。",
        "Within {settlement.confirm_days} of receiving it the Brand confirms in writing or objects with reasons. What is disputed is checked against the records; the rest is settled.",
    ),
    Clause(
        "settle.silence.approved",
        "甲方在前款期限内未答复对账单的，视为确认。",
        "No answer to a statement in time means it is confirmed.",
        when={"settlement.silence": "approved"},
        states={"settlement.silence": "approved"},
    ),
    Clause(
        "settle.silence.refused",
        "甲方在前款期限内未答复对账单的，视为不认可。",
        "No answer to a statement in time means it is not accepted.",
        when={"settlement.silence": "refused"},
        states={"settlement.silence": "refused"},
    ),
    Clause(
        "settle.pay",
        "甲方应在对账单经双方确认后{settlement.pay_days}内，并于每月{settlement.pay_window}期间向乙方支付上月应付款项。",
        "Within {settlement.pay_days} of confirmation, and on {settlement.pay_window} of the month, the Brand pays what is due.",
        states={"settlement.payer": "a"},
    ),
    Clause(
        "settle.payer",
        "甲方应向乙方支付服务费，各期的金额和期限见{@money.installments}。",
        "The Brand pays the fee to the Agency; amounts and times are in {@money.installments}.",
        when={"fee.installments": ANSWERED},
        states={"settlement.payer": "a"},
    ),
    Clause(
        "settle.methods",
        "付款方式为{payment.methods}。",
        "Payment is by {payment.methods}.",
    ),
    Clause(
        "settle.account",
        "乙方的收款账户如下，户名：{account.holder}；开户银行：{account.bank}；账号：{account.number}。乙方变更账户的，应当提前书面通知甲方并加盖公章。",
        "The Agency's account: {account.holder}, {account.bank}, no. {account.number}. A change is notified beforehand in writing under seal.",
    ),
)
