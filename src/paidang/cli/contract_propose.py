"""`paidang contract read --propose`: what a language model proposes for the sentences that were not read."""

import os
from typing import Any

from paidang.cli.contract_files import agreements, errors, into, refuse
from paidang.kit.sentence import say, worded


def add_proposals(result: dict[str, Any], text: str, lang: str, as_json: bool) -> None:
    """Put `proposed` and `proposals_refused` to each agreement of a reading; refuse where the model does not answer."""
    from paidang.contracts.engines.language_model import NoModel, model_of, propose
    from paidang.contracts.rules.reading.unread import unread_of

    model = model_of(os.environ)
    if model is None:
        refuse(errors("--propose", None, None, worded(say("没有配置语言模型"), into(lang))), as_json)
    for document in agreements(result):
        sentences = unread_of(text, document)
        try:
            found = propose(model, sentences) if sentences else None
        except NoModel as no:
            refuse(errors(result["source"]["name"], None, None, worded(no.args[0], into(lang))), as_json)
        document["proposed"] = [one.to_json() for one in found.kept] if found else []
        document["proposals_refused"] = found.refused if found else 0
