"""The studio of the demo world: one product's pictures in every state, a page that waits, copy supplied and copy owed."""

from datetime import datetime, timedelta
from typing import Any

from paidang.catalog.models import Product
from paidang.kit.period import day_of, day_start_at, month_period, previous_month
from paidang.site.demo.acting import ActingAs
from paidang.site.demo.cast import AGENCY, BRAND
from paidang.site.demo.drawings import GREYISH, bowl
from paidang.site.demo.goods import GOODS
from paidang.studio import actions
from paidang.studio.actions.rights import record_right
from paidang.studio.models import Asset, Version
from paidang.studio.queries.pages import list_blocks

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
        main = _hand_in({"person": chen, "at": at, "code": code, "product_id": product.pk}, now)
    with acting_as(SHEN) as shen:
        _answer(main, {"person": shen, "at": at + timedelta(hours=5), "code": code})
    at += timedelta(days=1, hours=5)
    with acting_as(CHEN) as chen:
        acts: dict[str, Any] = {"person": chen, "at": at, "code": code}
        _hand_in_again(main, acts, now)
        _begin_page(main, acts, product.pk)
    with acting_as(SHEN) as shen:
        actions.add_pin(
            person=shen, at=now - timedelta(hours=2), code=code, number=main.number, version=2,
            text="右侧釉色还可以再青一点吗？", x=720, y=400,
        )  # fmt: skip


def _hand_in(of_product: dict[str, Any], now: datetime) -> Asset:
    """The shots of the list, three of them to the brand, and two texts asked for; returns the main picture."""
    actions.plan_shots(**of_product, category="ware")
    first = bowl(ground="#d9dde0", table="#b8a891", glaze=GREYISH, scale=0.82)
    main = actions.hand_in(**of_product, kind="main", name="主图-1.jpg", content=first)
    for kind, content in (
        ("white", bowl(ground="#ffffff", table="#ffffff")),
        ("detail", bowl(ground="#e9e4da", table="#cfc3b0", scale=1.7, height=1200)),
        ("size", bowl(ground="#fbfbfa", table="#fbfbfa", scale=0.8, ruler=True)),
    ):
        actions.hand_in(**of_product, kind=kind, name=f"{kind}.jpg", content=content)
    acts = {name: of_product[name] for name in ("person", "at", "code")}
    actions.send_to_proof(**acts, numbers=[main.number, main.number + 1, main.number + 2])
    actions.ask_copy(**of_product, what="卖点和规格，三行", due_on=day_of(now))
    actions.ask_copy(**of_product, what="礼盒装的说明", due_on=day_of(now) + timedelta(days=5))
    return main


def _answer(main: Asset, acts: dict[str, Any]) -> None:
    """The brand's word: the main picture comes back with two remarks, the others are good."""
    for text, x, y in (("背景太暗，换浅色", 160, 160), ("釉色偏灰，实物更青", 560, 560)):
        actions.add_pin(**acts, number=main.number, version=1, text=text, x=x, y=y)
    for one in Version.objects.filter(asset__number__lte=main.number + 2).select_related("asset"):
        saw: dict[str, Any] = {**acts, "number": one.asset.number, "version": 1, "sha256": one.sha256}
        if one.asset_id == main.pk:
            actions.return_version(**saw, reason="照样品调青，背景换浅")
        else:
            actions.approve_version(**saw)
    actions.supply_copy(**acts | {"number": 1}, text=COPY)


def _hand_in_again(main: Asset, acts: dict[str, Any], now: datetime) -> None:
    """The second version of the main picture, and until when the photographer lets it be used."""
    on_main = acts | {"number": main.number}
    actions.add_version(**on_main, name="主图-2.jpg", content=bowl(scale=1.1), note="换浅色背景，照样品校色")
    for pin in (1, 2):
        actions.resolve_pin(**on_main, pin=pin)
    actions.send_to_proof(**acts, numbers=[main.number])
    until = day_of(now) + timedelta(days=20)
    record_right(**on_main, kind="photographer", holder="何苗", until=until)


def _begin_page(main: Asset, acts: dict[str, Any], product_id: int) -> None:
    page = actions.begin_page(**acts, product_id=product_id, channel="jd")
    on_page = acts | {"page_id": page.pk}
    for place, number in (("main", 0), ("main", 1), ("detail", 2)):
        asset = Version.objects.get(asset__number=main.number + number, number=1).asset
        actions.add_picture(**on_page, place=place, asset_id=asset.pk)
    actions.add_text(**on_page, text=COPY)
    actions.submit_page(**on_page)


def write_changed_page(code: str, month: str, acting_as: ActingAs) -> None:
    """A page of the same product on Tmall: out since the month before, with another first picture since the third of `month`."""
    first_at = day_start_at(month_period(previous_month(month)).start) + timedelta(days=2, hours=10)
    second_at = day_start_at(month_period(month).start) + timedelta(days=2, hours=10)
    with acting_as(CHEN) as chen:
        product = Product.objects.get(contract__code=code, title=PRODUCT)
        of_product: dict[str, Any] = {"person": chen, "at": first_at, "code": code, "product_id": product.pk}
        pictures = [
            actions.hand_in(**of_product, kind="main", name=f"天猫主图-{n}.jpg", content=bowl(ground=ground, scale=scale))
            for n, (ground, scale) in enumerate((("#e7e0d2", 0.7), ("#dfe7e2", 1.0)), start=1)
        ]  # fmt: skip
        numbers = [one.number for one in pictures]
        actions.send_to_proof(person=chen, at=first_at, code=code, numbers=numbers)
    with acting_as(SHEN) as shen:
        for one in Version.objects.filter(asset__in=pictures).select_related("asset"):
            saw: dict[str, Any] = {
                "code": code,
                "number": one.asset.number,
                "version": 1,
                "sha256": one.sha256,
            }
            actions.approve_version(person=shen, at=first_at, **saw)
    for at, picture in ((first_at, pictures[0]), (second_at, pictures[1])):
        with acting_as(CHEN) as chen:
            page = actions.begin_page(person=chen, at=at, code=code, product_id=product.pk, channel="tmall")
            on_page: dict[str, Any] = {"at": at, "code": code, "page_id": page.pk}
            actions.add_picture(person=chen, **on_page, place="main", asset_id=picture.pk)
            order = [one.pk for one in reversed(list_blocks(page))]
            actions.order_blocks(person=chen, **on_page, place="main", block_ids=order)
            edition = actions.submit_page(person=chen, **on_page)
        with acting_as(SHEN) as shen:
            actions.approve_page(person=shen, **on_page, sha256=edition.sha256)
        with acting_as(CHEN) as chen:
            actions.publish_page(person=chen, **on_page)
