"""A reading in a terminal: terms, findings, and the sentences that were not understood, so that nothing stays hidden."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from paidang.cli.contract_lint import MARKS

if TYPE_CHECKING:
    from rich.console import Console

KINDS = {
    "operations": ("代运营合作", "operation"),
    "consulting": ("代运营服务", "consulting"),
    "distribution": ("经销", "distribution"),
    "other_agreement": ("其他协议", "other agreement"),
    "not_agreement": ("不是协议", "no agreement"),
}
HEADINGS = (("约定", "值", "条款", "原文"), ("Term", "Value", "Clause", "Text"))
PROPOSED = ("提议，不是约定", "proposed, no term")
UNREAD = ("未读成约定，请自己看", "Not read as terms, please look yourself")
QUOTE_MAX = 40


def print_reading(result: Mapping[str, Any], text: str, lang: str) -> None:
    """Print each document of a reading; `text` is what was read."""
    from rich.console import Console

    from paidang.contracts.rules.reading.unread import unread_of

    console, at = Console(soft_wrap=True, highlight=False), int(lang == "en")
    for document in result["documents"]:
        kind = KINDS[document["kind"]][at]
        console.print(f"\n{document['title']}（{kind}）", style="bold", markup=False)
        if document["kind"] == "not_agreement":
            continue
        _print_terms(console, document["terms"], lang)
        for one in document.get("proposed", []):
            console.print(f"  [{PROPOSED[at]}] {_valued(one, lang)}  {one['quote']}", markup=False)
        for finding in document["findings"]:
            words = MARKS[finding["severity"]]
            console.print(f"  [{words[at]}] {finding['message']}", style=words[2], markup=False)
        unread = unread_of(text, document)
        if unread:
            console.print(f"  {UNREAD[at]}（{len(unread)}）", style="bold", markup=False)
        for place in unread:
            console.print(f"    {place.clause}  {' '.join(place.quote.split())}", markup=False)


def _print_terms(console: "Console", terms: Sequence[Mapping[str, Any]], lang: str) -> None:
    from rich.table import Table

    from paidang.contracts.rules.reading.vocabulary import label, show_value

    if not terms:
        return
    table = Table(*HEADINGS[lang == "en"], box=None)
    for term in terms:
        quote = term["quote"].replace("\n", "")
        value = show_value(term["term"], term["value"], lang)
        table.add_row(label(term["term"], lang), value, term["clause"], quote[:QUOTE_MAX])
    console.print(table, markup=False)


def _valued(one: Mapping[str, Any], lang: str) -> str:
    from paidang.contracts.rules.reading.vocabulary import label, show_value

    return f"{label(one['term'], lang)} {show_value(one['term'], one['value'], lang)}"
