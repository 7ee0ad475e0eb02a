"""One skill of one trainee: both words, all that was said, and the form for one's own side's next word."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from paidang.contracts.models import IN_FORCE
from paidang.contracts.queries import get_contract
from paidang.kit.outcome import NotFound
from paidang.kit.sentence import say
from paidang.kit.written import whole_in
from paidang.portal.templatetags.paidang import worded
from paidang.portal.views.asking import person_of
from paidang.portal.views.training import back, cell_of
from paidang.training.actions import say_skill
from paidang.training.models import Trainee
from paidang.training.queries import list_said, words_of
from paidang.training.rules.curriculum import SKILLS
from paidang.training.rules.ladder import STEPS, may_say, needs_reason


@login_required
@require_http_methods(["GET", "POST"])
def training_skill(request: HttpRequest, code: str, trainee_id: int, skill: str) -> HttpResponse:
    """Show it, or say one's own side's word."""
    contract, person = get_contract(code), person_of(request)
    if request.method == "POST":
        said = say_skill(
            person=person, at=timezone.now(), code=code, trainee_id=trainee_id, skill=skill,
            level=whole_in(request.POST.get("level", "")), reason=request.POST.get("reason", ""),
        )  # fmt: skip
        messages.success(request, _("已记下：%(step)s。") % {"step": worded(STEPS[said.level])})
        return back(code)
    trainee = Trainee.objects.filter(contract=contract, pk=trainee_id).select_related("person").first()
    if trainee is None or skill not in trainee.skills:
        raise NotFound(say("这个人没有学这项技能"), remedy=say("请从培训页的表里打开。"))
    words, side = words_of(trainee, skill), contract.side_of(person.org_id)
    return render(
        request,
        "portal/training_skill.html",
        {
            "contract": contract,
            "contract_url": reverse("portal:contract", args=[contract.code]),
            "trainee": trainee,
            "skill": worded(SKILLS[skill].word),
            "cell": cell_of(contract, trainee.pk, skill, words),
            "side": side,
            "own": worded(STEPS[words.of(side)]),
            "steps": [
                {"level": level, "word": worded(word), "reason": needs_reason(words, side, level)}
                for level, word in STEPS.items()
                if may_say(words, side, level)
            ],
            "may": contract.state == IN_FORCE and person.may("judge_skill"),
            "said": [{"word": one, "step": worded(STEPS[one.level])} for one in list_said(trainee, skill)],
        },
    )
