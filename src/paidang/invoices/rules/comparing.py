"""What an invoice's file says against what we reckon: every difference is told, and what matters needs a reason."""

from collections.abc import Sequence
from dataclasses import dataclass

from paidang.kit.invoice_facts import InvoiceFacts
from paidang.kit.money import yuan
from paidang.kit.sentence import Sentence, say


@dataclass(frozen=True, slots=True)
class Differing:
    """One difference in words. `needs_reason`: it may stand only with a person's word why."""

    words: str | Sentence
    needs_reason: bool


def compare(
    *, number: str, amount_fen: int, whole_fen: int, tax_fen: int, tax_number: str, said: InvoiceFacts | None
) -> Sequence[Differing]:
    """Where the invoice is not what was to be issued, or its file not what was said of it. `said` None: there is no file."""
    found: list[Differing] = []
    if amount_fen != whole_fen:
        words = say("发票 {amount}，买家实付未退 {whole}", amount=yuan(amount_fen), whole=yuan(whole_fen))
        found.append(Differing(words, needs_reason=True))
    if said is None:
        return found
    if said.number and said.number != number:
        words = say("文件里的号码是 {there}，不是 {here}", there=said.number, here=number)
        found.append(Differing(words, needs_reason=True))
    if said.amount_fen is None:
        found.append(Differing(say("文件里读不出金额，没有核对"), needs_reason=False))
    elif said.amount_fen != amount_fen:
        words = say("文件里是 {there}，不是 {here}", there=yuan(said.amount_fen), here=yuan(amount_fen))
        found.append(Differing(words, needs_reason=True))
    if said.tax_fen is not None and said.tax_fen != tax_fen:
        words = say("文件里的税额 {there}，按税率算是 {here}", there=yuan(said.tax_fen), here=yuan(tax_fen))
        found.append(Differing(words, needs_reason=False))
    if said.buyer_tax_number and tax_number and said.buyer_tax_number != tax_number:
        found.append(Differing(say("文件里买方的税号与申请的不同"), needs_reason=True))
    return found
