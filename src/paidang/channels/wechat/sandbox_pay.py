"""The sandbox's WeChat Pay: the bills of a day, by version 2 (XML in, text out) and by version 3 (address, then text)."""

import gzip
import hashlib
from datetime import date, datetime
from pathlib import Path
from urllib.parse import urlencode

from paidang.channels.sandbox.http import Answer, Request
from paidang.channels.sandbox.shop import Shop
from paidang.channels.wechat.messages import BadMessage, read_xml, write_xml
from paidang.channels.wechat.pay_signing import (
    SCHEMA,
    check_v2,
    read_private_key,
    sign_answer,
    sign_v3,
)
from paidang.channels.wechat.sandbox_bills import ALL, BILL_TYPES, MCH_ID, fund_bill, trade_bill
from paidang.kit.period import SHANGHAI, day_of

SERIAL_NO = "5157F09EFDC096DE15EBE81A47057A7232F1B8E1"
API_KEY, APIV3_KEY = "PaidangSandboxKeyPaidangSandbox0", "PaidangSandboxApiV3KeyPaidang032"
KEY_FILE = Path(__file__).with_name("sandbox_key.pem")
_FILE = "/v3/billdownload/file"


class PaySandbox:
    """Serves `/pay/*` and `/v3/*` for one shop."""

    def __init__(self, shop: Shop, appid: str) -> None:
        self._shop, self._appid = shop, appid

    def answer_v2(self, request: Request, now: datetime) -> Answer:
        """`/pay/downloadbill`, `/pay/downloadfundflow`: the bill as text, or XML that says why not."""
        try:
            fields = read_xml(request.body)
            check_v2(fields, API_KEY)
        except BadMessage:
            return _xml_error("SIGNERROR", "签名错误")
        if fields.get("mch_id") != MCH_ID or fields.get("appid") != self._appid:
            return _xml_error("PARAM_ERROR", "mch_id or appid")
        if request.path not in ("/pay/downloadbill", "/pay/downloadfundflow"):
            return _xml_error("NOT_SUPPORTED", request.path[:40])
        day = _day_of(fields.get("bill_date", ""), "%Y%m%d")
        if day is None or day >= day_of(now):
            return _xml_error("20001", "invalid bill_date")
        kind = fields.get("bill_type") or ALL
        if kind not in BILL_TYPES:
            return _xml_error("20003", "invalid bill_type")
        bill = self._bill(day, kind, is_fund=request.path == "/pay/downloadfundflow")
        if bill is None:
            return _xml_error("20002", "No Bill Exist")
        return _text(bill, fields.get("tar_type", ""))

    def answer_v3(self, request: Request, now: datetime) -> Answer:
        """`/v3/bill/tradebill` and `fundflowbill`, then the address that they name, all signed."""
        if not self._is_signed(request, now):
            return Answer.of({"code": "SIGN_ERROR", "message": "签名错误"}, 401)
        path, asked = request.path, request.query
        if path not in ("/v3/bill/tradebill", "/v3/bill/fundflowbill", _FILE):
            return Answer.of({"code": "RESOURCE_NOT_EXISTS", "message": path[:40]}, 404)
        day, kind = _day_of(asked.get("bill_date", ""), "%Y-%m-%d"), asked.get("bill_type") or ALL
        if day is None or day >= day_of(now):
            return Answer.of({"code": "INVALID_REQUEST", "message": "账单日期不对"}, 400)
        if kind not in BILL_TYPES or asked.get("tar_type", "GZIP") != "GZIP":
            return Answer.of({"code": "PARAM_ERROR", "message": "bill_type 或 tar_type 不对"}, 400)
        is_fund = path == "/v3/bill/fundflowbill" or (path == _FILE and asked.get("of") == "fund")
        bill = self._bill(day, kind, is_fund=is_fund)
        if bill is None:
            return Answer.of({"code": "NO_STATEMENT_EXIST", "message": "账单文件不存在"}, 400)
        if path == _FILE:
            return _text(bill, asked.get("tar_type", ""))
        host = request.headers.get("host", "127.0.0.1")
        where = {"of": "fund"} if is_fund else {"bill_type": kind}
        where |= {"tar_type": "GZIP"} if "tar_type" in asked else {}
        query = urlencode({"bill_date": str(day), **where, "token": "sandbox"})
        answer = Answer.of(
            {
                "hash_type": "SHA1",  # of the text, packed or not
                "hash_value": hashlib.sha1(bill.encode()).hexdigest(),
                "download_url": f"http://{host}{_FILE}?{query}",
            }
        )
        return _signed(answer, now)

    def _bill(self, day: date, kind: str, *, is_fund: bool) -> str | None:
        return fund_bill(self._shop, day) if is_fund else trade_bill(self._shop, self._appid, day, kind)

    def _is_signed(self, request: Request, now: datetime) -> bool:
        """The merchant's signature; in the sandbox its key and the platform's are one, so that signing anew tells."""
        scheme, _, rest = request.headers.get("authorization", "").partition(" ")
        pairs = (part.split("=", 1) for part in rest.split(",") if "=" in part)
        said = {name.strip(): value.strip('"') for name, value in pairs}
        stamp = said.get("timestamp", "")
        if scheme != SCHEMA or said.get("mchid") != MCH_ID or not stamp.isdecimal():
            return False
        path = f"{request.path}?{request.raw_query}" if request.raw_query else request.path
        body, key = request.body.decode(errors="replace"), read_private_key(KEY_FILE.read_text())
        made = sign_v3(request.method, path, stamp, said.get("nonce_str", ""), body, key)
        return made == said.get("signature") and abs(now.timestamp() - int(stamp)) <= 300


def _signed(answer: Answer, now: datetime) -> Answer:
    stamp, nonce = str(int(now.timestamp())), "sandbox"
    signature = sign_answer(stamp, nonce, answer.body.decode(), read_private_key(KEY_FILE.read_text()))
    headers = {
        "Wechatpay-Timestamp": stamp,
        "Wechatpay-Nonce": nonce,
        "Wechatpay-Signature": signature,
        "Wechatpay-Serial": SERIAL_NO,
    }
    return Answer(answer.body, answer.status, answer.content_type, headers)


def _xml_error(code: str, words: str) -> Answer:
    body = write_xml({"return_code": "FAIL", "return_msg": words, "error_code": code})
    return Answer(body.encode(), content_type="text/xml;charset=utf-8")


def _day_of(text: str, pattern: str) -> date | None:
    try:
        return datetime.strptime(text, pattern).replace(tzinfo=SHANGHAI).date()
    except ValueError:
        return None


def _text(bill: str, packed: str) -> Answer:
    if packed == "GZIP":
        return Answer(gzip.compress(bill.encode(), mtime=0), content_type="application/gzip")
    return Answer(bill.encode(), content_type="text/plain;charset=utf-8")
