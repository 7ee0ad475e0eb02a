"""What a language model proposes for the unread sentences: asked on a click, shown as proposed, never a term."""

import os
from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from paidang.contracts import actions
from paidang.contracts.actions.propose import LOST_AFTER
from paidang.contracts.engines.language_model import LanguageModel, model_of
from paidang.contracts.models import DRAFT, ModelProposals
from paidang.contracts.queries import Standing, get_contract, get_standing
from paidang.contracts.rules.reading import vocabulary
from paidang.contracts.tasks import propose
from paidang.portal.views.asking import person_of
from paidang.portal.views.contract_reading import language
from paidang.team.models import Person


@dataclass(frozen=True, slots=True)
class Proposing:
    """The model that can be asked (None: none is configured), the last asking, and what it proposed."""

    model: LanguageModel | None
    last: ModelProposals | None
    rows: list[dict[str, object]]
    is_open: bool

    @property
    def is_waiting(self) -> bool:
        """Whether an answer may still come."""
        return bool(
            self.last and not self.last.answered_at and timezone.now() - self.last.asked_at < LOST_AFTER
        )

    @property
    def can_ask(self) -> bool:
        return bool(self.model) and self.is_open and not self.is_waiting


def proposing_of(standing: Standing, person: Person) -> Proposing:
    """What the contract's page shows of a model's proposals."""
    last = standing.text.proposals.select_related("asked_by").order_by("-pk").first()
    lang = language()
    rows = [
        {**one, "name": vocabulary.label(one["term"], lang), "shown": vocabulary.show_value(one["term"], one["value"], lang)}
        for one in (last.found if last and last.found else [])
    ]  # fmt: skip
    is_open = standing.contract.state == DRAFT and person.may("decide_term")
    return Proposing(model_of(os.environ), last, rows, is_open)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def proposals(request: HttpRequest, code: str) -> HttpResponse:
    """The proposals alone; a post asks the model."""
    person, contract = person_of(request), get_contract(code)
    model = model_of(os.environ)
    if request.method == "POST" and model:
        asking, is_new = actions.ask_model(
            person=person, at=timezone.now(), code=code, model=model.name, host=model.host
        )
        if is_new:
            propose.defer(asking_id=asking.pk, org_id=person.org_id, person_id=person.pk)
    if request.headers.get("HX-Request") != "true":
        return redirect("portal:contract", code)
    context = {"contract": contract, "proposing": proposing_of(get_standing(contract), person)}
    return render(request, "portal/_contract_proposals.html", context)
