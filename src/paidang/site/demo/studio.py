"""The studio of the demo world: one product's pictures in every state, a page that waits, copy supplied and copy owed."""

from datetime import datetime, timedelta
from typing import Any

from paidang.catalog.models import Product
from paidang.kit.period import day_of
from paidang.site.demo.acting import ActingAs
from paidang.site.demo.cast import AGENCY, BRAND
from paidang.site.demo.drawings import GREYISH, bowl
from paidang.site.demo.goods import GOODS
from paidang.studio import actions
from paidang.studio.actions.rights import record_right
from paidang.studio.models import Version

LIN, CHEN, SHEN = AGENCY.people[0].email, AGENCY.people[2].email, BRAND.people[0].email
PRODUCT = GOODS[0].title
COPY = (
    "青瓷盖碗，手工拉坯，一碗一色。\n容量 150 毫升，盖、碗、托三件。\n出汤快，不烫手；洗净晾干，忌骤冷骤热。"
)


def write_pictures(code: str, now: datetime, acting_as: ActingAs) -> None:
    """What operator and brand did lately: two versions of the main picture, the second waits for the brand."""
    at = now - timedelta(days=3)
    with acting_as(CHEN) as chen:
        product = Product.objects.get(contract__code=code, title=PRODUCT)
        of_product: dict[str, Any] = {"person": chen, "at": at, "code": code, "product_id": product.pk}
        actions.plan_shots(**of_product, category="ware")
        first = bowl(ground="#d9dde0", table="#b8a891", glaze=GREYISH, scale=0.82)
        main = actions.hand_in(**of_product, kind="main", name="主图-1.jpg", content=first)
        for kind, content in (
            ("white", bowl(ground="#ffffff", table="#ffffff")),
            ("detail", bowl(ground="#e9e4da", table="#cfc3b0", scale=1.7, height=1200)),
            ("size", bowl(ground="#fbfbfa", table="#fbfbfa", scale=0.8, ruler=True)),
        ):
            actions.hand_in(**of_product, kind=kind, name=f"{kind}.jpg", content=content)
        actions.send_to_proof(
            person=chen, at=at, code=code, numbers=[main.number, main.number + 1, main.number + 2]
        )
        actions.ask_copy(**of_product, what="卖点和规格，三行", due_on=day_of(now))
        actions.ask_copy(**of_product, what="礼盒装的说明", due_on=day_of(now) + timedelta(days=5))
    at += timedelta(hours=5)
    with acting_as(SHEN) as shen:
        on_main: dict[str, Any] = {"person": shen, "at": at, "code": code, "number": main.number}
        for text, x, y in (("背景太暗，换浅色", 160, 160), ("釉色偏灰，实物更青", 560, 560)):
            actions.add_pin(**on_main, version=1, text=text, x=x, y=y)
        for one in Version.objects.filter(asset__number__lte=main.number + 2).select_related("asset"):
            saw: dict[str, Any] = {
                "person": shen,
                "at": at,
                "code": code,
                "number": one.asset.number,
                "version": 1,
                "sha256": one.sha256,
            }
            if one.asset_id == main.pk:
                actions.return_version(**saw, reason="照样品调青，背景换浅")
            else:
                actions.approve_version(**saw)
        actions.supply_copy(person=shen, at=at, code=code, number=1, text=COPY)
    at += timedelta(days=1)
    with acting_as(CHEN) as chen:
        on_main = {"person": chen, "at": at, "code": code, "number": main.number}
        actions.add_version(
            **on_main, name="主图-2.jpg", content=bowl(scale=1.1), note="换浅色背景，照样品校色"
        )
        for pin in (1, 2):
            actions.resolve_pin(**on_main, pin=pin)
        actions.send_to_proof(person=chen, at=at, code=code, numbers=[main.number])
        until = day_of(now) + timedelta(days=20)
        record_right(**on_main, kind="photographer", holder="何苗", until=until)
        page = actions.begin_page(**of_product | {"at": at}, channel="jd")
        on_page: dict[str, Any] = {"person": chen, "at": at, "code": code, "page_id": page.pk}
        for place, number in (("main", 0), ("main", 1), ("detail", 2)):
            asset = Version.objects.get(asset__number=main.number + number, number=1).asset
            actions.add_picture(**on_page, place=place, asset_id=asset.pk)
        actions.add_text(**on_page, text=COPY)
        actions.submit_page(**on_page)
    with acting_as(SHEN) as shen:
        actions.add_pin(
            person=shen,
            at=now - timedelta(hours=2),
            code=code,
            number=main.number,
            version=2,
            text="右侧釉色还可以再青一点吗？",
            x=720,
            y=400,
        )
