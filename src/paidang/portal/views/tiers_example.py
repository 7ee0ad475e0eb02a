"""What commission tiers would come to at a few sales figures, while they are being typed: the same rule as in a statement."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from paidang.contracts.rules.points import TIER_MODES
from paidang.contracts.rules.values import value_fault
from paidang.portal.rules.draft_form import read_form
from paidang.portal.views.contract_reading import language
from paidang.portal.views.decision_form import question_of
from paidang.settlement.rules.arithmetic import read_rate
from paidang.settlement.rules.components import commission
from paidang.settlement.rules.terms import Commission, Tier

TIERS, MODE = "fee.commission.tiers", "fee.commission.tier_mode"
ALONE_FEN = 100_000_00
"""The sales that stand for a last tier which begins at nothing."""


@dataclass(frozen=True, slots=True)
class Sample:
    """What is earned at a sales figure, for each way to count."""

    sales_fen: int
    amounts: Sequence[int]


@login_required
@require_GET
def tiers_example(request: HttpRequest) -> HttpResponse:
    """A line for each tier; nothing while what is typed are no tiers yet."""
    tiers = read_form([question_of(TIERS)], request.GET.getlist).get(TIERS)
    if value_fault(TIERS, tiers):
        return HttpResponse("")
    asked = request.GET.get(MODE, "")
    modes = [mode for mode in TIER_MODES if asked in ("", mode.value)]
    rows = cast("list[Mapping[str, object]]", tiers)
    words = [mode.zh if language() == "zh" else mode.en for mode in modes]
    context = {"samples": samples_of(rows, [str(mode.value) for mode in modes]), "modes": words}
    return render(request, "portal/_tiers_example.html", context)


def samples_of(tiers: Sequence[Mapping[str, object]], modes: Sequence[str]) -> list[Sample]:
    """One sales figure in the middle of each tier."""
    steps = tuple(Tier(cast(int, tier["from"]), read_rate(str(tier["rate"]))) for tier in tiers)
    found = []
    for tier in tiers:
        low, high = cast(int, tier["from"]), cast("int | None", tier.get("to"))
        sales = (low + high) // 2 if high else low + low // 2 or ALONE_FEN
        found.append(
            Sample(sales, [commission(Commission("", "net_sales", steps, mode, 0), sales) for mode in modes])
        )
    return found
