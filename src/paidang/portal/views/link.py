"""The one-time link that a manager hands out: whoever holds it sets the person's password and comes in."""

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render, resolve_url
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from paidang.kit.outcome import UnableTo
from paidang.portal.templatetags.paidang import worded
from paidang.portal.views.errors import Trouble, answer
from paidang.portal.views.second_step import enter
from paidang.team.actions import set_password
from paidang.team.context import set_org
from paidang.team.models import Person
from paidang.team.queries import is_link_good
from paidang.team.rules.links import Link

SALT = "paidang.portal.link"


def address_of(link: Link) -> str:
    """The path a link is handed out as. It names the person under our signature; the token makes it good once."""
    return reverse("portal:link", args=[signing.dumps([link.org_id, link.person_id, link.token], salt=SALT)])


def _read(signed: str) -> tuple[Person, str] | None:
    """Whose link it is and its token; None if it is forged, used or too old. From here on the request is the person's."""
    try:
        org_id, person_id, token = signing.loads(signed, salt=SALT)
    except signing.BadSignature:
        return None
    set_org(org_id=org_id, person_id=person_id)
    person = Person.objects.select_related("org").filter(pk=person_id, org_id=org_id, is_active=True).first()
    return (person, token) if person and is_link_good(person, token) else None


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def link(request: HttpRequest, signed: str) -> HttpResponse:
    """Choose a password, twice the same; then one is signed in."""
    found = _read(signed)
    if found is None:
        remedy = _("请本单位的项目经理或品牌经理再给您一条。")
        return answer(request, Trouble(404, _("这个链接已用过或已过期"), remedy=remedy, code="LINK_SPENT"))
    person, token = found
    wrong = ""
    if request.method == "POST":
        password = request.POST.get("password", "")
        if password != request.POST.get("again", ""):
            wrong = _("两次填的密码不一样。")
        else:
            try:
                set_password(person=person, at=timezone.now(), password=password, token=token)
            except UnableTo as error:
                wrong = f"{worded(error.message)} {worded(error.remedy)}"
            else:
                return enter(request, person, at=timezone.now(), to=resolve_url(settings.LOGIN_REDIRECT_URL))
    return render(
        request, "portal/link.html", {"person": person, "wrong": wrong}, status=422 if wrong else 200
    )
