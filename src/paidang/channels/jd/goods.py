"""What a JD store lists, how many of it and for how much."""

from collections.abc import Iterator, Sequence

from paidang.channels.jd.calls import JdGateway
from paidang.channels.link.channel import Item
from paidang.channels.link.paging import Row, read_all
from paidang.channels.link.replies import fen, objects, part, total, whole
from paidang.kit.money import yuan_text

PAGE_SIZE = 50
ON_SALE = "1"
"""The status of a SKU."""


def list_items(gateway: JdGateway) -> Iterator[Item]:
    """All SKUs. A price that is no amount of yuan is 0."""

    def ask(page: int) -> tuple[Sequence[Row], int]:
        answer = gateway.read(
            "jingdong.sku.read.searchSkuList",
            pageNo=page,
            pageSize=PAGE_SIZE,
            page_size=PAGE_SIZE,  # JD's own packages name it so
            field="wareId,skuId,outerId,skuName,wareTitle,jdPrice,stockNum,status",
        )
        result = part(answer, "page")
        return objects(result, "data"), total(result, "totalItem")

    for row in read_all(ask, lambda row: str(row.get("skuId", "")), page_size=PAGE_SIZE):
        yield Item(
            item_id=str(row.get("wareId", "")),
            sku_id=str(row.get("skuId", "")),
            sku=str(row.get("outerId") or ""),
            title=str(row.get("skuName") or row.get("wareTitle") or ""),
            price_fen=fen(row.get("jdPrice")),
            quantity=whole(row.get("stockNum")),
            is_listed=str(row.get("status")) == ON_SALE,
        )


def push_stock(gateway: JdGateway, item: Item, quantity: int) -> None:
    gateway.write(
        "jingdong.ware.stock.sku.set", is_idempotent=True, skuId=item.sku_id, stockNum=str(quantity)
    )


def push_price(gateway: JdGateway, item: Item, price_fen: int) -> None:
    gateway.write(
        "jingdong.price.write.updateSkuJdPrice",
        is_idempotent=True,
        skuId=item.sku_id,
        jdPrice=yuan_text(price_fen),
    )
