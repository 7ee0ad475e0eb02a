"""A page from its submission to its publication: the brand's written word is about the digest of all of it."""

from datetime import datetime

from django.db import transaction

from paidang.contracts.actions.given import hand_over
from paidang.duties.actions import close_duty, raise_duty
from paidang.kit.clause import clause
from paidang.kit.period import day_of
from paidang.kit.sentence import say
from paidang.studio.actions.pages import name_of
from paidang.studio.actions.recording import UnableToProof, contract_for, record, text_of
from paidang.studio.models import Edition, Page
from paidang.studio.queries.pages import (
    content_now,
    find_edition,
    get_page,
    list_blocks,
    signed_of,
    without_right,
)
from paidang.studio.rules.page import missing_to_publish, page_digest, unfit_to_submit
from paidang.studio.rules.words import AGREED, DRAFT, PAGE_STATES, PUBLISHED, SENT_BACK, SUBMITTED
from paidang.team.models import Person


@clause("PH-2", "TC-3-2", "OP-2-B-3")
@transaction.atomic
def submit_page(*, person: Person, at: datetime, code: str, page_id: int) -> Edition:
    """Show the brand the page as it stands, as its next edition, and ask for its written word."""
    page = get_page(contract_for(person, code, "make_pictures"), page_id, lock=True)
    content, last = content_now(page), find_edition(page, lock=True)
    sha256 = page_digest(content)
    if last and last.sha256 == sha256 and page.state in (SUBMITTED, AGREED, PUBLISHED):
        return last
    if unfit := unfit_to_submit(content):
        raise UnableToProof(
            say("{faults}", faults=[one.message for one in unfit]),
            code=unfit[0].code,
            remedy=say("请先补上再送。"),
        )
    texts = [block.text for block in list_blocks(page)]
    hand_over(page.contract, person, at, texts=texts, unable=UnableToProof)
    edition = Edition.objects.create(
        contract=page.contract, page=page, number=last.number + 1 if last else 1, content=content, sha256=sha256,
        submitted_by=person, submitted_at=at,
    )  # fmt: skip
    _step(page, SUBMITTED, at)
    raise_duty(
        page.contract_id, key=_key(page), kind="approve_page", side="a", at=at, clause="OP-2-B-3",
        page=f"/studio/{code}/pages/{page.pk}",
        facts={"product": page.product.title, "edition": edition.number},
    )  # fmt: skip
    record(page.contract, person, at, "studio.page_submitted", name_of(page), _facts(edition))
    return edition


@clause("PH-2", "TC-3-2")
@transaction.atomic
def approve_page(*, person: Person, at: datetime, code: str, page_id: int, sha256: str) -> Edition:
    """The brand's written word on the whole page, by its digest as the brand saw it."""
    page = get_page(contract_for(person, code, "approve_pictures"), page_id, lock=True)
    edition = _submitted(page, sha256)
    edition.agreed, edition.answered_by, edition.answered_at = True, person, at
    edition.save(update_fields=["agreed", "answered_by", "answered_at"])
    _step(page, AGREED, at)
    record(page.contract, person, at, "studio.page_approved", name_of(page), _facts(edition))
    return edition


@clause("PH-2", "TC-3-2")
@transaction.atomic
def return_page(
    *, person: Person, at: datetime, code: str, page_id: int, sha256: str, reason: str
) -> Edition:
    """The brand asks for changes of the page and says which."""
    page = get_page(contract_for(person, code, "approve_pictures"), page_id, lock=True)
    edition = _submitted(page, sha256)
    edition.agreed, edition.answered_by, edition.answered_at = False, person, at
    edition.reason = text_of(reason, say("要改什么"))
    edition.save(update_fields=["agreed", "answered_by", "answered_at", "reason"])
    _step(page, SENT_BACK, at)
    record(page.contract, person, at, "studio.page_returned", name_of(page), _facts(edition))
    return edition


@clause("PH-1", "PH-2", "TC-3-2", "OP-2-B-3")
@transaction.atomic
def publish_page(*, person: Person, at: datetime, code: str, page_id: int) -> Edition:
    """Record that the page went out. Refused, naming each, while a picture or the whole page lacks the brand's word.

    Putting it on the platform itself is done in the platform's back office: none of their interfaces takes a page.
    """
    page = get_page(contract_for(person, code, "make_pictures"), page_id, lock=True)
    edition = find_edition(page, lock=True)
    if page.state == PUBLISHED and edition:
        return edition
    if edition is None or page.state == DRAFT:
        raise UnableToProof(
            say("整页还没有送甲方确认，或送后又改过"),
            code="PAGE_NOT_SUBMITTED", clause="TC-3-2", remedy=say("请先送整页。"),
        )  # fmt: skip
    missing = missing_to_publish(
        edition.content, edition=edition.number, is_agreed=edition.agreed is True,
        signed=signed_of(page.contract, edition.content),
        without_right=without_right(page.contract, edition.content, day_of(at)),
    )  # fmt: skip
    if missing:
        raise UnableToProof(
            say("不能发布：{missing}", missing=[one.message for one in missing]), code=missing[0].code, clause="TC-3-2",
            remedy=say("请甲方书面确认后再发布。"),
        )  # fmt: skip
    edition.published_by, edition.published_at = person, at
    edition.save(update_fields=["published_by", "published_at"])
    _step(page, PUBLISHED, at)
    record(page.contract, person, at, "studio.page_published", name_of(page), _facts(edition))
    return edition


def _submitted(page: Page, sha256: str) -> Edition:
    """The edition that waits for the brand's word; UnableToProof where none does, or the brand saw another one."""
    edition = find_edition(page, lock=True)
    if page.state != SUBMITTED or edition is None:
        raise UnableToProof(
            say("页面现在是“{state}”，没有等答复的稿", state=PAGE_STATES[page.state]),
            code="WRONG_STATE", remedy=say("请刷新后看轮到谁。"),
        )  # fmt: skip
    if edition.sha256 != sha256:
        raise UnableToProof(
            say("页面已经换成第 {edition} 稿", edition=edition.number),
            code="PAGE_CHANGED", remedy=say("请看过新的一稿再答复。"),
        )  # fmt: skip
    return edition


def _step(page: Page, state: str, at: datetime) -> None:
    page.state, page.turned_at = state, at
    page.save(update_fields=["state", "turned_at"])
    if state != SUBMITTED:
        close_duty(page.contract_id, key=_key(page), at=at)


def _key(page: Page) -> str:
    return f"page:{page.pk}"


def _facts(edition: Edition) -> dict[str, object]:
    return {"edition": edition.number, "sha256": edition.sha256}
