"""Pictures, product pages, copy."""

from collections.abc import Callable

from django.core.files.uploadedfile import SimpleUploadedFile
from tests.cast import acting

from paidang.api.tests.stories import Fields, Scene, Story, Told, day, ids, just
from paidang.catalog.models import Product, Sku
from paidang.studio.tests.drawn import bowl

BRAND = "brand_manager"


def product(scene: Scene) -> None:
    with acting(scene.agency.manager):
        made = Product.objects.create(contract=scene.contract, title="青瓷盖碗 150ml")
        Sku.objects.create(contract=scene.contract, product=made, code="QL-1")
    scene.seen["product_id"] = made.pk


def picture(glaze: str, **more: object) -> Callable[[Scene], Fields]:
    return lambda scene: {"file": SimpleUploadedFile("碗.jpg", bowl(glaze=glaze)), **more}


def of_product(**more: object) -> Callable[[Scene], Fields]:
    return lambda scene: {"product_id": scene.seen["product_id"], **more}


def keep_picture(scene: Scene, answer: dict) -> None:
    """The number of the picture, and its newest version as the brand sees it."""
    version = answer["versions"][0]
    scene.ids |= {"number": answer["number"], "sha256": version["sha256"], "pin": 1}
    scene.seen["version"] = {"version": version["number"], "sha256": version["sha256"]}


def version(**more: object) -> Callable[[Scene], Fields]:
    return lambda scene: scene.seen["version"] | more


def send(scene: Scene) -> Fields:
    return {"numbers": [scene.ids["number"]]}


PICTURES = Story(
    "contract_in_force",
    [
        Told("list_all_products"),
        Told("plan_product_shots", body=of_product(category="ware")),
        Told("add_one_shot", body=of_product(kind="use", sku="QL-1")),
        Told(
            "hand_in_picture", "agency_operator",
            lambda scene: {"file": SimpleUploadedFile("碗.jpg", bowl()), **of_product(kind="main")(scene)},
            keep_picture, is_form=True,
        ),
        Told("send_pictures_to_proof", body=send),
        Told("add_one_pin", BRAND, just(version=1, text="口沿再亮一点", x=500, y=300)),
        Told("reply_to_one_pin", body=just(text="好")),
        Told("resolve_one_pin"),
        Told("return_picture_version", BRAND, version(reason="见批注")),
        Told("add_picture_version", body=picture("#88aa99", note="提亮"), keep=keep_picture, is_form=True),
        Told("send_pictures_to_proof", body=send),
        Told("approve_picture_version", BRAND, version()),
        Told("record_one_right", body=just(kind="model", holder="李某", until=f"{day(200)}")),
        Told("get_one_picture", BRAND),
        Told("list_all_pictures"),
        Told("download_picture", BRAND),
    ],
    product,
)  # fmt: skip


def keep_page(scene: Scene, answer: dict) -> None:
    """Its blocks, and what was submitted."""
    scene.ids["page_id"] = answer["id"]
    scene.seen["details"] = [one["id"] for one in answer["blocks"] if one["place"] == "detail"]
    if scene.seen["details"]:
        scene.ids["block_id"] = scene.seen["details"][-1]
    scene.seen["sha256"] = answer["editions"][0]["sha256"] if answer["editions"] else ""


def page(**more: object) -> Callable[[Scene], Fields]:
    return lambda scene: {"sha256": scene.seen["sha256"], **more}


PAGES = Story(
    "contract_in_force",
    [
        *(one for one in PICTURES.tells if one.operation == "hand_in_picture"),
        Told("send_pictures_to_proof", body=send),
        Told("approve_picture_version", BRAND, version()),
        Told("begin_one_page", body=of_product(channel="jd"), keep=keep_page),
        Told("put_picture_in_page", body=just(place="main", picture=1)),
        Told("put_text_in_page", body=just(text="手工拉坯"), keep=keep_page),
        Told("put_text_in_page", body=just(text="容量 150ml"), keep=keep_page),
        Told("change_text_of_page", body=just(text="容量 160ml")),
        Told(
            "order_blocks_of_page", body=lambda scene: {"place": "detail", "block_ids": scene.seen["details"][::-1]}
        ),
        Told("remove_block_of_page"),
        Told("submit_one_page", keep=keep_page),
        Told("return_one_page", BRAND, page(reason="字太小")),
        Told("put_text_in_page", body=just(text="产地龙泉")),
        Told("submit_one_page", keep=keep_page),
        Told("approve_one_page", BRAND, page()),
        Told("publish_one_page"),
        Told("get_one_page", BRAND),
        Told("list_all_pages"),
        Told(
            "ask_for_copy", body=lambda scene: of_product(what="卖点三条", due_on=f"{day(5)}")(scene), keep=ids(number="number")
        ),
        Told("supply_one_copy", BRAND, just(text="一、手工；二、轻；三、不烫手。")),
        Told("list_all_copy"),
    ],
    product,
)  # fmt: skip
