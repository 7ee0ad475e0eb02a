"""JD signatures, held against those that other people's clients made (tests/fixtures/platforms/vectors.json)."""

import json
from pathlib import Path

import pytest

from paidang.channels.jd.signing import is_signed, sign

FOUND = Path(__file__).parents[4] / "tests/fixtures/platforms/vectors.json"
VECTORS = [vector for vector in json.loads(FOUND.read_text())["vectors"] if vector["platform"] == "jd"]
SPELT = {
    "latin1": {"encoding": "latin-1"},
    "skip-empty": {"skips_blank": True},
}


def test_every_vector_is_signed_as_its_client_did_and_found_to_be_signed() -> None:
    assert len(VECTORS) == 19
    for vector in VECTORS:
        params, secret, expected = vector["params"], vector["secret"], vector["expected_sign"]
        assert sign(params, secret, **SPELT[vector["recomputed"]]) == expected, vector["id"]
        assert is_signed({**params, "sign": expected}, secret), vector["id"]
        assert is_signed({**params, "sign": expected.lower()}, secret), vector["id"]


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["id"])
def test_nothing_can_be_changed_afterwards(vector: dict) -> None:
    params = {**vector["params"], "sign": vector["expected_sign"]}
    secret = vector["secret"]
    assert not is_signed(params, secret + "0")
    assert not is_signed({**params, "sign": ""}, secret)
    assert not is_signed({**params, "more": "1"}, secret)
    for name in vector["params"]:
        assert not is_signed({**params, name: params[name] + "\u00a0x"}, secret)
        if params[name]:
            assert not is_signed({other: params[other] for other in params if other != name}, secret)


def test_our_own_spelling_is_accepted_under_every_variant() -> None:
    """Without blank values, and with JSON escaped to ASCII, the three manners are one."""
    ours = {"app_key": "K", "v": "2.0", "360buy_param_json": '{"remark":"\\u52a0\\u6025"}'}
    assert len({sign(ours, "s", **how) for how in ({}, *SPELT.values())}) == 1


def test_text_that_no_encoding_can_spell_is_refused_not_broken() -> None:
    assert not is_signed({"remark": "\ud800", "sign": "0" * 32}, "s")
