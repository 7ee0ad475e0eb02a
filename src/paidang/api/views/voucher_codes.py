"""The codes of one's own accounting program, which vouchers carry."""

from typing import Annotated

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Router

from paidang.api.views.route import acts, reads
from paidang.api.views.shapes import Shape
from paidang.api.views.token import person_of
from paidang.settlement import actions
from paidang.settlement.queries.book_codes import find_codes, list_others
from paidang.settlement.rules.account_names import ACCOUNT_NAMES, CUSTOMER, SUPPLIER

router = Router(tags=["payments"])
CodeText = Annotated[str, Field(max_length=40)]


class AccountCode(Shape):
    account: Annotated[str, Field(max_length=40, description=", ".join(ACCOUNT_NAMES))]
    code: CodeText


class OtherCode(Shape):
    """The other party of a contract; an empty code is none."""

    organisation_id: int
    customer: CodeText = ""
    supplier: CodeText = ""


class OtherCodeOut(OtherCode):
    name: str


class VoucherCodesOut(Shape):
    """All that is set; accounts that are not go by 企业会计准则."""

    accounts: list[AccountCode]
    others: list[OtherCodeOut]


class VoucherCodesIn(Shape):
    """What is to hold from now on; what is left out is taken away."""

    accounts: Annotated[list[AccountCode], Field(max_length=20)] = []
    others: Annotated[list[OtherCode], Field(max_length=1000)] = []


@reads(router, "/vouchers/codes", VoucherCodesOut)
def get_voucher_codes(request: HttpRequest) -> VoucherCodesOut:
    """One's own codes, and the other parties that may have one; the other side never sees them."""
    return _codes(person_of(request).org_id)


def _codes(org_id: int) -> VoucherCodesOut:
    found = find_codes(org_id)
    accounts, others = (found.accounts, found.others) if found else ({}, {})
    return VoucherCodesOut(
        accounts=[AccountCode(account=name, code=code) for name, code in accounts.items()],
        others=[
            OtherCodeOut(
                organisation_id=one.pk, name=one.name,
                **{kind: others.get(str(one.pk), {}).get(kind, "") for kind in (CUSTOMER, SUPPLIER)},
            )
            for one in list_others(org_id)
        ],
    )  # fmt: skip


@acts(
    router, "/vouchers/codes", VoucherCodesOut, verbs=["record_payment"], act=actions.set_book_codes,
    errors=["422 CODES_NOT_SET"],
)  # fmt: skip
def set_voucher_codes(request: HttpRequest, body: VoucherCodesIn) -> VoucherCodesOut:
    """Set the codes that all vouchers carry from now on."""
    actions.set_book_codes(
        person=person_of(request), at=timezone.now(),
        accounts={one.account: one.code for one in body.accounts},
        others={one.organisation_id: {CUSTOMER: one.customer, SUPPLIER: one.supplier} for one in body.others},
    )  # fmt: skip
    return _codes(person_of(request).org_id)
