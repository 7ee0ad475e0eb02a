"""The fields that every table here has."""

from django.db import models

from paidang.contracts.models import Contract
from paidang.team.models import Person


def contract_field() -> "models.ForeignKey[Contract, Contract]":
    """Whose row it is: the two organisations of this contract see it."""
    return models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="+")


def person_field(*, null: bool = False) -> "models.ForeignKey[Person | None, Person | None]":
    """Who did it."""
    return models.ForeignKey(Person, on_delete=models.PROTECT, null=null, related_name="+")
