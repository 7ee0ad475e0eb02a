"""The lines of a statement on paper: what stands in each, how it comes about, and under which clause.

Shared by the PDF and the workbook, so that both say the same.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from paidang.kit.money import percent, yuan

Json = Mapping[str, Any]
Words = Mapping[str, str]

NOTHING = "—"
ADJUSTED = ("agreed", "reimbursement", "factory-price", "after-sales")
"""How the adjustments that we write ourselves are named in the terms, each before a hyphen."""
# Which agreed term decides a figure: an addendum about it is its clause.
_DECIDED_BY = {
    "gross_sales": "recognition",
    "cost": "faults_borne_by",
    "tax": "tax",
    "platform_fees": "platform_fees",
    "held": "collector",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its words, how it is worked out, its clause, its amount; `weight` is plain, sub or total."""

    key: str
    label: str
    working: str
    clause: str
    fen: int
    weight: str = "plain"


def profit_counts(terms: Json) -> bool:
    """Whether the shared profit moves money under these terms (SPEC §1)."""
    of_profit = any(
        part["kind"] == "profit_share" or part.get("of") == "profit" for part in terms.get("components") or []
    )
    return of_profit or (terms.get("tax") or {}).get("mode") == "margin_vat"


def clause_of(key: str, terms: Json, meta: Json, t: Words) -> str:
    """The clause of a figure: named in `meta["clauses"]`, else the addendum that decided it, else the clause it serves.

    What a component is computed from (revenue, cost, tax, logistics) is there because of that component's clause.
    """
    named = (meta.get("clauses") or {}).get(key)
    if named:
        return str(named)
    term = _DECIDED_BY.get(key)
    for addendum in meta.get("addenda") or []:
        if term and str(addendum.get("key") or "").split(".")[0] == term:
            return t["addendum"].format(n=addendum.get("number", NOTHING))
    parts = terms.get("components") or []
    first = next((part for part in parts if part["kind"] in ("profit_share", "commission")), None)
    return str((first or {}).get("clause") or NOTHING)


def waterfall(statement: Json, terms: Json, meta: Json, t: Words) -> list[Line]:
    """From gross sales to the shared profit; only to net revenue where the contract does not count profit."""
    totals, counts = statement["totals"], statement["counts"]

    def line(key: str, working: str, fen: int, weight: str = "plain", label: str = "") -> Line:
        return Line(key, t[label or key], working, clause_of(key, terms, meta, t), fen, weight)

    lines = [
        line("gross_sales", t["w.lines"].format(n=f"{counts['lines']:,}"), totals["gross_sales"]),
        line("refunded", t["w.refunds"].format(n=f"{counts['refunds']:,}"), totals["refunded"]),
        line("revenue", t["w.revenue"], totals["revenue"], "sub"),
    ]
    if not profit_counts(terms):
        return lines
    deducted = terms.get("platform_fees") == "deducted"
    lines += [
        line("cost", "", -totals["cost"]),
        line("tax", tax_text(terms, t), -totals["tax"]),
        line("logistics", "", -totals["logistics"], label="logistics_shared"),
    ]
    if deducted:
        lines.append(line("platform_fees", "", -totals["platform_fees"]))
    working = t["w.profit_fees" if deducted else "w.profit"]
    return [*lines, line("profit", working, totals["profit"], "sub")]


def shares(statement: Json, terms: Json, meta: Json, t: Words) -> list[Line]:
    """How the shared profit is split: losses brought in and out, and both shares; empty without a profit_share."""
    share = next((part for part in terms.get("components") or [] if part["kind"] == "profit_share"), None)
    if share is None:
        return []
    cited = str(share.get("clause") or NOTHING)
    lines = []
    for key in ("carried_in", "carried_out"):
        if statement[key]:
            lines.append(Line(key, t[key], "", cited, statement[key]))
    for key, side in (("share_a", "a"), ("share_b", "b")):
        lines.append(Line(key, t[key], percent(share[side]), cited, statement[key]))
    return lines


def reckoning(statement: Json, terms: Json, meta: Json, t: Words) -> list[Line]:
    """What the agency is entitled to, item by item, less what it holds: the amount due (SPEC §5).

    The agency's advances on logistics are not in the statement by themselves: they are its entitlement less the rest.
    """
    lines = component_lines(statement, terms, t)
    totals = statement["totals"]
    if (terms.get("tax") or {}).get("paid_by") == "b":
        cited = clause_of("tax", terms, meta, t)
        lines.append(Line("tax_by_b", t["tax_by_b"], tax_text(terms, t), cited, totals["tax"]))
    after = adjustment_lines(statement, terms, t)
    if terms.get("platform_fees") == "b":
        cited = clause_of("platform_fees", terms, meta, t)
        after.append(Line("fees_by_b", t["fees_by_b"], "", cited, -totals["platform_fees"]))
    advanced = statement["entitled_b"] - sum(line.fen for line in [*lines, *after])
    cited = clause_of("advanced_b", terms, meta, t)
    lines.append(Line("advanced_b", t["advanced_b"], t["w.advanced"], cited, advanced))
    lines += after
    entitled = Line("entitled_b", t["entitled_b"], t["w.entitled"], NOTHING, statement["entitled_b"], "sub")
    return [*lines, entitled, *_set_off(statement, terms, meta, t)]


def _set_off(statement: Json, terms: Json, meta: Json, t: Words) -> list[Line]:
    """What the agency already holds of the payout, and the amount due with its formula in figures."""
    holds = statement["collector"] == "b"
    held = statement["held_by_collector"] if holds else 0
    payer = statement["payer"] or "none"
    entitled_less_held = [yuan(statement["entitled_b"]), yuan(held)]
    formula = " − ".join(reversed(entitled_less_held) if payer == "b" else entitled_less_held)
    return [
        Line(
            "held",
            t["held_by.b"],
            t["w.held"] if holds else t["w.not_held"],
            clause_of("held", terms, meta, t),
            -held,
        ),
        Line(
            "due",
            t[f"pays.{payer}"],
            formula,
            clause_of("due", terms, meta, t),
            statement["amount_due"],
            "total",
        ),
    ]


def component_lines(statement: Json, terms: Json, t: Words) -> list[Line]:
    """One line for each component, with its working."""
    agreed = list(terms.get("components") or [])
    lines = []
    for index, part in enumerate(statement["components"]):
        term = agreed[index] if index < len(agreed) and agreed[index]["kind"] == part["kind"] else {}
        working = _component_working(part, term, t) if term else ""
        clause = str(part.get("clause") or NOTHING)
        lines.append(Line("component", t[part["kind"]], working, clause, part["amount"]))
    return lines


def _component_working(part: Json, term: Json, t: Words) -> str:
    """A component's arithmetic with this month's figures."""
    base, kind = part["base"], part["kind"]
    if kind == "profit_share":
        if base < 0 and term["loss"] != "share":
            return (
                yuan(base) + t["comma"] + t["w.carried" if term["loss"] == "carry_forward" else "w.forgiven"]
            )
        return f"{yuan(base)} × {percent(term['b'])}"
    if kind == "commission":
        return _commission_working(base, term)
    amount = yuan(term["amount"])
    if kind == "minimum":
        return t["w.minimum"].format(amount=amount, base=yuan(base))
    full = part["amount"] == term["amount"]
    return t["w.monthly" if full else "w.days"].format(amount=amount)


def _commission_working(base: int, term: Json) -> str:
    """``(base − threshold) × rate``, or the slices of a scale with the rate of each."""
    threshold = term.get("threshold") or 0
    counted = max(base - threshold, 0)
    shown = f"({yuan(base)} − {yuan(threshold)})" if 0 < threshold < base else yuan(counted)
    if "tiers" not in term:
        return f"{shown} × {percent(term['rate'])}"
    tiers = [tier for tier in term["tiers"] if tier["from"] <= counted]
    if term.get("tier_mode") == "whole":
        return f"{shown} × {percent(tiers[-1]['rate'])}"
    ends = [tier["from"] for tier in tiers[1:]] + [counted]
    slices = [
        f"{yuan(end - tier['from'])} × {percent(tier['rate'])}" for tier, end in zip(tiers, ends, strict=True)
    ]
    return " + ".join(slices)


def adjustment_lines(statement: Json, terms: Json, t: Words) -> list[Line]:
    """One line for each adjustment; a single line where the terms do not list what the statement sums."""
    listed = terms.get("adjustments") or []
    if sum(one["amount"] for one in listed) != statement["adjustments"]:
        return [Line("adjustment", t["adjustment"], "", NOTHING, statement["adjustments"])]
    return [
        Line(
            "adjustment",
            _adjustment_name(str(one.get("id") or ""), t),
            str(one.get("reason") or ""),
            str(one.get("clause") or NOTHING),
            one["amount"],
        )
        for one in listed
    ]


def _adjustment_name(name: str, t: Words) -> str:
    """What people call it: `reimbursement-1` of the terms is 报销 1; what is not named by us stays as it is."""
    for kind in ADJUSTED:
        if name.startswith(f"{kind}-"):
            return f"{t[f'adjusted.{kind}']} {name.removeprefix(f'{kind}-')}"
    return f"{t['adjustment']} {name}".strip()


def memo(statement: Json, terms: Json, meta: Json, t: Words) -> list[Line]:
    """What moves beside the shared profit: logistics by bearer, postage, platform fees, and who holds the payout."""
    totals = statement["totals"]
    inside = t["w.memo_in"] if profit_counts(terms) else t["w.memo_out"]
    fees = terms.get("platform_fees")
    fee_words = inside if fees == "deducted" else t.get(f"fees.{fees}", "")
    collected = f"held_by.{statement['collector']}"
    rows = [
        ("logistics", "logistics_shared", inside, totals["logistics"]),
        ("logistics_a", "logistics_a", t["w.memo_out"], totals["logistics_a"]),
        ("logistics_b", "logistics_b", t["w.memo_out"], totals["logistics_b"]),
        ("postage", "postage", t["w.memo_postage"], totals["postage"]),
        ("platform_fees", "platform_fees", fee_words, totals["platform_fees"]),
    ]
    if not profit_counts(terms):
        rows.insert(0, ("tax", "tax", tax_text(terms, t), totals["tax"]))
    lines = [Line(key, t[label], note, clause_of(key, terms, meta, t), fen) for key, label, note, fen in rows]
    held = statement["held_by_collector"]
    return [*lines, Line("held", t[collected], t["w.held"], clause_of("held", terms, meta, t), held, "sub")]


def tax_text(terms: Json, t: Words) -> str:
    """``含税价内13%``: how the tax is worked out and at which rate."""
    tax = terms.get("tax") or {}
    if "mode" not in tax:
        return ""
    rate = percent(Decimal(tax["rate"])) if tax.get("rate") is not None else ""
    return t[f"tax.{tax['mode']}"] + ("" if tax["mode"] == "none" else rate)
