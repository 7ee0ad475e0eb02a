"""Asking a language model behind an OpenAI-compatible address; off unless `PAIDANG_LLM_URL` names one."""

import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from paidang.contracts.rules.proposing import NoAnswer, Proposed, confirmed, question
from paidang.contracts.rules.reading.model import Quote
from paidang.kit.sentence import say

TIMEOUT_S = 60.0
ANSWER_MAX_BYTES = 1024 * 1024


class NoModel(RuntimeError):
    """The model did not answer; the text says why and never holds the key."""


@dataclass(frozen=True, slots=True)
class LanguageModel:
    """Where a model is asked: `url` ends before `/chat/completions`."""

    url: str
    name: str
    key: str = field(default="", repr=False)

    @property
    def host(self) -> str:
        """Who receives the sentences, for people."""
        return self.url.partition("://")[2].partition("/")[0].rpartition("@")[2] or self.url


def model_of(environment: Mapping[str, str]) -> LanguageModel | None:
    """The model that `PAIDANG_LLM_URL`, `PAIDANG_LLM_MODEL` and `PAIDANG_LLM_KEY` name; None without an address."""
    url = environment.get("PAIDANG_LLM_URL", "").rstrip("/")
    if not url:
        return None
    return LanguageModel(
        url, environment.get("PAIDANG_LLM_MODEL", "default"), environment.get("PAIDANG_LLM_KEY", "")
    )


def propose(model: LanguageModel, sentences: Sequence[Quote]) -> Proposed:
    """What the model proposes for the sentences, as far as they and the grammar bear it out. NoModel as `ask`."""
    try:
        return confirmed(ask(model, question(sentences)), sentences)
    except NoAnswer:
        raise NoModel(say("{host} 的回答不是约定的格式", host=model.host)) from None


def ask(model: LanguageModel, messages: Sequence[Mapping[str, str]]) -> str:
    """The words of the model's answer. NoModel where there is none in time, in size, or in form."""
    import httpx

    body = {"model": model.name, "messages": list(messages), "temperature": 0}
    headers = {"Authorization": f"Bearer {model.key}"} if model.key else {}
    until = time.monotonic() + TIMEOUT_S
    try:
        with httpx.stream(
            "POST", f"{model.url}/chat/completions", json=body, headers=headers, timeout=TIMEOUT_S
        ) as answer:
            if answer.status_code != httpx.codes.OK:
                raise NoModel(say("{host} 回了 HTTP {status}", host=model.host, status=answer.status_code))
            said = b""
            for part in answer.iter_bytes():
                said += part
                if time.monotonic() > until:  # httpx bounds each wait, not all of them together
                    raise NoModel(say("{host} 连不上，或没有按时回答", host=model.host))
                if len(said) > ANSWER_MAX_BYTES:
                    raise NoModel(say("{host} 的回答超过 1 MiB", host=model.host))
    except (httpx.HTTPError, httpx.InvalidURL):
        raise NoModel(say("{host} 连不上，或没有按时回答", host=model.host)) from None
    try:
        words = json.loads(said)["choices"][0]["message"]["content"]
    except (ValueError, LookupError, TypeError, RecursionError):
        raise NoModel(say("{host} 的回答不是约定的格式", host=model.host)) from None
    if not isinstance(words, str):
        raise NoModel(say("{host} 的回答不是约定的格式", host=model.host))
    return words
