"""The sandbox's 人人商城: the back office's session interface, and 龙虾助手's by a token. Yuan as texts."""

from datetime import datetime
from typing import Any

from paidang.channels.renren.sandbox_call import Call, Memory, No
from paidang.channels.renren.sandbox_claw import READS, WRITES
from paidang.channels.renren.sandbox_goods import GOODS
from paidang.channels.renren.sandbox_members import MEMBERS
from paidang.channels.renren.sandbox_seckill import SECKILLS
from paidang.channels.sandbox.acts import NotNow
from paidang.channels.sandbox.http import Answer, Request
from paidang.channels.sandbox.shop import Shop

USERNAME, PASSWORD, SHOP_ID, SHOP, CLAW_TOKEN, PUSH_KEY = (
    "paidang",
    "sandbox-password",
    "1229",
    "1229",
    "lh-sandbox-oc",
    "sandbox-push-key",
)
CLAW = f"/wap/{SHOP}/api/apps/openClaw"
OFFICE = {**GOODS, **SECKILLS, **MEMBERS}


class Sandbox:
    """One shop. A session is given, then signed in with name and password, as the back office's pages do."""

    prefixes = ("/account/", "/shop/api/", f"{CLAW}/")

    def __init__(self, shop: Shop) -> None:
        self.shop = shop
        self._memory = Memory()
        self._sessions: dict[str, bool] = {}

    def credentials(self) -> dict[str, str]:
        return {
            "username": USERNAME,
            "password": PASSWORD,
            "shop_id": SHOP_ID,
            "shop": SHOP,
            "claw_token": CLAW_TOKEN,
            "push_key": PUSH_KEY,
        }

    def answer(self, request: Request, now: datetime) -> Answer:
        try:
            return Answer.of({"error": 0, **self._serve(request, now)})
        except No as no:
            return Answer.of({"error": no.code, "message": str(no)})
        except NotNow as not_now:
            return Answer.of({"error": -1, "message": f"现在不能这样做：{not_now}"})

    def fault(self, name: str, request: Request) -> Answer:
        code, words = {
            "throttled": (-1, "操作太频繁，请稍后再试"),
            "expired_token": (-3, "请先登录"),
            "bad_signature": (-2, "账号或密码错误"),
            "transient": (-1, "系统繁忙"),
        }[name]
        return Answer.of({"error": code, "message": words}, 429 if name == "throttled" else 200)

    def _serve(self, request: Request, now: datetime) -> dict[str, Any]:
        call = Call(self.shop, self._memory, request, now)
        if request.path.startswith(CLAW):
            return _serve_claw(call)
        session = request.headers.get("session-id", "")
        if request.path == "/account/index/get-session-id":
            name = f"sandbox-session-{len(self._sessions) + 1}"
            self._sessions[name] = False
            return {"session_id": name}
        if session not in self._sessions:
            raise No("请先登录", -3)
        if request.path == "/account/login/submit":
            if (request.form.get("username"), request.form.get("password")) != (USERNAME, PASSWORD):
                raise No("账号或密码错误", -2)
            self._sessions[session] = True
            return {}
        if request.path == "/account/logout":
            self._sessions[session] = False
            return {}
        if not self._sessions[session]:
            raise No("请先登录", -3)
        if request.path == "/account/shop/list/index":
            return call.page([{"id": SHOP_ID, "name": self.shop.name}], usual=100)
        if request.headers.get("shop-id") != SHOP_ID:
            raise No("店铺不存在", -4)
        if request.path not in OFFICE:
            raise No("接口不存在")
        return OFFICE[request.path](call)


def _serve_claw(call: Call) -> dict[str, Any]:
    if call.request.headers.get("authorization") != f"Bearer {CLAW_TOKEN}":
        raise No("令牌错误", -2)
    path = call.request.path.removeprefix(CLAW)
    for way, routes in (("GET", READS), ("POST", WRITES)):
        if path in routes:
            if call.request.method != way:
                raise No(f"请用 {way} 请求")
            return routes[path](call)
    raise No("接口不存在")
