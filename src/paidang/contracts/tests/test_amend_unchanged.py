"""A supplementary agreement that was proposed is never changed and answered once: the database itself refuses."""

from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from tests.amending import NOW, accept, propose
from tests.cast import acting

from paidang.contracts.models import (
    AGREED,
    DECLINED,
    Amendment,
    TermsInForce,
)


class TestTheDatabase:
    def test_what_was_proposed_is_never_changed_and_answered_once(
        self, contract_in_force, agency_manager, brand_manager
    ):
        made = propose(agency_manager, contract_in_force)
        accept(brand_manager, made)
        with acting(brand_manager):
            for change in ({"text": "x"}, {"effective_on": date(2026, 5, 1)}, {"changes": []}):
                with pytest.raises(DatabaseError), transaction.atomic():
                    Amendment.objects.filter(pk=made.pk).update(**change)
            with pytest.raises(IntegrityError), transaction.atomic():
                Amendment.objects.filter(pk=made.pk).update(reason="doch nicht")
            with pytest.raises(DatabaseError), transaction.atomic():
                Amendment.objects.filter(pk=made.pk).delete()
            with pytest.raises(DatabaseError), transaction.atomic():
                TermsInForce.objects.update(sha256="x")

    def test_what_waits_has_no_answer_and_what_is_declined_has_a_reason(
        self, contract_in_force, agency_manager, brand_manager
    ):
        made = propose(agency_manager, contract_in_force)
        with acting(brand_manager):
            for change in (
                {"verdict": AGREED},
                {"verdict": "perhaps", "answered_by": brand_manager, "answered_at": NOW},
                {"verdict": DECLINED, "answered_by": brand_manager, "answered_at": NOW},
            ):
                with pytest.raises(IntegrityError), transaction.atomic():
                    Amendment.objects.filter(pk=made.pk).update(**change)
