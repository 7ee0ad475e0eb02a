"""What a notice says never changes, nor what was answered: the database itself refuses."""

from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from tests.cast import acting

from paidang.contracts.models import SETTLED, Contract, Notice
from paidang.contracts.rules import notices as n
from paidang.contracts.tests.noticing import answer, serve


@pytest.mark.parametrize(
    "change",
    [
        {"grounds": "改过的"},
        {"last_day": date(2030, 1, 1)},
        {"deadline": date(2030, 1, 1)},
        {"kind": "claim"},
    ],
)
def test_what_a_notice_says_never_changes(living_contract, brand_manager, change):
    serve(brand_manager, living_contract, n.CURE)
    with acting(brand_manager), pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        Notice.objects.update(**change)


def test_an_answer_and_a_settled_contract_stay(living_contract, brand_manager, agency_manager):
    notice = serve(brand_manager, living_contract, n.CURE)
    answer(agency_manager, living_contract, notice, n.REPLIED)
    with acting(agency_manager), pytest.raises(IntegrityError, match="answered once"), transaction.atomic():
        Notice.objects.update(answer="另一句")
    with acting(brand_manager):
        Contract.objects.filter(pk=living_contract.pk).update(state=SETTLED)
        for back in ("in_force", "draft"):
            with pytest.raises(IntegrityError, match="does not go back"), transaction.atomic():
                Contract.objects.filter(pk=living_contract.pk).update(state=back)
