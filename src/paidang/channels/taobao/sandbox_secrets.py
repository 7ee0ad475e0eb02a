"""What the open platform hides, and how a seller opens it: the key of its fields, and receivers by their `oaid`.

The fields of the replies are believed.
"""

import json
from typing import Any

from paidang.channels.taobao.sandbox_call import Call, Many, Method, invalid, numbered, refused
from paidang.channels.taobao.sandbox_records import oaid_of

QUERIES_MAX = 20


def secret_get(call: Call) -> dict[str, Any]:
    """The key that a seller's encrypted fields are opened with; none is encrypted here."""
    call.text("random_num")
    version = call.number("secret_version", 1)
    return {
        "secret": "c2FuZGJveC0xNi1ieXRlcw==",
        "secret_version": version,
        "interval": 300,
        "max_interval": 600,
    }


def oaid_decrypt(call: Call) -> dict[str, Any]:
    """The receivers of orders in the open; `query_list`: JSON, a list of {tid, oaid, scene}. An oaid is good with its own order."""
    try:
        asked = [(str(one["tid"]), str(one["oaid"])) for one in json.loads(call.text("query_list"))]
    except (ValueError, KeyError, TypeError):
        raise invalid("query_list") from None
    if not 0 < len(asked) <= QUERIES_MAX:
        raise invalid("query_list")
    found = []
    for tid, oaid in asked:
        order = call.shop.orders.get(tid)
        if order is None or oaid_of(order) != oaid:
            raise refused("isv.oaid-not-match", "oaid 与订单不符")
        receiver = order.receiver
        found.append(
            {
                "tid": numbered(tid),
                "oaid": oaid,
                "matched": True,
                "name": receiver.name,
                "mobile": receiver.phone,
                "state": receiver.province,
                "city": receiver.city,
                "district": receiver.district,
                "address_detail": receiver.address,
            }
        )
    call.shop.note(call.now, "decrypt_receivers", ",".join(tid for tid, _ in asked))
    return {"receiver_list": Many("receiver", found)}


def task_result_get(call: Call) -> dict[str, Any]:
    """The result of a task that runs by itself: no method here starts one."""
    raise refused("isv.task-not-exist", f"没有任务 {call.number('task_id')}")


METHODS: dict[str, Method] = {
    "taobao.top.secret.get": secret_get,
    "taobao.top.oaid.decrypt": oaid_decrypt,
    "taobao.topats.result.get": task_result_get,
}
