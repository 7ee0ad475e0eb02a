"""The service as a sandbox: checks signatures and sums, issues when it is looked at, knows a serial again, takes back once."""

import base64
import json
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from paidang.channels.einvoice.signing import KEY, NONCE, PATH, SKEW_S_MAX, TIME, is_signed
from paidang.channels.sandbox.http import Answer, Request
from paidang.channels.sandbox.shop import Shop

APP_KEY, APP_SECRET = "einvoice-sandbox", "einvoice-sandbox-secret"
FIRST_NUMBER = 26_990_000_000_000_000_001


@dataclass
class Kept:
    """What was asked for under a serial, and what became of it."""

    body: dict[str, Any]
    number: str = ""
    issued_on: str = ""
    reason: str = ""


class Sandbox:
    """One seller's service. `fails`: reasons that the next invoices fail for. Its shop sells nothing."""

    prefixes = ("/einvoice/v1",)

    def __init__(self, shop: Shop) -> None:
        self.shop = shop
        self.kept: dict[str, Kept] = {}
        self.nonces: set[str] = set()
        self.fails: list[str] = []

    def fault(self, name: str, request: Request) -> Answer:
        """Its own envelope for what goes wrong on demand."""
        status, code = {
            "throttled": (429, "TOO_MANY"),
            "bad_signature": (401, "BAD_SIGNATURE"),
            "expired_token": (401, "KEY_EXPIRED"),
        }.get(name, (503, "BUSY"))
        return Answer.of({"code": code}, status)

    def credentials(self) -> dict[str, str]:
        return {"app_key": APP_KEY, "app_secret": APP_SECRET}

    def answer(self, request: Request, now: datetime) -> Answer:
        """Serve one call."""
        if wrong := self._check(request, now):
            return Answer.of({"code": wrong}, 401)
        if request.method == "POST" and request.path == PATH:
            return self._issue(request, now)
        serial = request.path.removeprefix(f"{PATH}/")
        if request.method != "GET" or serial not in self.kept:
            return Answer.of({"code": "NOT_FOUND"}, 404)
        kept = self.kept[serial]
        if not kept.number and not kept.reason:
            self._finish(kept, now)
        return Answer.of(self._told(serial, kept))

    def _check(self, request: Request, now: datetime) -> str:
        headers = request.headers
        timestamp, nonce = headers.get(TIME, ""), headers.get(NONCE, "")
        if headers.get(KEY) != APP_KEY or not is_signed(
            APP_SECRET, request.method, request.path, headers, request.body
        ):
            return "BAD_SIGNATURE"
        if (
            not timestamp.isdecimal()
            or abs(int(timestamp) - now.timestamp()) > SKEW_S_MAX
            or nonce in self.nonces
        ):
            return "BAD_SIGNATURE"
        self.nonces.add(nonce)
        return ""

    def _issue(self, request: Request, now: datetime) -> Answer:
        try:
            body = json.loads(request.body)
            serial, kind, reverses = str(body["serial"]), body["kind"], body["reverses"]
            tax_number = body["buyer"]["tax_number"]
            total = sum(Decimal(row["amount"]) for row in body["rows"])
            right = total > 0 and all(
                Decimal(0) <= Decimal(row["tax"]) <= Decimal(row["amount"]) for row in body["rows"]
            )
        except (ValueError, KeyError, TypeError, InvalidOperation):
            return Answer.of({"code": "BAD_REQUEST"}, 400)
        if not right or (kind == "special" and not tax_number):
            return Answer.of({"code": "BAD_REQUEST"}, 400)
        known = self.kept.get(serial)
        if known and known.body != body:
            return Answer.of({"code": "SERIAL_USED"}, 409)
        if not known:
            if reverses and self._left(reverses) < total:
                return Answer.of({"code": "RED_ABOVE_BLUE"}, 409)
            known = self.kept[serial] = Kept(body, reason=self.fails.pop(0) if self.fails else "")
        return Answer.of(self._told(serial, known))

    def _left(self, number: str) -> Decimal:
        """What of an invoice no red letter has taken back."""
        blue = sum(_total(one) for one in self.kept.values() if one.number == number)
        red = sum(
            _total(one) for one in self.kept.values() if one.body["reverses"] == number and not one.reason
        )
        return Decimal(blue - red)

    def _finish(self, kept: Kept, now: datetime) -> None:
        done = sum(bool(one.number) for one in self.kept.values())
        kept.number, kept.issued_on = str(FIRST_NUMBER + done), f"{now:%Y-%m-%d}"

    def _told(self, serial: str, kept: Kept) -> dict[str, Any]:
        if kept.reason:
            return {"serial": serial, "state": "FAILED", "reason": kept.reason}
        if not kept.number:
            return {"serial": serial, "state": "ISSUING"}
        tax = sum((Decimal(row["tax"]) for row in kept.body["rows"]), Decimal(0))
        return {
            "serial": serial, "state": "ISSUED", "number": kept.number, "issued_on": kept.issued_on,
            "amount": f"{_total(kept):.2f}", "tax": f"{tax:.2f}", "file": base64.b64encode(_xml(kept, tax)).decode(),
        }  # fmt: skip


def _total(kept: Kept) -> Decimal:
    return sum((Decimal(row["amount"]) for row in kept.body["rows"]), Decimal(0))


def _xml(kept: Kept, tax: Decimal) -> bytes:
    """The tax bureau's XML, as far as its fields are known."""
    from lxml import etree

    root = etree.Element("EInvoice")
    data = etree.SubElement(root, "EInvoiceData")
    buyer = etree.SubElement(data, "BuyerInformation")
    basic = etree.SubElement(data, "BasicInformation")
    seal = etree.SubElement(root, "TaxSupervisionInfo")
    for parent, name, text in (
        (buyer, "BuyerName", kept.body["buyer"]["name"]), (buyer, "BuyerIdNum", kept.body["buyer"]["tax_number"]),
        (basic, "TotalAmWithoutTax", f"{_total(kept) - tax:.2f}"), (basic, "TotalTaxAm", f"{tax:.2f}"),
        (basic, "TotalTax-includedAmount", f"{_total(kept):.2f}"), (seal, "InvoiceNumber", kept.number),
        (seal, "IssueTime", kept.issued_on),
    ):  # fmt: skip
        etree.SubElement(parent, name).text = text
    found: bytes = etree.tostring(root, encoding="utf-8", xml_declaration=True)
    return found
