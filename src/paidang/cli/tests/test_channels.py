"""`paidang sandbox` and `paidang channels pull` from two shells, as the issue's checks from outside run them."""

import json
import os
import signal
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest
from typer.testing import CliRunner

from paidang.channels.tests.scripted import Told, scripted
from paidang.cli.channels import ASKED
from paidang.cli.main import build_app

RECORDED = Path(__file__).parents[4] / "tests/fixtures/platforms/jd"
PAIDANG = [sys.executable, "-m", "paidang.cli.main"]
BARE = {name: value for name, value in os.environ.items() if not name.startswith(("PAIDANG_", "DJANGO_"))}
KEYS = ("--app-key", "k", "--app-secret", "s", "--access-token", "t")


@contextmanager
def sandbox(*options):
    """The line that the sandbox prints once it serves."""
    command = [*PAIDANG, "sandbox", "--port", "0", "--seed", "7", "--json", *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=BARE) as process:
        try:
            yield process.stdout.readline()
        finally:
            process.send_signal(signal.SIGINT)
            assert process.wait(timeout=60) == 0


def shell(*words, stdin=None):
    return subprocess.run(
        [*PAIDANG, "channels", "pull", "--platform", "jd", *words],
        capture_output=True,
        text=True,
        input=stdin,
        env=BARE,
        timeout=120,
    )


def run(*words):
    return CliRunner().invoke(build_app("channels"), ["channels", "pull", "--platform", "jd", *words])


def test_two_shells():
    with sandbox("--orders", "60") as line:
        known = json.loads(line)
        base = ("--base-url", known["base_url"])
        found = shell(*base, "--json")
        assert (found.returncode, found.stderr) == (0, "")
        told = json.loads(found.stdout)
        assert (told["platform"], told["base_url"]) == ("jd", known["base_url"])
        assert len(told["orders"]) >= 60 and told["cases"] and told["refunds"]
        order = next(order for order in told["orders"] if order["state"] == "done")
        assert set(order) == {
            "order_id", "state", "platform_state", "created_at", "modified_at", "paid_at", "shipped_at", "completed_at",
            "parent_id", "parcels", "postage_fen", "lines",
        }  # fmt: skip
        assert order["paid_at"].endswith("+08:00")
        amounts = [line[name] for line in order["lines"] for name in line if name.endswith("_fen")]
        assert amounts and all(type(amount) is int for amount in amounts)
        assert "receiver" not in found.stdout and "buyer_words" not in found.stdout

        one = shell(
            *base,
            "--credentials",
            "-",
            "--order",
            order["order_id"],
            "--json",
            "--with-receivers",
            stdin=line,
        )
        (whole,) = json.loads(one.stdout)["orders"]
        assert whole["receiver"]["province"] and whole["lines"] == order["lines"]
        assert "个订单" in run(*base).stdout

        wrong = run(*base, "--json", "--app-secret", "wrong")
        assert wrong.exit_code == 1
        assert json.loads(wrong.stdout)["error"]["code"] == "CHANNEL_WRONG_SECRET"
        assert wrong.stderr.startswith("CHANNEL_WRONG_SECRET：") and wrong.stderr.count("\n") == 1
        expired = run(*base, "--access-token=old", "--refresh-token=old")
        assert expired.exit_code == 1 and expired.stderr.startswith("CHANNEL_TOKEN_EXPIRED：")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--base-url", "ftp://x"), "不是网址"),
        (("--base-url", "http://[x"), "不是网址"),
        (("--base-url", "http://127.0.0.1:99999"), "不是网址"),
        (("--base-url", "https://shop.example"), "缺少凭据：--app-key、--app-secret、--access-token"),
        (("--base-url", "https://shop.example", *KEYS[:4]), "缺少凭据：--access-token"),
        (("--base-url", "https://shop.example", *KEYS, "--session", "x"), "不认识的选项 --session"),
        (("--base-url", "https://shop.example", "--app-key"), "后面缺少值"),
        (("--base-url", "https://shop.example", *KEYS, "--since", "soon"), "--since 不是时间"),
        (("--base-url", "https://shop.example", *KEYS, "--since", "0001-01-01"), "2000 到 2099 年"),
        (
            ("--base-url", "https://shop.example", *KEYS, "--since", "2026-03-02", "--until", "2026-03-01"),
            "--since 应早于",
        ),
        (("--base-url", "https://shop.example", "--credentials", "/nowhere"), "凭据读不了"),
    ],
)
def test_bad_input_is_one_clear_line(words, says):
    refused = run(*words)
    assert refused.exit_code == 2 and says in refused.stderr and refused.stderr.count("\n") == 1


def test_there_are_only_the_platforms_of_the_table():
    refused = CliRunner().invoke(
        build_app("channels"), ["channels", "pull", "--platform", "x", "--base-url", "http://a"]
    )
    assert refused.exit_code == 2 and refused.stderr == f"没有平台 x：只有 {'、'.join(ASKED)}\n"


def test_a_shop_that_tells_by_itself_is_not_asked_for_a_secret():
    refused = CliRunner().invoke(
        build_app("channels"), ["channels", "pull", "--platform", "shop", "--base-url", "http://127.0.0.1:1"]
    )
    assert refused.exit_code == 2 and "没有接口可拉" in refused.stderr and "--secret" not in refused.stderr


def test_credentials_come_from_options_a_file_or_the_environment(tmp_path, monkeypatch):
    for name in ("APP_KEY", "APP_SECRET", "ACCESS_TOKEN"):
        monkeypatch.setenv(f"PAIDANG_JD_{name}", f"env-{name}")
    file = tmp_path / "line.json"
    file.write_text(json.dumps({"ready": True, "jd": {"app_key": "file-key", "app_secret": "file-secret"}}))
    refusal = json.dumps({"error_response": {"code": "19", "zh_desc": "无效：env-ACCESS_TOKEN"}}).encode()
    with scripted([Told(refusal)]) as (url, asked):
        failed = run("--base-url", url, "--credentials", str(file), "--app-key", "option-key")
    assert failed.exit_code == 1 and failed.stderr.startswith("CHANNEL_TOKEN_EXPIRED：")
    assert "env-ACCESS_TOKEN" not in failed.stderr, "though the platform repeats it"
    path = asked[0][1]
    assert "app_key=option-key" in path and "access_token=env-ACCESS_TOKEN" in path
    assert "secret" not in path.lower()


def test_orders_are_shown_though_the_app_may_not_see_cases():
    """A server that is not our sandbox: rows alone, no details, no after-sales."""
    rows = json.loads((RECORDED / "orders.json").read_text())
    refusal = {"error_response": {"code": "2001", "zh_desc": "无权限", "en_desc": "no permission"}}
    with scripted([Told(json.dumps(rows).encode()), Told(json.dumps(refusal).encode())]) as (url, _):
        found = run("--base-url", url, *KEYS, "--since", "2026-03-01", "--until", "2026-03-20", "--json")
    told = json.loads(found.stdout)
    assert found.exit_code == 0 and len(told["orders"]) == 10
    assert told["faults"] == [
        {
            "id": "", "column": "cases", "value": "2001", "reason": "京东拒绝了调用：无权限", "code": "CHANNEL_REFUSED",
        }
    ]  # fmt: skip
    assert (told["since"], told["until"]) == ("2026-03-01T00:00:00+08:00", "2026-03-20T00:00:00+08:00")
