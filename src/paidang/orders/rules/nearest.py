"""The SKU that somebody probably meant."""

from collections.abc import Collection
from difflib import get_close_matches

CANDIDATES_MAX = 5_000


def nearest(sku: str, known: Collection[str]) -> str:
    """The known SKU most like this one, or empty: a hint for the person who mends the row, never a replacement."""
    if len(known) > CANDIDATES_MAX:
        return ""
    return next(iter(get_close_matches(sku, sorted(known), n=1, cutoff=0.7)), "")
