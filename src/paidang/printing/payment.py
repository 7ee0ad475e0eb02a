"""The receipt of a payment (收款回执): who received how much for what, and what proves it. A reversed one says so."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from paidang.kit.money import amount_in_words, yuan
from paidang.kit.sides import other_side

from .notice import WORDS
from .statement_words import labels
from .typesetting import clock, typeset

OWN: dict[str, tuple[str, str]] = {
    "title": ("收款回执", "Receipt of payment"),
    "sentence": (
        "{who}于{at}登记：{payee}收到{payer}付来的 {amount}（{words}），{day} 到账。",
        "{who} put on record on {at} that {payee} received {amount} from {payer} on {day}.",
    ),
    "goes_to": ("抵", "Set against"),
    "answer": ("冲销", "Reversal"),
    "reversed": ("本回执已作废", "This receipt is void"),
}


@dataclass(frozen=True, slots=True)
class PaymentPaper:
    """What is printed. `parts`: debts and what of the payment goes to each; `reversal`: who and why, empty while it stands."""

    payer: str
    amount_fen: int
    paid_on: str
    who: str
    recorded_at: datetime
    parts: Sequence[tuple[str, int]]
    entries: Sequence[tuple[int, str]]
    reversal: str = ""


def payment_pdf(paper: PaymentPaper, meta: Mapping[str, str]) -> bytes:
    """Set a receipt on A4, PDF/A-2b; the same input gives the same bytes. `meta` is that of a notice (`printing.notice`)."""
    english = meta.get("lang") == "en"
    t = labels(meta) | {key: pair[english] for key, pair in (WORDS | OWN).items()}
    payee = other_side(paper.payer)
    sentence = t["sentence"].format(
        who=paper.who, at=clock(paper.recorded_at.isoformat()), payee=t[f"late.{payee}"], payer=t[f"late.{paper.payer}"],
        amount=yuan(paper.amount_fen), words=amount_in_words(paper.amount_fen), day=paper.paid_on,
    )  # fmt: skip
    parties = [[t["brand"], meta["brand"]], [t["agency"], meta["agency"]]]
    data: dict[str, object] = {
        "t": t,
        "lang": meta.get("lang") or "zh",
        "mark": meta.get("mark", ""),
        "title": t["title"],
        "contract_line": f"{meta['contract_title']} · {meta['contract_code']}",
        "parties": parties[::-1] if meta.get("brand_is") == "乙方" else parties,
        "running": [t["title"], meta["contract_code"]],
        "sentence": sentence,
        "grounds": [],
        "facts": [[f"{t['goes_to']} {word}", yuan(fen)] for word, fen in paper.parts],
        "answer": [[t["reversed"], paper.reversal]] if paper.reversal else [],
        "files": [],
        "proof": [[t["entry"].format(n=f"{seq:,}"), digest] for seq, digest in paper.entries],
    }
    return typeset("notice", data, paper.recorded_at)
