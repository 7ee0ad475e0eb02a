"""Waybill numbers by Cainiao Link: `TMS_WAYBILL_GET`, `TMS_WAYBILL_DISCARD`, `CNTECH_LV_LOGISTICS_DETAIL_GET`.

A parcel's own code is its package id, so the same parcel asked for again gets the same number.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from paidang.channels.cainiao.signing import digest
from paidang.channels.link.answers import Answer, Call, read_json
from paidang.channels.link.calling import Caller
from paidang.channels.link.documents import Receiver
from paidang.channels.link.errors import Refused, Unreachable, WrongSecret
from paidang.kit.period import SHANGHAI
from paidang.kit.sentence import say

BASE_URL = "https://link.cainiao.com"
PATH = "/gateway/link.do"
PARCELS_A_CALL = 10
BAD_SIGNATURE = "S01"
TRIED_AGAIN = ("S07", "S15")
"""The gateway's own trouble."""

CP_CODES = {
    "sf": "SF", "zto": "ZTO", "yto": "YTO", "sto": "STO", "yunda": "YUNDA", "jd": "LE04284890", "ems": "EMS", "deppon": "DBKD",
}  # fmt: skip
"""Our carriers by their codes here."""


@dataclass(frozen=True, slots=True)
class Shipment:
    """A parcel that wants a number. `code` is ours, `items` names and units."""

    code: str
    order_id: str
    to: Receiver
    items: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Waybill:
    """A number, and the code by which the carrier sorts."""

    number: str
    route: str


@dataclass(frozen=True, slots=True)
class Step:
    """What the carrier says of a parcel on its way."""

    at: datetime
    state: str
    words: str


class Client:
    """One account. `values`: provider (`logistic_provider_id`), secret, app_code for tracing."""

    def __init__(self, caller: Caller, values: Mapping[str, str]) -> None:
        self._caller, self._values = caller, values

    def get_waybills(
        self, carrier: str, sender: Receiver, shipments: Sequence[Shipment]
    ) -> dict[str, Waybill]:
        """Numbers by the parcels' codes, in calls of PARCELS_A_CALL."""
        found: dict[str, Waybill] = {}
        for at in range(0, len(shipments), PARCELS_A_CALL):
            content = {
                "cpCode": _cp_code(carrier),
                "needEncrypt": False,
                "sender": _person(sender),
                "tradeOrderInfoDtos": [_dto(one) for one in shipments[at : at + PARCELS_A_CALL]],
            }
            said = self._ask("TMS_WAYBILL_GET", content)
            for one in said.get("waybillCloudPrintResponseList") or ():
                found[str(one["objectId"])] = Waybill(str(one["waybillCode"]), _route(one))
        return found

    def cancel(self, carrier: str, number: str) -> None:
        """Give a number back that is on no parcel; again is harmless."""
        self._ask("TMS_WAYBILL_DISCARD", {"cpCode": _cp_code(carrier), "waybillCode": number})

    def trace(self, carrier: str, number: str) -> list[Step]:
        """What happened to a parcel so far, the oldest first."""
        asked = {"appCode": self._values["app_code"], "cpCode": _cp_code(carrier), "mailNo": number}
        said = self._ask("CNTECH_LV_LOGISTICS_DETAIL_GET", {"arg0": asked}, to="CNTECH_LV")
        steps = [_step(one) for one in said.get("fullTraceDetail") or ()]
        return sorted(steps, key=lambda step: step.at)

    def _ask(self, kind: str, content: Mapping[str, Any], *, to: str = "") -> dict[str, Any]:
        text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
        form = {
            "msg_type": kind,
            "logistic_provider_id": self._values["provider"],
            "data_digest": digest(text, self._values["secret"]),
            "logistics_interface": text,
            **({"to_code": to} if to else {}),
        }
        headers = {"content-type": "application/x-www-form-urlencoded;charset=utf-8"}

        def build(now: datetime) -> Call:
            return Call("POST", PATH, body=urlencode(form).encode(), headers=headers)

        return self._caller.call(build, lambda answer: _judge(answer, self._caller.now()), is_idempotent=True)


def _judge(answer: Answer, now: datetime) -> dict[str, Any]:
    said = read_json(answer, now)
    if not isinstance(said, dict):
        raise Unreachable(say("快递接口的答复看不懂"))
    if str(said.get("success")).lower() == "true":
        return said
    code, words = str(said.get("errorCode", "")), str(said.get("errorMsg", ""))[:200]
    if code == BAD_SIGNATURE:
        raise WrongSecret(say("快递接口不认签名：资源编码或密钥不对"), platform_code=code)
    if code in TRIED_AGAIN:
        raise Unreachable(say("快递接口暂时出错"), platform_code=code)
    raise Refused(say("快递接口不同意：{words}", words=words or code), platform_code=code)


def _cp_code(carrier: str) -> str:
    if carrier not in CP_CODES:
        raise Refused(say("这家快递没有取号接口"))
    return CP_CODES[carrier]


def _person(who: Receiver) -> dict[str, Any]:
    address = {"province": who.province, "city": who.city, "district": who.district, "detail": who.address}
    return {"name": who.name, "mobile": who.phone, "address": address}


def _dto(one: Shipment) -> dict[str, Any]:
    return {
        "objectId": one.code,
        "orderInfo": {"orderChannelsType": "OTHERS", "tradeOrderList": [one.order_id]},
        "packageInfo": {
            "id": one.code,
            "items": [{"name": name, "count": count} for name, count in one.items],
        },
        "recipient": _person(one.to),
    }


def _route(one: Mapping[str, Any]) -> str:
    """The sorting code in the print data, where that is not encrypted."""
    try:
        data = json.loads(str(one.get("printData", "")))["data"]
        return str(data["routingInfo"]["routeCode"])[:20]
    except (ValueError, KeyError, TypeError):
        return ""


def _step(one: Mapping[str, Any]) -> Step:
    at = datetime.strptime(str(one["time"]), "%Y-%m-%d %H:%M:%S").replace(tzinfo=SHANGHAI)
    words = str(one.get("standerdDesc") or one.get("desc") or one.get("logisticsStatus", ""))
    return Step(at, str(one.get("logisticsStatus", ""))[:20], words[:300])
