"""Organisations and the people in them. A person belongs to exactly one organisation."""

from collections.abc import Collection
from typing import ClassVar

from django.contrib.auth import hashers
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.crypto import salted_hmac

from paidang.evidence.models import Chain
from paidang.team.rules.api_tokens import TOKEN_NAME_CHARACTERS, VERBS
from paidang.team.rules.company_sign_in import URL_CHARACTERS
from paidang.team.rules.mail import DIGEST, LANGUAGES, MAILS, ZH
from paidang.team.rules.one_time_codes import RECOVERY_CODES
from paidang.team.rules.passkeys import ID_CHARACTERS, NAME_CHARACTERS
from paidang.team.rules.roles import AGENCY, BRAND, may


class Organisation(models.Model):
    """A brand 品牌方 or an agency 代运营. `code` is what a counterparty types to address it.

    `name` is what people call it; `legal_name` is the registered one where it is another: contracts are signed under it.
    """

    name = models.CharField(max_length=200)
    legal_name = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=10, choices=[(BRAND, "品牌方"), (AGENCY, "代运营")])
    code = models.CharField(max_length=40, unique=True)
    chain = models.OneToOneField(Chain, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="organisation_kind", condition=models.Q(kind__in=[BRAND, AGENCY])),
            models.CheckConstraint(name="organisation_name", condition=~models.Q(name="")),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def registered_name(self) -> str:
        """The name under which it signs contracts."""
        return self.legal_name or self.name


class Person(models.Model):
    """Somebody who signs in, as the other side of a contract knows them too: no more than name, roles, whether active.

    `roles` are keys of `team.rules.roles.ROLES`. The address is in `account`, the password in `credential`.
    """

    name = models.CharField(max_length=80)
    org = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="people")
    roles = ArrayField(models.CharField(max_length=30), default=list)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "id"  # Django wants one; people are found by `sign_in.PasswordBackend`
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    is_authenticated, is_anonymous = True, False

    def __str__(self) -> str:
        return self.name

    @property
    def email(self) -> str:
        """The address they sign in with and are written to."""
        return self.account.email

    def get_session_auth_hash(self) -> str:
        """What a session holds of the person: it ends when this is another."""
        return self.credential.session_hash()

    only: Collection[str] | None = (
        None  # the verbs of the token by which a program acts in this person's name
    )

    def may(self, act: str) -> bool:
        """Whether this person's roles include the act, and the token by which they act, if there is one."""
        return may(self.roles, act) and (self.only is None or act in self.only)


class Account(models.Model):
    """What of a person is their own organisation's business alone: the address, and how they want to be reminded (`mail`)."""

    person = models.OneToOneField(Person, on_delete=models.PROTECT, primary_key=True, related_name="account")
    email = models.EmailField(unique=True)
    mail = models.CharField(max_length=10, default=DIGEST, choices=[(mail, mail) for mail in MAILS])
    language = models.CharField(max_length=10, default=ZH, choices=[(lang, lang) for lang in LANGUAGES])

    class Meta:
        constraints = [
            models.CheckConstraint(name="account_mail", condition=models.Q(mail__in=MAILS)),
            models.CheckConstraint(name="account_language", condition=models.Q(language__in=LANGUAGES)),
        ]


class Credential(models.Model):
    """A person's password, as a hash; visible in that person's own name alone.

    `sessions` is counted up to end all that are open: those before a second factor was turned on or taken away, those
    that a lost passkey may have opened.
    """

    person = models.OneToOneField(
        Person, on_delete=models.PROTECT, primary_key=True, related_name="credential"
    )
    password = models.CharField(max_length=128)
    sessions = models.PositiveIntegerField(default=0)

    def set_password(self, raw: str | None) -> None:
        """Another password; None is one that nobody can give, another each time."""
        self.password = hashers.make_password(raw)

    def has_password(self) -> bool:
        """Whether there is one that somebody can give."""
        return hashers.is_password_usable(self.password)

    def check_password(self, raw: str) -> bool:
        """Whether this is the password. A hash made as one no longer makes them is made anew."""
        return hashers.check_password(raw, self.password, self._renew)

    def _renew(self, raw: str) -> None:
        self.set_password(raw)
        self.save(update_fields=["password"])

    def session_hash(self) -> str:
        """Another one when the password or `sessions` is another."""
        return salted_hmac(
            "paidang.team.session", f"{self.sessions}|{self.password}", algorithm="sha256"
        ).hexdigest()


class SecondFactor(models.Model):
    """The secret of a person's authenticator app, encrypted (`rules.vault`); it counts from `confirmed_at` on.

    `last_step` is the latest 30 seconds whose code was used; `recovery` are keyed hashes of the recovery codes left.
    """

    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="+")
    secret = models.CharField(max_length=200)
    begun_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    last_step = models.BigIntegerField(default=0)
    recovery = ArrayField(models.CharField(max_length=64), default=list, size=RECOVERY_CODES)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="second_factor_recovery", condition=models.Q(recovery__len__lte=RECOVERY_CODES)
            ),
            models.CheckConstraint(
                name="second_factor_codes_once_on",
                condition=models.Q(confirmed_at__isnull=False) | models.Q(recovery__len=0),
            ),
        ]


class WrongTry(models.Model):
    """A wrong password or code; `key` is a hash of whose try it was, and of where from (`actions.tries`)."""

    key = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["key", "at"], name="wrong_tries_of_a_key")]


class Passkey(models.Model):
    """A key on a person's device with which they sign in; only its public half is here.

    `credential_id` is its number (base64url), by which it is found at sign-in; `host` the name it is good under;
    `sign_count` what its own counter last said, 0 for devices that do not count.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=NAME_CHARACTERS)
    credential_id = models.CharField(max_length=ID_CHARACTERS, unique=True)
    public_key = models.BinaryField()
    sign_count = models.BigIntegerField()
    host = models.CharField(max_length=253)
    added_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="passkey_name", condition=~models.Q(name="")),
            models.CheckConstraint(name="passkey_sign_count", condition=models.Q(sign_count__gte=0)),
        ]


class CompanySignIn(models.Model):
    """An organisation's own OpenID provider, for its people with addresses of `domains`.

    It is offered at the door from `tested_at` on, and is the only way in for who is no manager where `required`.
    `secret` is encrypted (`rules.vault`).
    """

    org = models.OneToOneField(Organisation, on_delete=models.PROTECT, related_name="+")
    issuer = models.CharField(max_length=URL_CHARACTERS)
    client_id = models.CharField(max_length=200)
    secret = models.CharField(max_length=3000)
    domains = ArrayField(models.CharField(max_length=253))
    set_at = models.DateTimeField()
    tested_at = models.DateTimeField(null=True)
    required = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(name="company_sign_in_domains", condition=models.Q(domains__len__gte=1)),
            models.CheckConstraint(
                name="company_sign_in_required_once_tested",
                condition=models.Q(required=False) | models.Q(tested_at__isnull=False),
            ),
        ]


class AnsweredForm(models.Model):
    """A form that a person has sent, by the key that the page gave it: what it said (`digest`) and what it was answered with.

    Or what their program has sent to the API with a key of its own (`actions.once`). `answer` is {status, headers} of a
    page, {status, body} of the API; it is written in the transaction of the act, and so is there if and only if the act is.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    answer = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="answered_form_once")]


class ApiToken(models.Model):
    """With whose words a program acts in a person's name, and for which verbs (`rules.api_tokens`), until a day (in).

    `token_hash` is keyed with the installation's key; the token itself is shown once and kept nowhere.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=TOKEN_NAME_CHARACTERS)
    token_hash = models.CharField(max_length=64, unique=True)
    verbs = ArrayField(models.CharField(max_length=30))
    until = models.DateField()
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="api_token_name", condition=~models.Q(name="")),
            models.CheckConstraint(
                name="api_token_verbs",
                condition=models.Q(verbs__len__gte=1, verbs__contained_by=list(VERBS)),
            ),
        ]
