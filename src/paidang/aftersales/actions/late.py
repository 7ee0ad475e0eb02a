"""What is overdue: one duty for each side, with how many cases, from the first of them on."""

from datetime import datetime

from django.db.models import Count, Min

from paidang.aftersales.models import Case
from paidang.contracts.models import Contract
from paidang.duties.actions import close_duty, raise_duty
from paidang.kit.clause import clause

KINDS = {"a": "inspect_cases", "b": "serve_cases"}


@clause("OP-2-A-5", "OP-4-B-5")
def set_late_duties(contract: Contract, *, at: datetime) -> None:
    """Raise, renew or close each side's duty to do what is overdue. What it writes follows from the cases alone."""
    late = Case.objects.filter(contract=contract, due_at__lt=at).exclude(turn="").order_by()
    by_side = {row["turn"]: row for row in late.values("turn").annotate(n=Count("pk"), first=Min("due_at"))}
    for side, kind in KINDS.items():
        key = f"late_cases:{side}"
        if side not in by_side:
            close_duty(contract.pk, key=key, at=at)
            continue
        raise_duty(
            contract.pk, key=key, kind=kind, side=side, page=f"/cases?contract={contract.code}&view=late", at=at,
            due_at=by_side[side]["first"], clause="OP-4-B-5", facts={"count": by_side[side]["n"]},
        )  # fmt: skip
