"""Company sign-in: setting it, testing it, requiring it; the way to the provider and back; who may still come otherwise."""

import secrets
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from paidang.evidence.actions import append
from paidang.kit.outcome import UnableTo
from paidang.kit.sentence import say
from paidang.team.actions import identity_provider
from paidang.team.actions.people import check_may
from paidang.team.context import knowing
from paidang.team.models import CompanySignIn, Person
from paidang.team.queries import (
    company_secret_key,
    company_secret_owner,
    get_company_sign_in,
    has_second_factor,
)
from paidang.team.rules import company_sign_in as rules
from paidang.team.rules import vault

RANDOM_BYTES = 32


class UnableToSetCompanySignIn(UnableTo):
    """Codes: COMPANY_INCOMPLETE, COMPANY_DOMAIN, COMPANY_PROVIDER, COMPANY_MISSING, COMPANY_UNTESTED, SECOND_FACTOR_MISSING."""

    code = "COMPANY_INCOMPLETE"


class UnableToSignIn(UnableTo):
    """Codes: COMPANY_REQUIRED, COMPANY_REFUSED, COMPANY_STRANGER."""

    code = "COMPANY_REFUSED"


# Set by a manager


@transaction.atomic
def set_company_sign_in(
    *, person: Person, at: datetime, issuer: str, client_id: str, secret: str, domains: str
) -> CompanySignIn:
    """Set the provider. No secret keeps the one there is, for the same provider and client; another one of these has
    to be tested anew and is required of nobody until then. The same twice is once.
    """
    check_may(person, "manage_people")
    issuer, client_id, secret = issuer.strip(), client_id.strip()[:200], secret.strip()[:500]
    company = CompanySignIn.objects.select_for_update().filter(org_id=person.org_id).first()
    if not secret and company and (company.issuer, company.client_id) != (issuer, client_id):
        raise UnableToSetCompanySignIn(
            say("换了提供方或客户端，密钥也要重填"), remedy=say("旧的密钥不再显示，也不会发给别的地址。")
        )
    if not (issuer and client_id and (secret or company)):
        raise UnableToSetCompanySignIn(
            say("地址、客户端编号和密钥都要填"), remedy=say("在身份提供方登记拍档时，它会给出这三样。")
        )
    try:
        wanted = rules.domains_of(domains)
        identity_provider.discover(issuer)
    except rules.NotVouched as wrong:
        raise UnableToSetCompanySignIn(
            wrong.reason, code="COMPANY_PROVIDER", remedy=say("请核对后再记下；什么也没有改。")
        ) from None
    if not wanted:
        raise UnableToSetCompanySignIn(
            say("没有写邮箱域名"), code="COMPANY_DOMAIN", remedy=say("例如：qinglan.example。")
        )
    if company is None:
        company = CompanySignIn(org_id=person.org_id)
    elif (company.issuer, company.client_id, company.domains, secret) == (issuer, client_id, wanted, ""):
        return company
    if secret:
        company.secret, company.tested_at, company.required = _sealed(secret, person.org_id), None, False
    company.issuer, company.client_id, company.domains, company.set_at = issuer, client_id, wanted, at
    company.save()
    facts = {"issuer": issuer, "client": client_id, "domains": wanted}
    _record(person, at, "org.company_sign_in_set", facts)
    return company


def _sealed(secret: str, org_id: int) -> str:
    nonce = secrets.token_bytes(vault.NONCE_BYTES)
    return vault.encrypt(secret, key=company_secret_key(), owner=company_secret_owner(org_id), nonce=nonce)


@transaction.atomic
def remove_company_sign_in(*, person: Person, at: datetime) -> None:
    """Take the provider away: people sign in by password or passkey again."""
    check_may(person, "manage_people")
    company = _own(person)
    _record(person, at, "org.company_sign_in_removed", {"issuer": company.issuer})
    company.delete()


@transaction.atomic
def require_company_sign_in(*, person: Person, at: datetime, required: bool) -> CompanySignIn:
    """Let nobody but managers in by another way, or let them again. Who asks for it has a second factor: managers are
    the way back when the provider is down. Twice is once.
    """
    check_may(person, "manage_people")
    company = _own(person)
    if required and company.tested_at is None:
        raise UnableToSetCompanySignIn(
            say("还没有试成功"), code="COMPANY_UNTESTED", remedy=say("先试一次，再要求所有人这样登录。")
        )
    if required and not has_second_factor(person):
        raise UnableToSetCompanySignIn(
            say("您还没有开启两步验证"),
            code="SECOND_FACTOR_MISSING",
            remedy=say("提供方坏了时，经理靠密码和验证码进来：请先开启。"),
        )
    if company.required != required:
        company.required = required
        company.save(update_fields=["required"])
        act = "org.company_sign_in_required" if required else "org.company_sign_in_optional"
        _record(person, at, act)
    return company


def _own(person: Person) -> CompanySignIn:
    company = CompanySignIn.objects.select_for_update().filter(org_id=person.org_id).first()
    if company is None:
        raise UnableToSetCompanySignIn(
            say("还没有设公司登录"), code="COMPANY_MISSING", remedy=say("请先填好并记下。")
        )
    return company


@transaction.atomic
def pass_test(*, person: Person, at: datetime, email: str) -> CompanySignIn:
    """A manager's own way to the provider and back was good: it is offered at the door from now on."""
    check_may(person, "manage_people")
    company = _own(person)
    if email != person.email or not rules.is_of(email, company.domains):
        raise UnableToSetCompanySignIn(
            say("提供方说您是 {email}，在拍档您是 {own}", email=email, own=person.email),
            code="COMPANY_UNTESTED",
            remedy=say("请用自己在公司的账号试；两边的邮箱要一样，域名在列表里。"),
        )
    company.tested_at = at
    company.save(update_fields=["tested_at"])
    _record(person, at, "org.company_sign_in_tested", {"issuer": company.issuer})
    return company


def _record(person: Person, at: datetime, act: str, facts: Mapping[str, object] | None = None) -> None:
    append(
        person.org.chain_id, at=at, org_id=person.org_id, person_id=person.pk, act=act,
        subject=f"org:{person.org_id}", facts=facts,
    )  # fmt: skip


# At the door


def begin_company_sign_in(company: CompanySignIn, *, back: str, email: str) -> rules.Journey:
    """The way to the provider, for one person and one time."""
    randoms = tuple(secrets.token_urlsafe(RANDOM_BYTES) for _ in range(3))
    try:
        provider = identity_provider.discover(company.issuer)
    except rules.NotVouched as wrong:
        raise _refused(wrong) from None
    return rules.journey(provider, client_id=company.client_id, back=back, email=email, randoms=randoms)  # type: ignore[arg-type]  # three of them


def ask_company(
    company: CompanySignIn, *, at: datetime, code: str, nonce: str, verifier: str, back: str
) -> str:
    """The verified address of whoever comes back from the provider with this code; UnableToSignIn else."""
    try:
        provider = identity_provider.discover(company.issuer)
        answer = identity_provider.exchange(
            provider, client_id=company.client_id, secret=_secret(company), code=code, verifier=verifier, back=back
        )  # fmt: skip
        return rules.read_id_token(
            answer, keys=identity_provider.get_keys(provider), issuer=company.issuer,
            client_id=company.client_id, nonce=nonce, at=at,
        )  # fmt: skip
    except rules.NotVouched as wrong:
        raise _refused(wrong) from None


def _secret(company: CompanySignIn) -> str:
    try:
        return vault.decrypt(
            company.secret, key=company_secret_key(), owner=company_secret_owner(company.org_id)
        )
    except vault.Unreadable:
        raise UnableToSignIn(
            say("公司登录的密钥读不出来：拍档的安装密钥换过"), remedy=say("请本单位的经理重填密钥。")
        ) from None


def _refused(wrong: rules.NotVouched) -> UnableToSignIn:
    return UnableToSignIn(wrong.reason, remedy=say("没有登录。请再试一次；还不行，告诉本单位的经理。"))


def person_of_company(company: CompanySignIn, *, email: str) -> Person:
    """Who of the organisation has this address; nobody is added by a provider's word."""
    with knowing("app.org", str(company.org_id)):
        own = Person.objects.filter(org_id=company.org_id, is_active=True)
        person = own.select_related("account").filter(account__email=email).first()
    if person is None or not rules.is_of(email, company.domains):
        raise UnableToSignIn(
            say("{email} 不是本单位在拍档的人", email=email),
            code="COMPANY_STRANGER",
            remedy=say("请本单位的经理先邀请这个邮箱；域名要在公司登录的列表里。"),
        )
    return person


def check_way_in(person: Person) -> None:
    """Refuse who comes by password or passkey where the organisation requires its own sign-in; managers may."""
    company = get_company_sign_in(person.org_id)
    if company and company.required and not person.may("manage_people"):
        raise UnableToSignIn(
            say("贵单位要求用公司账号登录"),
            code="COMPANY_REQUIRED",
            remedy=say("请在登录页填邮箱，点“公司账号”。"),
        )
