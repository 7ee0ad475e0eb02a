"""The job that asks a language model: it holds no transaction while it waits for the answer."""

import os
from datetime import UTC, datetime

from procrastinate.contrib.django import app

from paidang.contracts.actions.propose import keep_answer
from paidang.contracts.engines import language_model
from paidang.contracts.engines.language_model import NoModel, model_of
from paidang.contracts.models import ModelProposals
from paidang.contracts.rules.proposing import Proposed
from paidang.contracts.rules.reading.model import Quote
from paidang.contracts.rules.reading.unread import unread_of
from paidang.kit.sentence import say
from paidang.team.context import act_as
from paidang.team.models import Person


@app.task(name="contracts.propose", queue="contracts")
def propose(*, asking_id: int, org_id: int, person_id: int) -> None:
    """Ask the configured model about the unread sentences, and keep what the text bears out."""
    with act_as(org_id=org_id, person_id=person_id):
        text = ModelProposals.objects.select_related("text").get(pk=asking_id).text
        sentences = unread_of(text.text, text.reading["documents"][text.document])
    proposed, failed = _ask(sentences)
    with act_as(org_id=org_id, person_id=person_id):
        person = Person.objects.get(pk=person_id)
        keep_answer(
            person=person, at=datetime.now(UTC), asking_id=asking_id, proposed=proposed, failed=failed
        )


def _ask(sentences: list[Quote]) -> tuple[Proposed | None, str]:
    model = model_of(os.environ)
    if model is None:
        return None, say("没有配置语言模型")
    try:
        return language_model.propose(model, sentences), ""
    except NoModel as no:
        return None, no.args[0]
