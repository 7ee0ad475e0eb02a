"""The platforms whose interfaces are called: what opens a store on each, and where its client is. One row each."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec

from paidang.channels.link.channel import Channel


@dataclass(frozen=True, slots=True)
class Platform:
    """`needs` and `may_have` are the names of a store's credentials, as `paidang sandbox --json` prints them."""

    title: str
    needs: tuple[str, ...]
    may_have: tuple[str, ...] = ()


# Add a platform here. Its folder has `client.py` with `connect(base_url, values) -> Channel`.
PLATFORMS: dict[str, Platform] = {
    "jd": Platform("京东", ("app_key", "app_secret", "access_token"), ("refresh_token", "vender_id")),
    "taobao": Platform("淘宝天猫", ("app_key", "app_secret", "session"), ("refresh_token", "is_tmall")),
    "wechat": Platform(
        "微信小店",
        ("appid", "secret"),
        ("token", "encoding_aes_key", "mch_id", "api_key", "apiv3_key", "serial_no", "private_key"),
    ),
    "renren": Platform("人人商城", ("username", "password", "shop_id", "shop", "claw_token")),
}


def connect(platform: str, base_url: str, values: Mapping[str, str]) -> Channel:
    """A store's client. Nothing is called yet."""
    channel: Channel = import_module(f"paidang.channels.{platform}.client").connect(base_url, values)
    return channel


def well_known(platform: str) -> Mapping[str, str]:
    """What opens the sandbox's store, which is no secret; nothing where the sandbox does not have the platform."""
    module = f"paidang.channels.{platform}.sandbox"
    if find_spec(module) is None:
        return {}
    from paidang.channels.sandbox.shop import Shop

    credentials: Mapping[str, str] = import_module(module).Sandbox(Shop(platform, "")).credentials()
    return credentials
