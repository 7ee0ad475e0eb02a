"""The members of the sandbox's 人人商城: whoever bought there, their levels, who brought them; and the log of what the seller did."""

from collections.abc import Callable
from typing import Any

from paidang.channels.renren.sandbox_call import Call, No, shown
from paidang.channels.sandbox.shop import Order
from paidang.kit.money import yuan_text

LEVELS = (
    {"id": "1", "level_name": "普通会员", "status": "1"},
    {"id": "2", "level_name": "茶友会员", "status": "1"},
)
_HIGHER_FROM_FEN = 500_00


def list_members(call: Call) -> dict[str, Any]:
    words = call.asked.get("keyword", "")
    return call.page([row for row in members(call) if words in row["nickname"] or words in row["mobile"]])


def get_member(call: Call) -> dict[str, Any]:
    return {"data": _member(call, call.text("id"))}


def list_levels(call: Call) -> dict[str, Any]:
    return call.page([level for level in LEVELS if call.asked.get("keyword", "") in level["level_name"]])


def list_agents(call: Call) -> dict[str, Any]:
    """Members who brought others."""
    agents = set(call.memory.agents.values())
    return call.page([row for row in members(call) if row["id"] in agents])


def change_agent(call: Call) -> dict[str, Any]:
    """Who brought a member, from now on."""
    member, agent = _member(call, call.text("member_id")), _member(call, call.text("agent_id"))
    if member["id"] == agent["id"]:
        raise No("上级不能是自己")
    call.memory.agents[member["id"]] = agent["id"]
    return {}


def members(call: Call) -> list[dict[str, Any]]:
    """Numbered in the order in which they first came."""
    bought: dict[str, list[Order]] = {}
    for order in sorted(call.shop.orders.values(), key=lambda order: (order.created_at, order.order_id)):
        bought.setdefault(order.buyer, []).append(order)
    found = []
    for number, (buyer, orders) in enumerate(bought.items(), 1):
        spent = sum(order.paid_fen for order in orders if order.paid_at)
        phone = orders[0].receiver.phone
        found.append(
            {
                "id": str(number),
                "nickname": buyer,
                "mobile": f"{phone[:3]}****{phone[7:]}",
                "level_id": LEVELS[spent >= _HIGHER_FROM_FEN]["id"],
                "source": "21",
                "order_count": str(sum(order.paid_at is not None for order in orders)),
                "money_count": yuan_text(spent),
                "agent_id": call.memory.agents.get(str(number), "0"),
                "create_time": shown(orders[0].created_at),
            }
        )
    return found


def list_log(call: Call) -> dict[str, Any]:
    """What was changed, the newest first."""
    return call.page(_log(call)[::-1])


def get_log(call: Call) -> dict[str, Any]:
    found = next((row for row in _log(call) if row["id"] == call.text("id")), None)
    if found is None:
        raise No("日志不存在")
    return {"data": found}


def _log(call: Call) -> list[dict[str, Any]]:
    return [
        {
            "id": str(number),
            "title": change.act,
            "relation_ids": change.subject,
            "create_time": shown(change.at),
            "primary": {name: str(value) for name, value in change.values.items()},
        }
        for number, change in enumerate(call.shop.changes, 1)
    ]


def _member(call: Call, number: str) -> dict[str, Any]:
    found = next((row for row in members(call) if row["id"] == number), None)
    if found is None:
        raise No("会员不存在")
    return found


MEMBERS: dict[str, Callable[[Call], dict[str, Any]]] = {
    "/shop/api/member/list": list_members,
    "/shop/api/member/detail": get_member,
    "/shop/api/member/level": list_levels,
    "/shop/api/apps/commission/agent": list_agents,
    "/shop/api/apps/commission/agent/change-agent": change_agent,
    "/shop/api/sysset/log/list": list_log,
    "/shop/api/sysset/log/detail": get_log,
}
