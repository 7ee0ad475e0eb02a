"""`paidang sandbox`: all platforms on this machine, over HTTP. No database, no Django.

Exit 0: told to end; 2: bad input, or the port is in use.
"""

import json
import signal
import threading
import time
from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, NoReturn

import typer

from paidang.channels.sandbox.faults import BadFault, read_fault
from paidang.channels.sandbox.server import SandboxServer
from paidang.channels.sandbox.world import DAYS, ORDERS, World, build_world
from paidang.kit.period import SHANGHAI

ORDERS_MAX, DAYS_MAX = 100_000, 90
YEARS = range(2000, 2100)


def sandbox(
    port: Annotated[int, typer.Option(help="端口；0：随便一个空的", min=0, max=65535)] = 9100,
    seed: Annotated[int, typer.Option(help="同一个种子、同一个 --until，就是同一个世界")] = 7,
    until: Annotated[str, typer.Option(help="造到什么时候为止，如 2026-11-28T12:00:00；默认现在")] = "",
    days: Annotated[int, typer.Option(help="造多少天", min=1, max=DAYS_MAX)] = DAYS,
    orders: Annotated[int, typer.Option(help="每个店铺造多少订单", min=0, max=ORDERS_MAX)] = ORDERS,
    live: Annotated[float, typer.Option(help="此后每个店铺每分钟来多少新订单", min=0, max=6000)] = 0.0,
    fault: Annotated[
        list[str] | None,
        typer.Option(help="要出的错，可多次：jd:throttled:3、jd:half_page:10%、jd:timeout:1:20（秒）"),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="就绪时打印一行 JSON")] = False,
) -> None:
    """在本机运行各平台的沙箱，直到 Ctrl-C；不需要数据库。"""
    world = build_world(seed, _read_until(until), _now, days=days, orders=orders, per_minute=live)
    _set_faults(world, fault or ())
    try:
        server = SandboxServer(port, world)
    except OSError as error:
        _fail(f"不能用端口 {port}：{error.strerror}。换一个 --port，或用 --port 0 随便取一个空的。")
    end = threading.Event()
    for sign in (signal.SIGINT, signal.SIGTERM):
        signal.signal(sign, lambda *_: end.set())
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True).start()
    known = {
        "ready": True,
        "base_url": server.base_url,
        **world.credentials(),
        "cainiao": world.carriers.credentials(),
    }
    typer.echo(json.dumps(known, ensure_ascii=False) if as_json else _table(world, server.base_url))
    end.wait()
    server.shutdown()
    server.server_close()


def _now() -> datetime:
    return datetime.fromtimestamp(time.time(), SHANGHAI)


def _read_until(text: str) -> datetime:
    """The end of the days that are made; a time without a zone means Shanghai's."""
    if not text:
        return _now()
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        _fail(f"--until {text} 不是时间，应如 2026-11-28T12:00:00。")
    if at.year not in YEARS:
        _fail(f"--until 应在 {YEARS[0]} 到 {YEARS[-1]} 年之间：{text}")
    return at.astimezone(SHANGHAI) if at.tzinfo else at.replace(tzinfo=SHANGHAI)


def _set_faults(world: World, faults: Sequence[str]) -> None:
    for text in faults:
        try:
            world.add_fault(*read_fault(text))
        except BadFault as wrong:
            _fail(f"--fault {text}：{wrong}")


def _table(world: World, base_url: str) -> str:
    """For people: where it is, and with what to sign."""
    lines = [f"沙箱在 {base_url}（Ctrl-C 停下；控制：{base_url}/_sandbox）"]
    for name, stall in world.stalls.items():
        shop = stall.platform.shop
        lines.append(f"\n{name}  {shop.name}：{len(shop.orders)} 个订单，{len(shop.cases)} 个售后单  {' '.join(stall.platform.prefixes)}")  # fmt: skip
        lines += [f"  {key:<18}{value}" for key, value in stall.platform.credentials().items()]
    lines.append(f"\ncainiao  快递取号  {world.carriers.path}")
    lines += [f"  {key:<18}{value}" for key, value in world.carriers.credentials().items()]
    return "\n".join(lines)


def _fail(words: str) -> NoReturn:
    typer.echo(words, err=True)
    raise typer.Exit(2)
