"""`paidang serve`: database, migrations, demo world, worker and web; what is killed comes back, all stop together.

One line for whatever is in the way: a port in use, a half-made folder, a server left over by a crash.
"""

import errno
import fcntl
import os
import signal
import socket
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from types import FrameType
from typing import IO

import typer

from paidang.site.children import Child, ChildProblem, run_to_end, stop_all
from paidang.site.mail_url import BadMailUrl, mail_settings
from paidang.site.postgres import SERVER_VERSION_MIN, Cluster, DatabaseProblem

WEB_START_TIMEOUT_S = 60
WATCH_EVERY_S = 1
SANDBOX_BESIDE = 1100
"""The demo's sandbox is on so much higher a port than the pages."""
LOGIN = """
    select rolsuper, case when exists (select from pg_roles where rolname = 'paidang_web')
        then pg_has_role('paidang_web', 'set') else rolcreaterole end
    from pg_roles where rolname = current_user
"""


class Stop(Exception):
    """Somebody pressed Ctrl-C, or the machine asks us to end."""


def serve(
    port: int = typer.Option(8000, help="端口", min=1, max=65535),
    host: str = typer.Option("127.0.0.1", help="地址"),
    demo: bool = typer.Option(True, help="没有数据时造一个演示世界"),
) -> None:
    """启动数据库、后台任务和网页；Ctrl-C 全部停下。"""
    var = Path(os.environ.get("PAIDANG_VAR", "var")).resolve()
    try:
        (var / "static").mkdir(parents=True, exist_ok=True)
    except OSError as error:
        _fail(f"不能用 {var} 存数据：{error.strerror}。设 PAIDANG_VAR 用另一个文件夹。")
    _check_port(host, port)
    try:
        mail_settings(os.environ.get("PAIDANG_SMTP_URL", ""))
    except BadMailUrl as wrong:
        _fail(str(wrong))
    os.environ.setdefault("PAIDANG_URL", f"http://{host}:{port}")
    _on_signals(_raise_stop)
    lock = _lock(var)
    cluster = None if os.environ.get("DATABASE_URL") else Cluster(var / "pg")
    children: list[Child] = []
    try:
        if cluster:
            cluster.start()
        else:
            _reach(os.environ["DATABASE_URL"])
        sandbox = _find_sandbox(port) if demo else ""
        _prepare(demo, sandbox)
        children = [*_start_workers(), _start_web(host, port, demo), *_start_sandbox(sandbox)]
        _wait_for_web(host, port, children)
        _greet(host, port, demo, var, sandbox)
        _watch(cluster, children)
    except Stop:
        typer.echo("\n正在停下……")
    except (DatabaseProblem, ChildProblem) as problem:
        _fail(str(problem))
    finally:
        _on_signals(signal.SIG_IGN)  # a second Ctrl-C must not leave anything half stopped
        stop_all(children)
        if cluster:
            cluster.stop()
        lock.close()


def _on_signals(handler: Callable[[int, FrameType | None], None] | signal.Handlers) -> None:
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, handler)


def _raise_stop(number: int, frame: FrameType | None) -> None:
    raise Stop


def _fail(message: str) -> None:
    typer.echo(message, err=True)
    raise typer.Exit(2)


def _lock(var: Path) -> IO[str]:
    """Hold the folder while we run. Whoever holds it owns the database in it, even one that a killed serve left running."""
    lock = (var / "serve.lock").open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        _fail(f"已有一个 paidang serve 在用 {var}。先停下它，或设 PAIDANG_VAR 用另一个文件夹。")
    return lock


def _check_port(host: str, port: int) -> None:
    try:
        with socket.create_server((host, port)):
            return
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            reason, _, _place = str(error.strerror).partition(" (")
            _fail(f"不能在 {host}:{port} 上等人来访：{reason}。")
    _fail(f"{host}:{port} 已被占用。先停下那个程序，或换一个端口：make serve PORT={port + 1}")


def _reach(url: str) -> None:
    """Say in one line what is wrong with a DATABASE_URL; the password in it is not printed."""
    import psycopg

    if not url.startswith(("postgres://", "postgresql://")):
        raise DatabaseProblem("DATABASE_URL 要写成 postgres://用户:密码@主机:端口/数据库。")
    try:
        with psycopg.connect(url, connect_timeout=5) as connection:
            version = connection.info.server_version
            is_super, may_play_web = connection.execute(LOGIN).fetchone() or (False, False)
    except psycopg.Error as error:
        reason = str(error).strip().splitlines()[0]
        raise DatabaseProblem(f"连不上 DATABASE_URL 指的数据库：{reason}") from None
    if version < SERVER_VERSION_MIN:
        raise DatabaseProblem(f"DATABASE_URL 指的是 PostgreSQL {version // 10_000}，要 18 或更新的。")
    if is_super:
        raise DatabaseProblem(
            "DATABASE_URL 里是超级用户，行级权限管不住它。请换一个：create role paidang_owner login createrole;"
        )
    if not may_play_web:
        raise DatabaseProblem(
            "DATABASE_URL 里的用户建不了、也用不了角色 paidang_web。请管理员给它 createrole。"
        )


def _find_sandbox(port: int) -> str:
    """Where the demo's store is to answer, which all processes must know from their start; "" where the port is taken."""
    beside = port + SANDBOX_BESIDE
    try:
        with socket.create_server(("127.0.0.1", beside)):
            pass
    except (OSError, OverflowError):
        return ""
    address = f"http://127.0.0.1:{beside}"
    allowed = os.environ.get("PAIDANG_STORE_ADDRESSES", "").split()
    os.environ["PAIDANG_STORE_ADDRESSES"] = " ".join(dict.fromkeys([*allowed, address]))
    return address


def _start_sandbox(address: str) -> list[Child]:
    """A shop that orders come to all the time; another one with every start, so that no order number comes twice."""
    if not address:
        return []
    command = [
        sys.executable, "-m", "paidang.cli.main", "sandbox", "--port", address.rpartition(":")[2], "--json",
        "--seed", str(int(time.time())), "--days", "1", "--orders", "8", "--live", "1",
    ]  # fmt: skip
    return [Child("沙箱", command, _env())]


def _prepare(demo: bool, sandbox: str) -> None:
    """Migrate as the owner; make the demo world as the web role, through the product's own actions."""
    typer.echo("正在准备数据库……")
    migrate = [sys.executable, "-m", "paidang.site.manage", "migrate", "--verbosity", "0", "--skip-checks"]
    if not run_to_end(migrate, _env(PAIDANG_DB_ROLE="owner")):
        raise DatabaseProblem("数据库结构没有更新成功，原因在上面。")
    if demo:
        typer.echo("正在看演示世界；第一次要造一个，半分钟到两分钟……")
    make = [
        sys.executable,
        "-m",
        "paidang.cli.main",
        "demo",
        "--quiet",
        *(["--sandbox", sandbox] if sandbox else []),
    ]
    if demo and not run_to_end(make, _env()):
        raise DatabaseProblem("演示世界没有造成，原因在上面。")


def _env(**more: str) -> dict[str, str]:
    return {**os.environ, "DJANGO_SETTINGS_MODULE": "paidang.site.settings", **more}


def _start_workers() -> list[Child]:
    """One for what waits for platforms, one for all else (`site.worker`)."""
    command = [sys.executable, "-m", "paidang.site.worker"]
    return [Child("后台任务", command, _env()), Child("店铺任务", [*command, "stores"], _env())]


def _start_web(host: str, port: int, demo: bool) -> Child:
    command = [
        sys.executable, "-m", "gunicorn", "paidang.site.wsgi:application", "--bind", f"{host}:{port}",
        "--workers", "2", "--threads", "8", "--timeout", "120", "--log-level", "warning", "--worker-tmp-dir", "/tmp",
    ]  # fmt: skip
    return Child("网页", command, _env(PAIDANG_DEMO="1" if demo else ""))


def _wait_for_web(host: str, port: int, children: Sequence[Child]) -> None:
    deadline = time.monotonic() + WEB_START_TIMEOUT_S
    while time.monotonic() < deadline:
        for child in children:
            child.keep_up()
        with socket.socket() as probe:
            probe.settimeout(0.5)
            if probe.connect_ex((host, port)) == 0:
                return
        time.sleep(0.05)
    raise DatabaseProblem("网页没有按时起来，原因在上面。")


def _watch(cluster: Cluster | None, children: Sequence[Child]) -> None:
    """Until we are asked to stop: whatever was killed is started again, the database first."""
    while True:
        if cluster and not cluster.is_alive() and cluster.start():
            typer.echo("数据库意外停了，已重新启动。", err=True)
        for child in children:
            if said := child.keep_up():
                typer.echo(said, err=True)
        time.sleep(WATCH_EVERY_S)


def _greet(host: str, port: int, demo: bool, var: Path, sandbox: str) -> None:
    typer.echo(f"\n  拍档  http://{host}:{port}\n")
    if demo:
        from paidang.site.demo.cast import SIGN_INS

        for line in SIGN_INS:
            typer.echo(f"    {line}")
        typer.echo("\n  先看：今天 → 发出上月对账单；点任一数字看它的行，点 § 看它的条款。")
        if sandbox:
            typer.echo(f"  设置 → 店铺连接里有一家沙箱里的微信小店（{sandbox}），订单一直在来。")
    if not os.environ.get("PAIDANG_SMTP_URL"):
        typer.echo(f"  没有设邮件服务器，提醒写在 {var / 'mail.log'}。")
    typer.echo("  Ctrl-C 停下。\n")
