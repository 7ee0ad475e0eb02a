"""JSON of which there is one form only, so that its hash means its content; and SHA-256 of files."""

import hashlib
import json
from pathlib import Path
from typing import Any

from paidang.kit.sentence import say

_CHUNK_BYTES = 1 << 20


class NotCanonical(ValueError):
    """Bytes that are no JSON, or JSON in another than the canonical form; its message says so for people."""


def canonical_json(value: object) -> bytes:
    """Write JSON with sorted keys, no spaces, UTF-8 unescaped, no newline at the end; a float is our bug.

    >>> canonical_json({"b": 1, "a": "甲"}).decode()
    '{"a":"甲","b":1}'
    """
    _assert_no_float(value)
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def parse_json(data: bytes) -> Any:
    """Read JSON of any form; a key given twice, NaN, bad UTF-8 or half a character are refused like bad syntax."""
    try:
        text = data.decode("utf-8-sig")
        value = json.loads(text, object_pairs_hook=_unique_keys, parse_constant=_no_constant)
        if (
            "\\ud" in text.lower()
        ):  # an escaped half of a character that may lack the other: no UTF-8 can hold it
            json.dumps(value, ensure_ascii=False).encode()
        return value
    except json.JSONDecodeError as why:
        place = say("第 {line} 行第 {column} 个字符读不下去", line=why.lineno, column=why.colno)
        raise NotCanonical(say("不是合法的JSON：{why}", why=place)) from None
    except UnicodeError:
        raise NotCanonical(say("不是合法的JSON：{why}", why=say("编码不是 UTF-8"))) from None
    except (ValueError, RecursionError) as why:
        raise NotCanonical(say("不是合法的JSON：{why}", why=str(why))) from None


def read_canonical(path: Path) -> Any:
    """Read a file of canonical JSON; refused if it is not so byte for byte."""
    data = path.read_bytes()
    value = parse_json(data)
    try:
        is_canonical = canonical_json(value) == data
    except (TypeError, ValueError):
        is_canonical = False
    if not is_canonical:
        raise NotCanonical(say("不是规范形式的JSON"))
    return value


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file, read piece by piece."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK_BYTES):
            digest.update(chunk)
    return digest.hexdigest()


def _unique_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise ValueError(say("“{key}”出现了两次", key=key))
        found[key] = value
    return found


def _no_constant(name: str) -> None:
    raise ValueError(say("不允许 {name}", name=name))


def _assert_no_float(value: object) -> None:
    if isinstance(value, float):
        raise TypeError("no float stands in a bundle")
    if isinstance(value, dict):
        for each in value.values():
            _assert_no_float(each)
    elif isinstance(value, list | tuple):
        for each in value:
            _assert_no_float(each)
