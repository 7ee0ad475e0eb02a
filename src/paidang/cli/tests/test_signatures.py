"""Each side's signature on a bundle: made by settling or after verifying, asked for by its public key."""

import json
import shutil
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from typer.testing import CliRunner

from paidang.cli.main import build_app

CASE = Path(__file__).parents[4] / "tests" / "golden" / "settlement" / "cases" / "06-late-held-context"


def write_keys(folder, name, private=None, encryption=None):
    """A private and a public PEM file, as openssl writes them."""
    private = private or Ed25519PrivateKey.generate()
    secret, public = folder / f"{name}.key", folder / f"{name}.pub"
    secret.write_bytes(private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, encryption or NoEncryption()))
    public.write_bytes(private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
    return secret, public


def run(command, *options):
    return CliRunner().invoke(build_app(command), [command, *map(str, options)])


def settle(out, *options):
    given = ("--terms", CASE / "terms.json", "--facts", CASE / "facts", "--month", "2026-09", "--out", out)
    return run("settle", *given, *options)


@pytest.fixture
def agency(tmp_path):
    return write_keys(tmp_path, "agency")


@pytest.fixture
def brand(tmp_path):
    return write_keys(tmp_path, "brand")


@pytest.fixture
def signed(tmp_path, agency):
    """A bundle that the agency signed as it settled."""
    assert settle(tmp_path / "b", "--sign", agency[0]).exit_code == 0
    return tmp_path / "b"


def test_the_agency_signs_and_the_brand_adds_its_own(signed, agency, brand):
    assert run("verify", signed, "--signer", agency[1]).exit_code == 0
    missing = run("verify", signed, "--signer", brand[1], "--json")
    assert missing.exit_code == 1
    assert [each["file"] for each in json.loads(missing.stdout)["differences"]] == ["signatures"]
    assert run("verify", signed, "--sign", brand[0]).exit_code == 0
    both = run("verify", signed, "--signer", agency[1], "--signer", brand[1], "--json")
    answer = json.loads(both.stdout)
    assert answer["verified"] and len(answer["signed_by"]) == 2


def test_a_signature_does_not_change_what_is_signed(signed, tmp_path, brand):
    digest = json.loads((signed / "manifest.json").read_text())["digest"]
    run("verify", signed, "--sign", brand[0])
    assert json.loads((signed / "manifest.json").read_text())["digest"] == digest


def test_what_does_not_verify_is_not_signed(signed, brand):
    (signed / "statement.json").write_text("{}")
    assert run("verify", signed, "--sign", brand[0]).exit_code == 1
    assert len(list((signed / "signatures").iterdir())) == 1


def test_a_signature_of_another_bundle_is_none_of_this_one(signed, agency, tmp_path):
    assert settle(tmp_path / "other", "--copies").exit_code == 0
    shutil.copytree(signed / "signatures", tmp_path / "other" / "signatures")
    found = run("verify", tmp_path / "other", "--json")
    [name] = [path.name for path in (signed / "signatures").iterdir()]
    assert found.exit_code == 1
    assert [each["file"] for each in json.loads(found.stdout)["differences"]] == [f"signatures/{name}"]


@pytest.mark.parametrize("change", ["cut", "renamed", "spaced", "capitals"])
def test_a_touched_signature_is_found(signed, change):
    [path] = (signed / "signatures").iterdir()
    if change == "renamed":
        path.rename(path.with_name("0000000000000000.json"))
    else:
        signature = path.read_text()
        value = json.loads(signature)["signature"]
        touched = {
            "cut": signature[:-1],
            "spaced": signature + " ",
            "capitals": signature.replace(value, value.upper()),
        }
        path.write_text(touched[change])
    assert run("verify", signed).exit_code == 1


def test_only_an_open_ed25519_key_signs(tmp_path):
    rsa = write_keys(tmp_path, "rsa", generate_private_key(65537, 2048))
    closed = write_keys(tmp_path, "closed", encryption=BestAvailableEncryption(b"secret"))
    for key in (rsa[0], closed[0], CASE / "terms.json", tmp_path / "nothing"):
        refused = settle(tmp_path / "b", "--sign", key, "--json")
        assert refused.exit_code == 2
        assert [error["file"] for error in json.loads(refused.stdout)["errors"]] == [str(key)]
        assert not (tmp_path / "b").exists()
    assert run("verify", tmp_path, "--signer", rsa[1]).exit_code == 2
