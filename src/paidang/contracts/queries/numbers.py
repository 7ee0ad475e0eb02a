"""The numbers that things carry: 1, 2, 3 within a contract, or within what they belong to."""

from django.db.models import Max, Model


def next_number(model: type[Model], **of: object) -> int:
    """The next number within what the rows belong to, which the caller has locked, so that each is given away once."""
    last = model._default_manager.filter(**of).aggregate(last=Max("number"))["last"]
    return int(last or 0) + 1
