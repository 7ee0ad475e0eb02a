"""争议卷宗: everything a court or a tribunal is shown, as one PDF with digests and, with all its files, as a zip."""

import hashlib
import io
import zipfile
from collections.abc import Iterable, Iterator
from datetime import datetime
from tempfile import TemporaryFile
from typing import IO, Any

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from paidang.contracts.queries import get_contract, heading_of
from paidang.contracts.rules import notices as n
from paidang.evidence.models import Entry
from paidang.evidence.queries import iter_chain_files
from paidang.incidents.actions.dispute import record_dispute_copy
from paidang.incidents.queries.dispute import Dispute, load_dispute
from paidang.incidents.rules.points import FAULTS as SAID_AT_FAULT
from paidang.incidents.rules.points import OUTCOMES
from paidang.incidents.rules.words import FAULTS, KINDS, VERDICTS, state_word
from paidang.kit.money import yuan
from paidang.kit.outcome import NotFound
from paidang.kit.period import SHANGHAI, day_of
from paidang.kit.sentence import say
from paidang.portal.queries.dispute_files import iter_dispute_files
from paidang.portal.rules.term_words import term_value
from paidang.portal.templatetags.paidang import worded
from paidang.portal.views.asking import person_of
from paidang.portal.views.contract_reading import language
from paidang.portal.views.copies import copy_mark, file_copy
from paidang.portal.views.entry_words import Names, entry_words, names_in
from paidang.portal.views.statement_lines import called
from paidang.printing.dispute import DisputePaper, dispute_pdf
from paidang.settlement.models import STATES as STATEMENT_STATES
from paidang.settlement.queries.accounts import get_account
from paidang.settlement.rules.ledger_words import debt_words


@login_required
@require_GET
def dispute_file(request: HttpRequest, code: str, form: str) -> FileResponse:
    """The PDF alone, or the zip (`form`); that it was taken is on record, and named in it."""
    if form not in ("pdf", "zip"):
        raise NotFound(say("卷宗只有 PDF 和 ZIP"), remedy=say("请从违约页下载。"))
    person, now = person_of(request), timezone.now()
    head = record_dispute_copy(person=person, at=now, code=code)
    contract = get_contract(code)
    dispute = load_dispute(contract, day_of(now))
    meta = {"lang": language(), **heading_of(contract, is_registered=True)}
    pdf = dispute_pdf(_paper(dispute, head, copy_mark(person, now)), meta)
    file = io.BytesIO(pdf) if form == "pdf" else _zip(dispute, pdf)
    return file_copy(request, file, f"{code} {_('争议卷宗')}", form)


def _zip(dispute: Dispute, pdf: bytes) -> IO[bytes]:
    """The PDF, the chain, every file, and a list of all digests as `sha256sum -c` reads it: on disk, at its start."""
    packed: IO[bytes] = TemporaryFile()  # noqa: SIM115  the answer closes it
    digests = []
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as bundle:
        for path, pieces in _files(dispute, pdf):
            digest = hashlib.sha256()
            # how large it becomes is not known before
            with bundle.open(path, "w", force_zip64=True) as file:
                for piece in pieces:
                    digest.update(piece)
                    file.write(piece)
            digests.append(f"{digest.hexdigest()}  {path}\n")
        bundle.writestr("SHA256SUMS", "".join(digests))
    packed.seek(0)
    return packed


def _files(dispute: Dispute, pdf: bytes) -> Iterator[tuple[str, Iterable[bytes]]]:
    contract = dispute.contract
    yield "dispute.pdf", [pdf]
    yield from iter_chain_files(contract.chain_id, about=contract.code)
    for path, _sha256, content in iter_dispute_files(contract, with_content=True):
        yield path, [content]


def _paper(dispute: Dispute, head: Entry, mark: str) -> DisputePaper:
    contract = dispute.contract
    names = names_in(contract, dispute.entries)
    skipped = dispute.entries_in_all - len(dispute.entries)
    return DisputePaper(
        mark=mark,
        facts=_facts(dispute),
        chronology=[
            (_moment(one.at), _who(one, names, contract), entry_words(one, language(), names, names_subject=True), str(one.seq))
            for one in dispute.entries
        ],
        chronology_note=_("另有 %(n)s 条（导入、订单、库存等）只在存证链里") % {"n": skipped} if skipped else "",
        notices=[(f"{worded(n.KINDS[one.kind].word)} {one.number}", _notice(one, contract)) for one in dispute.notices],
        incidents=[(f"{one.code} {worded(KINDS[one.kind].word)}", _incident(one, contract)) for one in dispute.incidents],
        penalties=[
            (one.code, _penalty(one, contract)) for one in dispute.penalties
        ],
        statements=[
            (f"{one.month} v{one.version}", f"{worded(dict(STATEMENT_STATES)[one.state])} · {_moment(one.sent_at)} · {one.digest}")
            for one in dispute.statements
        ],
        payments=_payments(dispute, head.at),
        files=[(path, sha256) for path, sha256, _none in iter_dispute_files(contract, with_content=False)],
        files_note=_("商品图和售后照片不在内，它们的摘要在存证链里"),
        head=(_("第 %(n)s 条存证") % {"n": head.seq}, head.hash),
        made_at=head.at,
    )  # fmt: skip


def _facts(dispute: Dispute) -> list[tuple[str, str]]:
    silent = _("合同没写")
    forum = term_value("dispute.forum", dispute.forum, language()) if dispute.forum else silent
    place = str(dispute.place or silent)
    if dispute.place_side:
        place = _("%(party)s所在地") % {"party": called(dispute.place_side, dispute.contract)}
    return [
        (_("争议解决"), forum),
        (_("管辖地"), place),
        (_("合同条款"), dispute.clause or "—"),
        (_("生效"), _moment(dispute.contract.in_force_at)),
    ]


def _moment(at: datetime | None) -> str:
    """With its year: a court reads it years later."""
    return f"{at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}" if at else "—"


def _who(entry: Entry, names: Names, contract: Any) -> str:
    return (
        f"{called(contract.side_of(entry.org), contract)} {names.people.get(entry.person or 0, '')}".strip()
    )


def _notice(one: Any, contract: Any) -> str:
    said = [called(one.side, contract), _moment(one.served_at), one.clause, one.grounds]
    if one.deadline:
        said.append(_("期限 %(day)s") % {"day": one.deadline.isoformat()})
    if one.verdict:
        said += [worded(n.VERDICT_WORDS[one.verdict]), one.answer]
    if one.outcome:
        said.append(worded(n.OUTCOME_WORDS[one.outcome]))
    return " · ".join(part for part in said if part)


def _incident(one: Any, contract: Any) -> str:
    fault = called(one.at_fault, contract) if one.at_fault else worded(FAULTS[""])
    said = [
        _("%(party)s登记") % {"party": called(one.side, contract)}, _moment(one.seen_at), one.found_by, one.store, one.words,
        one.link, _("过错方：%(party)s") % {"party": fault},
    ]  # fmt: skip
    if one.verdict:
        said += [_("答复：%(verdict)s") % {"verdict": worded(VERDICTS[one.verdict])}, one.answer]
    if one.notice:
        said.append(_("通知 %(n)s") % {"n": one.notice.number})
    said += [_("现在：%(state)s") % {"state": worded(state_word(one.state, one.turn))}, one.close_words]
    return " · ".join(part for part in said if part)


def _penalty(one: Any, contract: Any) -> str:
    says = _("%(brand)s说：%(a)s，%(agency)s说：%(b)s") % {
        "brand": called("a", contract), "agency": called("b", contract),
        "a": worded(SAID_AT_FAULT[one.brand_says]), "b": worded(SAID_AT_FAULT[one.agency_says]),
    }  # fmt: skip
    taken = ngettext("扣 %(n)s 分，%(money)s", "扣 %(n)s 分，%(money)s", one.points) % {
        "n": one.points,
        "money": yuan(one.money_fen),
    }
    said = [
        one.penalised_on.isoformat(), one.store, one.rule, taken, one.cause, _("过错：%(says)s") % {"says": says},
        worded(OUTCOMES[one.outcome]), one.outcome_words,
    ]  # fmt: skip
    return " · ".join(part for part in said if part)


def _payments(dispute: Dispute, at: datetime) -> list[tuple[str, str]]:
    """Each with what it went to; one that was recorded wrongly says so, since nothing was paid by it."""
    debts = {one.key: debt_words(one) for one in get_account(dispute.contract).debts(at)}
    rows = []
    for one in dispute.payments:
        said = [f"{called(one.payer, dispute.contract)} {yuan(one.amount_fen)}"]
        for part in one.parts.all():
            debt = worded(debts.get(part.debt, part.debt))
            shape = _("抵%(debt)s的违约金 %(money)s") if part.is_fee else _("抵%(debt)s %(money)s")
            said.append(shape % {"debt": debt, "money": yuan(part.amount_fen)})
        said.append(one.note)
        if hasattr(one, "reversal"):
            back = {"at": _moment(one.reversal.recorded_at), "reason": one.reversal.reason}
            said.append(_("记错了，%(at)s 已冲销，不算付款：%(reason)s") % back)
        rows.append((str(one.paid_on), " · ".join(part for part in said if part)))
    return rows
