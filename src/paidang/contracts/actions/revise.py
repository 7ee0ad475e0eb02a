"""Negotiating a draft: either side hands in the next version of the text."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from paidang.contracts.actions.negotiate import ask_for_answers
from paidang.contracts.actions.recording import check_draft, is_agreement, record
from paidang.contracts.models import ContractText
from paidang.contracts.queries import get_contract
from paidang.duties.actions import close_duty
from paidang.kit.outcome import UnableTo
from paidang.kit.period import day_of
from paidang.kit.sentence import say
from paidang.team.actions import check_may
from paidang.team.models import Person


class UnableToRevise(UnableTo):
    code = "CONTRACT_NOT_REVISED"


@transaction.atomic
def submit_version(
    *,
    person: Person,
    at: datetime,
    code: str,
    file_name: str,
    sha256: str,
    text: str,
    reading: Mapping[str, Any],
    document: int,
    answer_by: date | None = None,
) -> ContractText:
    """Hand in the next version of a draft's text; from then on it is what both sides look at.

    Words given for an earlier version do not count for it; addenda agreed so far stay. The same text as the latest
    changes nothing. `answer_by` is the last day on which the other side is asked to answer. Raises UnableToRevise where
    the document is no agreement, the contract is in force or that day is over.
    """
    check_may(person, "upload_contract")
    contract = get_contract(code, lock=True)
    check_draft(contract, UnableToRevise)
    if not is_agreement(reading, document):
        raise UnableToRevise(say("这份文字里没有可以履行的协议"), remedy=say("请上传合同全文。"))
    if answer_by and answer_by < day_of(at):
        raise UnableToRevise(
            say("答复的日子 {day} 已经过了", day=answer_by.isoformat()), remedy=say("请选今天或以后的一天，或留空。")
        )  # fmt: skip
    latest = contract.texts.latest("number")
    if (latest.sha256, latest.document) == (sha256, document):
        return latest
    made = ContractText.objects.create(
        contract=contract, number=latest.number + 1, file_name=file_name, sha256=sha256, text=text, document=document,
        reading=reading, party_a=latest.party_a, uploaded_by=person, uploaded_at=at,
        answer_by=answer_by,
    )  # fmt: skip
    close_duty(contract.pk, key="accept", at=at)
    record(
        contract,
        person,
        at,
        "contract.revised",
        {"number": made.number, "text_sha256": sha256, "document": document},
    )
    ask_for_answers(contract, at)
    return made
