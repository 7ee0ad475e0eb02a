"""The addresses of lists: what was asked is kept, some of it changed."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest

from paidang.kit.paged import Paged


def query_with(kept: Iterable[str], request: HttpRequest, **changes: str) -> str:
    """The query of a list without its place, with changes: `?view=done&q=…`; `kept` are the words that stay."""
    asked = {key: request.GET[key] for key in kept if request.GET.get(key)} | changes
    found = urlencode({key: value for key, value in asked.items() if value})
    return f"?{found}" if found else ""


def pager_of(
    page: Paged[Any], most: int, path: str, kept: Iterable[str], request: HttpRequest
) -> dict[str, Any]:
    """Which rows these are, and the ways to the `most` before and after them by `?from=`."""

    def url(offset: int) -> str:
        return path + query_with(kept, request, **{"from": str(offset)})

    return {
        "first": page.offset + 1,
        "last": page.last,
        "total": page.total,
        "previous_url": url(max(0, page.offset - most)) if page.offset else "",
        "next_url": url(page.last) if page.has_next else "",
    }
