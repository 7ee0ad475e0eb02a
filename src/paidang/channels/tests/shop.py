"""A shop of one's own as it speaks: its orders and cases, and the messages that it signs."""

import base64
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from standardwebhooks import Webhook as Signer

from paidang.kit.period import utc

SECRET = "whsec_" + base64.b64encode(b"a shop of one's own, 32 bytes ok").decode()
OTHERS = "whsec_" + base64.b64encode(b"another shop's secret of 32 byte").decode()


def order(order_id: str = "A1001", **changes: Any) -> dict[str, Any]:
    """A paid order of two units, with changes by field."""
    return {
        "type": "order", "id": order_id, "state": "paid", "created_at": "2026-03-05T09:58:00+08:00",
        "modified_at": "2026-03-05T10:05:00+08:00", "paid_at": "2026-03-05T10:00:00+08:00", "paid_fen": 25_600,
        "postage_fen": 600,
        "lines": [{"id": "1", "sku": "QL-1", "quantity": 2, "unit_price_fen": 12_900, "merchant_discount_fen": 800}],
        "receiver": {"name": "王小茶", "phone": "13812345678", "city": "杭州市", "address": "龙井路 1 号"},
        "buyer_message": "请在周末送", **changes,
    }  # fmt: skip


def case(case_id: str = "C1", **changes: Any) -> dict[str, Any]:
    """One unit refunded and back on the shelf."""
    return {
        "type": "case", "id": case_id, "order_id": "A1001", "line_id": "1", "kind": "return_goods", "state": "refunded",
        "amount_fen": 12_500, "quantity": 1, "restocked": True, "asked_at": "2026-03-06T10:00:00+08:00",
        "modified_at": "2026-03-07T09:00:00+08:00", "refunded_at": "2026-03-07T09:00:00+08:00", **changes,
    }  # fmt: skip


def message(
    *documents: Any, at: datetime, number: str = "msg_1", secret: str = SECRET
) -> tuple[bytes, dict[str, str]]:
    """A message's body and headers: one document, or a list."""
    body = json.dumps(documents[0] if len(documents) == 1 else documents, ensure_ascii=False)
    return body.encode(), signed(body, at=at, number=number, secret=secret)


def signed(
    body: str, *, at: datetime, number: str = "msg_1", secret: str = SECRET
) -> Mapping[str, str] | Any:
    return {
        "webhook-id": number,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": Signer(secret).sign(number, utc(at), body),
    }
