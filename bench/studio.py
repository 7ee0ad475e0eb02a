"""Measure the library of a contract with 10,000 pictures of 500 products: its pages, one picture, the thumbnails of a page.

    python -m paidang.site.with_database --durable python bench/studio.py [--pictures 10000]

Two pictures are handed in through the product's own actions, the others are copies of their rows, each with a thumbnail of its
own bytes. Each page is opened 20 times after a first one that is not counted. The database is dropped at the end.
"""

import argparse
import os
import re
import sys
import time
from collections.abc import Sequence
from itertools import cycle, islice
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "paidang.site.settings")
TIMES, TARGET_MS, THUMB_TARGET_MS = 20, 150, 30
PRODUCTS = 500
PAGES = (
    "/studio", "/studio?after={near_end}", "/studio?state=proof", "/studio?state=approved&after={middle}", "/studio?channel=jd",
    "/studio?q=T-{middle}", "/studio?q=商品 42", "/studio?q=没有", "/studio?product={product}", "/studio/{code}/{middle}",
    "/studio/{code}/pages",
)  # fmt: skip
FILES = """
    insert into studio_file (contract_id, sha256, media, content)
    select contract_id, encode(sha256(i::text::bytea), 'hex'), media, content || i::text::bytea
    from studio_file, generate_series(3, %(pictures)s) i where sha256 = %(thumb)s"""
ASSETS = """
    insert into studio_asset (contract_id, number, product_id, kind, what, state, latest, approved, thumb_sha256, failing,
        added_by_id, added_at, turned_at)
    select a.contract_id, i, %(first)s + i %% %(products)s, a.kind, '', case when i %% 10 = 0 then 'proof' else 'approved' end, 1,
        case when i %% 10 = 0 then 0 else 1 end, encode(sha256(i::text::bytea), 'hex'),
        case when i %% 7 = 0 then array['jd'] else array[]::varchar[] end, a.added_by_id, a.added_at, a.turned_at
    from studio_asset a, generate_series(3, %(pictures)s) i where a.number = 1 + i %% 2"""
VERSIONS = """
    insert into studio_version (contract_id, asset_id, number, sha256, name, media, width, height, size_bytes, mode,
        edge_white_permille, thumb_sha256, proof_sha256, note, added_by_id, added_at, reason)
    select v.contract_id, a.id, 1, encode(sha256(('v' || a.number)::bytea), 'hex'), v.name, v.media, v.width, v.height, v.size_bytes,
        v.mode, v.edge_white_permille, a.thumb_sha256, v.proof_sha256, '', v.added_by_id, v.added_at, ''
    from studio_asset a, studio_version v join studio_asset own on own.id = v.asset_id
    where a.number > 2 and own.number = 1"""


def main() -> None:
    """Fill, look, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pictures", type=int, default=10_000)
    pictures = parser.parse_args().pictures
    import django

    django.setup()
    from django.test.utils import setup_databases, teardown_databases

    made = setup_databases(verbosity=0, interactive=False)
    try:
        measure(*make_world(pictures), pictures)
    finally:
        teardown_databases(made, verbosity=0)


def make_world(pictures: int) -> tuple[Any, Any, int]:
    """Agency, contract and the first product's key."""
    from django.db import connection
    from tests.cast import acting, agree_on, register

    from paidang.catalog.models import Product
    from paidang.studio.tests.drawn import bowl
    from paidang.studio.tests.pictures import handed_in

    brand = register(name="青岚茶器", kind="brand", code="qinglan")
    agency = register(name="拾舟电商", kind="agency", code="shizhou")
    contract = agree_on(brand=brand, agency=agency)
    with acting(agency.manager):
        products = [Product.objects.create(contract=contract, title=f"商品 {n}") for n in range(PRODUCTS)]
    shown = [
        handed_in(agency.manager, products[0], bowl(1600, 1600, glaze=glaze))
        for glaze in ("#b1c7b9", "#806040")
    ]
    with acting(agency.manager), connection.cursor() as cursor:
        values = {
            "pictures": pictures, "thumb": shown[0].thumb_sha256, "first": products[0].pk, "products": PRODUCTS,
        }  # fmt: skip
        for sql in (FILES, ASSETS, VERSIONS):
            cursor.execute(sql, values)
    with connection.cursor() as cursor:
        cursor.execute("vacuum analyze")
    return agency, contract, products[1].pk


def measure(agency: Any, contract: Any, product: int, pictures: int) -> None:
    """Each page, then the thumbnails that the first page shows, new and known to the browser."""
    from django.conf import settings
    from django.test import Client
    from tests.cast import come_in

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    client = come_in(Client(), agency.manager)
    slow = 0
    for page in PAGES:
        path = page.format(code=contract.code, middle=pictures // 2, near_end=pictures - 60, product=product)
        slow += told(page, took_ms(client, [path]), TARGET_MS)
    found = re.findall(rf"/studio/{contract.code}/files/\w{{64}}", client.get("/studio").content.decode())
    thumbs = sorted(set(found))
    slow += told(f"{len(thumbs)} thumbnails, each", took_ms(client, thumbs), THUMB_TARGET_MS)
    known = {thumb: client.get(thumb)["ETag"] for thumb in thumbs}
    slow += told("the same, known to the browser", took_ms(client, thumbs, known), THUMB_TARGET_MS)
    print(f"{slow} are slower than they should be")


def told(what: str, took: Sequence[float], target_ms: int) -> bool:
    """Print it; whether it is slower than it should be. On a machine that computes for others the best says more."""
    p95 = took[int(len(took) * 0.95) - 1]
    print(f"{what:40} best {took[0]:6.0f} ms, p95 {p95:6.0f} ms{'  slow' * (p95 > target_ms)}", flush=True)
    return p95 > target_ms


def took_ms(client: Any, paths: Sequence[str], known: dict[str, str] | None = None) -> list[float]:
    """Of the paths in turn, at least TIMES of them, the fastest first; one before them is not counted."""
    took = []
    for path in islice(cycle(paths), max(TIMES, len(paths)) + 1):
        headers = {"If-None-Match": known[path]} if known else {}
        start = time.perf_counter()
        answer = client.get(path, headers=headers)
        assert answer.status_code == (304 if known else 200), (path, answer.status_code)
        took.append((time.perf_counter() - start) * 1000)
    return sorted(took[1:])


if __name__ == "__main__":
    main()
