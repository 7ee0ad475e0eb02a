"""Wrong passwords and codes, counted in the database: for all machines together."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import connection

from paidang.team.context import apart, knowing
from paidang.team.models import WrongTry

KEPT_FOR = timedelta(days=1)


def wrong_tries(key: str) -> list[datetime]:
    """The moments of the wrong tries under a key, oldest first. Who else asks waits until this transaction has ended:
    of many tries at once each sees those before it.
    """
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [key])
    return past_tries(key)


def past_tries(key: str) -> list[datetime]:
    """The same without waiting: of many tries at once each may miss the others."""
    with knowing("app.tries", key):
        return list(WrongTry.objects.filter(key=key).order_by("at").values_list("at", flat=True))


def count_wrong(key: str, at: datetime) -> None:
    """One more wrong try, in this transaction: for who answers it with a page."""
    with knowing("app.tries", key):
        WrongTry.objects.create(key=key, at=at)
        WrongTry.objects.filter(key=key, at__lt=at - KEPT_FOR).delete()


def count_wrong_apart(key: str, at: datetime) -> None:
    """One more wrong try, over a connection of its own: for who refuses it by an error, which rolls this transaction back."""
    with apart("app.tries", key) as cursor:
        cursor.execute("insert into team_wrongtry (key, at) values (%s, %s)", [key, at])


def forget_tries(key: str, *, among: Sequence[datetime] | None = None) -> None:
    """A success: the tries before it count no more; `among`: only those of these moments."""
    with knowing("app.tries", key):
        tries = WrongTry.objects.filter(key=key)
        (tries if among is None else tries.filter(at__in=among)).delete()
