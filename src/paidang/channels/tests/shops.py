"""A sandbox over HTTP for tests of clients: one world that nobody's clock moves, and what its shops hold."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from threading import Thread

from paidang.channels.link.documents import REFUND_ONLY, REFUNDED, RETURN_GOODS
from paidang.channels.sandbox.server import SandboxServer
from paidang.channels.sandbox.shop import Order, Shop
from paidang.channels.sandbox.world import World, build_world
from paidang.kit.period import SHANGHAI

NOW = datetime(2026, 3, 20, 12, tzinfo=SHANGHAI)
SINCE = NOW - timedelta(days=30)


@contextmanager
def serving(seed: int = 7) -> Iterator[tuple[World, str]]:
    """A world and its address."""
    world = build_world(seed, NOW, lambda: NOW, orders=120)
    server = SandboxServer(0, world)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield world, server.base_url
    finally:
        server.shutdown()
        server.server_close()


def sold_fen(order: Order) -> int:
    """What an order brings the seller, postage in, platform's discounts not off."""
    return order.paid_fen + sum(line.platform_discount_fen for line in order.lines)


def money_cases(shop: Shop) -> dict[str, int]:
    """What went back to buyers, by case."""
    return {
        case.case_id: case.amount_fen
        for case in shop.cases.values()
        if case.state == REFUNDED and case.kind in (REFUND_ONLY, RETURN_GOODS)
    }
