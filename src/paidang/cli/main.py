"""The command `paidang`. A command's module is imported only when it is the one asked for: each starts quickly."""

import sys
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec

import typer


@dataclass(frozen=True, slots=True)
class Command:
    """Where a command is: a function of a module, or (`app`) a Typer app with commands of its own."""

    module: str
    attribute: str
    help: str


# Add a command here, one row each; a module that is not there yet is not shown.
COMMANDS: dict[str, Command] = {
    "serve": Command("paidang.cli.serve", "serve", "启动数据库、后台任务和网页"),
    "demo": Command("paidang.cli.demo", "demo", "造一个演示世界"),
    "register": Command("paidang.cli.register", "register", "登记一个机构和它的第一位经理"),
    "contract": Command("paidang.cli.contract", "app", "读合同、查问题、比较、起草、列日程"),
    "import": Command("paidang.cli.intake", "app", "导入订单、退款、物流、费用和价格文件"),
    "channels": Command("paidang.cli.channels", "app", "平台接口：拉取店铺的订单和售后"),
    "close": Command("paidang.cli.close", "close", "关账一个月，所有合同一起"),
    "settle": Command("paidang.cli.settle", "settle", "结算一个月，写出双方都能核验的对账包"),
    "verify": Command("paidang.cli.settle", "verify", "重算一个对账包，逐条列出差异"),
    "sandbox": Command("paidang.cli.sandbox", "sandbox", "在本机运行各平台的沙箱，不需要数据库"),
    "evidence": Command("paidang.cli.evidence", "app", "核验存证链"),
    "backup": Command("paidang.cli.backup", "backup", "把数据库和钥匙备份到一个文件夹"),
    "restore": Command("paidang.cli.backup", "restore", "把备份恢复到一个空的地方"),
    "doctor": Command("paidang.cli.doctor", "doctor", "检查这个安装：哪里不对，怎么办"),
}


def main() -> None:
    """Run the command line."""
    words = [word for word in sys.argv[1:] if not word.startswith("-")]
    build_app(words[0] if words else None)()


def build_app(asked_for: str | None) -> typer.Typer:
    """The app with the one command that is asked for; the others only have their name and help."""
    app = typer.Typer(
        help="拍档：合同即程序。", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False
    )
    app.callback()(_nothing)  # with a callback, an app of one command still wants its name
    for name, command in COMMANDS.items():
        if find_spec(command.module) is None:
            continue
        if name != asked_for:
            app.command(name, help=command.help)(_nothing)
        elif command.attribute == "app":
            app.add_typer(import_module(command.module).app, name=name, help=command.help)
        else:
            app.command(name, help=command.help)(getattr(import_module(command.module), command.attribute))
    return app


def _nothing() -> None:
    """Stands for what is not asked for."""


if __name__ == "__main__":
    main()
