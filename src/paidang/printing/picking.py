"""What the warehouse prints: the list to pick by, the labels of its parcels, the round of its own delivery."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from .barcodes import bars, squares
from .typesetting import clock, typeset

WORDS: dict[str, tuple[str, str]] = {
    "page": ("第{n}页，共{total}页", "Page {n} of {total}"),
    "s.glyphs": ("缺字", "Missing characters"),
    "n.glyphs": ("打印字体没有这些字：", "The print font lacks: "),
    "pick": ("拣货单", "Pick list"),
    "fetch": ("先取货，按货位走", "Fetch, along the shelves"),
    "pack": ("再装箱，扫包裹码核对", "Pack, and check by scanning"),
    "place": ("货位", "Place"),
    "goods": ("商品", "Goods"),
    "units": ("件数", "Units"),
    "parcel": ("包裹", "Parcel"),
    "order": ("订单", "Order"),
    "inside": ("内装", "Inside"),
    "to": ("收", "To"),
    "from": ("寄", "From"),
    "no_waybill": ("还没有运单号", "No waybill yet"),
    "round": ("同城配送单", "Local delivery round"),
    "sign": ("签收", "Signature"),
    "receiver": ("收货人", "Receiver"),
    "nowhere": ("没有写区", "District not given"),
}


@dataclass(frozen=True, slots=True)
class Paper:
    """What heads each sheet: the wave's code, a line about it, whose it is, when it was printed, the language; `mark`, who
    printed it, stands at the foot of lists but on no label, which goes to the buyer.
    """

    code: str
    line: str
    sender: str
    made_at: datetime
    lang: str = "zh"
    mark: str = ""

    def words(self) -> dict[str, str]:
        """The sheet's words in its language."""
        return {key: pair[self.lang == "en"] for key, pair in WORDS.items()}


@dataclass(frozen=True, slots=True)
class Label:
    """A parcel as it is printed. `to`: name and phone, address; empty where an order's file does not say.

    `route`: the code by which the carrier sorts."""

    number: int
    code: str
    order_id: str
    store: str
    carrier: str
    waybill: str
    to: tuple[str, str]
    district: str
    items: tuple[tuple[str, str, int], ...]
    route: str = ""

    @property
    def inside(self) -> list[str]:
        """`侧把急须壶 (QL-1) × 2`, one a line."""
        return [
            f"{title} ({sku}) × {units}" if title != sku else f"{sku} × {units}"
            for sku, title, units in self.items
        ]


def pick_list_pdf(paper: Paper, picks: Sequence[tuple[str, str, str, int]], labels: Sequence[Label]) -> bytes:
    """The list of a wave on A4: what is fetched (place, SKU, title, units), then the parcels in their order."""
    data = _data(paper, "pick") | {
        "bars": bars(paper.code),
        "picks": [[place or "—", sku, title if title != sku else "", str(units)] for place, sku, title, units in picks],
        "parcels": [[str(one.number), one.order_id, one.store, one.inside] for one in labels],
    }  # fmt: skip
    return typeset("pick_list", data, paper.made_at)


def labels_pdf(paper: Paper, labels: Sequence[Label]) -> bytes:
    """One label a page, 100 × 150 mm: carrier and waybill, who gets it, the parcel's own code, what is inside."""
    data = _data(paper, "parcel") | {
        "sender": paper.sender,
        "labels": [
            {
                "number": str(one.number), "code": one.code, "order": one.order_id, "store": one.store, "carrier": one.carrier,
                "waybill": one.waybill, "bars": bars(one.waybill) if one.waybill else [], "to": list(one.to),
                "squares": squares(one.code), "inside": one.inside, "route": one.route,
            }
            for one in labels
        ],
    }  # fmt: skip
    return typeset("parcel_label", data, paper.made_at)


def delivery_round_pdf(paper: Paper, labels: Sequence[Label]) -> bytes:
    """The round of one's own delivery, district by district, with a place to sign."""
    t = paper.words()
    ordered = sorted(labels, key=lambda one: (not one.district, one.district, one.to[1], one.number))
    districts = list(dict.fromkeys(one.district for one in ordered))
    data = _data(paper, "round") | {
        "districts": [
            [
                district or t["nowhere"],
                [[one.code, *one.to, one.inside] for one in ordered if one.district == district],
            ]
            for district in districts
        ]
    }
    return typeset("delivery_round", data, paper.made_at)


def _data(paper: Paper, title: str) -> dict[str, object]:
    t = paper.words()
    return {
        "t": t,
        "lang": paper.lang,
        "mark": paper.mark,
        "title": t[title],
        "code": paper.code,
        "line": f"{paper.line} · {clock(paper.made_at.isoformat())}",
        "running": [t[title], paper.code],
    }
