"""The findings of a contract as a Word document, to be sent to whoever decides or to the other side's lawyer."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from paidang.contracts.queries import get_contract, get_standing
from paidang.kit.period import day_of
from paidang.portal.templatetags.paidang import moment_text
from paidang.portal.views.asking import person_of
from paidang.portal.views.contract_findings import FindingCard, cards_by_severity
from paidang.portal.views.contract_reading import document_of, language
from paidang.portal.views.contract_text import make_sheet
from paidang.printing.contract_review import review_docx

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@login_required
@require_GET
def contract_review(request: HttpRequest, code: str) -> HttpResponse:
    """Every finding with its law and wording, those let stand with their reasons, and what was not understood."""
    person, standing = person_of(request), get_standing(get_contract(code))
    document = document_of(standing)
    sheet = make_sheet(text=standing.text.text, document=document, lang=language())
    groups = cards_by_severity(standing, sheet, document, person)
    words = {
        "error": _("必须处理"),
        "warning": _("建议处理"),
        "note": _("提示"),
        "accepted": _("照原文接受"),
    }
    now = timezone.now()
    review = {
        "title": _("审查意见：%(title)s") % {"title": standing.document["title"] or standing.contract.title},
        "about": [
            (_("合同"), f"{standing.contract.code} · " + _("第 %(n)s 稿") % {"n": standing.text.number}),
            (_("文件"), f"{standing.text.file_name} · SHA-256 {standing.text.sha256}"),
            (_("由谁导出"), f"{person.org.name} {person.name} · {day_of(now).isoformat()}"),
        ],
        "groups": [(words[kind], [_finding(card) for card in cards]) for kind, cards in groups],
        "unread_title": _("未读成约定的句子，请自己看"),
        "unread": [(row.place.clause, _flat(row.place.quote)) for row in sheet.unread],
        "closing": _("以上是阅读提示和建议写法，不是法律意见。"),
    }
    answer = HttpResponse(review_docx(review, now), content_type=WORD)
    answer["Content-Disposition"] = f'attachment; filename="{code}-review-v{standing.text.number}.docx"'
    return answer


def _finding(card: FindingCard) -> dict[str, Any]:
    stands = ""
    if card.accepted:
        stands = _("%(who)s %(at)s 照原文接受：%(reason)s") % {
            "who": card.accepted.accepted_by.name,
            "at": moment_text(card.accepted.accepted_at),
            "reason": card.accepted.reason,
        }
    return {
        "headline": card.row.headline,
        "rest": card.row.rest,
        "quotes": [(str(quote["clause"]), _flat(str(quote["quote"]))) for quote in card.row.quotes],
        "law": card.law,
        "how": card.how,
        "wording": card.wording,
        "stands": stands,
    }


def _flat(text: str) -> str:
    """On one line."""
    return " ".join(text.split())
