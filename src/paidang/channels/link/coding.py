"""Lines of an order to which the platform gives no code of the seller's: what is sold there is told by the platform's own number.

Pure. Who has said what a listing stands for has told the code; it is written into the document before anybody reads it.
"""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from paidang.channels.link.documents import Document


@dataclass(frozen=True, slots=True)
class Coded:
    """Where a platform's order has its lines, what names the listing in each, and where the seller's code stands.

    `item`: what names it where it has no choices; `of_case`: where a case has its order; the first of `codes` is written.
    """

    lines: tuple[str, ...]
    number: str
    codes: tuple[str, ...]
    item: str = ""
    of_case: str = "order"

    def name_in(self, line: Mapping[str, Any]) -> str:
        """The platform's own number of what a line sells; empty where it has none."""
        return str(line.get(self.number) or line.get(self.item) or "")


CODED = {
    "jd": Coded(("itemInfoList",), "skuId", ("outerSkuId",)),
    "taobao": Coded(("orders", "order"), "sku_id", ("outer_sku_id", "outer_iid"), "num_iid", "trade"),
    "wechat": Coded(("order_detail", "product_infos"), "sku_id", ("sku_code", "out_sku_id")),
}
"""By a platform's folder; one that is not here is mended in quarantine or at the platform."""


def uncoded(document: Document, coded: Coded) -> set[str]:
    """The platform's numbers of what is sold without a code."""
    return {coded.name_in(line) for line in _uncoded(document.kind, document.body, coded)}


def with_codes(document: Document, coded: Coded, codes: Mapping[str, str]) -> Document:
    """The document with the codes, by the platform's number, where it has none; the same where nothing is to be added."""
    if not uncoded(document, coded) & codes.keys():
        return document
    body = deepcopy(dict(document.body))
    for line in _uncoded(document.kind, body, coded):
        if code := codes.get(coded.name_in(line)):
            line[coded.codes[0]] = code
    return Document(document.kind, document.id, body)


def _uncoded(kind: str, body: Mapping[str, Any], coded: Coded) -> Iterator[dict[str, Any]]:
    found: Any = body.get(coded.of_case) if kind == "case" else body
    for name in coded.lines:
        found = found.get(name) if isinstance(found, dict) else None
    for line in found if isinstance(found, list) else ():
        if isinstance(line, dict) and coded.name_in(line) and not any(line.get(name) for name in coded.codes):
            yield line
