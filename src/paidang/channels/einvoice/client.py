"""The client: ask for an invoice under a serial of our own, look what became of it, ask for a red letter.

Every call may be repeated: the service knows a serial and does a thing once. Amounts go out as yuan texts and come back so.
"""

import base64
import binascii
import json
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from paidang.channels.einvoice.signing import KEY, NONCE, PATH, SIGNATURE, TIME, signature
from paidang.channels.link.answers import Answer, Call, read_json
from paidang.channels.link.calling import Caller
from paidang.channels.link.errors import Refused, Throttled, WrongSecret
from paidang.kit.money import NotMoney, fen_from_yuan, yuan_text
from paidang.kit.sentence import say

WAITING, DONE, FAILED = "waiting", "done", "failed"
_STATES = {"ISSUING": WAITING, "ISSUED": DONE, "FAILED": FAILED}


@dataclass(frozen=True, slots=True)
class GoodsRow:
    """One row to be issued, tax included. `rate` in hundredths of a percent."""

    name: str
    code: str
    quantity: int
    amount_fen: int
    tax_fen: int
    rate: int


@dataclass(frozen=True, slots=True)
class Draft:
    """An invoice to be issued. `reverses`: the number of the one that this red letter takes back."""

    serial: str
    is_special: bool
    title: str = field(repr=False)
    tax_number: str = field(repr=False)
    rows: tuple[GoodsRow, ...]
    reverses: str = ""


@dataclass(frozen=True, slots=True)
class Issued:
    """What became of a serial. `reason`: why it failed. The file is the tax bureau's XML."""

    state: str
    number: str = ""
    issued_on: date | None = None
    amount_fen: int | None = None
    tax_fen: int | None = None
    file: bytes = field(default=b"", repr=False)
    reason: str = ""


class Client:
    """One seller at its service. `credentials`: app_key, app_secret."""

    def __init__(self, caller: Caller, credentials: Mapping[str, str]) -> None:
        self._caller, self._has = caller, credentials

    def issue(self, draft: Draft) -> Issued:
        """Ask for an invoice; one that was asked for under the serial before is answered as it stands."""
        body = {
            "serial": draft.serial,
            "kind": "special" if draft.is_special else "ordinary",
            "buyer": {"name": draft.title, "tax_number": draft.tax_number},
            "reverses": draft.reverses,
            "rows": [
                {
                    "name": row.name, "code": row.code, "quantity": str(row.quantity), "rate": str(row.rate),
                    "amount": yuan_text(row.amount_fen), "tax": yuan_text(row.tax_fen),
                }
                for row in draft.rows
            ],
        }  # fmt: skip
        return self._call("POST", PATH, body)

    def query(self, serial: str) -> Issued:
        """What became of a serial; `Refused` where the service does not know it."""
        return self._call("GET", f"{PATH}/{serial}", None)

    def _call(self, method: str, path: str, body: Mapping[str, Any] | None) -> Issued:
        raw = json.dumps(body, ensure_ascii=False).encode() if body is not None else b""

        def judge(answer: Answer) -> Issued:
            return _judge(answer, self._caller.now())

        return self._caller.call(self._build(method, path, raw), judge, is_idempotent=True)

    def _build(self, method: str, path: str, raw: bytes) -> Callable[[datetime], Call]:
        def build(now: datetime) -> Call:
            timestamp, nonce = str(int(now.timestamp())), secrets.token_hex(8)
            signed = signature(self._has["app_secret"], method, path, timestamp, nonce, raw)
            headers = {KEY: self._has["app_key"], TIME: timestamp, NONCE: nonce, SIGNATURE: signed}
            return Call(
                method, path, body=raw or None, headers={**headers, "content-type": "application/json"}
            )

        return build


def connect(base_url: str, values: Mapping[str, str], *, caller: Caller | None = None) -> Client:
    """The client. Nothing is called yet."""
    return Client(caller or Caller(base_url), values)


def _judge(answer: Answer, now: datetime) -> Issued:
    found = read_json(answer, now)
    code = str(found.get("code", "")) if isinstance(found, dict) else ""
    if code in ("BAD_SIGNATURE", "KEY_EXPIRED"):
        raise WrongSecret(say("开票服务不认签名：请核对 app_key 和 app_secret"), platform_code=code)
    if code == "TOO_MANY":
        raise Throttled(say("开票服务说调用太频繁"), platform_code=code)
    if answer.status >= 400 or not isinstance(found, dict):
        raise Refused(say("开票服务没有办：{why}", why=str(found)[:200]), platform_code=code)
    state = _STATES.get(str(found.get("state")))
    if state is None:
        raise Refused(say("开票服务的答复看不懂"), platform_code=code)
    return Issued(
        state, str(found.get("number", "")), _day(found.get("issued_on")), _fen(found.get("amount")), _fen(found.get("tax")),
        _file(found.get("file")), str(found.get("reason", ""))[:300],
    )  # fmt: skip


def _day(text: object) -> date | None:
    try:
        return date.fromisoformat(str(text)) if text else None
    except ValueError:
        return None


def _fen(text: object) -> int | None:
    try:
        return fen_from_yuan(str(text)) if text else None
    except NotMoney:
        return None


def _file(text: object) -> bytes:
    try:
        return base64.b64decode(str(text or ""), validate=True)
    except (binascii.Error, ValueError):
        return b""
