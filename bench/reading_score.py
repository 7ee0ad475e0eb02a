"""Score the reader against labelled contracts: recall and precision of terms, findings missed and false alarms.

    python bench/reading_score.py [FOLDER] [-v]

A folder holds NAME.txt with NAME.terms.json and NAME.findings.json (tests/golden/reading/corpus by default).
A term counts as found where term and value are equal and the quotations overlap.
"""

import argparse
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT / "tests" / "golden" / "reading" / "corpus"
sys.path.insert(0, str(ROOT / "src"))


@dataclass
class Score:
    """What was found, what was missed, and what should not have been said."""

    name: str
    text: str
    documents: list[dict]
    """What was read, in the form of READING.md."""
    right: int = 0
    missed: list[dict] = field(default_factory=list)
    extra: list[dict] = field(default_factory=list)
    findings_missed: list[dict] = field(default_factory=list)
    false_alarms: list[dict] = field(default_factory=list)


def overlap(mine: str, theirs: str) -> bool:
    """Whether two quotations are of the same place."""
    if mine in theirs or theirs in mine:
        return True
    return len(set(mine) & set(theirs)) > 0.6 * min(len(set(mine)), len(set(theirs)))


def same_term(found: dict, label: dict) -> bool:
    return (found["term"], found["value"]) == (label["term"], label["value"]) and overlap(
        found["quote"], label["quote"]
    )


def same_finding(found: dict, label: dict) -> bool:
    quotes = [quote["quote"] for quote in found["quotes"]]
    return found["code"] == label["code"] and (
        label["quote"] is None or any(overlap(quote, label["quote"]) for quote in quotes)
    )


def of_document(rows: list[dict], title: str) -> list[dict]:
    """The labels of one document of a file that holds several."""
    return [row for row in rows if row.get("document", title) == title]


def score(path: Path) -> Score:
    """Read one contract and compare it with its labels, document by document."""
    from paidang.contracts.rules.reading import read_contract

    text = path.read_text("utf-8")
    documents = read_contract(text, name=path.name, sha256="").to_json()["documents"]
    terms, findings = (
        json.loads(path.with_suffix(f".{kind}.json").read_text("utf-8")) for kind in ("terms", "findings")
    )
    result = Score(path.stem, text, documents)
    for document in documents:
        labels, codes = of_document(terms, document["title"]), of_document(findings, document["title"])
        result.right += sum(any(same_term(f, row) for f in document["terms"]) for row in labels)
        result.missed += [row for row in labels if not any(same_term(f, row) for f in document["terms"])]
        result.extra += [f for f in document["terms"] if not any(same_term(f, row) for row in labels)]
        alarms = [f for f in document["findings"] if f["severity"] != "note"]
        result.findings_missed += [
            r for r in codes if not any(same_finding(f, r) for f in document["findings"])
        ]
        result.false_alarms += [f for f in alarms if not any(same_finding(f, row) for row in codes)]
    return result


def score_all(folder: Path = CORPUS) -> list[Score]:
    """Every labelled contract of a folder."""
    return [score(path) for path in sorted(folder.glob("*.txt"))]


def recall_and_precision(scores: list[Score]) -> tuple[float, float]:
    """Of all labels, how many were found; of all that was said, how much is right."""
    right = sum(each.right for each in scores)
    missed, extra = (sum(len(getattr(each, name)) for each in scores) for name in ("missed", "extra"))
    return right / max(1, right + missed), right / max(1, right + extra)


def report(scores: list[Score], verbose: bool) -> Iterator[str]:
    for each in scores:
        yield f"{each.name}: {each.right} right, {len(each.missed)} missed, {len(each.extra)} extra"
        for label, rows in (("missed", each.missed), ("extra", each.extra)):
            yield from (f"  {label} {r['term']} {r['value']!r} {r['quote']!r}" for r in rows if verbose)
        yield from (f"  finding missed: {row['code']} {row['quote']!r}" for row in each.findings_missed)
        for alarm in each.false_alarms:
            yield f"  false alarm: {alarm['code']} {[quote['quote'] for quote in alarm['quotes']]}"
    recall, precision = recall_and_precision(scores)
    yield f"recall {recall:.3f}, precision {precision:.3f}"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", nargs="?", type=Path, default=CORPUS)
    parser.add_argument("-v", "--verbose", action="store_true")
    arguments = parser.parse_args()
    for line in report(score_all(arguments.folder), arguments.verbose):
        print(line)
