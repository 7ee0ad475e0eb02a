"""The .ics feed that a person subscribes to in a calendar of their own: what they are to do, by day."""

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from paidang.contracts.queries import list_contracts
from paidang.duties.rules.ics import Event, calendar
from paidang.kit.outcome import NotFound
from paidang.kit.period import day_of
from paidang.portal.queries.grounds import load_grounds
from paidang.portal.queries.worklist import list_coming_statements, list_items
from paidang.portal.rules.clause_words import clause_words
from paidang.portal.rules.worklist import Item
from paidang.team.context import set_org
from paidang.team.models import Person

SALT = "paidang.portal.calendar"
KEY_LENGTH = 12


def feed_address(person: Person) -> str:
    """The path of the person's feed. Whoever holds it sees what is due and nothing else; a new password makes it void."""
    held = [person.org_id, person.pk, _key(person), translation.get_language() or "zh-hans"]
    return reverse("portal:calendar_feed", args=[signing.dumps(held, salt=SALT)])


def _key(person: Person) -> str:
    return str(person.get_session_auth_hash())[:KEY_LENGTH]


@never_cache
@require_safe
def calendar_feed(request: HttpRequest, signed: str) -> HttpResponse:
    """The feed as text/calendar."""
    person, lang = _holder(signed)
    with translation.override(lang):
        content = calendar(_("拍档"), list(_events(request, person)), at=timezone.now())
    return HttpResponse(content, content_type="text/calendar; charset=utf-8")


def _holder(signed: str) -> tuple[Person, str]:
    """Whose feed it is, and in which language; from here on the request is theirs. NotFound for a forged or void address."""
    try:
        org_id, person_id, key, lang = signing.loads(signed, salt=SALT)
    except (signing.BadSignature, ValueError):
        raise NotFound(_("没有这个日历"), remedy=_("请到「设置」复制新的地址。")) from None
    set_org(org_id=org_id, person_id=person_id)
    person = Person.objects.select_related("org").filter(pk=person_id, org_id=org_id, is_active=True).first()
    if person is None or _key(person) != key:
        raise NotFound(_("这个日历地址已失效"), remedy=_("请到「设置」复制新的地址。"))
    return person, str(lang)


def _events(request: HttpRequest, person: Person) -> list[Event]:
    """What falls to the person by a day, as far as the contracts go; to a manager all that the own side owes."""
    now, sees_all = timezone.now(), person.may("assign_duty")
    grounds = load_grounds(list_contracts(), day_of(now))
    items = list_items(person=person, grounds=grounds, now=now, ahead=None)
    items += list_coming_statements(person=person, grounds=grounds, now=now)
    mine = {
        f"{item.code}/{item.key}": item
        for item in items
        if item.mine and item.due_on and (sees_all or person.pk in item.doers)
    }
    return [
        Event(name, item.due_on, item.title, _about(item), request.build_absolute_uri(item.url))
        for name, item in mine.items()
        if item.due_on
    ]


def _about(item: Item) -> str:
    """Which contract, by which clause, who does it."""
    clause = clause_words(item.clause, english=translation.get_language() == "en") if item.clause else ""
    return "\n".join(line for line in (item.contract, clause, item.who) if line)
