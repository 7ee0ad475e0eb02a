"""Which of a promotion's goods are on the page: all its lists show the same ones."""

from typing import Any

from django.http import HttpRequest
from django.utils.http import urlencode

from paidang.kit.written import whole_in

GOODS_AT_ONCE = 20


def goods_page(request: HttpRequest, total: int) -> dict[str, Any]:
    """`?goods=`, a page from 1; out of range the nearest. With what `_pager.html` asks for, `slice` for the lists, `most`."""
    asked = request.GET.get("goods", "")
    pages = max(1, -(-total // GOODS_AT_ONCE))
    page = min(max(1, whole_in(asked, 1, digits=5)), pages)
    first = (page - 1) * GOODS_AT_ONCE
    last = min(total, first + GOODS_AT_ONCE)
    return {
        "slice": f"{first}:{last}",
        "first": first + 1,
        "last": last,
        "total": total,
        "most": GOODS_AT_ONCE,
        "previous_url": _url(page - 1) if page > 1 else "",
        "next_url": _url(page + 1) if page < pages else "",
    }


def _url(page: int) -> str:
    return f"?{urlencode({'goods': page})}#floors"
