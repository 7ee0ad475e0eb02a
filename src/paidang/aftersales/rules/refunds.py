"""What a refund on a line may come to, and under which name it stands in the facts."""

JD, WECHAT, TAOBAO = "jd", "wechat", "taobao"


def refund_id_of(platform: str, *, order_id: str, line_id: str, case_id: str) -> str:
    """The name under which a platform's own interface brings the refund of a case in (`channels.<platform>`)."""
    if platform == TAOBAO:
        return case_id
    return f"{line_id if platform in (JD, WECHAT) else order_id}-{case_id}"


def due_back_fen(*, revenue_fen: int, units: int, quantity: int, refunded_fen: int) -> int:
    """What the seller loses by so many units of a line going back: their part of its revenue, never more than is left.

    Rounded down, so that the units of a line one by one never come to more than the line.

    >>> due_back_fen(revenue_fen=31600, units=2, quantity=1, refunded_fen=0)
    15800
    """
    return max(0, min(revenue_fen * quantity // units, revenue_fen - refunded_fen))
