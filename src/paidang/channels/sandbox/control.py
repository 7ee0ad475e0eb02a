"""`/_sandbox/…`: how people and tests move the sandbox's world. JSON; no platform has these paths.

GET    /_sandbox                                what there is
GET    /_sandbox/jd/orders, cases, goods, deals, changes
POST   /_sandbox/jd/buy                         {"orders": 3, "paid": true}
POST   /_sandbox/jd/orders/ID/pay               cancel, hold, release, complete, split; ship {"carrier", "waybill", "line_ids"}
POST   /_sandbox/jd/orders/ID/ask               {"line_id", "kind", "amount_fen", "quantity", "reason"}: money or goods back
POST   /_sandbox/jd/cases/ID/agree              refund, refuse, withdraw; send_back {"carrier", "waybill"}
POST   /_sandbox/wechat/push                    {"id": "ORDER", "kind": "order", "to": "http://127.0.0.1:8000/…"}: a message; without `to` it is only shown
POST   /_sandbox/jd/clock                       {"skew_s": 900}
POST   /_sandbox/jd/limits                      {"per_minute": 60, "per_day": 5000}
GET, POST, DELETE /_sandbox/jd/faults           {"name": "half_page", "calls": 2, "on": "enSearch"}
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, is_dataclass
from datetime import datetime, timedelta
from typing import Any

from paidang.channels.link.documents import CASE_KINDS, Parcel
from paidang.channels.sandbox import acts, faults, pushing
from paidang.channels.sandbox.faults import BadFault, make_fault
from paidang.channels.sandbox.http import Answer, Request
from paidang.channels.sandbox.shop import Shop
from paidang.channels.sandbox.world import Stall, World

PATH = "/_sandbox"
BUY_MAX = 10_000
SKEW_MAX_S = 10**6


class BadOrder(ValueError):
    """A control call that cannot be followed; the text says why, `status` is HTTP's."""

    def __init__(self, words: str, status: int = 400) -> None:
        super().__init__(words)
        self.status = status


def control(world: World, request: Request) -> Answer:
    """Follow one control call."""
    place = [part for part in request.path.removeprefix(PATH).split("/") if part]
    try:
        if not place:
            return _answer(_overview(world))
        stall = world.stalls.get(place[0])
        if stall is None:
            raise BadOrder(f"no platform {place[0]!r}; there are {', '.join(world.stalls)}", 404)
        body = _body(request) if request.method == "POST" else {}
        with stall.lock:
            now = world.clock()
            stall.buyers.go_on(now)
            if (request.method, *place[1:]) != ("POST", "push"):
                return _answer(_of_stall(stall, request.method, place[1:], body, now))
            push = pushing.make(place[0], stall.platform.shop, body, now)
        to = _text(body, "to", "")  # the receiver may ask back: the lock is free again
        return _answer({**pushing.as_json(push), "answers": pushing.deliver(push, to) if to else []})
    except (BadOrder, BadFault, pushing.BadPush, acts.NotNow) as wrong:
        status = (
            wrong.status if isinstance(wrong, BadOrder) else 409 if isinstance(wrong, acts.NotNow) else 400
        )
        return _answer({"error": str(wrong)}, status)


def _of_stall(stall: Stall, method: str, place: list[str], body: Mapping[str, Any], now: datetime) -> Any:
    shop, at = stall.platform.shop, now.replace(microsecond=0)
    match (method, *place):
        case ("GET",):
            return _summary(stall)
        case ("GET", "orders" | "cases" | "goods" | "deals" as kind):
            return list(getattr(shop, kind).values())
        case ("GET", "orders" | "cases" | "goods" | "deals" as kind, number):
            return _find(shop, kind, number)
        case ("GET", "changes"):
            return shop.changes
        case ("POST", "buy"):
            return _buy(stall, at, _whole(body, "orders", 1, BUY_MAX), body.get("paid", True) is True)
        case ("POST", "orders", number, act):
            return _act_on_order(shop, number, act, at, body)
        case ("POST", "cases", number, act):
            return _act_on_case(shop, number, act, at, body)
        case (_, "faults" | "clock" | "limits" as what):
            return _set(stall, method, what, body)
    raise BadOrder(f"{method} {'/'.join(place)} is nothing that the sandbox does", 404)


def _set(stall: Stall, method: str, what: str, body: Mapping[str, Any]) -> Any:
    """What goes wrong, and what is allowed."""
    match (method, what):
        case ("POST", "clock"):
            stall.skew = timedelta(seconds=_whole(body, "skew_s", -SKEW_MAX_S, SKEW_MAX_S))
        case ("POST", "limits"):
            stall.limits.per_minute = _whole(body, "per_minute", 0, 10**9, 0)
            stall.limits.per_day = _whole(body, "per_day", 0, 10**9, 0)
        case ("POST", "faults"):
            stall.faults.faults.append(make_fault(body))
        case ("DELETE", "faults"):
            stall.faults.faults.clear()
        case ("GET", "faults"):
            return {"there_are": faults.NAMES, "set": stall.faults.faults}
        case _:
            raise BadOrder(f"{method} {what} is nothing that the sandbox does", 404)
    return _summary(stall)


def _buy(stall: Stall, at: datetime, orders: int, paid: bool) -> list[str]:
    bought = [stall.buyers.buy(at) for _ in range(orders)]
    for order in bought if paid else ():
        acts.pay(stall.platform.shop, order, at)
    return [order.order_id for order in bought]


def _act_on_order(shop: Shop, number: str, act: str, at: datetime, body: Mapping[str, Any]) -> object:
    order = _find(shop, "orders", number)
    if act in acts.ON_ORDERS:
        acts.ON_ORDERS[act](shop, order, at)
    elif act == "ship":
        lines = body.get("line_ids", [])
        if not isinstance(lines, list) or any(not isinstance(line, str) for line in lines):
            raise BadOrder("`line_ids` is a list of texts")
        parcel = Parcel(_text(body, "carrier", "SF"), _text(body, "waybill", f"SF{number}"), tuple(lines))
        acts.ship(shop, order, at, [parcel])
    elif act == "ask":
        kind = _text(body, "kind", "")
        if kind and kind not in CASE_KINDS:
            raise BadOrder(f"`kind` is one of {', '.join(CASE_KINDS)}")
        return acts.ask(
            shop, order, at, line_id=_text(body, "line_id", ""), kind=kind, reason=_text(body, "reason", "七天无理由"),
            amount_fen=_whole(body, "amount_fen", 0, 10**12, 0), quantity=_whole(body, "quantity", 0, 10**6, 0),
        )  # fmt: skip
    else:
        raise BadOrder(f"{act!r} is none of {', '.join((*acts.ON_ORDERS, 'ship', 'ask'))}", 404)
    return order


def _act_on_case(shop: Shop, number: str, act: str, at: datetime, body: Mapping[str, Any]) -> object:
    case = _find(shop, "cases", number)
    if act in acts.ON_CASES:
        acts.ON_CASES[act](shop, case, at)
    elif act == "send_back":
        parcel = Parcel(_text(body, "carrier", "ZTO"), _text(body, "waybill", f"ZTO{number}"))
        acts.send_back(shop, case, at, parcel)
    else:
        raise BadOrder(f"{act!r} is none of {', '.join((*acts.ON_CASES, 'send_back'))}", 404)
    return case


def _overview(world: World) -> dict[str, Any]:
    return {
        "seed": world.seed,
        "now": world.clock(),
        "platforms": {name: _summary(stall) for name, stall in world.stalls.items()},
    }


def _summary(stall: Stall) -> dict[str, Any]:
    shop = stall.platform.shop
    return {
        "shop": shop.name,
        "paths": stall.platform.prefixes,
        "credentials": stall.platform.credentials(),
        "orders": len(shop.orders),
        "cases": len(shop.cases),
        "goods": len(shop.goods),
        "deals": len(shop.deals),
        "changes": len(shop.changes),
        "skew_s": int(stall.skew.total_seconds()),
        "limits": {"per_minute": stall.limits.per_minute, "per_day": stall.limits.per_day},
        "faults": stall.faults.faults,
    }


def _find(shop: Shop, kind: str, number: str) -> Any:
    found = getattr(shop, kind).get(number)
    if found is None:
        raise BadOrder(f"{kind} has no {number}", 404)
    return found


def _body(request: Request) -> Mapping[str, Any]:
    try:
        body = json.loads(request.body or b"{}")
    except ValueError:
        body = None
    if not isinstance(body, dict):
        raise BadOrder("the body is no JSON object")
    return body


def _whole(body: Mapping[str, Any], name: str, least: int, most: int, default: int | None = None) -> int:
    value = body.get(name, default)
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise BadOrder(f"`{name}` is a whole number from {least} to {most}")
    return value


def _text(body: Mapping[str, Any], name: str, default: str) -> str:
    value = body.get(name, default)
    if not isinstance(value, str) or len(value) > 500:
        raise BadOrder(f"`{name}` is a text of at most 500 signs")
    return value


def _answer(value: Any, status: int = 200) -> Answer:
    return Answer(json.dumps(value, ensure_ascii=False, default=_plain).encode(), status)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    return dict(value)
