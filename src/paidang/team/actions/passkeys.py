"""Passkeys: adding one, removing one, signing in with one, and signing a document; each use is both factors at once."""

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from webauthn.helpers import bytes_to_base64url

from paidang.kit.outcome import NotFound, UnableTo
from paidang.kit.sentence import say
from paidang.team.actions.people import end_sessions, record
from paidang.team.context import knowing
from paidang.team.models import Passkey, Person
from paidang.team.queries import find_passkey, passkey_handle
from paidang.team.rules import passkeys as rules


class UnableToUsePasskey(UnableTo):
    """Codes: PASSKEY_NOT_PROVEN, PASSKEY_UNNAMED, PASSKEY_TAKEN, PASSKEY_UNKNOWN, PASSKEY_COPIED, DEACTIVATED;
    the pages add PASSKEY_LATE and PASSKEY_PLACE.
    """

    code = "PASSKEY_NOT_PROVEN"


@dataclass(frozen=True, slots=True)
class Assertion:
    """What a browser answered where a passkey was asked to sign this challenge at this place."""

    answer: str
    place: rules.Place
    challenge: bytes


@transaction.atomic
def add_passkey(
    *, person: Person, at: datetime, name: str, answer: str, place: rules.Place, challenge: bytes
) -> Passkey:
    """Keep the public half of a key that the person's browser made for this challenge at this place."""
    name = name.strip()[: rules.NAME_CHARACTERS]
    if not name:
        raise UnableToUsePasskey(
            say("通行密钥没有名称"),
            code="PASSKEY_UNNAMED",
            remedy=say("写一个认得出的，例如：办公室的笔记本。"),
        )
    try:
        made = rules.read_made(answer, place=place, challenge=challenge)
    except rules.NotProven:
        raise UnableToUsePasskey(
            say("浏览器给出的通行密钥核对不上，没有登记"), remedy=say("请刷新页面再试。")
        ) from None
    try:
        with transaction.atomic():
            passkey = Passkey.objects.create(
                person=person, name=name, credential_id=made.credential_id, public_key=made.public_key,
                sign_count=made.sign_count, host=place.host, added_at=at,
            )  # fmt: skip
    except IntegrityError:
        raise UnableToUsePasskey(
            say("这个通行密钥已经登记过"), code="PASSKEY_TAKEN", remedy=say("请在设备上另建一个。")
        ) from None
    record(person, person, at, "person.passkey_added", {"name": name})
    return passkey


@transaction.atomic
def remove_passkey(*, person: Person, at: datetime, passkey_id: int) -> Passkey:
    """Take one's own passkey away: nobody signs in with it any more, and all open sessions end, since it may have begun
    them; the caller keeps the one at hand.
    """
    passkey = Passkey.objects.filter(pk=passkey_id, person=person).first()
    if passkey is None:
        raise NotFound(say("您没有这个通行密钥"), remedy=say("请刷新页面。"))
    record(person, person, at, "person.passkey_removed", {"name": passkey.name})
    Passkey.objects.filter(pk=passkey.pk).delete()
    end_sessions(person)
    return passkey


@transaction.atomic
def use_passkey(*, at: datetime, answer: str, place: rules.Place, challenge: bytes) -> Passkey:
    """The passkey that signed this challenge at this place, with its person, who is thereby known by both factors.

    To be called in nobody's name. The row is locked: of two answers at once the second meets the first one's counter.
    """
    try:
        claim = rules.read_claim(answer)
    except rules.NotProven:
        raise _not_proven() from None
    found = find_passkey(claim.credential_id)
    with knowing("app.person", str(found.person_id) if found else ""):
        kept = Passkey.objects.select_for_update(of=("self",)).select_related("person")
        passkey = kept.filter(credential_id=claim.credential_id).first()
        if passkey is None:
            raise UnableToUsePasskey(
                say("拍档不认得这个通行密钥，可能已被删除"),
                code="PASSKEY_UNKNOWN",
                remedy=say("请用密码登录；设备里的那一个可以删掉。"),
            )
        _check(passkey, claim, answer, place, challenge, at)
        passkey.save(update_fields=["sign_count", "used_at"])
    return passkey


@transaction.atomic
def check_passkey(*, person: Person, at: datetime, assertion: Assertion) -> dict[str, str]:
    """Raise UnableToUsePasskey unless the person's own passkey signed the challenge, its owner verified; it is used hereby.

    What proves it is given back, to be kept. If the caller's transaction fails, it is as if never used.
    """
    try:
        claim = rules.read_claim(assertion.answer)
    except rules.NotProven:
        raise _not_proven() from None
    kept = Passkey.objects.select_for_update(of=("self",)).select_related("person")
    passkey = kept.filter(person=person, credential_id=claim.credential_id).first()
    if passkey is None:
        raise UnableToUsePasskey(
            say("这个通行密钥没有登记在您名下，或已被删除"),
            code="PASSKEY_UNKNOWN",
            remedy=say("请用您自己的通行密钥，或手机上的验证码。"),
        )
    _check(passkey, claim, assertion.answer, assertion.place, assertion.challenge, at)
    passkey.save(update_fields=["sign_count", "used_at"])
    return rules.read_assertion(assertion.answer, public_key=bytes(passkey.public_key))


def _check(
    passkey: Passkey, claim: rules.Claim, answer: str, place: rules.Place, challenge: bytes, at: datetime
) -> None:
    """Refuse, or note on the passkey that it was used. What an account is like is said to who has proven to be its owner."""
    try:
        count = rules.read_used(
            answer, place=place, challenge=challenge, public_key=bytes(passkey.public_key)
        )
    except rules.NotProven:
        raise _not_proven() from None
    if claim.handle != bytes_to_base64url(passkey_handle(passkey.person)):
        raise _not_proven()
    if rules.is_copied(before=passkey.sign_count, now=count):
        raise UnableToUsePasskey(
            say("“{name}”的使用次数倒退了：它可能被人复制过，这次不算", name=passkey.name),
            code="PASSKEY_COPIED",
            remedy=say("请用别的方式，在“设置”里删掉它，再登记一个新的。"),
        )
    if not passkey.person.is_active:
        raise UnableToUsePasskey(
            say("{name} 已停用", name=passkey.person.name),
            code="DEACTIVATED",
            remedy=say("请本单位的经理先恢复。"),
        )
    passkey.sign_count, passkey.used_at = count, at


def _not_proven() -> UnableToUsePasskey:
    return UnableToUsePasskey(say("通行密钥核对不上，这次不算"), remedy=say("请再试一次，或用别的方式。"))
