"""What a store's interface told, mapped, as one JSON document: money in fen, times with Shanghai's offset. No database.

Personal data (who receives, the buyer's words, the invoice's title) is in it only if it is asked for.
"""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from typing import Any

from paidang.channels.link.channel import Channel
from paidang.channels.link.documents import CaseHead, Document, MappedDocument, OrderHead
from paidang.channels.link.errors import ChannelError
from paidang.channels.mapping import Context, FactRow

_PERSONAL = ("receiver", "buyer_words", "seller_words", "invoice")


def pull(channel: Channel, since: datetime, until: datetime, *, with_receivers: bool) -> dict[str, Any]:
    """All that changed in [since, until), each order and case once, as it is now.

    A platform that does not show after-sales cases (not every app may see them) does not keep the orders back.
    """
    documents = list(channel.pull_orders(since, until))
    failed = None
    try:
        documents += channel.pull_cases(since, until)
    except ChannelError as error:
        failed = error
    told = as_json(channel, documents, with_receivers=with_receivers)
    if failed:
        told["faults"].append(
            {
                "id": "",
                "column": "cases",
                "value": failed.platform_code,
                "reason": str(failed),
                "code": failed.code,
            }
        )
    return told


def as_json(channel: Channel, documents: Iterable[Document], *, with_receivers: bool) -> dict[str, Any]:
    """`orders`, `cases`, `refunds`, `faults`; of several states of an order the last one counts."""
    latest = {(document.kind, document.id): document for document in documents}
    told: dict[str, list[dict[str, Any]]] = {"orders": [], "cases": [], "refunds": [], "faults": []}
    refunds: dict[str, FactRow] = {}
    for document in latest.values():
        found = channel.map(document, Context())
        told["faults"] += _faults(document, found)
        for fact in found.mapped.facts:
            if fact.table == "refunds":
                refunds[fact.cells["refund_id"]] = fact  # a case, which comes later, knows the time better
        if isinstance(found.head, OrderHead):
            facts = found.mapped.facts or found.mapped.unpaid
            told["orders"].append(_order(found.head, facts, with_receivers=with_receivers))
        elif isinstance(found.head, CaseHead):
            told["cases"].append(asdict(found.head))
    told["refunds"] = [_refund(fact) for fact in refunds.values()]
    told["orders"].sort(key=lambda order: (order["created_at"], order["order_id"]))
    told["cases"].sort(key=lambda case: (case["asked_at"], case["case_id"]))
    told["refunds"].sort(key=lambda refund: (refund["refunded_at"], refund["refund_id"]))
    return told


def _order(head: OrderHead, facts: Iterable[FactRow], *, with_receivers: bool) -> dict[str, Any]:
    order = asdict(head)
    for name in () if with_receivers else _PERSONAL:
        del order[name]
    order["postage_fen"] = -sum(int(fact.cells["amount"]) for fact in facts if fact.table == "logistics")
    order["lines"] = [_line(fact) for fact in facts if fact.table == "order_lines"]
    return order


def _line(fact: FactRow) -> dict[str, Any]:
    cells = fact.cells
    return {
        "line_id": cells["line_id"],
        "sku": cells["sku"],
        "quantity": int(cells["quantity"]),
        "unit_price_fen": int(cells["unit_price"]),
        "merchant_discount_fen": int(cells["merchant_discount"]),
        "platform_discount_fen": int(cells["platform_discount"]),
        "gift": cells["gift"] == "true",
    }


def _refund(fact: FactRow) -> dict[str, Any]:
    cells = fact.cells
    return {
        "refund_id": cells["refund_id"],
        "line_id": cells["line_id"],
        "quantity": int(cells["quantity"]),
        "amount_fen": int(cells["amount"]),
        "cause": cells["cause"],
        "restocked": cells["restocked"] == "true",
        "refunded_at": cells["refunded_at"],
    }


def _faults(document: Document, found: MappedDocument) -> list[dict[str, str]]:
    return [
        {"id": document.id, **fault.as_json()} for faults in found.mapped.faults.values() for fault in faults
    ]
