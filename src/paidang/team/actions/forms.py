"""A form sent twice is done once: its key is taken in the transaction of the act, and gives the first answer from then on."""

from datetime import datetime, timedelta

from django.db import transaction

from paidang.kit.outcome import UnableTo
from paidang.kit.sentence import say
from paidang.team.context import knowing
from paidang.team.models import AnsweredForm, Person

KEPT_FOR = timedelta(days=3)
KEY_CHARACTERS = 64


class UnableToSendAgain(UnableTo):
    code = "KEY_USED"


@transaction.atomic
def take_form(*, person: Person, at: datetime, key: str, digest: str) -> tuple[AnsweredForm, bool]:
    """The form by its key, and whether it is sent for the first time. Who sends it at the same moment waits for the first.

    UnableToSendAgain for another form under a key that was used. Forms answered some days ago are forgotten.
    """
    AnsweredForm.objects.filter(person=person, at__lt=at - KEPT_FOR).delete()
    form, is_new = AnsweredForm.objects.get_or_create(
        person=person, key=key[:KEY_CHARACTERS], defaults={"digest": digest, "at": at}
    )
    if form.digest != digest:
        raise UnableToSendAgain(
            say("这张表已经交过，当时填的不一样"),
            remedy=say("请刷新页面，看过现在的情况再填。"),
        )
    return form, is_new


def keep_answer(form: AnsweredForm, *, status: int, **told: object) -> None:
    """What the form was answered with: the status and what else was `told`; the same from now on."""
    form.answer = {"status": status, **told}
    with knowing("app.person", str(form.person_id)):  # the act may have signed the person out
        form.save(update_fields=["answer"])


def give_back(form: AnsweredForm) -> None:
    """Nothing was done: the form may be sent again, mended."""
    with knowing("app.person", str(form.person_id)):
        form.delete()
