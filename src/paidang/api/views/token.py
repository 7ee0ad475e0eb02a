"""Whose request it is: the bearer token says it, nothing else does."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac
from ninja.security import HttpBearer

from paidang.api.views.shapes import language
from paidang.evidence.context import by_program
from paidang.kit.outcome import UnableTo
from paidang.kit.sentence import say
from paidang.team.actions import use_api_token
from paidang.team.context import set_org
from paidang.team.models import ApiToken, Person
from paidang.team.rules.api_tokens import verb_label

TOKEN_MAX = 200


class VerbMissing(UnableTo):
    """The token was not made for this. HTTP 403."""

    status = 403
    code = "TOKEN_LACKS_VERB"


class BearerToken(HttpBearer):
    """`Authorization: Bearer paidang_…`: from here on the request is its person's, with the token's verbs."""

    def __call__(self, request: HttpRequest) -> Any:
        kind, _space, text = request.headers.get("Authorization", "").partition(" ")
        return self.authenticate(request, text.strip() if kind.lower() == "bearer" else "")

    def authenticate(self, request: HttpRequest, token: str) -> ApiToken:
        """The token with its person; TokenRefused and TooManyTokens are answered as problems."""
        if not token.isascii() or len(token) > TOKEN_MAX or "\0" in token:
            token = ""
        found = use_api_token(at=timezone.now(), text=token, tries_key=_tries_key(request))
        request.user = found.person
        set_org(org_id=found.person.org_id, person_id=found.person_id)
        by_program(found.pk)
        return found


def _tries_key(request: HttpRequest) -> str:
    return salted_hmac(
        "paidang.api.token", request.META.get("REMOTE_ADDR", ""), algorithm="sha256"
    ).hexdigest()


def person_of(request: HttpRequest) -> Person:
    """Whose token it is."""
    assert isinstance(request.user, Person), "every route asks for a token"
    return request.user


def check_verb(request: HttpRequest, verbs: tuple[str, ...]) -> None:
    """VerbMissing unless the token has one of the verbs."""
    if set(verbs).isdisjoint(person_of(request).only or ()):
        words = tuple(verb_label(verb, language()) for verb in verbs)
        raise VerbMissing(
            say("这个令牌不能做“{verb}”", verb=words), remedy=say("请在“设置”里另做一个含这一项的令牌。")
        )


def who(request: HttpRequest, code: str, **about: Any) -> dict[str, Any]:
    """What every act on a contract is told: by whom, when, of which contract, about what of it."""
    return {"person": person_of(request), "at": timezone.now(), "code": code, **about}
