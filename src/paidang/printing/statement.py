"""A settlement statement as a PDF that can be filed, signed and checked: `statement_pdf`."""

from typing import Any

import pyarrow as pa

from paidang.kit.money import amount_in_words, yuan
from paidang.kit.period import month_end_at

from . import statement_lines as lines_of
from .statement_chart import chart
from .statement_lines import NOTHING, Json, Line, Words
from .statement_past import PRINTED_MAX, past_heads, past_rows
from .statement_rows import Group, first_and_rest, group_rows, stated, total
from .statement_terms import date_lines, term_label, terms_lines
from .statement_words import words_for
from .typesetting import clock, moment, typeset

SKUS_PRINTED_MAX = 100
HELD_PRINTED_MAX = 200


def statement_pdf(statement: Json, rows: pa.Table, terms: Json, meta: Json) -> bytes:
    """Set a statement on A4, PDF/A-2b; the same input gives the same bytes.

    `statement` is §9's JSON, `rows` the table of §8's rows.parquet, `terms` §10's; every key of `meta` is optional and
    what it does not say is printed as "—". Every amount is the statement's own: rows are summed only to be compared.
    """
    counted = lines_of.profit_counts(terms)
    t = words_for(meta, counted)
    data = {"t": t, "lang": meta.get("lang") or "zh"} | _masthead(statement, meta, t) | _amount(statement, t)
    steps = lines_of.waterfall(statement, terms, meta, t)
    split = lines_of.shares(statement, terms, meta, t)
    data |= {
        "waterfall_title": t["s.waterfall" if counted else "s.sales"],
        "waterfall_note": "" if counted else t["w.none_profit"],
        "waterfall": _set([*steps, *split]),
        "chart": chart(steps, split, t) if counted else None,
        "reckoning": _set(lines_of.reckoning(statement, terms, meta, t)),
        "memo": _set(lines_of.memo(statement, terms, meta, t)),
        "dates": date_lines(statement, terms, meta, t),
        "terms": terms_lines(terms, meta, t),
        "addenda": _addenda(meta, t),
    }
    agreed = t["sign.agreed" if statement["payer"] else "sign.nothing"]
    data["agreed"] = agreed.format(
        words=data["due_words"], **{key: data[key] for key in ("title", "version", "pays", "due")}
    )
    data |= _rows(statement, rows, t) | _apart(statement, t) | _past_prices(meta, t) | _proof(meta, t)
    made_at = moment(meta.get("closed_at")) or month_end_at(statement["month"])
    return typeset("statement", data, made_at)


def _set(lines: list[Line]) -> list[dict[str, str]]:
    return [
        {
            "label": line.label,
            "working": line.working,
            "clause": line.clause,
            "amount": yuan(line.fen),
            "weight": line.weight,
        }
        for line in lines
    ]


def _masthead(statement: Json, meta: Json, t: Words) -> dict[str, Any]:
    """Title, contract and parties; the same words run along the top of the later pages."""
    year, month = statement["month"].split("-")
    code = meta.get("contract_code") or statement.get("contract") or NOTHING
    version = meta.get("version", statement.get("version"))
    version_text = t["version"].format(n=NOTHING if version is None else version)
    brand, agency = meta.get("brand") or NOTHING, meta.get("agency") or NOTHING
    sent = " ".join(filter(None, [clock(meta.get("sent_at")), meta.get("sent_by")]))
    parties = [[t["brand"], brand], [t["agency"], agency]]
    return {
        "title": t["title_of"].format(year=int(year), month=int(month)),
        "version": version_text,
        "contract_line": " · ".join(filter(None, [meta.get("contract_title"), str(code)])),
        "parties": parties if meta.get("brand_is") != "乙方" else parties[::-1],
        "facts": [
            [t["closed_at"], clock(meta.get("closed_at"))],
            *([[t["sent_at"], sent]] if sent else []),
            [t["rules_version"], str(meta.get("rules_version") or NOTHING)],
        ],
        "running": [f"{brand} · {agency}", " · ".join([str(code), statement["month"], version_text])],
        "signatures": [[t["seal.a"], brand], [t["seal.b"], agency]][
            :: -1 if meta.get("brand_is") == "乙方" else 1
        ],
    }


def _amount(statement: Json, t: Words) -> dict[str, str]:
    """The one figure of the page: who pays whom, in figures and in words."""
    due = statement["amount_due"]
    return {
        "pays": t[f"pays.{statement['payer'] or 'none'}"],
        "due": yuan(due),
        "due_words": t["in_words"] + (" " if t["in_words"].isascii() else "") + amount_in_words(due),
    }


def _group_row(label: str, group: Group) -> list[str]:
    return [label, f"{group.rows:,}", *map(yuan, group.fen)]


def _rows(statement: Json, rows: pa.Table, t: Words) -> dict[str, Any]:
    """By SKU and by month, and whether the rows add up to what is stated."""
    by_sku = group_rows(rows, "sku")
    shown, rest = first_and_rest([group for group in by_sku if group.key], SKUS_PRINTED_MAX)
    table = [_group_row(group.key, group) for group in shown]
    if rest:
        table.append(_group_row(t["rest"].format(n=rest.key), rest))
    table += [_group_row(t["no_sku"], group) for group in by_sku if not group.key]
    summed = total(by_sku)
    foot = [_group_row(t["total"], summed)]
    differences = [ours - theirs for ours, theirs in zip(summed.fen, stated(statement).fen, strict=True)]
    agree = not any(differences)
    if not agree:
        foot.append([t["stated"], "", *map(yuan, stated(statement).fen)])
        foot.append([t["difference"], "", *map(yuan, differences)])
    months = sorted(group_rows(rows, "month"), key=lambda group: group.key)
    return {
        "by_sku": table,
        "by_month": [_group_row(group.key or NOTHING, group) for group in months],
        "rows_foot": foot,
        "rows_agree": agree,
        "rows_note": t["n.rows_agree"].format(n=f"{summed.rows:,}") if agree else t["n.rows_differ"],
    }


def _apart(statement: Json, t: Words) -> dict[str, Any]:
    """Late rows, held rows and dated debts: each stands apart from the month's reckoning."""
    held = statement["held"]
    shown: dict[str, list[str]] = {}
    for row in held[:HELD_PRINTED_MAX]:
        shown.setdefault(row["reason"], []).append(row["row_id"])
    return {
        "late": [
            [late["month"], f"{late['rows']:,}", yuan(late["revenue"]), yuan(late["profit"])]
            for late in statement["late"]
        ],
        "held": [[t.get(f"held.{reason}", reason), ", ".join(ids)] for reason, ids in shown.items()],
        "held_note": t["n.held"].format(n=f"{len(held):,}"),
        "held_more": t["n.held_more"].format(n=f"{len(held) - HELD_PRINTED_MAX:,}")
        if len(held) > HELD_PRINTED_MAX
        else "",
        "debts": [
            [
                t.get(debt["kind"], debt["kind"]),
                str(debt.get("clause") or NOTHING),
                debt["due_on"],
                t["n.provisional"] if debt.get("provisional") else "",
                yuan(debt["amount"]),
            ]
            for debt in statement["dated_debts"]
        ],
    }


def _past_prices(meta: Json, t: Words) -> dict[str, Any]:
    """Factory prices that both sides agreed to for days past."""
    rows = past_rows(meta, t)
    return {
        "past_heads": past_heads(t),
        "past_prices": [
            [sku, days, t["pp.none"] if old is None else yuan(old), yuan(new), declared, agreed]
            for sku, days, old, new, declared, agreed in rows[:PRINTED_MAX]
        ],
        "past_more": t["n.past_more"].format(n=f"{len(rows) - PRINTED_MAX:,}")
        if len(rows) > PRINTED_MAX
        else "",
    }


def _addenda(meta: Json, t: Words) -> list[list[str]]:
    return [
        [
            str(one.get("number") or NOTHING),
            term_label(str(one.get("key") or NOTHING), t),
            str(one.get("value_text") or NOTHING),
        ]
        for one in meta.get("addenda") or []
    ]


def _proof(meta: Json, t: Words) -> dict[str, Any]:
    """The digests for the foot of the last page, and a short one for every other page."""
    digest = str(meta.get("digest") or NOTHING)
    evidence = meta.get("evidence") or {}
    entry = t["evidence"].format(n=f"{evidence['seq']:,}") if "seq" in evidence else t["evidence_none"]
    return {
        "digest_short": f"{digest[:8]}…{digest[-4:]}" if len(digest) > 16 else digest,
        "proof": [
            [t["figures_digest"], digest],
            [t["previous_digest"], str(meta.get("previous_digest") or NOTHING)],
            [entry, str(evidence.get("hash") or NOTHING)],
        ],
    }
