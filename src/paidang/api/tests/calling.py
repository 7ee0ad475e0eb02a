"""A program that calls the API in somebody's name, through Django's test client."""

import json
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from django.http import HttpResponse
from django.test import Client
from tests.cast import acting, shanghai

from paidang.team.actions import make_api_token
from paidang.team.models import Person
from paidang.team.rules.api_tokens import VERBS

ROOT = "/api/v1"
MADE = shanghai("2026-03-01 09:00")


def token_for(person: Person, *verbs: str) -> str:
    """A token of this person for these verbs, all without any; good now, whenever the test runs."""
    from datetime import timedelta

    from django.utils import timezone

    now = timezone.now()
    with acting(person):
        _token, text = make_api_token(
            person=person, at=now, name="ERP", verbs=verbs or VERBS, until=(now + timedelta(days=9)).date()
        )
    return text


@dataclass
class Caller:
    """Sends the token, and with each POST a key of its own, unless told otherwise."""

    token: str
    lang: str = ""
    client: Client = field(default_factory=Client)
    keys: count = field(default_factory=lambda: count(1))

    @property
    def headers(self) -> dict[str, str]:
        said = {"authorization": f"Bearer {self.token}"} if self.token else {}
        return said | ({"accept-language": self.lang} if self.lang else {})

    def get(self, path: str, **query: object) -> HttpResponse:
        return self.client.get(ROOT + path, query, headers=self.headers)

    def post(self, path: str, body: object = None, *, key: str | None = None, **files: Any) -> HttpResponse:
        """JSON, or a form where files or fields are given."""
        headers = self.headers | {"idempotency-key": key or f"key-{next(self.keys)}"}
        if files:
            return self.client.post(ROOT + path, files, headers=headers)
        content = "" if body is None else json.dumps(body)
        return self.client.post(ROOT + path, content, content_type="application/json", headers=headers)


def caller_for(person: Person, *verbs: str, lang: str = "") -> Caller:
    """A program with a token of this person."""
    return Caller(token_for(person, *verbs), lang)


def code_of(answer: HttpResponse) -> tuple[int, str]:
    """Status and code of a problem."""
    assert answer["Content-Type"] == "application/problem+json", answer.content
    return answer.status_code, answer.json()["code"]
