"""The open platform's messages (TMC): what one is about, and the binary frames in which its WebSocket carries them.

A message only says that something changed; what changed is asked for by the interface. Paidang consumes them over HTTP
(`client.pull_told`); the frames are for a connection that is kept open, which needs no more than these two functions.
"""

import json
import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

CONNECT, CONNECT_ACK, SEND, SEND_ACK = range(4)
_END, _CUSTOM, _STATUS_CODE, _STATUS_PHRASE, _FLAG, _TOKEN = range(6)
_VOID, _STRING, _BYTE, _INT16, _INT32, _INT64, _DATE, _BYTES = range(8)
VERSION = 2
FRAME_BYTES_MAX = 2**20
_NUMBER = {_BYTE: "<B", _INT16: "<h", _INT32: "<i", _INT64: "<q", _DATE: "<q"}

Value = str | int | bytes | None


class BadFrame(ValueError):
    """Bytes that are no frame of this protocol."""


@dataclass(frozen=True, slots=True)
class Int8:
    """A number that travels in one byte; any other travels in eight."""

    value: int


@dataclass(frozen=True, slots=True)
class Frame:
    """One frame. `content` holds the custom headers, in their order."""

    kind: int
    content: Mapping[str, Value | Int8] = field(default_factory=dict)
    token: str = ""
    status_code: int | None = None
    status_phrase: str = ""
    flag: int | None = None


def write_frame(frame: Frame) -> bytes:
    """A frame as bytes, little-endian: version, kind, headers each with its number, 0 at the end."""
    parts = [bytes((VERSION, frame.kind))]
    if frame.status_code is not None:
        parts.append(struct.pack("<hi", _STATUS_CODE, frame.status_code))
    if frame.status_phrase:
        parts.append(struct.pack("<h", _STATUS_PHRASE) + _counted(frame.status_phrase.encode()))
    if frame.flag is not None:
        parts.append(struct.pack("<hi", _FLAG, frame.flag))
    if frame.token:
        parts.append(struct.pack("<h", _TOKEN) + _counted(frame.token.encode()))
    for name, value in frame.content.items():
        parts.append(struct.pack("<h", _CUSTOM) + _counted(name.encode()) + _write_value(value))
    return b"".join([*parts, struct.pack("<h", _END)])


def _counted(text: bytes) -> bytes:
    return struct.pack("<i", len(text)) + text


def _write_value(value: Value | Int8) -> bytes:
    if value is None:
        return bytes((_VOID,))
    if isinstance(value, Int8):
        return bytes((_BYTE, value.value))
    if isinstance(value, int):
        return bytes((_INT64,)) + struct.pack("<q", value)
    if isinstance(value, bytes):
        return bytes((_BYTES,)) + _counted(value)
    return bytes((_STRING,)) + _counted(value.encode())


def read_frame(data: bytes) -> Frame:
    """A frame from its bytes; raises BadFrame. Numbers of all sizes are read as int."""
    if len(data) > FRAME_BYTES_MAX:
        raise BadFrame("too long")
    try:
        return _Reader(data).frame()
    except (struct.error, UnicodeDecodeError, IndexError) as error:
        raise BadFrame(str(error)) from None


class _Reader:
    def __init__(self, data: bytes) -> None:
        self._data, self._at = data, 0

    def frame(self) -> Frame:
        version, kind = self._take(2)
        if version != VERSION or kind not in (CONNECT, CONNECT_ACK, SEND, SEND_ACK):
            raise BadFrame(f"version {version}, kind {kind}")
        content: dict[str, Value | Int8] = {}
        known: dict[str, Any] = {}
        while (header := self._number("<h")) != _END:
            if header == _CUSTOM:
                name = self._text()
                content[name] = self._value()
            elif header in (_STATUS_CODE, _FLAG):
                known["status_code" if header == _STATUS_CODE else "flag"] = self._number("<i")
            elif header in (_STATUS_PHRASE, _TOKEN):
                known["status_phrase" if header == _STATUS_PHRASE else "token"] = self._text()
            else:
                raise BadFrame(f"header {header}")
        return Frame(kind, content, **known)

    def _value(self) -> Value:
        form = self._take(1)[0]
        if form == _VOID:
            return None
        if form == _STRING:
            return self._text()
        if form == _BYTES:
            return self._take(self._number("<i"))
        if form in _NUMBER:
            return self._number(_NUMBER[form])
        raise BadFrame(f"value {form}")

    def _text(self) -> str:
        return self._take(self._number("<i")).decode()

    def _number(self, form: str) -> int:
        return int(struct.unpack(form, self._take(struct.calcsize(form)))[0])

    def _take(self, size: int) -> bytes:
        if not 0 <= size <= len(self._data) - self._at:
            raise BadFrame("it ends too early")
        self._at += size
        return self._data[self._at - size : self._at]


@dataclass(frozen=True, slots=True)
class Message:
    """A message: what it is about, "" where it is about neither an order nor a case. The same comes again until confirmed."""

    id: str
    topic: str
    kind: Literal["order", "case", ""]
    subject: str


TOPICS = (
    "taobao_trade_TradeCreate",
    "taobao_trade_TradeBuyerPay",
    "taobao_trade_TradeSellerShip",
    "taobao_trade_TradeSuccess",
    "taobao_trade_TradeClose",
    "taobao_trade_TradeMemoModified",
    "taobao_trade_TradeChanged",
    "taobao_refund_RefundCreated",
    "taobao_refund_RefundSuccess",
    "taobao_refund_RefundClosed",
)
"""What a store is told of."""


def read_message(record: Mapping[str, Any]) -> Message:
    """A message as the interface gives it; one whose content cannot be read is about nothing, for the next pull finds all."""
    content = record.get("content")
    try:
        told = json.loads(content, strict=False) if isinstance(content, str) else content
    except (ValueError, RecursionError):
        told = None
    told = told if isinstance(told, Mapping) else {}
    topic = str(record.get("topic", ""))
    refund, trade = _number_of(told.get("refund_id")), _number_of(told.get("tid"))
    kind: Literal["order", "case", ""] = ""
    if topic.startswith("taobao_refund_") and refund:
        kind = "case"
    elif topic.startswith("taobao_trade_") and trade:
        kind = "order"
    return Message(str(record.get("id", "")), topic, kind, {"case": refund, "order": trade, "": ""}[kind])


def _number_of(value: object) -> str:
    """A number beyond 2^53, as int or text."""
    text = str(value) if isinstance(value, int | str) and not isinstance(value, bool) else ""
    return text if text.isascii() and text.isdecimal() and text != "0" else ""
