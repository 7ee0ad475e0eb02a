"""What the accounts of the ledger are called: as 企业会计准则 numbers and names them, in beancount, and as one's own program has them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

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

CUSTOMER, SUPPLIER = "customer", "supplier"
_KEPT_BY = {RECEIVABLE: CUSTOMER, PAYABLE: SUPPLIER}
"""What the program keeps an account by, if it does."""


@dataclass(frozen=True, slots=True)
class Codes:
    """One's own program's account codes by account, and by the other party's id its codes as customer and supplier."""

    accounts: Mapping[str, str] = field(default_factory=dict)
    others: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def of_account(self, account: str) -> str:
        """The code that was set, else that of 企业会计准则."""
        return self.accounts.get(account) or ACCOUNT_NAMES[account].code

    def of_other(self, account: str, other: int) -> tuple[str, str]:
        """What the account is kept by (`CUSTOMER`, `SUPPLIER`) and the other party's code; two empty texts where none is set."""
        kept_by = _KEPT_BY.get(account, "")
        code = self.others.get(str(other), {}).get(kept_by, "")
        return (kept_by, code) if code else ("", "")
