"""Answering a version clause by clause: remarks, yes, no, other words, the next version out of what is agreed."""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from paidang.contracts.actions import compose_version, reply_to_clause
from paidang.contracts.models import DRAFT
from paidang.contracts.queries import Negotiation, get_contract, get_negotiation
from paidang.contracts.rules.comparing import ClauseChange, compare_words, numbered_words
from paidang.contracts.rules.negotiating import (
    ACCEPT,
    ACCEPTED,
    DECLINE,
    DECLINED,
    KINDS,
    OFFER,
    OPEN,
    REMARK,
    TAKE_BACK,
)
from paidang.kit.written import whole_in
from paidang.portal.views.asking import person_of
from paidang.portal.views.contract_answers import done
from paidang.printing.contract_redline import redline_docx
from paidang.team.models import Person


def talk_context(room: Negotiation, person: Person, *, is_latest: bool) -> dict[str, Any]:
    """How each clause stands for this reader: its state, what was said, what may be said next. By the change's key."""
    side = room.after.contract.side_of(person.org_id)
    speaks = is_latest and room.after.contract.state == DRAFT and person.may("decide_term")
    talks = {
        change.key: _talk(room, change, side, has_accepted=person.org_id in room.after.accepted_by)
        | ({} if speaks else {"may": frozenset()})
        for change in room.found.clauses
    }
    states = [room.talks[change.key].state for change in room.found.clauses]
    return {
        "talks": talks,
        "side": side,
        "counts": {"open": states.count(OPEN), "accepted": states.count(ACCEPTED), "declined": states.count(DECLINED)},
        "mine": sum(one["waits_for_me"] and ACCEPT in one["may"] for one in talks.values()),
        "unwritten": len(room.unwritten),
        "may_compose": is_latest and room.after.contract.state == DRAFT and person.may("upload_contract"),
        "is_latest": is_latest,
        "talked_kept": any(change.is_kept and talks[change.key]["said"] for change in room.found.clauses),
    }  # fmt: skip


def _talk(room: Negotiation, change: ClauseChange, side: str, *, has_accepted: bool) -> dict[str, Any]:
    talk, rows = room.talks[change.key], room.replies.get(change.key, [])
    before, now = (clause.body if clause else "" for clause in (change.was, change.now))
    standing = max((at for at, row in enumerate(rows) if row.kind == OFFER), default=-1)
    return {
        "talk": talk,
        "said": [
            {
                "row": row,
                "side": room.after.contract.side_of(row.person.org_id),
                "is_standing": at == standing,
            }
            for at, row in enumerate(rows)
        ],
        "may": talk.allows(side) - ({TAKE_BACK} if has_accepted else set()),
        "last": rows[-1].pk if rows else 0,
        "waits_for_me": talk.waits_for == side,
        "wording": talk.wording or now or before,
        "offered": compare_words(before or now, talk.wording) if talk.wording else [],
    }


@login_required
@require_POST
def clause_reply(request: HttpRequest, code: str) -> HttpResponse:
    """Say something to one clause; then back to it."""
    made = reply_to_clause(
        person=person_of(request), at=timezone.now(), code=code, version=number_in(request.POST, "version") or 0, key=request.POST.get("key", ""),
        kind=_kind(request), body=request.POST.get("body", "").replace("\r\n", "\n"), seen=_seen(request.POST.get("seen", "")),
    )  # fmt: skip
    said = {
        REMARK: _("意见已发出，对方看得到。"),
        ACCEPT: _("已接受 %(clause)s 的改动。"),
        DECLINE: _("没有接受 %(clause)s 的改动，原来的写法不动。"),
        TAKE_BACK: _("已收回对 %(clause)s 的接受，又等你们答复。"),
        OFFER: _("已提出 %(clause)s 的另一种写法，等对方答复。"),
    }
    words = said[made.kind] % {"clause": made.clause}
    return done(request, code, words, page="contract_compare", mark=f"k-{made.key[:12]}")


@login_required
@require_POST
def clauses_accept(request: HttpRequest, code: str) -> HttpResponse:
    """Accept the offers that the form names, each as it was shown: all of them, or none if one has changed meanwhile."""
    get_contract(code)
    version = number_in(request.POST, "version") or 0
    asked = [each.partition(":") for each in request.POST.getlist("offer")]
    for key, _colon, seen in asked:
        reply_to_clause(
            person=person_of(request), at=timezone.now(), code=code, version=version, key=key, kind=ACCEPT,
            seen=_seen(seen),
        )  # fmt: skip
    words = ngettext("已接受 %(n)d 处改动。", "已接受 %(n)d 处改动。", len(asked)) % {"n": len(asked)}
    return done(request, code, words, page="contract_compare")


@login_required
@require_POST
def version_compose(request: HttpRequest, code: str) -> HttpResponse:
    """Make the next version of what both sides have accepted."""
    made = compose_version(
        person=person_of(request),
        at=timezone.now(),
        code=code,
        version=number_in(request.POST, "version") or 0,
    )
    words = _("第 %(n)s 稿已写成：双方接受的都在里面。") % {"n": made.number}
    return done(request, code, words, page="contract_compare")


@login_required
@require_GET
def redline(request: HttpRequest, code: str) -> HttpResponse:
    """The changes between two versions as a Word document with tracked changes."""
    room = get_negotiation(
        get_contract(code), old=number_in(request.GET, "old"), new=number_in(request.GET, "new")
    )
    author = room.after.text.uploaded_by
    runs = [
        [(each.op, each.text) for each in numbered_words(change, room.before.text.text, room.after.text.text)]
        for change in room.found.clauses
    ]
    content = redline_docx(
        str(room.after.document["title"]), runs, author=f"{author.org.name} {author.name}", at=room.after.text.uploaded_at
    )  # fmt: skip
    answer = HttpResponse(
        content, content_type="application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    )
    name = f"{code}-v{room.before.text.number}-v{room.after.text.number}.docx"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _kind(request: HttpRequest) -> str:
    kind = request.POST.get("kind", "")
    return kind if kind in KINDS else REMARK


def _seen(text: str) -> int | None:
    """The id of the last reply that the page showed; None where the form does not say."""
    return whole_in(text, None)


def number_in(form: Mapping[str, str], name: str) -> int | None:
    """The number of a version that a form or an address names; None where it names none."""
    asked = form.get(name, "")
    return whole_in(asked, None, digits=5)
