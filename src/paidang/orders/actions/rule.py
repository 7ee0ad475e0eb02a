"""What an after-sales case decides of a refund, whoever tells of it."""

from datetime import datetime

from paidang.kit.clause import clause
from paidang.orders.models import RefundRuling


@clause("OP-3-E-3")
def rule_refund(contract_id: int, refund_id: str, *, cause: str, restocked: bool, at: datetime) -> None:
    """Have the refund count with this cause from the next time on that its facts are written; the case's entry says who did."""
    RefundRuling.objects.update_or_create(
        contract_id=contract_id,
        refund_id=refund_id,
        defaults={"cause": cause, "restocked": restocked, "ruled_at": at},
    )
