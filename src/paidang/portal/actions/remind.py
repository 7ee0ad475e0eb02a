"""Reminding the people of one organisation by e-mail, each of each duty and step exactly once.

The rows come first, in a transaction of their own. A letter goes out while its rows are locked, and they are marked in
the same transaction: a worker that is killed before the mail server has taken the letter leaves them waiting, and two
workers never hold the same row. Only a kill between the server's word and our commit could send a letter again; it
then bears the same Message-ID, by which mail programs show it once.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from smtplib import SMTPDataError, SMTPException, SMTPRecipientsRefused

from django.core.mail import EmailMultiAlternatives

from paidang.duties.actions import mark_sent, plan_reminders, postpone, wanted_of
from paidang.duties.models import Reminder
from paidang.duties.queries import has_been_written_to, lock_pending
from paidang.duties.rules.reminders import day_opens_at, is_hour_to_remind, is_pressing
from paidang.evidence.actions import append
from paidang.kit.period import day_of
from paidang.portal.queries.reminders import Due, list_due
from paidang.team.context import act_as
from paidang.team.models import Person
from paidang.team.rules.mail import NOW

REFUSED = (SMTPRecipientsRefused, SMTPDataError)
"""What the server says about one letter; anything else is about the server, and others need not be tried now."""


class MailServerDown(Exception):
    """The mail server could not be reached or would not let us in."""


@dataclass(frozen=True, slots=True)
class Letter:
    """What one person is written to about at once."""

    person: Person
    today: date
    ids: Sequence[int]
    dues: Sequence[Due]


Compose = Callable[[Letter], EmailMultiAlternatives]


def remind_organisation(*, org_id: int, at: datetime, compose: Compose) -> int:
    """Write to the people of an organisation about what is due, and return how many letters went out; by night only what presses.

    MailServerDown once the server fails; what could not be sent waits and is tried again later.
    """
    with act_as(org_id=org_id):
        due = list_due(org_id, at)
        waiting = plan_reminders(list(due), at=at)
        letters = list(_letters([(row, *due[wanted_of(row)]) for row in waiting], at))
    return sum(_send(letter, at, compose) for letter in letters)


def _letters(waiting: Sequence[tuple[Reminder, Person, Due]], at: datetime) -> Iterator[Letter]:
    """One letter for each duty, or one a day with all of them, as each person has chosen; what presses goes at once, by itself."""
    by_person: dict[int, list[tuple[Reminder, Person, Due]]] = {}
    for row in waiting:
        if row[0].next_at <= at:
            by_person.setdefault(row[1].pk, []).append(row)
    for rows in by_person.values():
        person = rows[0][1]
        is_hour, each = is_hour_to_remind(at), person.account.mail == NOW
        if is_hour and not each and not has_been_written_to(person.pk, since=day_opens_at(at)):
            yield Letter(person, day_of(at), [row[0].pk for row in rows], [row[2] for row in rows])
            continue
        for one, _who, due in rows:
            if (is_hour and each) or is_pressing(due.item.kind, due.item.due_at, at):
                yield Letter(person, day_of(at), [one.pk], [due])


def _send(letter: Letter, at: datetime, compose: Compose) -> bool:
    """Send one letter and mark its reminders; what the server refuses is put off."""
    person, failure = letter.person, None
    with act_as(org_id=person.org_id, person_id=person.pk):
        rows = lock_pending(letter.ids, at=at)
        if len(rows) < len(letter.ids):
            return False  # another worker has it, or has sent it
        mail = compose(letter)
        mail.extra_headers["Message-ID"] = _message_id(rows, mail.from_email)
        try:
            mail.send()
        except (SMTPException, OSError) as error:
            failure = error
            postpone(rows, at=at, reason=type(error).__name__)
        else:
            mark_sent(rows, at=at)
            append(
                person.org.chain_id, at=at, org_id=person.org_id, person_id=None, act="reminder.sent",
                subject=f"person:{person.pk}", facts={"count": len(rows), "reminders": [row.pk for row in rows]},
            )  # fmt: skip
    if failure and not isinstance(failure, REFUSED):
        raise MailServerDown(type(failure).__name__) from failure
    return failure is None


def _message_id(rows: Sequence[Reminder], sender: str) -> str:
    """The same for the same reminders."""
    named = hashlib.sha256(",".join(str(row.pk) for row in rows).encode()).hexdigest()[:32]
    return f"<reminder-{named}@{sender.rpartition('@')[2].strip('>')}>"
