"""Who may sign for an organisation, and with which seal: kept by its managers, on the organisation's own chain."""

import hashlib
from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from paidang.contracts.models import OrganisationSeal, Signatory
from paidang.contracts.queries import find_seal
from paidang.contracts.rules.annexes import safe_name
from paidang.contracts.rules.pictures import seal_fault
from paidang.contracts.rules.signing import GROUNDS, LETTER, POSITION
from paidang.duties.actions import Proof
from paidang.evidence.actions import append
from paidang.kit.clause import clause
from paidang.kit.outcome import NotFound, UnableTo
from paidang.kit.period import day_of
from paidang.kit.sentence import say
from paidang.team.actions import check_may
from paidang.team.models import Person
from paidang.team.queries import lock_organisation

LETTER_MAX = 10 * 2**20


class UnableToRegisterSignatory(UnableTo):
    code = "SIGNATORY_NOT_REGISTERED"


class UnableToSetSeal(UnableTo):
    code = "SEAL_NOT_SET"


@clause("OP-7-A")
@transaction.atomic
def add_signatory(
    *,
    person: Person,
    at: datetime,
    person_id: int,
    ground: str,
    title: str = "",
    letter: Proof | None = None,
    until: date | None = None,
) -> Signatory:
    """Register somebody of the organisation as one who may sign for it; who is registered already is so anew.

    A letter of authority 授权委托书 needs its file and its last day, a position its name.
    """
    check_may(person, "manage_signing")
    lock_organisation(person.org_id)
    member = Person.objects.filter(pk=person_id, org_id=person.org_id, is_active=True).first()
    if member is None or ground not in GROUNDS:
        raise UnableToRegisterSignatory(
            say("没有选人，或没有选凭什么签署"), code="SIGNATORY_UNKNOWN", remedy=say("请重新选。")
        )
    _check_ground(ground, title, letter, until, day_of(at))
    with_letter = letter if ground == LETTER else None
    Signatory.objects.filter(person=member, ended_at=None).update(ended_at=at)
    signatory = Signatory.objects.create(
        org=person.org, person=member, ground=ground, title=title.strip()[:80], until=until if with_letter else None,
        letter_name=safe_name(with_letter.name) if with_letter else "", letter=with_letter.content if with_letter else None,
        letter_sha256=with_letter.sha256 if with_letter else "", added_by=person, added_at=at,
    )  # fmt: skip
    facts = {"signatory": signatory.pk, "ground": ground, "letter_sha256": signatory.letter_sha256}
    _record(person, at, "signatory.added", f"person:{member.pk}", facts)
    return signatory


def _check_ground(ground: str, title: str, letter: Proof | None, until: date | None, today: date) -> None:
    if ground == POSITION and not title.strip():
        raise UnableToRegisterSignatory(
            say("没有写职务"), code="TITLE_MISSING", remedy=say("写公司章程或任命上的职务，例如：总经理。")
        )
    if ground != LETTER:
        return
    if letter is None or not 0 < len(letter.content) <= LETTER_MAX:
        raise UnableToRegisterSignatory(
            say("没有附授权委托书，或超过 10 MB"), code="LETTER_MISSING", remedy=say("请附签字盖章的扫描件。")
        )
    if until is None or until < today:
        raise UnableToRegisterSignatory(
            say("没有写授权的最后一天，或已经过去"),
            code="LETTER_EXPIRED",
            remedy=say("请写授权委托书上的截止日。"),
        )


@transaction.atomic
def end_signatory(*, person: Person, at: datetime, signatory_id: int) -> None:
    """From now on the person signs no more; what they have signed stays. Twice is once."""
    check_may(person, "manage_signing")
    signatory = Signatory.objects.filter(pk=signatory_id, org_id=person.org_id).first()
    if signatory is None:
        raise NotFound(say("贵单位没有登记这位签署人"), remedy=say("请从“设置 → 签署”里选。"))
    if signatory.ended_at is None:
        signatory.ended_at = at
        signatory.save(update_fields=["ended_at"])
        _record(person, at, "signatory.ended", f"person:{signatory.person_id}", {"signatory": signatory.pk})


@clause("OP-7-A")
@transaction.atomic
def set_seal(*, person: Person, at: datetime, picture: bytes | None) -> OrganisationSeal:
    """Set the picture of the organisation's seal, or say (None) that it uses none under electronic signatures."""
    check_may(person, "manage_signing")
    fault = seal_fault(picture) if picture is not None else None
    if fault:
        raise UnableToSetSeal(fault.message, code=fault.code, remedy=fault.remedy)
    lock_organisation(person.org_id)
    seal = find_seal(person.org_id)
    if seal and (bytes(seal.picture) if seal.picture else None) == picture:
        return seal
    seal = seal or OrganisationSeal(org=person.org)
    seal.picture = picture
    seal.save()
    facts = {"seal_sha256": hashlib.sha256(picture).hexdigest() if picture else ""}
    _record(person, at, "seal.set" if picture else "seal.waived", f"org:{person.org_id}", facts)
    return seal


def _record(person: Person, at: datetime, act: str, subject: str, facts: Mapping[str, object]) -> None:
    append(
        person.org.chain_id, at=at, org_id=person.org_id, person_id=person.pk, act=act, subject=subject, facts=facts
    )  # fmt: skip
