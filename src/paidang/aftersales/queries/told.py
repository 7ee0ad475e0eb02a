"""What the platform of a case says of it, and what it was last told."""

from collections.abc import Mapping

from django.db.models import Sum

from paidang.aftersales.models import Case
from paidang.aftersales.rules.answering import Given, Told, ToTell, answer_to
from paidang.channels.platforms import PLATFORMS
from paidang.orders.models import LogisticsCharge, OrderLine
from paidang.stores.models import OutgoingAct, StoreCase
from paidang.stores.rules.states import ANSWER


def find_told(case: Case) -> StoreCase | None:
    """The request as its platform tells it; None of a case that came by phone, chat or file."""
    if not case.platform_case:
        return None
    found = StoreCase.objects.select_related("link__contract").filter(
        contract=case.contract_id, case_id=case.platform_case, link__channel=case.channel
    )
    return found.first()


def find_act(case: Case) -> OutgoingAct | None:
    """The last answer that the platform was to be told, sent or not."""
    told = find_told(case)
    if told is None:
        return None
    acts = OutgoingAct.objects.filter(link=told.link, kind=ANSWER, key__startswith=f"{told.case_id} ")
    return acts.select_related("asked_by").order_by("-pk").first()


def what_to_tell(case: Case, told: StoreCase, verdict: str, fen: Mapping[str, int]) -> ToTell:
    """What the platform is told of a verdict, or why a person tells it; `fen` by line id as the seller loses it."""
    sold = OrderLine.objects.filter(contract=case.contract_id, line_id__in=list(fen))
    given = [
        Given(fen[line_id], platform_fen)
        for line_id, platform_fen in sold.values_list("line_id", "platform_discount_fen")
    ]
    postage = LogisticsCharge.objects.filter(
        contract=case.contract_id, order_id=case.order_id, kind="postage"
    )
    postage_fen = -(postage.aggregate(fen=Sum("amount_fen"))["fen"] or 0)
    asked = Told(told.state, told.kind, told.amount_fen, PLATFORMS[told.link.platform].answers_cases)
    return answer_to(verdict, asked, given, postage_fen=postage_fen)
