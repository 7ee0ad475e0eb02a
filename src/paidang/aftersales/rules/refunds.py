"""What a refund on a line may come to, and under which name it stands in the facts."""

JD, WECHAT, TAOBAO = "jd", "wechat", "taobao"


def refund_id_of(platform: str, *, order_id: str, line_id: str, case_id: str) -> str:
    """The name under which a platform's own interface brings the refund of a case in (`channels.<platform>`)."""
    if platform == TAOBAO:
        return case_id
    return f"{line_id if platform in (JD, WECHAT) else order_id}-{case_id}"


def due_back_fen(
    *, revenue_fen: int, units: int, quantity: int, refunded_units: int = 0, refunded_fen: int = 0
) -> int:
    """What the seller loses by so many units of a line going back: their part of its revenue, never more than is left.

    Rounded on the sum of all units that went back, so that the units of a line one by one come to the line exactly.

    >>> [due_back_fen(revenue_fen=10000, units=3, quantity=1, refunded_units=n, refunded_fen=3333 * n) for n in range(3)]
    [3333, 3333, 3334]
    """
    before, after = (revenue_fen * gone // units for gone in (refunded_units, refunded_units + quantity))
    return max(0, min(after - before, revenue_fen - refunded_fen))
