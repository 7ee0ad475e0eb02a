"""`paidang channels pull`: a store's orders from its platform's interface, mapped, printed. No database.

Exit 0: done; 1: the call failed; 2: bad input.
"""

import json
import os
import sys
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated, Any, NoReturn
from urllib.parse import urlsplit

import typer

from paidang.channels.link.errors import ChannelError
from paidang.channels.platforms import PLATFORMS, Platform, connect, well_known
from paidang.kit.money import yuan
from paidang.kit.period import SHANGHAI

LAST = timedelta(days=30)
YEARS = range(2000, 2100)
LOOPBACK = ("127.0.0.1", "localhost", "::1")
STATES = {
    "unpaid": "待付款",
    "paid": "待发货",
    "part_shipped": "部分发货",
    "shipped": "已发货",
    "done": "完成",
    "cancelled": "已取消",
    "held": "已锁定",
    "split": "已拆分",
}
ASKED = {name: one for name, one in PLATFORMS.items() if one.base_url or one.own_address}
"""A shop of one's own tells by itself."""
_OPTIONS = "；".join(
    f"{name}：" + " ".join(f"--{each.replace('_', '-')}" for each in platform.wanted)
    for name, platform in ASKED.items()
)
app = typer.Typer(no_args_is_help=True)


@app.callback()
def _channels() -> None:
    """平台接口：拉取店铺的订单和售后。"""


@app.command(
    context_settings={"allow_extra_args": True, "ignore_unknown_options": True},
    epilog=f"凭据选项，{_OPTIONS}；也可用环境变量，如 PAIDANG_JD_APP_KEY。本机沙盒不必给。",
)
def pull(
    context: typer.Context,
    platform: Annotated[str, typer.Option(help="、".join(ASKED))],
    base_url: Annotated[str, typer.Option(help="接口网址，如 http://127.0.0.1:9100")],
    since: Annotated[str, typer.Option(help="从何时的变动起，如 2026-11-01；默认 30 天前")] = "",
    until: Annotated[str, typer.Option(help="到何时为止，不含；默认现在")] = "",
    order: Annotated[str, typer.Option(help="只取这一个订单")] = "",
    credentials: Annotated[
        str, typer.Option(help="凭据文件，即 paidang sandbox --json 印出的那一行；- 从标准输入读")
    ] = "",
    with_receivers: Annotated[
        bool, typer.Option("--with-receivers", help="连收件人、留言、发票一起印")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="以JSON回答")] = False,
) -> None:
    """拉取一个店铺的订单、售后和退款，映射后印出。"""
    if platform in PLATFORMS and platform not in ASKED:
        _refuse(
            f"{PLATFORMS[platform].label}自己把订单和售后推来，没有接口可拉：在 设置 → 店铺连接 里连上，得到推送地址和签名密钥"
        )
    if platform not in ASKED:
        _refuse(f"没有平台 {platform}：只有 {'、'.join(ASKED)}")
    host = _read_host(base_url)
    values = _find_credentials(platform, context.args, credentials, is_local=host in LOOPBACK)
    now = datetime.now(SHANGHAI)
    end = _read_time("--until", until) if until else now + timedelta(seconds=1)
    begin = _read_time("--since", since) if since else end - LAST
    if begin >= end:
        _refuse("--since 应早于 --until")
    try:
        told = _pull(platform, base_url, values, begin, end, order, with_receivers=with_receivers)
    except ChannelError as failed:
        _fail(failed, as_json)
    if as_json:
        typer.echo(json.dumps(told, ensure_ascii=False))
    else:
        _print_table(told)


def _read_host(base_url: str) -> str:
    """Whose address it is."""
    try:
        address = urlsplit(base_url)
        address.port  # noqa: B018  it is read, and wrong ones are refused, when asked for
    except ValueError:
        _refuse(f"--base-url 不是网址：{base_url}")
    if address.scheme not in ("http", "https") or not address.hostname:
        _refuse(f"--base-url 不是网址：{base_url}")
    return address.hostname


def _pull(
    platform: str,
    base_url: str,
    values: Mapping[str, str],
    since: datetime,
    until: datetime,
    order_id: str,
    *,
    with_receivers: bool,
) -> dict[str, Any]:
    from paidang.channels import pulling

    channel = connect(platform, base_url, values)
    asked = {
        "platform": platform,
        "base_url": base_url,
        "since": since.isoformat(timespec="seconds"),
        "until": until.isoformat(timespec="seconds"),
    }
    if order_id:
        document = channel.get_order(order_id)
        return {**asked, **pulling.as_json(channel, [document], with_receivers=with_receivers)}
    return {**asked, **pulling.pull(channel, since, until, with_receivers=with_receivers)}


# Credentials


def _find_credentials(name: str, words: Sequence[str], file: str, *, is_local: bool) -> Mapping[str, str]:
    """By option, else from the file, else from the environment, else (on this machine) the sandbox's."""
    platform = PLATFORMS[name]
    names = (*platform.wanted, *platform.optional)
    found = _read_options(platform, words)
    if file:
        found = {**_read_file(name, file), **found}
    for each in names:
        if value := os.environ.get(f"PAIDANG_{name}_{each}".upper()):
            found.setdefault(each, value)
    if is_local:
        found = {**well_known(name), **found}
    if missing := [each for each in platform.wanted if not found.get(each)]:
        options = "、".join(f"--{each.replace('_', '-')}" for each in missing)
        _refuse(f"缺少凭据：{options}")
    return {each: found[each] for each in names if found.get(each)}


def _read_options(platform: Platform, words: Sequence[str]) -> dict[str, str]:
    """`--app-key KEY` or `--app-key=KEY`, under the platform's names."""
    names = {f"--{each.replace('_', '-')}": each for each in (*platform.wanted, *platform.optional)}
    found: dict[str, str] = {}
    rest = list(words)
    while rest:
        option, equals, value = rest.pop(0).partition("=")
        if option not in names:
            _refuse(f"不认识的选项 {option}：{platform.label}的凭据是 {'、'.join(names)}")
        if not equals:
            if not rest:
                _refuse(f"{option} 后面缺少值")
            value = rest.pop(0)
        found[names[option]] = value
    return found


def _read_file(name: str, file: str) -> dict[str, str]:
    """The sandbox's line, or the platform's part of it. From standard input one line is read: the sandbox goes on."""
    try:
        text = sys.stdin.readline() if file == "-" else Path(file).read_text(encoding="utf-8")
        told = json.loads(text)
    except (OSError, ValueError):
        _refuse(f"凭据读不了：{'标准输入' if file == '-' else file}")
    part = told.get(PLATFORMS[name].folder, told) if isinstance(told, dict) else None
    if not isinstance(part, dict):
        _refuse(f"凭据里没有 {name}")
    return {key: value for key, value in part.items() if isinstance(value, str)}


def _read_time(option: str, text: str) -> datetime:
    """A day or a moment; without an offset it is Shanghai's."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        _refuse(f"{option} 不是时间：{text}")
    if at.year not in YEARS:
        _refuse(f"{option} 应在 {YEARS[0]} 到 {YEARS[-1]} 年之间：{text}")
    return at if at.tzinfo else at.replace(tzinfo=SHANGHAI)


# Answers


def _print_table(told: Mapping[str, Any]) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD)
    for title in ("订单", "状态", "付款时间"):
        table.add_column(title, no_wrap=True)
    for title in ("件数", "货款"):
        table.add_column(title, no_wrap=True, justify="right")
    table.add_column("快递单号", overflow="fold")
    for order in told["orders"]:
        lines = order["lines"]
        goods = sum(
            line["unit_price_fen"] * line["quantity"] - line["merchant_discount_fen"] for line in lines
        )
        table.add_row(
            order["order_id"],
            STATES[order["state"]],
            order["paid_at"][5:16].replace("T", " "),
            str(sum(line["quantity"] for line in lines)) if lines else "",
            yuan(goods) if lines else "",
            " ".join(parcel["waybill"] for parcel in order["parcels"]),
        )
    console = Console()
    console.print(table)
    refunded = yuan(sum(refund["amount_fen"] for refund in told["refunds"]))
    console.print(f"{len(told['orders'])} 个订单，{len(told['cases'])} 个售后单，退款 {refunded}")
    for fault in told["faults"]:
        console.print(
            f"要人看：{fault['id']} {fault['column']} {fault['value']}：{fault['reason']}", markup=False
        )


def _fail(failed: ChannelError, as_json: bool) -> NoReturn:
    """One line that says which kind of failure it is; with --json the same as JSON."""
    if as_json:
        error = {"code": failed.code, "message": str(failed), "platform_code": failed.platform_code}
        for name in ("skew_s", "retry_after_s"):
            if hasattr(failed, name):
                error[name] = getattr(failed, name)
        typer.echo(json.dumps({"error": error}, ensure_ascii=False))
    typer.echo(f"{failed.code}：{failed}", err=True)
    raise typer.Exit(1)


def _refuse(words: str) -> NoReturn:
    typer.echo(words, err=True)
    raise typer.Exit(2)
