"""In whose name a command works on the database, and how it says no."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NoReturn

import typer


@contextmanager
def signed_in(email: str, as_json: bool) -> Iterator[Any]:
    """The person with this address; leaves with 2 where there is none."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "paidang.site.settings")
    import django

    django.setup()
    from paidang.team.context import act_as
    from paidang.team.queries import find_person

    with act_as(org_id=None):
        person = find_person(email)
    if person is None:
        stop(f"没有人用 {email} 登录", as_json, code="NOT_FOUND")
    yield person


def stop(message: str, as_json: bool, code: str = "BAD_INPUT") -> NoReturn:
    """Say what is wrong and leave with 2."""
    if as_json:
        typer.echo(json.dumps({"error": {"code": code, "message": message}}, ensure_ascii=False))
    else:
        typer.echo(message, err=True)
    raise typer.Exit(2)
