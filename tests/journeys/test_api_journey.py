"""An agency's ERP closes and sends a month, the brand's confirms it, and both hold the same fen: all over HTTP, on a live server."""

import io
import json
import re
import shlex
import subprocess
import sys
import zipfile
from pathlib import Path

import httpx
import pytest

from paidang.api.tests.calling import token_for
from paidang.evidence.queries import verify_chain
from paidang.intake.models import ImportFile
from paidang.intake.tests.files import line, lines
from paidang.settlement.bundle import verify_folder
from paidang.settlement.tests.month import fill_march
from paidang.team.rules.roles import AGENCY, BRAND
from tests.cast import Party, acting, agree_on, register

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
DOC = Path("docs/api.md")
BANK = "交易日期,收入,对方户名,附言,流水号\n2026-04-20,10.00,青岚茶器,3月款,S1\n"
SAMPLE = Path("samples/contracts/02-operations-profit-share.txt")


@pytest.fixture
def parties(db) -> tuple[Party, Party]:
    return register(name="青岚茶器", kind=BRAND, code="qinglan"), register(
        name="拾舟电商", kind=AGENCY, code="shizhou"
    )


@pytest.fixture
def contract(parties):
    brand, agency = parties
    contract = agree_on(brand=brand, agency=agency)
    fill_march(contract, brand, agency)
    return contract


def program(live_server, person, *verbs: str) -> httpx.Client:
    """A program with a token of this person."""
    headers = {"Authorization": f"Bearer {token_for(person, *verbs)}"}
    return httpx.Client(base_url=f"{live_server.url}/api/v1", headers=headers, timeout=60)


def post(client: httpx.Client, path: str, key: str, body: object = None) -> dict:
    answer = client.post(path, json=body, headers={"Idempotency-Key": key})
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_an_erp_closes_and_sends_and_the_brand_confirms(live_server, parties, contract, tmp_path):
    brand, agency = parties
    path = f"/contracts/{contract.code}/statements/2026-03"
    erp = program(live_server, agency.finance, "read", "close_month", "send_statement", "record_payment")
    ready = erp.get(f"/contracts/{contract.code}/readiness").json()
    assert (ready["month"], ready["is_over"], ready["unpriced_skus"]) == ("2026-03", True, 1)
    expected = erp.get(f"/contracts/{contract.code}/preview").json()["amount_due_fen"]
    closed = post(erp, f"{path}/close", "close")
    assert closed["amount_due_fen"] == expected == 5960

    theirs = program(live_server, brand.finance, "read", "answer_statement")
    assert theirs.get(path).status_code == 404, "not sent yet"
    sent = post(erp, f"{path}/send", "send", {"digest": closed["digest"]})
    assert post(erp, f"{path}/send", "send", {"digest": closed["digest"]}) == sent

    seen = theirs.get(path).json()
    question = post(theirs, f"{path}/questions", "ask", {"digest": seen["digest"], "reason": "少了一单"})
    post(
        erp,
        f"/contracts/{contract.code}/questions/{question['id']}/answer",
        "answer",
        {"answer": "四月才签收"},
    )
    confirmed = post(theirs, f"{path}/confirm", "confirm", {"digest": seen["digest"]})
    assert (confirmed["state"], confirmed["amount_due_fen"]) == ("confirmed", 5960)

    for client in (erp, theirs):
        folder = tmp_path / client.headers["authorization"][-6:]
        with zipfile.ZipFile(io.BytesIO(client.get(f"{path}/bundle").content)) as packed:
            packed.extractall(folder)
        assert verify_folder(next(folder.iterdir())).is_verified
    assert theirs.get(f"{path}/receipt").content.startswith(b"%PDF")

    paid = post(
        erp, f"/contracts/{contract.code}/payments", "pay", {"amount_fen": 5960, "named": "statement-2026-03"}
    )
    assert [part["debt"] for part in paid["parts"]] == ["statement-2026-03"]
    assert theirs.get(path).json()["is_paid"]
    with acting(brand.manager):
        verdict = verify_chain(contract.chain_id)
    assert verdict.is_unaltered and verdict.is_complete


def test_reading_a_text_answers_as_the_command_does(live_server, parties):
    _brand, agency = parties
    told = subprocess.run(
        [sys.executable, "-m", "paidang.cli.main", "contract", "read", str(SAMPLE), "--json"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    with program(live_server, agency.finance, "read") as client:
        answer = client.post(
            "/contracts/read",
            files={"file": (SAMPLE.name, SAMPLE.read_bytes())},
            headers={"Idempotency-Key": "read"},
        )
    assert answer.json() == json.loads(told.stdout)
    assert len(answer.json()["documents"][0]["terms"]) > 20


# The document's own examples


def blocks() -> list[str]:
    """The commands of the document, in their order."""
    found = re.findall(r"```\n(.*?)```", DOC.read_text("utf-8"), re.S)
    return [line for block in found for line in block.splitlines() if line.startswith("curl ")]


def ask(command: str, names: dict[str, str], files: dict[str, bytes]) -> httpx.Response:
    """What curl would send: of its options those that the document uses."""
    words = shlex.split(re.sub(r"\$(\w+)", lambda name: names[name[1]], command))[1:]
    headers, given, method, url = {}, {}, "", ""
    while words:
        word = words.pop(0)
        if word == "-H":
            name, _colon, value = words.pop(0).partition(": ")
            headers[name] = value
        elif word == "-X":
            method = words.pop(0)
        elif word == "-d":
            given["content"] = words.pop(0)
        elif word == "-F":
            field, _sign, name = words.pop(0).partition("=@")
            given["files"] = {field: (Path(name).name, files[name])}
        elif word == "-o":
            words.pop(0)
        elif word != "-s":
            url = word
    return httpx.request(method or ("POST" if given else "GET"), url, headers=headers, timeout=60, **given)


def test_the_first_ten_minutes_of_the_document(live_server, parties, contract):
    brand, agency = parties
    names = {
        "API": f"{live_server.url}/api/v1", "TOKEN": token_for(agency.manager), "BRAND": token_for(brand.manager),
        "CODE": contract.code, "MONTH": "2026-03", "DIGEST": "",
    }  # fmt: skip
    files = {str(SAMPLE): SAMPLE.read_bytes(), "orders.csv": lines(line("W1")), "bank.csv": BANK.encode()}
    answers = []
    for command in blocks():
        answer = ask(command, names, files)
        answers.append(answer)
        if command == blocks()[-1]:
            break
        assert answer.status_code == 200, f"{command}\n{answer.text}"
        if "digest" in answer.text and answer.headers["content-type"].startswith("application/json"):
            names["DIGEST"] = json.loads(answer.text).get("digest", names["DIGEST"])
    assert len(answers) == 28
    last = answers[-1].json()
    assert (last["status"], last["code"]) == (409, "ALREADY_SENT") and last["detail"].isascii()
    with acting(agency.manager):
        assert ImportFile.objects.get().name == "orders.csv"
