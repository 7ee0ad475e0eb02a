"""The terms a statement was computed by, as sentences: what, how, which clause."""

from typing import Any

from paidang.kit.money import percent, yuan

from .statement_lines import NOTHING, Json, Words, clause_of, tax_text

TermLine = tuple[str, str, str]


def terms_lines(terms: Json, meta: Json, t: Words) -> list[TermLine]:
    """Every term of §10 that is set, as (what, how, clause)."""
    decided = _decided(meta, t)
    lines: list[TermLine] = []

    def add(key: str, label: str, text: str, clause: str = "") -> None:
        lines.append((t[label], text, clause or decided.get(key, NOTHING)))

    for key, label, prefix in (
        ("recognition", "t.recognition", "recognition"),
        ("collector", "t.collector", "collector"),
        ("platform_fees", "t.platform_fees", "fees"),
        ("faults_borne_by", "t.faults_borne_by", "faults"),
    ):
        if terms.get(key):
            add(key, label, t[f"{prefix}.{terms[key]}"])
    tax = terms.get("tax") or {}
    if tax:
        paid_by = t[f"tax.by.{tax['paid_by']}"] if tax.get("paid_by") else ""
        add(
            "tax",
            "t.tax",
            t["sep"].join(filter(None, [tax_text(terms, t), paid_by])),
            clause_of("tax", terms, meta, t),
        )
    for part in terms.get("components") or []:
        add("components", part["kind"], component_text(part, t), str(part.get("clause") or ""))
    for debt in terms.get("dated_debts") or []:
        add("dated_debts", debt["kind"], yuan(debt.get("amount")), str(debt.get("clause") or ""))
    if terms.get("carried_in"):
        add("carried_in", "carried_in", yuan(terms["carried_in"]))
    if terms.get("term"):
        term = terms["term"]
        add("term", "t.term", f"{term.get('start') or NOTHING} – {term.get('end') or NOTHING}")
    if terms.get("signed_on"):
        add("signed_on", "t.signed_on", str(terms["signed_on"]))
    if terms.get("statement"):
        add("statement", "t.statement", statement_text(terms["statement"], t))
    if terms.get("late_fee"):
        add("late_fee", "t.late_fee", late_fee_text(terms["late_fee"], t))
    return lines


def _decided(meta: Json, t: Words) -> dict[str, str]:
    """Which addendum decided a term, by the term's first word; `meta["clauses"]` may name any clause."""
    decided: dict[str, str] = {}
    for addendum in meta.get("addenda") or []:
        key = str(addendum.get("key") or "").split(".")[0]
        decided.setdefault(key, t["addendum"].format(n=addendum.get("number", NOTHING)))
    return decided | {key: str(clause) for key, clause in (meta.get("clauses") or {}).items()}


def term_label(key: str, t: Words) -> str:
    """The words for a term's key; a key that has none is shown as it is.

    >>> term_label("tax.mode", {"t.tax": "税"})
    '税'
    """
    return t.get(f"t.{key.split('.')[0]}", key)


def component_text(part: Json, t: Words) -> str:
    """One component as a sentence."""
    kind = part["kind"]
    if kind == "profit_share":
        return t["profit_share.text"].format(
            share_a=percent(part["a"]), share_b=percent(part["b"]), loss=t[f"loss.{part['loss']}"]
        )
    if kind == "monthly_fee":
        return t["monthly_fee.text"].format(amount=yuan(part["amount"]))
    if kind == "minimum":
        text = t["minimum.text"].format(amount=yuan(part["amount"]))
        return text + t["sep"] + t["minimum.prorate"] if part.get("prorate") else text
    threshold = part.get("threshold")
    bits = [t[f"of.{part['of']}"], t["threshold"].format(amount=yuan(threshold)) if threshold else ""]
    if "tiers" not in part:
        return " ".join(filter(None, bits)) + f" × {percent(part['rate'])}"
    tiers = [t["tier"].format(from_=yuan(tier["from"]), rate=percent(tier["rate"])) for tier in part["tiers"]]
    return t["sep"].join(filter(None, [*bits, *tiers, t[f"tiers.{part.get('tier_mode', 'marginal')}"]]))


def statement_text(rules: Json, t: Words) -> str:
    """When the statement is due, confirmed and paid; what the terms leave open is left out."""
    bits: list[str] = []

    def add(label: str, needed: Any, **figures: Any) -> None:
        if needed is not None:
            bits.append(t[label].format(**figures))

    add("st.due", rules.get("due_day"), n=rules.get("due_day"))
    for label, days in (("st.confirm", "confirm"), ("st.pay", "pay")):
        count = rules.get(f"{days}_days")
        add(label, count, n=count, kind=t[f"{rules.get(f'{days}_day_kind') or 'calendar'}.days"])
    window = rules.get("pay_window")
    add("st.window", window, first=(window or [None])[0], last=(window or [None])[-1])
    if rules.get("silence"):
        bits.append(t["st.silence.approved" if rules["silence"] == "approved" else "st.silence.other"])
    return t["sep"].join(bits) or NOTHING


def late_fee_text(fee: Json, t: Words) -> str:
    """Rate a day, who owes it, the cap."""
    party = t[f"late.{fee['party']}"]
    text = t["late_fee.text"].format(rate=percent(fee["rate_per_day"]), party=party)
    return (
        text + t["sep"] + t["late_fee.cap"].format(cap=percent(fee["cap"]))
        if fee.get("cap") is not None
        else text
    )


def date_lines(statement: Json, terms: Json, meta: Json, t: Words) -> list[tuple[str, str]]:
    """Statement due, confirmation, payment window and payment due.

    The day of payment depends on the confirmation; until it is known (`meta["payment_due"]`) the rule is printed.
    """
    dates, rules = statement["dates"], terms.get("statement") or {}
    provisional = t["brackets"].format(text=t["n.provisional"]) if dates.get("provisional") else ""
    lines = [(t["d.statement_due"], dates.get("statement_due") or NOTHING)]
    if rules.get("confirm_days") is not None:
        kind = t[f"{rules.get('confirm_day_kind') or 'calendar'}.days"]
        lines.append((t["d.confirm"], t["d.confirm_rule"].format(n=rules["confirm_days"], kind=kind)))
    first, last = dates.get("earliest_payment"), dates.get("window_end")
    window = t["d.window_span"].format(first=first, last=last) + provisional if first and last else NOTHING
    lines.append((t["d.window"], window))
    lines.append((t["d.payment_due"], _payment_due(rules, meta, last, t)))
    return lines


def _payment_due(rules: Json, meta: Json, window_end: str | None, t: Words) -> str:
    if meta.get("payment_due"):
        return str(meta["payment_due"])
    if rules.get("pay_days") is None:
        return window_end or NOTHING
    kind = t[f"{rules.get('pay_day_kind') or 'calendar'}.days"]
    label = "d.pay_rule" if window_end else "d.pay_rule_only"
    return t[label].format(n=rules["pay_days"], kind=kind, last=window_end)
