"""A model is asked over HTTP; whatever it does, there is an answer or one clear line."""

from types import SimpleNamespace

import pytest
from tests.language_model import a_model

from paidang.contracts.engines import language_model
from paidang.contracts.engines.language_model import LanguageModel, NoModel, ask, model_of

MESSAGES = [{"role": "user", "content": "1. 乙方交纳30000元"}]


@pytest.fixture
def server():
    with a_model() as running:
        yield running


def test_it_is_asked_for_its_words(server):
    model = LanguageModel(server.url, "small", "secret-key")
    server.says = "{}"
    assert ask(model, MESSAGES) == "{}"
    asked = server.asked[0]
    assert (asked["path"], asked["model"], asked["messages"]) == ("/v1/chat/completions", "small", MESSAGES)
    assert asked["key"] == "Bearer secret-key" and "secret-key" not in repr(model)


def test_without_a_key_none_is_sent(server):
    ask(LanguageModel(server.url, "small"), MESSAGES)
    assert server.asked[0]["key"] is None


@pytest.mark.parametrize(
    ("says", "status", "why"),
    [
        (b"", 500, "HTTP 500"),
        (b"", 200, "不是约定的格式"),
        (b"[]", 200, "不是约定的格式"),
        (b'{"choices": []}', 200, "不是约定的格式"),
        (b'{"choices": [{"message": {"content": 3}}]}', 200, "不是约定的格式"),
        (b"[" * 200_000, 200, "不是约定的格式"),
        (b"x" * (language_model.ANSWER_MAX_BYTES + 1), 200, "超过 1 MiB"),
    ],
)
def test_what_is_no_answer_is_one_line(server, says, status, why):
    server.says, server.status = says, status
    with pytest.raises(NoModel, match=why):
        ask(LanguageModel(server.url, "small"), MESSAGES)


@pytest.mark.parametrize("url", ["http://127.0.0.1:9/v1", "no-address", "http://[::1", "ftp://127.0.0.1/v1"])
def test_an_address_where_nobody_answers(url):
    with pytest.raises(NoModel, match="连不上"):
        ask(LanguageModel(url, "small"), MESSAGES)


def test_one_that_keeps_talking_is_cut_off(server, monkeypatch):
    clock = iter([0.0, language_model.TIMEOUT_S + 1])
    monkeypatch.setattr(language_model, "time", SimpleNamespace(monotonic=clock.__next__))
    with pytest.raises(NoModel, match="没有按时回答"):
        ask(LanguageModel(server.url, "small"), MESSAGES)


def test_it_is_off_by_default_and_its_host_names_no_user():
    assert model_of({}) is None and model_of({"PAIDANG_LLM_URL": ""}) is None
    model = model_of({"PAIDANG_LLM_URL": "https://me:pw@models.example/v1/", "PAIDANG_LLM_MODEL": "m"})
    assert model and (model.url, model.host) == ("https://me:pw@models.example/v1", "models.example")
