"""What the sandbox sends by itself: opened by another client unchanged and by ours, sent again until it is answered well."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from paidang.channels.link.documents import PAID, REFUNDED
from paidang.channels.link.pushing import Forged, Sent, Stale
from paidang.channels.platforms import well_known
from paidang.channels.renren import pushes as of_renren
from paidang.channels.sandbox.shop import Shop
from paidang.channels.tests.scripted import Told, scripted
from paidang.channels.tests.serving import ask
from paidang.channels.tests.shops import NOW, serving
from paidang.channels.wechat import pushes as of_wechat
from paidang.channels.wechat.pay_signing import check_v3, decrypt_v3, read_private_key

pytestmark = pytest.mark.slow  # over HTTP

HAS = well_known("wechat")


@pytest.fixture(scope="module")
def place() -> Iterator[tuple[Any, str]]:
    with serving() as (world, address):
        yield world, address


def told(address: str, platform: str, **asked: object) -> dict[str, Any]:
    status, found = ask(address, f"/{platform}/push", asked)
    assert status == 200, found
    return found


def sent(push: dict[str, Any]) -> Sent:
    headers = {name.lower(): value for name, value in push["headers"].items()}
    return Sent(push["query"], headers, push["body"].encode())


def paid_order(world: Any, platform: str) -> str:
    shop: Shop = world.stalls[platform].platform.shop
    return next(order.order_id for order in shop.orders.values() if order.state == PAID)


@pytest.mark.parametrize("form", ["xml", "json"])
@pytest.mark.parametrize("kind", ["order", "aftersale", "merchant_order"])
def test_a_sealed_event_names_its_order_however_deep_it_stands(place, form: str, kind: str) -> None:
    world, address = place
    shop: Shop = world.stalls["wechat"].platform.shop
    case = next(iter(shop.cases.values()))
    about, number = (
        (case.order_id, case.case_id) if kind == "aftersale" else (paid_order(world, "wechat"),) * 2
    )
    push = told(address, "wechat", kind=kind, form=form, id=number)
    assert of_wechat.read(HAS, sent(push), NOW).order_ids == (about,)
    with pytest.raises(Forged):
        of_wechat.read({**HAS, "token": "another"}, sent(push), NOW)
    with pytest.raises(Stale):
        of_wechat.read(HAS, sent(push), NOW.replace(hour=13))
    with pytest.raises(Forged):  # in the open, where a key is kept
        of_wechat.read(HAS, sent(told(address, "wechat", kind=kind, form=form, id=number, plain=True)), NOW)


def test_an_independent_client_opens_them(place) -> None:
    """wechatpy, unchanged: an event of the shop, and WeChat Pay's notices of version 2."""
    from wechatpy.crypto import WeChatCrypto
    from wechatpy.exceptions import InvalidSignatureException
    from wechatpy.pay import WeChatPay

    world, address = place
    shop: Shop = world.stalls["wechat"].platform.shop
    order_id = paid_order(world, "wechat")
    push = told(address, "wechat", kind="merchant_order", id=order_id)
    crypto = WeChatCrypto(HAS["token"], HAS["encoding_aes_key"], HAS["appid"])
    signed = push["query"]["msg_signature"], push["query"]["timestamp"], push["query"]["nonce"]
    assert f"<OrderId>{order_id}</OrderId>" in crypto.decrypt_message(push["body"], *signed)
    with pytest.raises(InvalidSignatureException):
        crypto.decrypt_message(push["body"], "0" * 40, *signed[1:])

    pay = WeChatPay(HAS["appid"], HAS["api_key"], HAS["mch_id"])
    notice = pay.parse_payment_result(told(address, "wechat", kind="pay", id=order_id)["body"])
    assert (notice["out_trade_no"], notice["total_fee"]) == (order_id, shop.orders[order_id].paid_fen)
    case = next(case for case in shop.cases.values() if case.state == REFUNDED and case.amount_fen)
    notice = pay.parse_refund_notify_result(told(address, "wechat", kind="refund", id=case.case_id)["body"])
    assert (notice["refund_fee"], notice["out_trade_no"]) == (case.amount_fen, case.order_id)


def test_notices_of_version_3_are_signed_and_sealed(place) -> None:
    world, address = place
    shop: Shop = world.stalls["wechat"].platform.shop
    case = next(case for case in shop.cases.values() if case.state == REFUNDED and case.amount_fen)
    key = read_private_key(HAS["private_key"]).public_key()
    for kind, number, name in (
        ("pay_v3", case.order_id, "transaction_id"),
        ("refund_v3", case.case_id, "refund_id"),
    ):
        push = told(address, "wechat", kind=kind, id=number)
        said = [push["headers"][f"Wechatpay-{each}"] for each in ("Timestamp", "Nonce", "Signature")]
        check_v3(said[0], said[1], push["body"], said[2], key, now_s=int(NOW.timestamp()))
        resource = json.loads(push["body"])["resource"]
        sealed = (resource[each] for each in ("ciphertext", "nonce", "associated_data"))
        inner = json.loads(decrypt_v3(*sealed, HAS["apiv3_key"]))
        assert inner["out_trade_no"] == case.order_id and inner[name]


def test_a_mall_tells_until_it_is_heard_and_this_machine_alone(place) -> None:
    world, address = place
    values, order_id = well_known("renren"), paid_order(world, "renren")
    for named_key in (False, True):
        push = told(address, "renren", id=order_id, named_key=named_key)
        assert of_renren.read(values, sent(push), NOW).is_hint
    with pytest.raises(Forged):
        of_renren.read({**values, "push_key": "another"}, sent(push), NOW)
    with scripted([Told(b'{"error":-1}'), Told(b"", 500), Told(b'{"error":0}')]) as (to, heard):
        found = told(address, "renren", id=order_id, to=f"{to}/push")
        assert [(each["status"], each["is_good"]) for each in found["answers"]] == [(200, False), (500, False), (200, True)]  # fmt: skip
        assert [body for *_, body in heard] == [found["body"].encode()] * 3
    assert ask(address, "/renren/push", {"id": order_id, "to": "http://example.com/"})[0] == 400
    assert ask(address, "/renren/push", {"id": "nobody"})[0] == 400
    assert ask(address, "/wechat/push", {"id": order_id, "kind": "what"})[0] == 400
    assert ask(address, "/jd/push", {"id": order_id})[0] == 400
