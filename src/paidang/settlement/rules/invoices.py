"""Whether a contract lets the payer wait for the fee invoice: only where its days of payment count from the invoice."""

from paidang.contracts.rules.read_terms import ReadTerms


def pays_after_invoice(read: ReadTerms) -> bool:
    """Whether the sentence that sets the days of payment lets them begin with the agency's invoice.

    A duty to send an invoice alone gives no right to wait with the payment.
    """
    if read.side("fee.invoice.party") == "a":
        return False
    return any("发票" in str(place.get("quote", "")) for place in read.all("settlement.pay_days"))
