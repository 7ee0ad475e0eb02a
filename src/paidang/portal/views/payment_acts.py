"""What is done on the page of payments: record, reverse, import a bank statement, set a line aside, deliver an invoice."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from paidang.channels.bank.files import FILE_BYTES_MAX
from paidang.contracts.queries import list_contracts
from paidang.duties.actions import Proof
from paidang.kit.money import yuan
from paidang.portal.templatetags.paidang import worded
from paidang.portal.views.asking import day_from, fen_from, person_of
from paidang.portal.views.payment_rows import debt_word, page_url
from paidang.settlement import actions
from paidang.settlement.actions.invoice import FILE_MAX
from paidang.settlement.actions.pay import LinePick
from paidang.settlement.models import BankFile
from paidang.settlement.queries.accounts import list_accounts
from paidang.settlement.queries.bank import get_bank_file, read_for_test
from paidang.settlement.rules.matching import DOUBTFUL, MATCHED, UNMATCHED
from paidang.team.actions import check_may

SHOWN_MAX = 200


@login_required
@require_POST
def payment_record(request: HttpRequest, code: str) -> HttpResponse:
    """Record money that arrived, said by hand."""
    asked, named = request.POST, request.POST.get("named", "")[:60]
    paid = actions.record_payment(
        person=person_of(request), at=timezone.now(), code=code, amount_fen=fen_from(asked.get("amount", ""), actions.UnableToRecordPayment) or 0,
        paid_on=day_from(asked.get("paid_on", ""), actions.UnableToRecordPayment), named=named, note=asked.get("note", ""), key=asked.get("key", ""),
    )  # fmt: skip
    messages.success(request, _("已登记收到 %(amount)s，记入存证。") % {"amount": yuan(paid.amount_fen)})
    return redirect(page_url(debt=f"{code}:{named.removesuffix('+fee')}" if named else ""))


@login_required
@require_POST
def payment_of_line(request: HttpRequest, line_id: int) -> HttpResponse:
    """Record a bank line, or a part of it, against the debt that the person picked."""
    asked = request.POST
    code, _colon, debt = asked.get("debt", "").partition(":")
    paid = actions.record_payment(
        person=person_of(request), at=timezone.now(), code=code, amount_fen=fen_from(asked.get("amount", ""), actions.UnableToRecordPayment) or 0,
        named=debt[:60], bank_line=line_id, key=asked.get("key", ""),
    )  # fmt: skip
    messages.success(request, _("已登记收到 %(amount)s，记入存证。") % {"amount": yuan(paid.amount_fen)})
    return redirect(page_url(debt=f"{code}:{debt}"))


@login_required
@require_POST
def payment_lines(request: HttpRequest) -> HttpResponse:
    """Record the ticked lines that match, each for itself."""
    picks = [pick for text in request.POST.getlist("line") if (pick := _pick(text))]
    recorded, refused = actions.record_lines(person=person_of(request), at=timezone.now(), picks=picks)
    if recorded:
        total = yuan(sum(paid.amount_fen for paid in recorded))
        text = ngettext(
            "已登记 %(n)d 笔收款，共 %(total)s。", "已登记 %(n)d 笔收款，共 %(total)s。", len(recorded)
        )
        messages.success(request, text % {"n": len(recorded), "total": total})
    for no in refused:
        messages.error(request, worded(str(no)))
    return redirect(page_url())


def _pick(text: str) -> LinePick | None:
    """`line|fen|CODE:KEY|key`, as the page wrote it."""
    line, fen, debt, key = [*text.split("|"), "", "", "", ""][:4]
    code, _colon, named = debt.partition(":")
    if not (line.isdecimal() and fen.isdecimal() and len(line) < 19 and len(fen) < 18):
        return None
    return LinePick(int(line), code, named[:60], int(fen), key[:64])


@login_required
@require_POST
def payment_reverse(request: HttpRequest, code: str, payment_id: int) -> HttpResponse:
    """Take a wrong record back."""
    actions.reverse_payment(
        person=person_of(request), at=timezone.now(), code=code, payment_id=payment_id, reason=request.POST.get("reason", "")
    )  # fmt: skip
    messages.success(request, _("已冲销。原记录和冲销都留在账上。"))
    return redirect(page_url(debt=request.POST.get("debt", "")) + "#ledger")


@login_required
@require_POST
def payment_line_aside(request: HttpRequest, line_id: int) -> HttpResponse:
    """Put a bank line aside with a reason, or with an empty one take it up again."""
    line = actions.set_line_aside(
        person=person_of(request), at=timezone.now(), line_id=line_id, reason=request.POST.get("reason", "")
    )
    messages.success(request, _("已放到一边，不入账。") if line.set_aside else _("已拿回来。"))
    return redirect(page_url())


# A bank statement


@login_required
@require_POST
def payment_bank_upload(request: HttpRequest) -> HttpResponse:
    """Keep the file and show what taking it in would do."""
    upload = request.FILES.get("file")
    content = upload.read(FILE_BYTES_MAX + 1) if upload else b""
    name = str(upload.name) if upload else ""
    file = actions.receive_bank_file(person=person_of(request), at=timezone.now(), name=name, content=content)
    return redirect("portal:payment_bank", file.pk)


@login_required
@require_GET
def payment_bank(request: HttpRequest, file_id: int) -> HttpResponse:
    """The test read of a bank statement: what is new, what each line would be for; nothing is written."""
    check_may(person_of(request), "record_payment")
    return render(request, "portal/payment_bank.html", _test_read(request, get_bank_file(file_id)))


def _test_read(request: HttpRequest, file: BankFile) -> dict[str, object]:
    found = read_for_test(file, list_accounts(list_contracts()), timezone.now())
    counts = {
        state: sum(match.state == state for _row, match in found.fresh)
        for state in (MATCHED, DOUBTFUL, UNMATCHED)
    }
    return {
        "file": file,
        "found": found,
        "counts": counts,
        "sum": sum(row.amount for row, _match in found.fresh),
        "shown": [
            (
                row,
                match,
                debt_word(match.candidate.debt, is_fee=match.candidate.is_fee) if match.candidate else "",
            )
            for row, match in found.fresh[:SHOWN_MAX]
        ],
    }


@login_required
@require_POST
def payment_bank_take(request: HttpRequest, file_id: int) -> HttpResponse:
    """Take the new lines in; each still waits for a person's word."""
    taken = actions.take_in_bank_file(person=person_of(request), at=timezone.now(), file_id=file_id)
    text = ngettext("收下 %(n)d 笔来款，逐笔确认后才入账。", "收下 %(n)d 笔来款，逐笔确认后才入账。", taken)
    messages.success(request, text % {"n": taken} if taken else _("没有新的来款，什么都没变。"))
    return redirect(page_url())


# The fee invoice


@login_required
@require_POST
def payment_invoice(request: HttpRequest, code: str, month: str) -> HttpResponse:
    """Deliver the fee invoice for a month."""
    upload = request.FILES.get("file")
    file = Proof(str(upload.name), upload.read(FILE_MAX + 1)) if upload else None
    actions.deliver_invoice(
        person=person_of(request), at=timezone.now(), code=code, month=month, number=request.POST.get("number", ""),
        amount_fen=fen_from(request.POST.get("amount", ""), actions.UnableToDeliver) or 0, file=file,
        reason=request.POST.get("reason", ""),
    )  # fmt: skip
    messages.success(request, _("发票已送达，记入存证。"))
    return redirect(page_url(debt=f"{code}:statement-{month}"))
