"""Keeping what one narrows the list of orders to under a name of one's own."""

from django.db import transaction

from paidang.kit.outcome import UnableTo
from paidang.kit.sentence import say
from paidang.orders.models import SavedView
from paidang.orders.rules.working import VIEW_NAME_CHARS
from paidang.team.models import Person

VIEWS_MAX, QUERY_CHARS = 20, 1000


class UnableToSaveView(UnableTo):
    code = "VIEW_NOT_SAVED"


@transaction.atomic
def save_view(*, person: Person, name: str, query: str) -> SavedView:
    """Keep a view; the same name again means this one from now on. One's own, so it goes on no record."""
    name = name.strip()[:VIEW_NAME_CHARS]
    if not name or not query.strip("?") or len(query) > QUERY_CHARS:
        raise UnableToSaveView(say("先筛选，再给视图起个名字"))
    if SavedView.objects.exclude(name=name).count() >= VIEWS_MAX:
        raise UnableToSaveView(say("最多存 {most} 个视图", most=VIEWS_MAX), remedy=say("先删掉一个。"))
    view, _is_new = SavedView.objects.update_or_create(person=person, name=name, defaults={"query": query})
    return view


@transaction.atomic
def drop_view(*, person: Person, view_id: int) -> None:
    """Forget a view; one that is gone is gone."""
    SavedView.objects.filter(person=person, pk=view_id).delete()
