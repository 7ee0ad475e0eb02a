"""The findings on a contract's page: the law behind each, the wording to write instead, who lets it stand and why."""

from collections.abc import Container, Mapping
from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from paidang.contracts import actions
from paidang.contracts.models import AcceptedFinding
from paidang.contracts.queries import Standing, list_accepted_findings
from paidang.contracts.rules.finding_key import finding_key
from paidang.contracts.rules.laws import LAWS
from paidang.contracts.rules.remedies import AFTER, CLAUSE, Remedy, apply, fitting, remedy_of
from paidang.portal.templatetags.paidang import moment_text
from paidang.portal.views.asking import person_of
from paidang.portal.views.contract_answers import done
from paidang.portal.views.contract_reading import document_of, language
from paidang.portal.views.contract_text import SEVERITY_MARKS, FindingRow, Sheet, make_sheet
from paidang.team.models import Person


@dataclass(frozen=True, slots=True)
class FindingCard:
    """A finding with all that a person needs to mend it or to let it stand. `by_side` is the side that accepted it."""

    row: FindingRow
    key: str
    law: tuple[str, str] | None
    remedy: Remedy | None
    accepted: AcceptedFinding | None
    by_side: str
    mine: bool

    @property
    def how(self) -> str:
        """What to do with the wording."""
        words = {AFTER: _("在这句后面加"), CLAUSE: _("加一条")}
        if self.remedy is None:
            return ""
        return words.get(self.remedy.how, _("改为") if self.wording else _("删去这几个字"))

    @property
    def wording(self) -> str:
        """The wording without the line end that sets a clause apart."""
        return self.remedy.new.strip() if self.remedy else ""


def cards_by_severity(
    standing: Standing, sheet: Sheet, document: Mapping[str, object], person: Person
) -> list[tuple[str, list[FindingCard]]]:
    """The findings under `error`, `warning`, `note`, and last, under `accepted`, those that somebody lets stand."""
    accepted = list_accepted_findings(standing.contract)
    cards = [_card(standing, row, document, accepted, person) for row in sheet.findings]
    groups = {
        kind: [c for c in cards if c.row.severity == kind and not c.accepted] for kind in SEVERITY_MARKS
    }
    groups["accepted"] = [card for card in cards if card.accepted]
    return [(kind, found) for kind, found in groups.items() if found]


def mended(standing: Standing, person: Person, keys: Container[str] | None) -> tuple[str, list[FindingCard]]:
    """The text with the proposed wordings put in, and their findings; `keys` names some, None stands for all open ones.

    Of two wordings for the same words only the first goes in.
    """
    document = document_of(standing)
    sheet = make_sheet(text=standing.text.text, document=document, lang=language())
    cards = [card for _kind, found in cards_by_severity(standing, sheet, document, person) for card in found]
    asked = [card for card in cards if (not card.accepted if keys is None else card.key in keys)]
    fit = fitting(card.remedy for card in asked if card.remedy)
    written = [card for card in asked if card.remedy in fit]
    return apply(standing.text.text, fit), written


def _card(
    standing: Standing,
    row: FindingRow,
    document: Mapping[str, object],
    accepted: Mapping[str, AcceptedFinding],
    person: Person,
) -> FindingCard:
    finding = {"code": row.code, "severity": row.severity, "quotes": row.quotes}
    key = finding_key(finding, standing.text.text)
    remedy = remedy_of(finding, document=document, text=standing.text.text, party_a=standing.text.party_a)
    by = accepted.get(key)
    side = standing.contract.side_of(by.accepted_by.org_id) if by else ""
    return FindingCard(row, key, _law(row.law), remedy, by, side, bool(by and by.accepted_by_id == person.pk))


def _law(citation: str) -> tuple[str, str] | None:
    """The article's name and what it says, in the language of the page."""
    article = LAWS.get(citation)
    if article is None:
        return None
    return (article.zh, article.says_zh) if language() == "zh" else (article.en, article.says_en)


@login_required
@require_POST
def contract_finding_accept(request: HttpRequest, code: str) -> HttpResponse:
    """Let a finding stand as the text is, with a reason."""
    accepted = actions.accept_finding(
        person=person_of(request), at=timezone.now(), code=code, key=request.POST.get("key", ""),
        reason=request.POST.get("reason", ""),
    )  # fmt: skip
    said = _("已照原文接受，%(at)s 记入存证，双方都看得到理由。") % {"at": moment_text(accepted.accepted_at)}
    return done(request, code, said)


@login_required
@require_POST
def contract_finding_revoke(request: HttpRequest, code: str) -> HttpResponse:
    """Take back that a finding may stand."""
    actions.revoke_finding(
        person=person_of(request), at=timezone.now(), code=code, key=request.POST.get("key", "")
    )
    return done(request, code, _("已收回，这个问题重新算作要处理。"))
