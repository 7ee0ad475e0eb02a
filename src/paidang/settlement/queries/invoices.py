"""Reads on fee invoices."""

from paidang.contracts.models import Contract
from paidang.kit.outcome import NotFound
from paidang.kit.sentence import say
from paidang.settlement.models import Invoice


def get_invoice(contract: Contract, month: str) -> Invoice:
    """The invoice delivered for a month."""
    found = Invoice.objects.filter(contract=contract, statement__month=month).first()
    if found is None:
        raise NotFound(say("{month} 还没有发票", month=month), remedy=say("乙方送达后，双方都能下载。"))
    return found
