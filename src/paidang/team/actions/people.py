"""Organisations and their people: register, invite, hand out a link, set a password, deactivate."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, connection, transaction
from django.db.models import F

from paidang.evidence.actions import append
from paidang.evidence.models import Chain
from paidang.kit.clause import clause
from paidang.kit.outcome import NotAllowed, NotFound, UnableTo
from paidang.kit.sentence import say
from paidang.team.context import act_as, knowing
from paidang.team.models import Account, ApiToken, Credential, Organisation, Person
from paidang.team.queries import is_link_good, make_link_token
from paidang.team.rules.links import Link
from paidang.team.rules.mail import LANGUAGES, MAILS
from paidang.team.rules.roles import MANAGER_OF, ROLES, who_may


class UnableToRegister(UnableTo):
    code = "ORGANISATION_NOT_REGISTERED"


class UnableToInvite(UnableTo):
    code = "PERSON_NOT_INVITED"


class UnableToSetPassword(UnableTo):
    code = "PASSWORD_NOT_SET"


class UnableToChooseMail(UnableTo):
    code = "MAIL_NOT_CHOSEN"


class UnableToDeactivate(UnableTo):
    code = "PERSON_NOT_DEACTIVATED"


def check_may(person: Person, act: str) -> None:
    """NotAllowed, naming who may, if the person's roles do not include the act."""
    if not person.may(act):
        raise NotAllowed(
            say("{name} 的角色不能做这件事", name=person.name), remedy=say("请找{who}。", who=who_may(act))
        )


def register_organisation(
    *, at: datetime, name: str, kind: str, code: str, manager_name: str, manager_email: str
) -> Person:
    """Register an organisation with its first manager, who may invite the others; return the manager.

    `code` is what a counterparty types to address it. To be called in nobody's name. Nothing is written if it fails.
    """
    if kind not in ROLES:
        raise UnableToRegister(
            say("没有“{kind}”这种机构", kind=kind), remedy=say("请选 brand（品牌方）或 agency（代运营）。")
        )
    if not name.strip() or not code.strip():
        raise UnableToRegister(say("机构要有名称和代码"), remedy=say("例如：青岚茶器，qinglan。"))
    org_id = _next_organisation_id()
    with act_as(org_id=org_id):
        chain = Chain.objects.create(orgs=[org_id])
        try:
            with transaction.atomic():
                org = Organisation.objects.create(
                    pk=org_id, name=name.strip()[:200], kind=kind, code=code.strip()[:40], chain=chain
                )
        except IntegrityError:
            raise UnableToRegister(
                say("机构代码 {code} 已有人用", code=code), remedy=say("请换一个代码。")
            ) from None
        facts = {"kind": kind, "code": org.code}
        append(
            chain.pk,
            at=at,
            org_id=org_id,
            person_id=None,
            act="org.registered",
            subject=f"org:{org_id}",
            facts=facts,
        )
        return _create_person(org, at, None, manager_name, manager_email, [MANAGER_OF[kind]])


def _next_organisation_id() -> int:
    """The number comes first: row-level security admits the row only in the name of the organisation itself."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select nextval(pg_get_serial_sequence('team_organisation', 'id'))")
        return int(cursor.fetchone()[0])


@clause("OP-4-B")
@transaction.atomic
def invite_person(
    *, person: Person, at: datetime, name: str, email: str, roles: Sequence[str]
) -> tuple[Person, Link]:
    """Add somebody to the manager's organisation, without a password, and return the one-time link to set one."""
    check_may(person, "manage_people")
    invited = _create_person(person.org, at, person, name, email, roles)
    return invited, _link(invited)


def _create_person(
    org: Organisation, at: datetime, by: Person | None, name: str, email: str, roles: Sequence[str]
) -> Person:
    address = email.strip().lower()
    if not name.strip():
        raise UnableToInvite(say("没有写姓名"), code="NAME_MISSING", remedy=say("请写对方的姓名。"))
    try:
        validate_email(address)
    except ValidationError:
        raise UnableToInvite(
            say("“{email}”不是邮箱", email=email),
            code="EMAIL_MALFORMED",
            remedy=say("邮箱要像 name@example.com。"),
        ) from None
    if not roles or not set(roles) <= set(ROLES[org.kind]):
        raise UnableToInvite(
            say("没有选这个机构有的角色"), code="ROLE_UNKNOWN", remedy=say("请至少选一个角色。")
        )
    try:
        with transaction.atomic():
            person = Person.objects.create(org=org, name=name.strip()[:80], roles=sorted(set(roles)))
            Account.objects.create(person=person, email=address)
    except IntegrityError:
        raise UnableToInvite(
            say("{address} 已有账号", address=address),
            code="EMAIL_TAKEN",
            remedy=say("请换一个邮箱；一个账号只属于一个机构。"),
        ) from None
    credential = Credential(person=person)
    credential.set_password(None)
    with knowing("app.person", str(person.pk)):
        credential.save(force_insert=True)
    record(person, by, at, "person.invited", {"roles": person.roles})
    return person


@transaction.atomic
def make_link(*, person: Person, at: datetime, person_id: int) -> tuple[Person, Link]:
    """A new one-time link for somebody of one's organisation who has none any more or forgot the password.

    The old password stays good until the link is used; links that were never used lose their force with it.
    """
    check_may(person, "manage_people")
    member = get_member(person, person_id)
    if not member.is_active:
        raise UnableToInvite(
            say("{name} 已停用", name=member.name), code="DEACTIVATED", remedy=say("先恢复，再给链接。")
        )
    with knowing("app.person", str(member.pk)):
        if not member.credential.has_password():
            member.credential.set_password(None)  # earlier links of somebody who never came are void
            member.credential.save(update_fields=["password"])
    record(member, person, at, "person.link_made")
    return member, _link(member)


@transaction.atomic
def set_password(*, person: Person, at: datetime, password: str, token: str) -> None:
    """Set the person's own password by the token of a link; the link is used up, sessions elsewhere end."""
    if not person.is_active or not is_link_good(person, token):
        raise UnableToSetPassword(
            say("这个链接已用过或已过期"),
            code="LINK_SPENT",
            remedy=say("请本单位的项目经理或品牌经理给您新的链接。"),
        )
    try:
        validate_password(password, person)
    except ValidationError as error:
        raise UnableToSetPassword(
            "；".join(error.messages), code="PASSWORD_WEAK", remedy=say("换一个再试。")
        ) from None
    with knowing("app.person", str(person.pk)):
        person.credential.set_password(password)
        person.credential.save(update_fields=["password"])
    record(person, person, at, "person.password_set")


@transaction.atomic
def deactivate_person(*, person: Person, at: datetime, person_id: int) -> Person:
    """End somebody's access at once, open sessions and tokens too; what they did stays on record. Twice is once."""
    check_may(person, "manage_people")
    member = get_member(person, person_id)
    if member.pk == person.pk:
        raise UnableToDeactivate(
            say("不能停用自己"), code="ONESELF", remedy=say("请本单位的另一位经理来做。")
        )
    if member.is_active:
        member.is_active = False
        member.save(update_fields=["is_active"])
        with knowing("app.person", str(member.pk)):
            ApiToken.objects.filter(person=member).delete()
        record(member, person, at, "person.deactivated")
    return member


@transaction.atomic
def reactivate_person(*, person: Person, at: datetime, person_id: int) -> Person:
    """Let somebody in again, with the password they had. Twice is once."""
    check_may(person, "manage_people")
    member = get_member(person, person_id)
    if not member.is_active:
        member.is_active = True
        member.save(update_fields=["is_active"])
        record(member, person, at, "person.reactivated")
    return member


@transaction.atomic
def choose_mail(*, person: Person, at: datetime, mail: str, language: str) -> Person:
    """Set how oneself is reminded by e-mail (`rules.mail.MAILS`) and in which language. The same twice is once."""
    if mail not in MAILS or language not in LANGUAGES:
        raise UnableToChooseMail(
            say("没有这种提醒方式或语言"), remedy=say("请选每天一封、逐件发或不发，和中文或英文。")
        )
    account = person.account
    if (account.mail, account.language) != (mail, language):
        account.mail, account.language = mail, language
        account.save(update_fields=["mail", "language"])
        record(person, person, at, "person.mail_chosen", {"mail": mail, "language": language})
    return person


def get_member(person: Person, person_id: int) -> Person:
    """Somebody of the person's own organisation, or NotFound."""
    member = Person.objects.select_related("org").filter(pk=person_id, org_id=person.org_id).first()
    if member is None:
        raise NotFound(say("本单位没有这个人"), remedy=say("请刷新页面。"))
    return member


def end_sessions(person: Person) -> None:
    """Let all open sessions of somebody end; the caller keeps the one at hand, if it is theirs."""
    with knowing("app.person", str(person.pk)):
        Credential.objects.filter(person=person).update(sessions=F("sessions") + 1)
        person.credential.refresh_from_db(fields=["sessions"])


def _link(person: Person) -> Link:
    return Link(person.org_id, person.pk, make_link_token(person))


def record(
    person: Person, by: Person | None, at: datetime, act: str, facts: Mapping[str, object] | None = None
) -> None:
    """Put on record, in the organisation's chain, what was done about a person, and by whom."""
    append(
        person.org.chain_id, at=at, org_id=person.org_id, person_id=by.pk if by else None, act=act,
        subject=f"person:{person.pk}", facts=facts,
    )  # fmt: skip
