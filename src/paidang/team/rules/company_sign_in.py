"""Company sign-in by OpenID Connect Core 1.0: who the provider is, and whether its ID token holds. Pure: no network."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlencode, urlsplit

from authlib.oauth2.rfc7636 import create_s256_code_challenge
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import (
    ClaimError,
    ExpiredTokenError,
    InvalidKeyIdError,
    JoseError,
    MissingAlgorithmError,
    UnsupportedAlgorithmError,
)
from joserfc.jwk import KeySet

from paidang.kit.sentence import Sentence, say

DISCOVERY = "/.well-known/openid-configuration"
ALGORITHMS = ("RS256", "PS256", "ES256")
"""Signatures by a key that the provider alone has: never `none`, never one made with the client's secret."""
CLOCK_LEEWAY_S = 60
WAITS = timedelta(minutes=10)
"""How long the person may take at the provider."""
URL_CHARACTERS = 500
DOMAIN = re.compile(r"(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}")


class NotVouched(ValueError):
    """What the provider says does not hold; `reason` is a sentence for people."""

    def __init__(self, reason: Sentence) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Provider:
    """An OpenID provider by its discovery document. `in_body`: it takes the client's secret in the form, not the header."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    in_body: bool


@dataclass(frozen=True, slots=True)
class Journey:
    """One way to the provider and back: where to, and what must be the same afterwards. Each value is used once."""

    url: str
    state: str
    nonce: str
    verifier: str


def domains_of(typed: str) -> list[str]:
    """The mail domains that somebody typed, apart by spaces, commas or lines; NotVouched if one is none."""
    words = re.split(r"[\s,;、]+", unicodedata.normalize("NFKC", typed).lower().strip())
    domains = sorted({word.removeprefix("@") for word in words if word})
    for domain in domains:
        if not DOMAIN.fullmatch(domain):
            raise NotVouched(say("“{domain}”不是邮箱域名", domain=domain))
    return domains


def domain_of(email: str) -> str:
    """What stands behind the @."""
    return email.rpartition("@")[2].lower()


def is_web_address(url: object, *, local: bool) -> bool:
    """Whether it is an address to fetch from: https with a host and nothing hidden in it; `local` also takes http."""
    if not isinstance(url, str) or len(url) > URL_CHARACTERS or any(character <= " " for character in url):
        return False
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return False
    schemes = ("https", "http") if local else ("https",)
    return parts.scheme in schemes and bool(parts.hostname) and "@" not in parts.netloc and port != 0


def read_provider(document: object, *, issuer: str, local: bool) -> Provider:
    """The provider by its discovery document, which must say the same issuer; NotVouched else."""
    if not isinstance(document, Mapping) or document.get("issuer") != issuer:
        raise NotVouched(say("身份提供方的配置里写的不是这个地址：{issuer}", issuer=issuer))
    names = ("authorization_endpoint", "token_endpoint", "jwks_uri")
    ends = {name: str(document.get(name, "")) for name in names}
    if not all(is_web_address(end, local=local) for end in ends.values()):
        raise NotVouched(say("身份提供方的配置缺少登录、令牌或公钥的 https 地址"))
    methods = document.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
    in_body = "client_secret_basic" not in methods and "client_secret_post" in methods
    return Provider(issuer, **ends, in_body=in_body)


def journey(
    provider: Provider, *, client_id: str, back: str, email: str, randoms: tuple[str, str, str]
) -> Journey:
    """The way there. `randoms` are three values of at least 256 bits: state, nonce, PKCE verifier."""
    state, nonce, verifier = randoms
    query = {
        "response_type": "code", "client_id": client_id, "redirect_uri": back, "scope": "openid email",
        "state": state, "nonce": nonce, "code_challenge": create_s256_code_challenge(verifier),
        "code_challenge_method": "S256", **({"login_hint": email} if email else {}),
    }  # fmt: skip
    start = provider.authorization_endpoint
    return Journey(f"{start}{'&' if '?' in start else '?'}{urlencode(query)}", state, nonce, verifier)


def read_id_token(
    answer: object, *, keys: object, issuer: str, client_id: str, nonce: str, at: datetime
) -> str:
    """The verified e-mail address of which the provider's answer speaks, small letters; NotVouched else."""
    if not isinstance(answer, Mapping) or not isinstance(answer.get("id_token"), str):
        raise NotVouched(say("身份提供方没有给出身份令牌"))
    try:
        known = KeySet.import_key_set(keys)  # type: ignore[arg-type]  # whatever the provider sent
    except (JoseError, ValueError, TypeError, KeyError, AttributeError):
        raise NotVouched(say("身份提供方的公钥读不出来")) from None
    try:
        token = jwt.decode(answer["id_token"], known, algorithms=ALGORITHMS)
        CodeIDToken(
            token.claims, token.header,
            {"iss": {"essential": True, "value": issuer}, "aud": {"essential": True, "value": client_id}},
            {"nonce": nonce, "client_id": client_id, "access_token": answer.get("access_token")},
        ).validate(int(at.timestamp()), CLOCK_LEEWAY_S)  # fmt: skip
    except (JoseError, ValueError, TypeError, KeyError) as error:
        raise NotVouched(_what_is_wrong(error)) from None
    return _email(token.claims)


def _what_is_wrong(error: Exception) -> Sentence:
    if isinstance(error, ExpiredTokenError):
        return say("身份令牌已过期")
    if isinstance(error, ClaimError):
        return {
            "iss": say("身份令牌是别的提供方开的"),
            "aud": say("身份令牌是开给别的应用的"),
            "azp": say("身份令牌是开给别的应用的"),
            "nonce": say("身份令牌不是为这一次登录开的"),
        }.get(error.claim, say("身份令牌的 {claim} 不对", claim=error.claim))
    if isinstance(error, UnsupportedAlgorithmError | MissingAlgorithmError):
        return say("身份令牌没有签名，或签名算法不可靠")
    if isinstance(error, InvalidKeyIdError):
        return say("身份令牌用的不是提供方公布的密钥")
    return say("身份令牌的签名不对")


def _email(claims: Mapping[str, object]) -> str:
    email = claims.get("email")
    if not isinstance(email, str) or "@" not in email:
        raise NotVouched(say("身份令牌里没有邮箱"))
    if claims.get("email_verified") is not True:
        raise NotVouched(say("提供方没有核实过邮箱 {email}", email=email))
    return email.strip().lower()


def is_of(email: str, domains: Sequence[str]) -> bool:
    """Whether the address is of one of the domains, exactly: none of their subdomains."""
    return domain_of(email) in domains
