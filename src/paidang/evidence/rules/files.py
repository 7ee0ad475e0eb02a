"""A chain as a file: `evidence.jsonl`, a line of the chain's name, then a line an entry; `heads.json`, who holds what.

Both verify without a database and without a network.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any

from paidang.evidence.rules.chain import Entry, Head

CHAIN_FILE, HEADS_FILE = "evidence.jsonl", "heads.json"
LINE_LENGTH_MAX = 1_000_000
_ENTRY_TYPES: dict[str, tuple[type, ...]] = {
    "seq": (int,),
    "at": (str,),
    "org": (int,),
    "person": (int, type(None)),
    "act": (str,),
    "subject": (str,),
    "facts": (dict,),
    "previous": (str,),
    "hash": (str,),
}
_HEAD_TYPES: dict[str, tuple[type, ...]] = {
    "seq": (int,),
    "hash": (str,),
    "document": (str,),
    "holder": (str,),
}


class NotAChain(ValueError):
    """A file that is no chain or no list of heads; the message names the line."""


def chain_lines(*, chain: str, about: str, entries: Iterable[Entry]) -> Iterator[str]:
    """The lines of `evidence.jsonl`."""
    yield json.dumps({"chain": chain, "about": about}, ensure_ascii=False)
    for entry in entries:
        yield json.dumps(asdict(entry), ensure_ascii=False, separators=(",", ":"))


def heads_text(*, chain: str, heads: Iterable[Head]) -> str:
    """The text of `heads.json`."""
    return (
        json.dumps({"chain": chain, "heads": [asdict(head) for head in heads]}, ensure_ascii=False, indent=1)
        + "\n"
    )


def read_chain(lines: Iterable[str]) -> tuple[str, Iterator[Entry]]:
    """The chain's name and its entries, read as they are asked for. Raises NotAChain at the line that is none."""
    numbered = ((number, line) for number, line in enumerate(lines, start=1) if line.strip())
    number, first = next(numbered, (1, ""))
    header = _object(first, number)
    if not isinstance(header.get("chain"), str):
        raise NotAChain(f"第 {number} 行没有链名：这不是存证文件")
    return str(header["chain"]), (_entry(line, number) for number, line in numbered)


def read_heads(text: str) -> tuple[str, list[Head]]:
    """The chain's name and the heads. Raises NotAChain."""
    data = _object(text, 1)
    heads = data.get("heads")
    if not isinstance(data.get("chain"), str) or not isinstance(heads, list):
        raise NotAChain("凭据文件里没有 chain 或 heads")
    return str(data["chain"]), [Head(**_typed(head, _HEAD_TYPES, "凭据")) for head in heads]


def _entry(line: str, number: int) -> Entry:
    return Entry(**_typed(_object(line, number), _ENTRY_TYPES, f"第 {number} 行"))


def _object(text: str, number: int) -> dict[str, object]:
    if len(text) > LINE_LENGTH_MAX and number > 1:
        raise NotAChain(f"第 {number} 行太长")
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        raise NotAChain(f"第 {number} 行不是 JSON") from None
    if not isinstance(data, dict):
        raise NotAChain(f"第 {number} 行不是 JSON 对象")
    return data


def _typed(data: object, types: dict[str, tuple[type, ...]], where: str) -> dict[str, Any]:
    if not isinstance(data, dict) or set(data) != set(types):
        raise NotAChain(f"{where}的字段应是 {'、'.join(types)}")
    for name, kinds in types.items():
        if type(data[name]) not in kinds:
            raise NotAChain(f"{where}的 {name} 类型不对")
    return data
