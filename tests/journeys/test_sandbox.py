"""`paidang sandbox` as a command: one line, then it serves until it is told to end."""

import json
import os
import signal
import subprocess
import sys
from urllib.parse import urlsplit

from typer.testing import CliRunner

from paidang.channels.sandbox.platforms import load_platforms
from paidang.channels.tests.serving import wall_clock
from paidang.channels.tests.test_sandbox_server import PAGE, call, connect, rows_of
from paidang.cli.main import build_app


def command(*words: str) -> subprocess.Popen[str]:
    out = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("DATABASE", "DJANGO"))}
    return subprocess.Popen([sys.executable, "-m", "paidang.cli.main", "sandbox", *words], env=clean, **out)


def test_the_command_says_one_line_serves_and_ends_when_told() -> None:
    until = ("--seed", "7", "--until", "2026-11-28T12:00:00")
    worlds = []
    for sign_of_end in (signal.SIGINT, signal.SIGTERM):
        process = command("--port", "0", *until, "--json", "--fault", "jd:http_500:1")
        try:
            known = json.loads(process.stdout.readline())
            assert known["ready"] is True
            assert set(known) == {"ready", "base_url", "cainiao", *load_platforms()}
            assert {"app_key", "app_secret", "access_token"} <= set(known["jd"])
            connection, now = connect(known["base_url"]), wall_clock()
            assert [call(connection, at=now)[0].status for _ in range(2)] == [500, 200]
            by_creation = {
                **PAGE,
                "dateType": "1",
                "optional_fields": "itemInfoList,consigneeInfo,orderPayment",
            }
            worlds.append([rows_of(call(connection, business={**by_creation, "page": page}, at=now)[1]) for page in (1, 2, 3)])  # fmt: skip
            taken = command("--port", str(urlsplit(known["base_url"]).port))
            assert (taken.wait(30), taken.stdout.read(), len(taken.stderr.read().splitlines())) == (2, "", 1)
            taken.stdout.close(), taken.stderr.close()
        finally:
            process.send_signal(sign_of_end)
            rest = process.communicate(timeout=30)
        assert (process.returncode, rest) == (0, ("", ""))
    assert worlds[0] == worlds[1] and all(worlds[0])


def test_a_bad_option_ends_with_2_and_says_which() -> None:
    app = build_app("sandbox")
    for words in (("--until", "gestern"), ("--fault", "jd:nothing"), ("--fault", "nobody:timeout")):
        told = CliRunner().invoke(app, ["sandbox", "--port", "0", "--orders", "0", *words])
        assert (told.exit_code, told.stdout) == (2, "")
        assert words[1] in told.stderr


def test_people_get_a_table() -> None:
    process = command("--port", "0", "--orders", "5")
    first = process.stdout.readline()
    process.send_signal(signal.SIGINT)
    rest = process.stdout.read()
    assert process.wait(30) == 0
    process.communicate()
    assert "/_sandbox" in first and "app_secret" in rest and "青岚" in rest
