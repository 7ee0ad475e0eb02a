"""Asking a language model about the sentences that were not read, and keeping what the text bears out of its answer."""

from datetime import datetime, timedelta

from django.db import transaction

from paidang.contracts.actions.recording import check_draft, record
from paidang.contracts.models import ModelProposals
from paidang.contracts.queries import get_contract, get_standing
from paidang.contracts.rules.proposing import Proposed
from paidang.contracts.rules.reading.unread import unread_of
from paidang.kit.outcome import UnableTo
from paidang.kit.sentence import say
from paidang.team.actions import check_may
from paidang.team.models import Person

LOST_AFTER = timedelta(minutes=5)
"""A model is given a minute: an asking without an answer for so long was lost with its worker."""


class UnableToAsk(UnableTo):
    code = "MODEL_NOT_ASKED"


@transaction.atomic
def ask_model(
    *, person: Person, at: datetime, code: str, model: str, host: str
) -> tuple[ModelProposals, bool]:
    """Put on record that a model at `host` is asked about the draft's latest text; the job that asks it follows.

    True: this call is the asking. While one is under way a second changes nothing. Raises UnableToAsk where no sentence
    is unread or the contract is no draft any more.
    """
    check_may(person, "decide_term")
    contract = get_contract(code, lock=True)
    check_draft(contract, UnableToAsk)
    text = get_standing(contract).text
    if not unread_of(text.text, text.reading["documents"][text.document]):
        raise UnableToAsk(say("没有未读成约定的句子"), code="NOTHING_UNREAD", remedy=say("不用问。"))
    asking = text.proposals.filter(answered_at=None).first()
    if asking and at - asking.asked_at < LOST_AFTER:
        return asking, False
    if asking:
        _close(asking, at, failed=say("上一次问没有回音"))
    asked = ModelProposals.objects.create(
        contract=contract, text=text, model=model[:120], host=host[:200], asked_by=person, asked_at=at
    )
    facts = {"version": text.number, "model": asked.model, "host": asked.host, "text_sha256": text.sha256}
    record(contract, person, at, "model.asked", facts)
    return asked, True


@transaction.atomic
def keep_answer(
    *, person: Person, at: datetime, asking_id: int, proposed: Proposed | None, failed: str = ""
) -> ModelProposals:
    """Keep what is left of the answer, or why there is none. An asking that was given up or answered meanwhile stays."""
    asking = (
        ModelProposals.objects.select_for_update(of=("self",))
        .select_related("contract__chain")
        .get(pk=asking_id)
    )
    if asking.answered_at:
        return asking
    if proposed is None:
        _close(asking, at, failed=failed)
        return asking
    asking.found = [one.to_json() for one in proposed.kept]
    asking.refused = proposed.refused
    _close(asking, at)
    facts = {"model": asking.model, "kept": len(proposed.kept), "refused": proposed.refused}
    record(asking.contract, person, at, "model.answered", facts)
    return asking


def _close(asking: ModelProposals, at: datetime, *, failed: str = "") -> None:
    asking.answered_at, asking.failed = at, failed
    asking.save(update_fields=["found", "refused", "answered_at", "failed"])
