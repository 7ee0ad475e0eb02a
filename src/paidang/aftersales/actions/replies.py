"""Texts for buyers: both sides edit them, each edit is a version, nothing is lost."""

from datetime import datetime

from django.db import transaction

from paidang.aftersales.actions.recording import UnableToServe, contract_for, text_of
from paidang.aftersales.models import ReplyText
from paidang.aftersales.queries.replies import list_replies
from paidang.aftersales.rules.macros import (
    PLACEHOLDERS,
    TEXT_CHARACTERS,
    TITLE_CHARACTERS,
    unknown_placeholders,
)
from paidang.contracts.queries.numbers import next_number
from paidang.evidence.actions import append
from paidang.kit.clause import clause
from paidang.kit.sentence import say
from paidang.team.models import Person

REPLIES_MAX = 200


@clause("OP-4-B-5")
@transaction.atomic
def edit_reply(
    *, person: Person, at: datetime, code: str, number: int = 0, title: str, text: str
) -> ReplyText:
    """Write a text's next version; `number` 0 makes a new text. The same words again change nothing."""
    contract = contract_for(person, code, "edit_replies", lock=True)
    title = text_of(title, say("标题"), most=TITLE_CHARACTERS)
    text = text_of(text, say("用语"), most=TEXT_CHARACTERS)
    if unknown := unknown_placeholders(text):
        raise UnableToServe(
            say("没有这样的空格：{names}", names=unknown),
            code="PLACEHOLDER_UNKNOWN",
            remedy=say("可用：{names}。", names=list(PLACEHOLDERS)),
        )
    known = {reply.number: reply for reply in list_replies(contract.pk)}
    before = known.get(number)
    if number and before is None:
        raise UnableToServe(say("这条用语已经去掉"), code="REPLY_GONE", remedy=say("请另写一条。"))
    if before is None and len(known) >= REPLIES_MAX:
        raise UnableToServe(say("用语最多 {most} 条", most=REPLIES_MAX), code="TOO_MANY_REPLIES")
    if before and (before.title, before.text) == (title, text):
        return before
    reply = ReplyText.objects.create(
        contract=contract, number=number or next_number(ReplyText, contract=contract),
        version=before.version + 1 if before else 1,
        title=title, text=text, edited_by=person, edited_at=at,
    )  # fmt: skip
    _record(reply, person, at, "replies.edited")
    return reply


@clause("OP-4-B-5")
@transaction.atomic
def remove_reply(*, person: Person, at: datetime, code: str, number: int) -> None:
    """Take a text away; its versions stay. Twice is once."""
    contract = contract_for(person, code, "edit_replies", lock=True)
    before = {reply.number: reply for reply in list_replies(contract.pk)}.get(number)
    if before is None:
        return
    gone = ReplyText.objects.create(
        contract=contract, number=number, version=before.version + 1, title=before.title, text="", edited_by=person,
        edited_at=at,
    )  # fmt: skip
    _record(gone, person, at, "replies.removed")


def _record(reply: ReplyText, person: Person, at: datetime, act: str) -> None:
    append(
        reply.contract.chain_id, at=at, org_id=person.org_id, person_id=person.pk, act=act, subject=reply.contract.code,
        facts={"number": reply.number, "version": reply.version, "title": reply.title},
    )  # fmt: skip
