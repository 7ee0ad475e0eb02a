"""Mail about one's own account, which no choice of reminders turns off."""

from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from paidang.portal.actions.api_tokens import TELL_TOKEN
from paidang.portal.actions.passkeys import TELL_PASSKEY
from paidang.portal.actions.second_factor import TELL_RESET
from paidang.portal.templatetags.paidang import moment_text
from paidang.team.context import act_as
from paidang.team.models import Person
from paidang.team.queries import list_api_tokens, list_passkeys

RETRY = RetryStrategy(max_attempts=8, exponential_wait=4)


@app.task(name=TELL_RESET, queue="reminders", retry=RETRY)
def tell_reset(*, org_id: int, person_id: int, by_id: int, at: str) -> None:
    """Write to the person: who reset it, when, and what to do."""
    with act_as(org_id=org_id):
        person = Person.objects.select_related("account").get(pk=person_id)
        by = Person.objects.get(pk=by_id)
    with translation.override(person.account.language):
        mail = _mail_to(
            person, _("您的两步验证被重置"), "second_factor_reset", at=at, page="second_factor", by=by.name
        )
    mail.send()


@app.task(name=TELL_PASSKEY, queue="reminders", retry=RETRY)
def tell_passkey(*, org_id: int, person_id: int, passkey_id: int, at: str) -> None:
    """Write to the person: which passkey was added, when, and what to do if it was not them; also if it is gone again."""
    with act_as(org_id=org_id, person_id=person_id):
        person = Person.objects.select_related("account").get(pk=person_id)
        passkey = next((one.name for one in list_passkeys(person) if one.pk == passkey_id), "—")
    with translation.override(person.account.language):
        mail = _mail_to(
            person, _("您的账号添加了通行密钥"), "passkey_added", at=at, page="passkeys", passkey=passkey
        )
    mail.send()


@app.task(name=TELL_TOKEN, queue="reminders", retry=RETRY)
def tell_token(*, org_id: int, person_id: int, token_id: int, at: str) -> None:
    """Write to the person: which token was made, when, and what to do if it was not them; also if it is gone again."""
    with act_as(org_id=org_id, person_id=person_id):
        person = Person.objects.select_related("account").get(pk=person_id)
        token = next((one.name for one in list_api_tokens(person) if one.pk == token_id), "—")
    with translation.override(person.account.language):
        mail = _mail_to(
            person, _("您的账号做了接口令牌"), "token_made", at=at, page="api_tokens", token=token
        )
    mail.send()


def _mail_to(person: Person, what: str, template: str, *, at: str, page: str, **facts: str) -> EmailMessage:
    """In the language that is on: what happened `at`, and the page where the person sees to it."""
    context = {
        "name": person.name,
        "at": moment_text(datetime.fromisoformat(at)),
        "url": settings.PUBLIC_URL + reverse(f"portal:{page}"),
        **facts,
    }
    return EmailMessage(
        subject=_("拍档：%(what)s") % {"what": what},
        body=render_to_string(f"portal/mail/{template}.txt", context).strip() + "\n",
        to=[person.email],
    )
