"""The codes that an organisation's finance set for its own accounting program, and whom they may be set for."""

from django.db.models import Q

from paidang.contracts.models import Contract
from paidang.settlement.models import BookCodes
from paidang.settlement.rules.account_names import Codes
from paidang.team.models import Organisation


def find_codes(org_id: int) -> BookCodes | None:
    """As they were set last, with who set them."""
    return BookCodes.objects.filter(org_id=org_id).select_related("set_by").first()


def get_codes(org_id: int) -> Codes:
    """For vouchers; without any, those of 企业会计准则."""
    found = find_codes(org_id)
    return Codes(found.accounts, found.others) if found else Codes()


def list_others(org_id: int) -> list[Organisation]:
    """The other parties of the organisation's contracts, by name."""
    mine = Contract.objects.filter(Q(brand_id=org_id) | Q(agency_id=org_id))
    sides = {side for pair in mine.values_list("brand_id", "agency_id") for side in pair if side}
    return list(Organisation.objects.filter(pk__in=sides - {org_id}).order_by("name"))
