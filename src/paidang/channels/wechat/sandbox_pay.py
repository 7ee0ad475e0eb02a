"""The sandbox's WeChat Pay: the trade bill of a day, by version 2 (XML in, text out) and by version 3 (address, then text)."""

import hashlib
from datetime import date, datetime
from pathlib import Path

from paidang.channels.link.documents import REFUNDED
from paidang.channels.sandbox.http import Answer, Request
from paidang.channels.sandbox.shop import Case, Order, Shop
from paidang.channels.wechat.messages import BadMessage, read_xml, write_xml
from paidang.channels.wechat.pay_signing import (
    SCHEMA,
    check_v2,
    read_private_key,
    sign_answer,
    sign_v3,
)
from paidang.kit.money import yuan_text
from paidang.kit.period import SHANGHAI, day_of

MCH_ID, SERIAL_NO = "1900000109", "5157F09EFDC096DE15EBE81A47057A7232F1B8E1"
API_KEY, APIV3_KEY = "PaidangSandboxKeyPaidangSandbox0", "PaidangSandboxApiV3KeyPaidang032"
KEY_FILE = Path(__file__).with_name("sandbox_key.pem")
HEADER = (
    "交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,"
    "应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,"
    "手续费,费率,订单金额,申请退款金额,费率备注"
)
TOTALS = "总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额"
FEE_PER_MILLE = 6


class PaySandbox:
    """Serves `/pay/*` and `/v3/bill/*` for one shop."""

    def __init__(self, shop: Shop, appid: str) -> None:
        self._shop, self._appid = shop, appid

    def answer_v2(self, request: Request, now: datetime) -> Answer:
        """`/pay/downloadbill`: the bill as text, or XML that says why not."""
        try:
            fields = read_xml(request.body)
            check_v2(fields, API_KEY)
        except BadMessage:
            return _xml_error("SIGNERROR", "签名错误")
        if fields.get("mch_id") != MCH_ID or fields.get("appid") != self._appid:
            return _xml_error("PARAM_ERROR", "mch_id or appid")
        if request.path != "/pay/downloadbill":
            return _xml_error("NOT_SUPPORTED", request.path[:40])
        day = _day_of(fields.get("bill_date", ""), "%Y%m%d")
        if day is None or day >= day_of(now):
            return _xml_error("20001", "invalid bill_date")
        bill = self.bill(day)
        if bill is None:
            return _xml_error("20002", "No Bill Exist")
        return Answer(bill.encode(), content_type="text/plain;charset=utf-8")

    def answer_v3(self, request: Request, now: datetime) -> Answer:
        """`/v3/bill/tradebill`, then the address that it names, both signed."""
        if not self._is_signed(request, now):
            return Answer.of({"code": "SIGN_ERROR", "message": "签名错误"}, 401)
        day = _day_of(request.query.get("bill_date", ""), "%Y-%m-%d")
        if day is None or day >= day_of(now):
            return Answer.of({"code": "INVALID_REQUEST", "message": "账单日期不对"}, 400)
        bill = self.bill(day)
        if bill is None:
            return Answer.of({"code": "NO_STATEMENT_EXIST", "message": "账单文件不存在"}, 400)
        if request.path == "/v3/billdownload/file":
            return Answer(bill.encode(), content_type="text/plain;charset=utf-8")
        if request.path != "/v3/bill/tradebill":
            return Answer.of({"code": "RESOURCE_NOT_EXISTS", "message": request.path[:40]}, 404)
        host = request.headers.get("host", "127.0.0.1")
        answer = Answer.of(
            {
                "hash_type": "SHA1",
                "hash_value": hashlib.sha1(bill.encode()).hexdigest(),
                "download_url": f"http://{host}/v3/billdownload/file?bill_date={day}&token=sandbox",
            }
        )
        return _signed(answer, now)

    def bill(self, day: date) -> str | None:
        """The day's payments and refunds as the file that operators download; None: nothing moved."""
        orders = [o for o in self._shop.orders.values() if o.paid_at and day_of(o.paid_at) == day]
        cases = [c for c in self._shop.cases.values() if c.state == REFUNDED and day_of(_refunded(c)) == day]
        if not orders and not cases:
            return None
        rows = [self._paid(order) for order in orders] + [self._refunded(case) for case in cases]
        fees = sum(_fee(order.paid_fen) for order in orders) - sum(_fee(case.amount_fen) for case in cases)
        paid, back = sum(o.paid_fen for o in orders), sum(c.amount_fen for c in cases)
        totals = [
            str(len(rows)),
            yuan_text(paid),
            yuan_text(back),
            "0.00",
            _five(fees),
            yuan_text(paid),
            yuan_text(back),
        ]
        lines = [HEADER, *map(_ticked, rows), TOTALS, _ticked(totals)]
        return "\ufeff" + "\r\n".join(lines) + "\r\n"

    def _paid(self, order: Order) -> list[str]:
        assert order.paid_at is not None
        amount = yuan_text(order.paid_fen)
        return [
            *_who(order.paid_at, self._appid, order, "SUCCESS"),
            *(amount, "0.00", "0", "0", "0.00", "0.00", "", ""),
            *(order.lines[0].goods.title, "", _five(_fee(order.paid_fen)), "0.60%", amount, "0.00", ""),
        ]

    def _refunded(self, case: Case) -> list[str]:
        order = self._shop.orders[case.order_id]
        amount = yuan_text(case.amount_fen)
        return [
            *_who(_refunded(case), self._appid, order, "REFUND"),
            *("0.00", "0.00", f"50{case.case_id}", case.case_id, amount, "0.00", "ORIGINAL", "SUCCESS"),
            *(order.lines[0].goods.title, "", _five(-_fee(case.amount_fen)), "0.60%", "0.00", amount, ""),
        ]

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


def _who(at: datetime, appid: str, order: Order, state: str) -> list[str]:
    when = at.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M:%S")
    number = f"42{order.order_id}"
    return [when, appid, MCH_ID, "0", "", number, order.order_id, f"o{order.buyer}", "JSAPI", state, "OTHERS", "CNY"]  # fmt: skip


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


def _refunded(case: Case) -> datetime:
    return case.refunded_at or case.modified_at


def _fee(fen: int) -> int:
    """Hundredths of a thousandth of a yuan: what the bill writes with five decimals."""
    return fen * FEE_PER_MILLE


def _five(fee: int) -> str:
    sign = "-" if fee < 0 else ""
    return f"{sign}{abs(fee) // 100_000}.{abs(fee) % 100_000:05d}"


def _ticked(cells: list[str]) -> str:
    return ",".join(f"`{cell}" for cell in cells)
