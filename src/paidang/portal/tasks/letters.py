"""What a reminder says: short subject, what to do, by when, by which clause, and the link. In its reader's language."""

from datetime import date

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from paidang.duties.rules.reminders import ASKED, BY_THE_HOUR, ESCALATED
from paidang.kit.period import SHANGHAI
from paidang.portal.actions.remind import Letter
from paidang.portal.queries.approve_link import path_in_notice
from paidang.portal.queries.reminders import Due
from paidang.portal.rules.clause_words import clause_words
from paidang.portal.rules.worklist import working_days_left
from paidang.portal.templatetags.paidang import weekday_text
from paidang.team.models import Person

SUBJECT_MAX = 120
TASKS_MAX = 20


def compose(letter: Letter) -> EmailMultiAlternatives:
    """The mail, as plain text and as simple HTML; of very many duties the first ones, and how many there are besides."""
    person, today = letter.person, letter.today
    with translation.override(person.account.language):
        context = {
            "name": person.name,
            "tasks": [_task(due, person, today) for due in letter.dues[:TASKS_MAX]],
            "more": max(0, len(letter.dues) - TASKS_MAX),
            "today_url": settings.PUBLIC_URL + reverse("portal:today"),
            "settings_url": settings.PUBLIC_URL + reverse("portal:settings") + "#mail",
            "language": person.account.language,
        }
        mail = EmailMultiAlternatives(
            subject=_subject(letter),
            body=render_to_string("portal/mail/reminder.txt", context).strip() + "\n",
            to=[person.email],
        )
        mail.attach_alternative(render_to_string("portal/mail/reminder.html", context), "text/html")
    return mail


def _subject(letter: Letter) -> str:
    """`今天到期：确认 2026-03 对账单`; for several `3 件事要做，逾期 1 件`. One line, whatever a file was called."""
    today = letter.today
    if len(letter.dues) == 1:
        due = letter.dues[0]
        text = _("%(when)s：%(what)s") % {"when": _when(due, today), "what": due.item.title}
    else:
        n, late = len(letter.dues), sum(_is_late(due, today) for due in letter.dues)
        text = ngettext("%(n)d 件事要做", "%(n)d 件事要做", n) % {"n": n}
        if late:
            text += _("，逾期 %(n)d 件") % {"n": late}
    text = " ".join(text.split())
    return _("拍档：%(what)s") % {"what": text if len(text) <= SUBJECT_MAX else text[: SUBJECT_MAX - 1] + "…"}


def _is_late(due: Due, today: date) -> bool:
    return due.step != ASKED and due.due_on < today


def _hour_of(due: Due) -> str:
    """`09:11`, where its time runs out at an hour; else nothing."""
    at = due.item.due_at
    return f"{at.astimezone(SHANGHAI):%H:%M}" if at and due.item.kind in BY_THE_HOUR else ""


def _when(due: Due, today: date) -> str:
    if due.due_on == today and (hour := _hour_of(due)):
        return _("今天 %(hour)s 截止") % {"hour": hour}
    if due.step == ASKED:
        return _("新的权利") if due.item.is_right else _("轮到您")
    return when_words(due.due_on, today)


def when_words(due_on: date, today: date) -> str:
    """`还有 3 个工作日`, `今天到期`, `逾期 2 天`."""
    if due_on > today:
        n = working_days_left(due_on, today)
        return ngettext("还有 %(n)d 个工作日", "还有 %(n)d 个工作日", n) % {"n": n}
    if due_on == today:
        return _("今天到期")
    n = (today - due_on).days
    return ngettext("逾期 %(n)d 天", "逾期 %(n)d 天", n) % {"n": n}


def _task(due: Due, person: Person, today: date) -> dict[str, object]:
    """One duty of the letter, all in words."""
    item = due.item
    if not due.is_doer and due.step in ESCALATED:
        todo = _("已升级给您：请催办，或把它交给别人。")
    elif not due.is_doer:
        todo = _("现在没有人的角色能做这件事：请给一个人相应的角色。")
    elif item.is_right:
        todo = _("用不用由你们定；只提醒这一次。")
    elif hour := _hour_of(due):
        todo = _("请在 %(day)s %(hour)s 之前答复；过了就不能再批。") % {
            "day": f"{item.due_on:%m-%d}",
            "hour": hour,
        }
    elif due.step == ASKED:
        todo = _("对方或同事在等；只提醒这一次。")
    else:
        todo = (
            _("请在当天结束前做完；做完就不再提醒。")
            if due.due_on >= today
            else _("请尽快做完；做完就不再提醒。")
        )
    return {
        "title": item.title,
        "when": _when(due, today),
        "late": _is_late(due, today),
        "asked": due.step == ASKED,
        "is_right": item.is_right,
        "day": f"{due.due_on:%Y-%m-%d} {weekday_text(due.due_on)}",
        "contract": f"{due.title}（{item.contract}）" if item.contract != due.title else due.title,
        "clause": clause_words(item.clause, english=translation.get_language() == "en")
        if item.clause
        else "",
        "todo": todo,
        "url": settings.PUBLIC_URL
        + (
            (due.is_doer and path_in_notice(item, person))
            or reverse("portal:duty", args=(item.code, item.key))
        ),
    }
