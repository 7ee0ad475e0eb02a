"""The factory prices for days past that a statement names, in words: each with who declared it and who agreed when."""

from .statement_lines import NOTHING, Json, Words
from .typesetting import clock

PRINTED_MAX = 200


def past_heads(t: Words) -> list[str]:
    """The columns of `past_rows` beside the two prices, which stand third and fourth."""
    return [t["sku"], t["pp.days"], t["pp.old"], t["pp.new"], t["pp.declared"], t["pp.agreed"]]


def past_rows(meta: Json, t: Words) -> list[tuple[str, str, int | None, int, str, str]]:
    """SKU, days, old price (None: none, its lines were held), new price, who declared, who agreed."""
    return [
        (
            str(one["sku"]),
            t["pp.span"].format(first=one["since"], last=one["last"]),
            one["old_fen"],
            one["new_fen"],
            _who(one.get("declared_by"), one.get("declared_at")),
            _who(one.get("agreed_by"), one.get("agreed_at")),
        )
        for one in meta.get("past_prices") or []
    ]


def _who(name: object, at: object) -> str:
    return " ".join(filter(None, [str(name or ""), clock(str(at)) if at else ""])) or NOTHING
