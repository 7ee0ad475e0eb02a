"""The organisation itself: the registered name under which it signs. The worker's round through all of them."""

import logging
from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from paidang.evidence.actions import append
from paidang.kit.outcome import UnableTo
from paidang.kit.sentence import say
from paidang.team.actions.people import check_may
from paidang.team.models import Organisation, Person
from paidang.team.queries import list_organisation_ids

logger = logging.getLogger(__name__)


class UnableToSetName(UnableTo):
    code = "NAME_NOT_SET"


@transaction.atomic
def set_legal_name(*, person: Person, at: datetime, legal_name: str) -> Organisation:
    """Set the name under which the manager's organisation is registered and signs contracts. The same twice is once."""
    check_may(person, "manage_signing")
    org, name = person.org, legal_name.strip()[:200]
    if not name:
        raise UnableToSetName(say("没有写单位全称"), remedy=say("照营业执照写。"))
    if org.registered_name != name:
        org.legal_name = name
        org.save(update_fields=["legal_name"])
        append(
            org.chain_id, at=at, org_id=org.pk, person_id=person.pk, act="org.name_set", subject=f"org:{org.pk}"
        )  # fmt: skip
    return org


def for_each_organisation(do: Callable[[int], object], *, what: str) -> None:
    """Do the worker's work for one organisation after the other; what goes wrong with one is logged and keeps no other waiting."""
    for org_id in list_organisation_ids():
        try:
            do(org_id)
        except Exception:
            logger.exception("%s of organisation %s", what, org_id)
