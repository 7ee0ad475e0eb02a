"""Measure the list of contracts of an agency that has two hundred of them: the page, and a search in all their texts.

    python -m paidang.site.with_database --durable python bench/portfolio.py --contracts 200

The contracts are copies of one that was agreed through the product's own actions; the database is dropped at the end.
"""

import argparse
import os
import sys
import time
from pathlib import Path

BENCH = Path(__file__).parent
sys.path[:0] = [str(BENCH.parent), str(BENCH.parent / "src")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "paidang.site.settings")
SOURCE = BENCH.parent / "samples" / "contracts" / "02-operations-profit-share.txt"
PAGES = (
    "/contracts",
    "/contracts?q=违约金",
    "/contracts?sort=-next&page=3",
    "/contracts/export.xlsx",
    "/?whose=all",
)


def main() -> None:
    """Agree, copy, look, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--contracts", type=int, default=200)
    contracts = parser.parse_args().contracts
    import django

    django.setup()
    from django.test.utils import setup_databases, teardown_databases

    made = setup_databases(verbosity=0, interactive=False)
    try:
        measure(contracts)
    finally:
        teardown_databases(made, verbosity=0)


def measure(contracts: int) -> None:
    """Open each page five times; the first of them is not counted."""
    from django.conf import settings
    from django.test import Client
    from tests.cast import agree_on, come_in, register

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    brand = register(name="青岚茶器", kind="brand", code="qinglan")
    agency = register(name="拾舟电商", kind="agency", code="shizhou")
    copy(agree_on(brand=brand, agency=agency), agency.manager, contracts)
    client = come_in(Client(), agency.manager)
    for page in PAGES:
        took = []
        for _again in range(5):
            start = time.perf_counter()
            answer = client.get(page)
            assert answer.status_code == 200, page
            b"".join(answer) if answer.streaming else answer.content
            took.append(time.perf_counter() - start)
        print(f"{page}: {min(took[1:]):.2f}–{max(took[1:]):.2f} s")


def copy(contract: object, person: object, contracts: int) -> None:
    """As many contracts as asked for, with text, decisions and terms of the first; the text is that of a source agreement."""
    from tests.cast import acting

    from paidang.contracts.models import Contract
    from paidang.contracts.rules.reading import read_contract
    from paidang.evidence.models import Chain
    from paidang.printing.read_text import read_text

    with acting(person):  # type: ignore[arg-type]
        first = Contract.objects.get(pk=contract.pk)  # type: ignore[attr-defined]
        text, rows = first.texts.get(), [*first.decisions.all(), *first.terms.all()]
        text.text = read_text(SOURCE.read_bytes(), SOURCE.name)
        text.reading = read_contract(text.text, name=SOURCE.name, sha256="").to_json()
        for n in range(1, contracts):
            chain = Chain.objects.create(orgs=[first.brand_id, first.agency_id])
            other = Contract.objects.create(
                code=f"BENCH-{n}", title=f"{first.title} {n}", brand=first.brand, agency=first.agency, chain=chain,
                state=first.state, created_at=first.created_at, in_force_at=first.in_force_at,
                signed_on=first.signed_on,
            )  # fmt: skip
            for row in (text, *rows):
                row.pk, row.contract = None, other
                row.save(force_insert=True)


if __name__ == "__main__":
    main()
