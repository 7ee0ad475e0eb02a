"""Reads on organisations and people."""

from collections.abc import Collection, Iterable, Sequence

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.db import connection
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

from paidang.team.context import knowing
from paidang.team.models import (
    Account,
    ApiToken,
    CompanySignIn,
    Credential,
    Organisation,
    Passkey,
    Person,
    SecondFactor,
)
from paidang.team.rules import vault
from paidang.team.rules.company_sign_in import is_of
from paidang.team.rules.one_time_codes import Enrolment, enrolment


def get_signed_in(request: HttpRequest) -> Person | None:
    """The active person of this session, or None: signed out, deactivated, or the password has changed since."""
    own = Person.objects.select_related("account", "credential")
    person = own.filter(pk=request.session[SESSION_KEY], is_active=True).first()
    if person is None:
        return None
    known = request.session.get(HASH_SESSION_KEY, "")
    return person if constant_time_compare(known, person.get_session_auth_hash()) else None


def find_organisation(code: str) -> Organisation | None:
    """The organisation with exactly this code; nobody can list the others."""
    with knowing("app.org_code", code.strip()):
        return Organisation.objects.filter(code=code.strip()).first()


def find_account(email: str) -> Account | None:
    """The account with exactly this address, before anybody is signed in; nobody can list the others."""
    address = email.strip().lower()
    with knowing("app.email", address):
        return Account.objects.filter(email=address).first()


def find_person(email: str) -> Person | None:
    """The active person with exactly this address, before anybody is signed in."""
    account = find_account(email)
    if account is None:
        return None
    with knowing("app.person", str(account.person_id)):
        return Person.objects.select_related("account").filter(pk=account.person_id, is_active=True).first()


def list_people_of(org_ids: Collection[int]) -> dict[int, list[Person]]:
    """The people of several organisations, by organisation, each by name."""
    found: dict[int, list[Person]] = {org_id: [] for org_id in org_ids}
    for person in Person.objects.filter(org_id__in=org_ids).order_by("name"):
        found[person.org_id].append(person)
    return found


def list_people(org_id: int) -> list[Person]:
    """The people of an organisation, by name; with their accounts, if it is one's own."""
    return list(Person.objects.select_related("account").filter(org_id=org_id).order_by("name"))


def names_of(org_ids: Iterable[int | None]) -> dict[int, str]:
    """The names of the organisations' people that the reader may see, by their numbers."""
    return dict(Person.objects.filter(org_id__in=[one for one in org_ids if one]).values_list("pk", "name"))


def lock_organisation(org_id: int) -> None:
    """Let nobody else change what an organisation has set, until this transaction has ended."""
    Organisation.objects.select_for_update().get(pk=org_id)


def list_organisation_ids() -> range:
    """Every number that an organisation can have, for the worker: it asks in the name of each, one after the other.

    They come from the sequence, since no role sees the organisations of all.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "select pg_sequence_last_value(pg_get_serial_sequence('team_organisation', 'id')::regclass)"
        )
        return range(1, (cursor.fetchone()[0] or 0) + 1)


# Passwords: visible in their owner's name alone


class _LinkTokens(PasswordResetTokenGenerator):
    """Tokens of one-time links: void once the password is another."""

    def _make_hash_value(self, person: Person, timestamp: int) -> str:
        return f"{person.pk}{person.credential.password}{timestamp}{person.email}"


def make_link_token(person: Person) -> str:
    """What a one-time link of this person carries."""
    with knowing("app.person", str(person.pk)):
        return _LinkTokens().make_token(person)


def is_link_good(person: Person, token: str) -> bool:
    """Whether a link with this token still sets the person's password."""
    with knowing("app.person", str(person.pk)):
        return _LinkTokens().check_token(person, token)


def has_password(person: Person) -> bool:
    """Whether the person has set a password."""
    with knowing("app.person", str(person.pk)):
        return Credential.objects.get(person=person).has_password()


def list_without_password(people: Sequence[Person]) -> set[int]:
    """Who of these people, of one's own organisation, has not set a password yet."""
    return {person.pk for person in people if not has_password(person)}


# The second factor: its row is visible in its owner's name alone


def has_second_factor(person: Person) -> bool:
    """Whether a code is asked of this person, at sign-in and for a signature."""
    with knowing("app.person", str(person.pk)):
        return SecondFactor.objects.filter(person=person, confirmed_at__isnull=False).exists()


def list_with_second_factor(people: Sequence[Person]) -> set[int]:
    """Who of these people has a second factor."""
    return {person.pk for person in people if has_second_factor(person)}


def get_second_factor(person: Person) -> SecondFactor | None:
    """The person's second factor, also one that is not confirmed yet."""
    return SecondFactor.objects.filter(person=person).first()


def get_begun_enrolment(person: Person) -> Enrolment | None:
    """The secret that the person is about to scan, if there is one that is not confirmed yet."""
    factor = SecondFactor.objects.filter(person=person, confirmed_at=None).first()
    return enrolment(secret=get_secret(factor), account=person.email) if factor else None


def get_secret(factor: SecondFactor) -> str:
    """The secret in the clear; vault.Unreadable if the installation's key is another one now."""
    return vault.decrypt(factor.secret, key=factor_key("secret"), owner=factor_owner(factor.person))


def factor_key(purpose: str) -> bytes:
    """The installation's key for secrets, or for recovery codes."""
    return vault.key_for(f"second-factor:{purpose}", secret_key=settings.SECRET_KEY)


def factor_owner(person: Person) -> str:
    """What a secret is bound to."""
    return f"person:{person.pk}"


# Passkeys: visible in their owner's name, and to whoever knows the one exact number


def list_passkeys(person: Person) -> list[Passkey]:
    """The person's own passkeys, oldest first."""
    return list(Passkey.objects.filter(person=person).order_by("added_at", "pk"))


def find_passkey(credential_id: str) -> Passkey | None:
    """The passkey with exactly this number, before anybody is signed in."""
    with knowing("app.passkey", credential_id):
        return Passkey.objects.filter(credential_id=credential_id).first()


def passkey_handle(person: Person) -> bytes:
    """What a passkey calls the person: says nothing about them, and is another one in each installation."""
    key = vault.key_for("passkey", secret_key=settings.SECRET_KEY)
    return bytes.fromhex(vault.keyed_hash("handle", key=key, owner=factor_owner(person)))


# Company sign-in


def get_company_sign_in(org_id: int) -> CompanySignIn | None:
    """The organisation's own OpenID provider, if it has set one; also before anybody is signed in."""
    with knowing("app.org", str(org_id)):
        return CompanySignIn.objects.filter(org_id=org_id).first()


def find_company_sign_in(email: str) -> CompanySignIn | None:
    """The tested provider of the organisation of whoever has exactly this address, which is of its domains."""
    person = find_person(email)
    company = get_company_sign_in(person.org_id) if person else None
    return company if company and company.tested_at and is_of(email, company.domains) else None


def company_secret_key() -> bytes:
    """The installation's key for the secrets of companies' providers."""
    return vault.key_for("company-sign-in", secret_key=settings.SECRET_KEY)


def company_secret_owner(org_id: int) -> str:
    """What such a secret is bound to."""
    return f"org:{org_id}"


# Tokens for programs: visible in their owner's name, and to whoever knows the one exact token


def list_api_tokens(person: Person) -> list[ApiToken]:
    """The person's own tokens, oldest first."""
    return list(ApiToken.objects.filter(person=person).order_by("made_at", "pk"))


def find_api_token(text: str) -> ApiToken | None:
    """The token whose text this is, before its person is known."""
    with knowing("app.token", token_hash(text)):
        return ApiToken.objects.filter(token_hash=token_hash(text)).first()


def token_hash(text: str) -> str:
    """How a token is kept."""
    return vault.keyed_hash(
        text, key=vault.key_for("api-token", secret_key=settings.SECRET_KEY), owner="token"
    )
