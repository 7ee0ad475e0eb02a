"""Talking about the clauses of a draft: remarks, answers to offers, other words; and the version made of what is agreed."""

import hashlib
from datetime import datetime

from django.db import transaction

from paidang.contracts.actions.recording import check_draft, is_agreement, record
from paidang.contracts.models import ClauseReply, Contract, ContractText
from paidang.contracts.queries import Negotiation, get_contract, get_negotiation
from paidang.contracts.rules.comparing import ClauseChange
from paidang.contracts.rules.composing import compose
from paidang.contracts.rules.negotiating import ACCEPT, ACCEPTED, OFFER, REMARK, TAKE_BACK
from paidang.contracts.rules.reading import read_contract
from paidang.duties.actions import close_duty, raise_duty
from paidang.evidence.rules.chain import text_digest
from paidang.kit.outcome import UnableTo
from paidang.kit.period import day_end_at
from paidang.kit.sentence import say
from paidang.kit.sides import SIDES
from paidang.team.actions import check_may
from paidang.team.models import Person

REMARK_MAX, WORDING_MAX = 2000, 5000


class UnableToReply(UnableTo):
    code = "CLAUSE_NOT_ANSWERED"


class UnableToCompose(UnableTo):
    code = "VERSION_NOT_COMPOSED"


@transaction.atomic
def reply_to_clause(
    *,
    person: Person,
    at: datetime,
    code: str,
    version: int,
    key: str,
    kind: str,
    body: str = "",
    seen: int | None = None,
) -> ClauseReply:
    """Say something to a clause of the latest version: a remark, yes or no to the other side's offer, that the yes is
    taken back, or other words.

    `body` is the remark, the reason of a no (may be empty), or the whole new wording of an offer, without the number.
    `seen` is the id of the last reply that the person saw, 0 for none: a yes is for those words alone. None asks nothing.
    Said twice at once it stands once. Raises UnableToReply where it is not this side's turn, the version is no longer
    the latest, nothing or too much is said, or the contract is in force.
    """
    check_may(person, "decide_term")
    contract = get_contract(code, lock=True)
    check_draft(contract, UnableToReply)
    room = get_negotiation(contract)
    change = _change_meant(room, version, key)
    said = body.strip()
    last = next(reversed(room.replies.get(key, [])), None)
    if last and (last.person_id, last.kind, last.body) == (person.pk, kind, said):
        return last
    if kind == ACCEPT and seen is not None and seen != (last.pk if last else 0):
        raise UnableToReply(
            say("{clause} 刚有了新的话", clause=change.path), code="SAID_MEANWHILE", remedy=say("请刷新页面，看过再接受。")
        )  # fmt: skip
    _check_said(change, room, kind, said)
    if kind == TAKE_BACK and person.org_id in room.after.accepted_by:
        raise UnableToReply(
            say("你们已接受整份合同"), code="CONTRACT_ACCEPTED", remedy=say("请先在合同页收回接受。")
        )
    if kind not in room.talks[key].allows(contract.side_of(person.org_id)):
        raise UnableToReply(
            say("{clause} 现在不能这样答复：已经谈妥，或在等对方", clause=change.path), remedy=say("请刷新页面，看最新的一句。")
        )  # fmt: skip
    made = ClauseReply.objects.create(
        contract=contract,
        version=version,
        key=key,
        clause=change.path,
        kind=kind,
        body=said,
        person=person,
        at=at,
    )
    facts = {"version": version, "clause": change.path, "key": key, "body_sha256": text_digest(said)}
    record(contract, person, at, f"clause.{kind}", facts)
    ask_for_answers(contract, at)
    return made


def _change_meant(room: Negotiation, version: int, key: str) -> ClauseChange:
    if version != room.after.text.number:
        raise UnableToReply(
            say("第 {version} 稿已不是最新的一稿", version=version), remedy=say("请打开最新的一稿再答复。")
        )
    found = next((change for change in room.found.clauses if change.key == key), None)
    if found is None:
        raise UnableToReply(say("这一稿里没有这一条"), remedy=say("请刷新页面。"))
    return found


def _check_said(change: ClauseChange, room: Negotiation, kind: str, said: str) -> None:
    most = WORDING_MAX if kind == OFFER else REMARK_MAX
    if len(said) > most or (kind in (REMARK, OFFER) and not said):
        raise UnableToReply(say("要写 1 到 {most} 个字", most=most), remedy=say("请改短一些，或写上内容。"))
    standing = room.talks[change.key].wording or (change.now.body if change.now else "")
    if kind == OFFER and said == standing:
        raise UnableToReply(say("和现在的写法一字不差"), remedy=say("请改写后再提。"))


def ask_for_answers(contract: Contract, at: datetime) -> None:
    """Put on each side's worklist how many offers of the latest version wait for its word; nothing waits: off it.

    The day by which an answer is asked for binds the side that the version was handed to.
    """
    room = get_negotiation(contract)
    waiting = [room.talks[change.key].waits_for for change in room.open]
    latest = room.after.text
    page = f"/contracts/{contract.code}/compare"
    for side in SIDES:
        count = waiting.count(side)
        if count and contract.brand_id and contract.agency_id:
            facts = {"title": contract.title, "count": count}
            is_asked = side != contract.side_of(latest.uploaded_by.org_id)
            raise_duty(
                contract.pk,
                key=f"offers:{side}",
                kind="answer_offers",
                side=side,
                page=page,
                at=at,
                due_at=day_end_at(latest.answer_by) if latest.answer_by and is_asked else None,
                facts=facts,
            )
        else:
            close_duty(contract.pk, key=f"offers:{side}", at=at)


@transaction.atomic
def compose_version(*, person: Person, at: datetime, code: str, version: int) -> ContractText:
    """Make the next version of what both sides have accepted of `version`; what was declined stays as it was before.

    Words given for an earlier version do not count for it. Asked twice it is made once. Raises UnableToCompose while an
    offer waits for an answer, where all is written already, or `version` is no longer the latest.
    """
    check_may(person, "upload_contract")
    contract = get_contract(code, lock=True)
    check_draft(contract, UnableToCompose)
    room = get_negotiation(contract)
    latest = room.after.text
    if latest.composed and latest.number == version + 1:
        return latest
    if version != latest.number:
        raise UnableToCompose(
            say("第 {version} 稿已不是最新的一稿", version=version), remedy=say("请打开最新的一稿。")
        )
    if room.open:
        raise UnableToCompose(
            say("还有 {count} 处没谈妥", count=len(room.open)),
            code="CLAUSES_OPEN",
            remedy=say("请先逐条答复。"),
        )
    if not room.unwritten:
        raise UnableToCompose(say("谈妥的都已写在这一稿里"), remedy=say("可以直接接受合同。"))
    text = compose(
        room.before.text.text, latest.text, int(room.after.document["start"]), room.found.clauses, room.talks
    )
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    name = f"{contract.code} v{latest.number + 1}.txt"
    reading = read_contract(text, name=name, sha256=sha256).to_json()
    if not is_agreement(reading, latest.document):
        raise UnableToCompose(say("合成的文字读不成协议"), remedy=say("请检查还价的写法，或上传改好的全文。"))
    made = ContractText.objects.create(
        contract=contract, number=latest.number + 1, file_name=name, sha256=sha256, text=text, document=latest.document,
        reading=reading, party_a=latest.party_a, composed=True, uploaded_by=person, uploaded_at=at,
    )  # fmt: skip
    close_duty(contract.pk, key="accept", at=at)
    accepted = sum(talk.state == ACCEPTED for talk in room.talks.values())
    record(
        contract, person, at, "contract.composed",
        {"number": made.number, "of": latest.number, "text_sha256": sha256, "accepted": accepted},
    )  # fmt: skip
    ask_for_answers(contract, at)
    return made
