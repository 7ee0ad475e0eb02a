"""What platforms push in a form of their own: WeChat in the open and in its safe mode, RenRen; credentials that are none."""

import json
from datetime import datetime, timedelta
from hashlib import md5
from typing import Any

from django.utils import timezone
from tests.cast import Party, acting
from tests.worlds import kept

from paidang.channels.wechat.messages import encrypt, sign, write_xml
from paidang.contracts.models import Contract
from paidang.stores.models import PushRefusal, StoreLink
from paidang.stores.tests.pushed import become, kept_messages, refusals
from paidang.stores.tests.pushing import connect_shop, post, send

WECHAT = {"appid": "wx1", "secret": "s", "token": "paidang_token"}
SAFE = {**WECHAT, "encoding_aes_key": "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"}
RENREN = {"push_key": "k3y"}


@kept
def link(contract_in_force: Contract, agency: Party) -> StoreLink:
    return connect_shop(contract_in_force, agency.people["agency_operator"])


def wechat_query(token: str, at: datetime, *parts: str, name: str = "signature") -> str:
    moment = str(int(at.timestamp()))
    return f"timestamp={moment}&nonce=n1&{name}={sign(token, moment, 'n1', *parts)}"


def test_wechats_address_is_checked_and_its_messages_name_orders(link: StoreLink) -> None:
    now, url = timezone.now(), become(link, "wechat", WECHAT)
    good, forged, stale = (
        wechat_query(token, at)
        for token, at in (
            ("paidang_token", now),
            ("other", now),
            ("paidang_token", now - timedelta(minutes=6)),
        )
    )
    echo = send("GET", f"{url}?{good}&echostr=4711")
    assert (echo.status_code, echo.content) == (200, b"4711")
    assert send("GET", f"{url}?{forged}&echostr=4711").status_code == 401
    event = {
        "FromUserName": "o1",
        "CreateTime": "1",
        "MsgType": "event",
        "Event": "merchant_order",
        "OrderId": "37001",
    }
    body = write_xml(event).encode()
    for _ in range(3):
        answer = post(f"{url}?{good}", body, content_type="text/xml")
        assert (answer.status_code, answer.content) == (200, b"success")
    told = json.dumps(
        {
            "FromUserName": "o1",
            "CreateTime": 2,
            "Event": "channels_ec_order_pay",
            "order_info": {"order_id": 37002},
        }
    )
    assert post(f"{url}?{good}", told.encode()).status_code == 200
    assert [key for key, _ in kept_messages(link)] == [
        "o1/1/merchant_order/37001",
        "o1/2/channels_ec_order_pay/37002",
    ]
    bad = [
        (forged, body),
        (stale, body),
        (good, b"<xml>"),
        (good, b"{"),
        (good, b"<!DOCTYPE a [<!ENTITY b 'c'>]><xml>&b;</xml>"),
        (good, b"<xml/>"),
    ]
    assert [post(f"{url}?{query}", one, content_type="text/xml").status_code for query, one in bad] == [
        401,
        401,
        400,
        400,
        400,
        400,
    ]
    assert (
        refusals(link) == {"PUSH_FORGED": 2, "PUSH_STALE": 1, "PUSH_UNREADABLE": 4}
        and len(kept_messages(link)) == 2
    )


def test_wechats_safe_mode_opens_what_is_for_this_shop_only(link: StoreLink) -> None:
    now, url = timezone.now(), become(link, "wechat", SAFE)

    def sent(
        appid: str = "wx1",
        token: str = "paidang_token",
        at: datetime = now,
        aes: str = SAFE["encoding_aes_key"],
    ) -> int:
        inner = encrypt(write_xml({"MsgId": "m1", "Event": "merchant_order", "OrderId": "37001"}), aes, appid)
        query = wechat_query(token, at, inner, name="msg_signature")
        body = write_xml({"ToUserName": "gh", "Encrypt": inner}).encode()
        return int(post(f"{url}?{query}", body, content_type="text/xml").status_code)

    assert [sent(), sent()] == [200, 200] and kept_messages(link) == [("m1", "waiting")]
    assert [
        sent(token="other"),
        sent(at=now - timedelta(minutes=6)),
        sent(appid="wx2"),
        sent(aes="Z" * 43),
    ] == [401, 401, 400, 400]
    plain = write_xml({"MsgId": "m2", "OrderId": "37001"}).encode()
    assert (
        post(f"{url}?{wechat_query('paidang_token', now)}", plain, content_type="text/xml").status_code == 401
    )
    assert len(kept_messages(link)) == 1


def test_a_renren_shops_event_is_a_hint_to_look_at_once(link: StoreLink) -> None:
    now, url = timezone.now(), become(link, "renren", RENREN)

    def sent(key: str = "k3y", name: str = "event", at: datetime = now, **more: Any) -> Any:
        fields = {
            "timestamp": int(at.timestamp()),
            "nonce_str": "n" * 32,
            name: "ORDER_PAY",
            "shop_id": 1229,
            "order_id": 1001,
        }
        pairs = "&".join(f"{one}={fields[one]}" for one in sorted(fields))
        return post(
            url,
            json.dumps({**fields, "sign": md5(f"{pairs}{key}".encode()).hexdigest(), **more}).encode(),
        )

    for name in ("event", "event_key", "event"):
        answer = sent(name=name)
        assert (answer.status_code, json.loads(answer.content)) == (200, {"error": 0})
    assert len(kept_messages(link)) == 2
    for answer, status in (
        (sent("other"), 401),
        (sent(order_id=1002), 401),
        (sent(at=now - timedelta(minutes=6)), 401),
        (sent(a=[1]), 400),
    ):
        assert (answer.status_code, json.loads(answer.content)) == (status, {"error": -1})
    assert post(url, b"[]").status_code == 400 and len(kept_messages(link)) == 2
    become(link, "renren", {**RENREN, "push_sign": "sha512"})
    assert sent().status_code == 401
    with acting(link.connected_by):
        reasons = [str(reason) for reason in PushRefusal.objects.values_list("reason", flat=True)]
        assert "店铺填的签名规则“sha512”没有这一种，核对不了签名" in reasons


def test_credentials_that_are_none_refuse_messages_and_never_fail(link: StoreLink) -> None:
    fields = json.dumps({"timestamp": int(timezone.now().timestamp()), "event": "x", "sign": "é"}).encode()
    for platform, values in (
        ("wechat", {}), ("wechat", {**WECHAT, "encoding_aes_key": "short"}),
        ("renren", {}), ("renren", {"push_key": "é"}),
    ):  # fmt: skip
        url = become(link, platform, values)
        at = timezone.now()
        query = wechat_query("é", at)
        safe = wechat_query(values.get("token", ""), at, "bm8=", name="msg_signature")
        for asked, body in (
            (query, b"<xml><MsgId>1</MsgId></xml>"), (safe, b"<xml><Encrypt>bm8=</Encrypt></xml>"), ("", b""),
            (query.replace("signature=", "signature=%C3%A9"), b"<xml><MsgId>1</MsgId></xml>"), ("", fields), (query, b"{}"),
        ):  # fmt: skip
            assert post(f"{url}?{asked}", body).status_code in (400, 401), (
                platform,
                values,
                asked,
                body,
            )
    assert kept_messages(link) == []
