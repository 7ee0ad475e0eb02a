"""The platforms of the sandbox. One whose folder has `sandbox.py` with a class `Sandbox(shop)` is there; else it is not."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import import_module
from importlib.util import find_spec

from paidang.channels.sandbox.http import Platform
from paidang.channels.sandbox.shop import Shop


@dataclass(frozen=True, slots=True)
class Seller:
    """Whose shop it is on a platform, how long the numbers are there (12 digits unless said), and whether it splits orders.

    One that does not sell (`sells`) is a service: nobody buys there.
    """

    name: str
    digits: Mapping[str, int] = field(default_factory=dict)
    splits: bool = False
    sells: bool = True


SELLERS: dict[str, Seller] = {
    "jd": Seller("青岚茶器京东旗舰店", {"item": 14, "sku": 14, "case": 10, "deal": 10}, splits=True),
    "taobao": Seller("青岚茶器天猫旗舰店", {"order": 19, "line": 19, "case": 18, "sku": 13, "deal": 10}),
    "wechat": Seller("青岚茶器微信小店", {"order": 19, "case": 16, "item": 14, "sku": 10}),
    "renren": Seller("青岚茶器商城", {"order": 18, "line": 6, "item": 5, "sku": 6, "case": 6, "deal": 5}),
    "einvoice": Seller("青岚茶器开票", sells=False),
}
"""By platform, in the order in which they are shown."""


def load_platforms() -> dict[str, Platform]:
    """Those that exist, each with an empty shop."""
    found: dict[str, Platform] = {}
    for name, seller in SELLERS.items():
        module = f"paidang.channels.{name}.sandbox"
        if find_spec(module):
            found[name] = import_module(module).Sandbox(Shop(name, seller.name, seller.digits))
    return found
