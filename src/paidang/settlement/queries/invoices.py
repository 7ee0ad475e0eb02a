"""Reads on fee invoices."""

from paidang.contracts.models import Contract
from paidang.kit.outcome import NotFound
from paidang.kit.sentence import say
from paidang.settlement.models import Invoice, Statement


def find_invoice(statement: Statement) -> Invoice | None:
    """The invoice of a statement that counts: the one that no other replaces."""
    return Invoice.objects.filter(statement=statement, replaced_by=None).first()


def get_invoice(contract: Contract, month: str, number: str = "") -> Invoice:
    """The invoice that counts for a month, or an earlier one by its number."""
    found = Invoice.objects.filter(contract=contract, statement__month=month)
    invoice = (found.filter(number=number) if number else found.filter(replaced_by=None)).first()
    if invoice is None:
        raise NotFound(say("{month} 还没有发票", month=month), remedy=say("乙方送达后，双方都能下载。"))
    return invoice
