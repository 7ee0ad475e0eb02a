"""What debts and the entries of the ledger are called, for people."""

from paidang.kit.period import month_said
from paidang.kit.sentence import Sentence, say
from paidang.settlement.rules.ledger import LATE_FEE, PAYMENT, REVERSAL, Entry
from paidang.settlement.rules.paying import FIXED_TOTAL, REST, STATEMENT, Debt


def debt_words(debt: Debt, *, is_fee: bool = False) -> Sentence:
    """What a debt, or its late fee, is called: `2026 年 3 月对账单`, `开办费`, `分期第 2 期`."""
    if is_fee:
        return say("{debt}的违约金", debt=debt_words(debt))
    if debt.kind == STATEMENT and debt.key.endswith(REST):
        return say("{month}对账单，有疑问的部分", month=month_said(debt.month))
    if debt.kind == STATEMENT:
        return say("{month}对账单", month=month_said(debt.month))
    return say("分期第 {n} 期", n=debt.number) if debt.kind == FIXED_TOTAL else say("开办费")


def entry_words(entry: Entry, debt: Debt, *, by_bank: bool = False, reason: str = "") -> Sentence:
    """What an entry is about. Of a payment, whether a bank line reports it; of a reversal, why."""
    what = debt_words(debt)
    if entry.kind == LATE_FEE:
        return debt_words(debt, is_fee=True) if entry.amount > 0 else say("{debt}的违约金，更正", debt=what)
    if entry.kind == REVERSAL:
        return say("冲销：{reason}", reason=reason)
    if entry.kind != PAYMENT:
        return what
    source = say("银行来款") if by_bank else say("到账")
    if entry.is_fee:
        return say("{source}，抵{debt}的违约金", source=source, debt=what)
    return say("{source}，抵{debt}", source=source, debt=what)
