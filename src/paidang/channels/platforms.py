"""The platforms whose interfaces are called: where they answer, what opens a store, what goes back to them. One row each."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from paidang.channels.link.channel import Channel
from paidang.kit.sentence import Sentence, say


@dataclass(frozen=True, slots=True)
class Platform:
    """A platform, in folder `folder`, whose stores are of `channel` in the facts, and whose documents come in as the format
    `<folder>_api`.

    `base_url`: "" where nobody is asked (it tells by itself), or where each shop answers at its own address (`own_address`).
    `wanted`: a store's credentials by the platform's names; `optional` may be left out; `token`: the one that its owner's
    authorisation gives. `fixed`: what the client is told besides. `carriers`: by the platform's code, the usual ones first;
    none: no parcel can be told. `answers_cases`: whether requests for refunds can be answered. `tells_products_singly`:
    a look at its goods takes a call for each product (`link.channel.Peeking`). `every`: how often it is pulled.
    """

    label: Sentence
    folder: str
    channel: str
    base_url: str
    wanted: Mapping[str, Sentence]
    optional: Mapping[str, Sentence] = field(default_factory=dict)
    token: str = ""
    own_address: bool = False
    fixed: Mapping[str, str] = field(default_factory=dict)
    carriers: Mapping[str, Sentence] = field(default_factory=dict)
    sets_prices: bool = True
    answers_cases: bool = False
    tells_products_singly: bool = False
    every: timedelta = timedelta(minutes=1)


_TOP: dict[str, Any] = {
    "folder": "taobao",
    "base_url": "https://eco.taobao.com",
    "wanted": {
        "app_key": say("应用编号 app_key"),
        "app_secret": say("应用密钥 app_secret"),
        "session": say("授权令牌 session"),
    },
    "optional": {"refresh_token": say("刷新令牌 refresh_token")},
    "token": "session",
    "answers_cases": True,
    "carriers": {
        "SF": say("顺丰速运"),
        "YTO": say("圆通速递"),
        "ZTO": say("中通快递"),
        "YUNDA": say("韵达快递"),
        "STO": say("申通快递"),
        "EMS": say("邮政 EMS"),
        "DBKD": say("德邦快递"),
        "JD": say("京东快递"),
    },
}
"""Taobao and Tmall have one interface, and two kinds of stores."""

# Add a platform here. Its folder has `client.py` with `connect(base_url, values, *, keep, caller) -> Channel`.
PLATFORMS: dict[str, Platform] = {
    "jd": Platform(
        label=say("京东"),
        folder="jd",
        channel="jd",
        base_url="https://api.jd.com",
        wanted={
            "app_key": say("应用编号 app_key"),
            "app_secret": say("应用密钥 app_secret"),
            "access_token": say("访问令牌 access_token"),
        },
        optional={
            "refresh_token": say("刷新令牌 refresh_token"),
            "vender_id": say("商家编号 vender_id"),
        },
        token="access_token",
        answers_cases=True,
        carriers={
            "467": say("顺丰速运"),
            "2087": say("京东快递"),
            "463": say("圆通速递"),
            "1499": say("中通快递"),
            "1327": say("韵达快递"),
            "470": say("申通快递"),
            "465": say("邮政 EMS"),
            "3046": say("德邦快递"),
            "1274": say("自己送货"),
        },
    ),
    "tmall": Platform(label=say("天猫"), channel="tmall", fixed={"is_tmall": "true"}, **_TOP),
    "taobao": Platform(label=say("淘宝"), channel="taobao", fixed={"is_tmall": "false"}, **_TOP),
    "wechat": Platform(
        label=say("微信小店"),
        folder="wechat",
        channel="wechat",
        base_url="https://api.weixin.qq.com",
        wanted={"appid": say("小店编号 AppID"), "secret": say("小店密钥 AppSecret")},
        optional={
            "token": say("消息令牌 Token"),
            "encoding_aes_key": say("消息加密密钥 EncodingAESKey"),
            "mch_id": say("微信支付商户号"),
            "api_key": say("微信支付 API 密钥（第二版）"),
            "serial_no": say("微信支付证书序列号（第三版）"),
            "private_key": say("微信支付证书私钥（第三版，PEM）"),
        },
        carriers={
            "SF": say("顺丰速运"),
            "ZTO": say("中通快递"),
            "YTO": say("圆通速递"),
            "YD": say("韵达快递"),
            "STO": say("申通快递"),
            "EMS": say("邮政 EMS"),
            "DBL": say("德邦快递"),
            "JD": say("京东快递"),
        },
        sets_prices=False,
        answers_cases=True,
        tells_products_singly=True,
    ),
    "renren": Platform(
        label=say("人人商城"),
        folder="renren",
        channel="renren_mall",
        base_url="",
        own_address=True,
        wanted={
            "username": say("后台账号"),
            "password": say("后台密码"),
            "shop_id": say("店铺编号 shop_id"),
            "shop": say("网址里的商城名（/wap/ 后面一段）"),
            "claw_token": say("龙虾助手令牌"),
        },
        optional={"push_key": say("消息推送密钥"), "push_sign": say("消息签名方式（默认 md5）")},
        every=timedelta(minutes=10),
    ),
    "shop": Platform(
        label=say("自有商城"),
        folder="shop",
        channel="shop",
        base_url="",
        wanted={"secret": say("签名密钥 whsec_…")},
    ),
}


def connect(platform: str, base_url: str, values: Mapping[str, str], **more: Any) -> Channel:
    """A store's client. Nothing is called yet. `keep` is told a token that it renewed; `caller`: the way it calls by."""
    row = PLATFORMS[platform]
    client = import_module(f"paidang.channels.{row.folder}.client")
    channel: Channel = client.connect(base_url, {**values, **row.fixed}, **more)
    return channel


def well_known(platform: str) -> Mapping[str, str]:
    """What opens the sandbox's store, which is no secret; nothing where the sandbox does not have the platform."""
    folder = PLATFORMS[platform].folder
    module = f"paidang.channels.{folder}.sandbox"
    if find_spec(module) is None:
        return {}
    from paidang.channels.sandbox.shop import Shop

    credentials: Mapping[str, str] = import_module(module).Sandbox(Shop(folder, "")).credentials()
    return credentials
