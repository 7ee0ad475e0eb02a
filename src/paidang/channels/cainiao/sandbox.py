"""Cainiao Link as far as the client asks it, for the sandbox: the same signature, envelopes and error codes.

What a parcel went through follows from the age of its number by the sandbox's clock.
"""

import base64
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from paidang.channels.sandbox.http import Answer, Request

PATH, PARCELS_A_CALL = "/gateway/link.do", 10
PROVIDER, SECRET, APP_CODE = "sandbox-provider", "sandbox-secret", "sandbox-app"
WAY = (
    (timedelta(hours=2), "ACCEPT", "快件已揽收"),
    (timedelta(hours=12), "TRANSPORT", "快件在途"),
    (timedelta(hours=30), "DELIVERING", "正在派送"),
    (timedelta(hours=34), "SIGN", "已签收"),
)


@dataclass(slots=True)
class Sandbox:
    """The numbers that were given: by carrier and package, when, and which were given back."""

    path: str = PATH
    numbers: dict[tuple[str, str], str] = field(default_factory=dict)
    given_at: dict[tuple[str, str], datetime] = field(default_factory=dict)
    cancelled: set[tuple[str, str]] = field(default_factory=set)

    def credentials(self) -> dict[str, str]:
        """What a client needs."""
        return {"provider": PROVIDER, "secret": SECRET, "app_code": APP_CODE}

    def answer(self, request: Request, now: datetime) -> Answer:
        """Serve one call."""
        form = request.form
        content = form.get("logistics_interface", "")
        if form.get("logistic_provider_id") != PROVIDER or form.get("data_digest") != _digest(content):
            return _no("S01", "非法的数字签名")
        try:
            asked = json.loads(content)
            serve = {
                "TMS_WAYBILL_GET": self._get,
                "TMS_WAYBILL_DISCARD": self._discard,
                "CNTECH_LV_LOGISTICS_DETAIL_GET": self._trace,
            }.get(form.get("msg_type", ""))
            return serve(asked, now) if serve else _no("S02", "没有这个接口")
        except (KeyError, TypeError, ValueError):
            return _no("S03", "参数不全")

    def _get(self, asked: Mapping[str, Any], now: datetime) -> Answer:
        carrier, parcels = str(asked["cpCode"]), asked["tradeOrderInfoDtos"]
        if not 0 < len(parcels) <= PARCELS_A_CALL:
            return _no("S04", "一次 1 到 10 个包裹")
        if any(not parcel["recipient"]["address"]["province"] for parcel in parcels):
            return _no("S05", "收件地址不全")
        found = []
        for parcel in parcels:
            key = (carrier, str(parcel["packageInfo"]["id"]))
            if key not in self.numbers or (carrier, self.numbers[key]) in self.cancelled:
                self.numbers[key] = f"{carrier[:3]}{7_000_000_000 + len(self.given_at):012d}"
                self.given_at[carrier, self.numbers[key]] = now
            data = {"data": {"routingInfo": {"routeCode": f"{len(self.given_at) % 900 + 100}-01"}}}
            found.append(
                {
                    "objectId": parcel["objectId"],
                    "waybillCode": self.numbers[key],
                    "printData": json.dumps(data),
                }
            )
        return Answer.of({"success": "true", "waybillCloudPrintResponseList": found})

    def _discard(self, asked: Mapping[str, Any], now: datetime) -> Answer:
        place = (str(asked["cpCode"]), str(asked["waybillCode"]))
        if place not in self.given_at:
            return _no("S06", "没有这个面单号")
        self.cancelled.add(place)
        return Answer.of({"success": "true", "discardResult": True})

    def _trace(self, asked: Mapping[str, Any], now: datetime) -> Answer:
        one = asked["arg0"]
        given = self.given_at.get((str(one["cpCode"]), str(one["mailNo"])))
        steps = [
            {"time": f"{given + after:%Y-%m-%d %H:%M:%S}", "logisticsStatus": state, "standerdDesc": words}
            for after, state, words in WAY
            if given and given + after <= now
        ]
        return Answer.of({"success": "true", "fullTraceDetail": steps})


def _digest(content: str) -> str:
    return base64.b64encode(hashlib.md5((content + SECRET).encode(), usedforsecurity=False).digest()).decode()


def _no(code: str, words: str) -> Answer:
    return Answer.of({"success": "false", "errorCode": code, "errorMsg": words})
