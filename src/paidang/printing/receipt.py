"""The receipt (对账单回执): who confirmed which amount, when, and what proves it."""

from typing import Any

from paidang.kit.money import amount_in_words, yuan
from paidang.kit.period import month_end_at

from .statement_lines import NOTHING, Json, Words
from .statement_words import labels
from .typesetting import clock, moment, typeset


def receipt_pdf(receipt: Json) -> bytes:
    """Set the receipt of a confirmed statement on one A4 page, PDF/A-2b; the same input gives the same bytes.

    Needed: `month`, `amount_due` in fen, `payer` (a, b or null). Optional, printed as "—" where absent: the keys of a
    statement's `meta`, `confirmed_by`, `confirmed_at`, `party` (a or b: on whose behalf, default a), `by_silence`,
    `payment_due`, `earliest_payment`, `provisional`.
    """
    t = labels(receipt)
    pays, due, words = (
        t[f"pays.{receipt['payer'] or 'none'}"],
        receipt["amount_due"],
        amount_in_words(receipt["amount_due"]),
    )
    parties = [[t["brand"], receipt.get("brand") or NOTHING], [t["agency"], receipt.get("agency") or NOTHING]]
    code = receipt.get("contract_code") or NOTHING
    version = t["version"].format(n=receipt.get("version") or NOTHING)
    year, month = receipt["month"].split("-")
    data: dict[str, Any] = {
        "t": t,
        "lang": receipt.get("lang") or "zh",
        "title": t["r.title"],
        "contract_line": " · ".join(filter(None, [receipt.get("contract_title"), str(code)])),
        "parties": parties[::-1] if receipt.get("brand_is") == "乙方" else parties,
        "running": [t["r.title"], str(code)],
        "statement_line": f"{t['title_of'].format(year=int(year), month=int(month))} · {version}",
        "pays": pays,
        "due": yuan(due),
        "due_words": t["in_words"] + (" " if t["in_words"].isascii() else "") + words,
        "sentence": _sentence(receipt, t),
        "facts": _facts(receipt, t),
        "proof": _proof(receipt, t),
    }
    made_at = moment(receipt.get("confirmed_at") or receipt.get("closed_at")) or month_end_at(
        receipt["month"]
    )
    return typeset("receipt", data, made_at)


def _party(receipt: Json, t: Words) -> str:
    return t[f"late.{receipt.get('party') or 'a'}"]


def _sentence(receipt: Json, t: Words) -> str:
    label = "r.confirmed.silence" if receipt.get("by_silence") else "r.confirmed.person"
    return t[label].format(
        who=receipt.get("confirmed_by") or NOTHING,
        at=clock(receipt.get("confirmed_at")),
        party=_party(receipt, t),
    )


def _facts(receipt: Json, t: Words) -> list[list[str]]:
    provisional = t["brackets"].format(text=t["n.provisional"]) if receipt.get("provisional") else ""
    due = receipt.get("payment_due")
    sent = " ".join(filter(None, [clock(receipt.get("sent_at")), receipt.get("sent_by")]))
    by = NOTHING if receipt.get("by_silence") else str(receipt.get("confirmed_by") or NOTHING)
    return [
        [t["sent_at"], sent],
        [t["r.by"], f"{by} · {_party(receipt, t)}"],
        [t["r.at"], clock(receipt.get("confirmed_at"))],
        [t["r.earliest"], str(receipt.get("earliest_payment") or NOTHING)],
        [t["r.due"], str(due) + provisional if due else NOTHING],
    ]


def _proof(receipt: Json, t: Words) -> list[list[str]]:
    evidence = receipt.get("evidence") or {}
    entry = t["evidence"].format(n=f"{evidence['seq']:,}") if "seq" in evidence else t["evidence_none"]
    return [
        [t["digest"], str(receipt.get("digest") or NOTHING)],
        [entry, str(evidence.get("hash") or NOTHING)],
        [t["rules_version"], str(receipt.get("rules_version") or NOTHING)],
    ]
