"""What the accounts of the ledger are called: as 企业会计准则 numbers and names them, and in beancount."""

from dataclasses import dataclass

from paidang.kit.sentence import Sentence, say
from paidang.settlement.rules.ledger import (
    BANK,
    EXPENSE,
    INCOME,
    PAYABLE,
    PENALTY_IN,
    PENALTY_OUT,
    RECEIVABLE,
)


@dataclass(frozen=True, slots=True)
class AccountName:
    """One account's number, name, and name in beancount."""

    code: str
    name: Sentence
    in_beancount: str


ACCOUNT_NAMES = {
    RECEIVABLE: AccountName("1122", say("应收账款"), "Assets:Receivable"),
    PAYABLE: AccountName("2202", say("应付账款"), "Liabilities:Payable"),
    BANK: AccountName("1002", say("银行存款"), "Assets:Bank"),
    INCOME: AccountName("6001", say("主营业务收入"), "Income:Contracts"),
    EXPENSE: AccountName("6601", say("销售费用"), "Expenses:Contracts"),
    PENALTY_IN: AccountName("6301", say("营业外收入"), "Income:LateFees"),
    PENALTY_OUT: AccountName("6711", say("营业外支出"), "Expenses:LateFees"),
}
