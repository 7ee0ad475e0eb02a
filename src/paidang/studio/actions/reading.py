"""Reading the texts in pictures: by the worker, each version once, by a process of its own."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from paidang.contracts.models import Contract
from paidang.kit.clause import clause
from paidang.studio.engines.reading import read_texts, reader
from paidang.studio.models import Asset, Reading, Version
from paidang.studio.queries.pictures import get_file, list_unread, measured
from paidang.studio.rules.reading import lines_of, text_permille
from paidang.studio.rules.sizes import failing

AT_ONCE = 8


def list_to_read(contract: Contract) -> dict[int, bytes]:
    """The proofs of the next versions to read, by the version's key; nothing where there is no reader."""
    if reader() is None:
        return {}
    waiting = list_unread(contract, most=AT_ONCE)
    return {one.pk: bytes(get_file(contract, one.proof_sha256).content) for one in waiting}


def read(proofs: Mapping[int, bytes]) -> dict[int, list[dict[str, Any]] | None]:
    """What stands in each: seconds of work, so outside of any transaction."""
    return dict(zip(proofs, read_texts(list(proofs.values())), strict=True))


@clause("PH-1")
@transaction.atomic
def keep_readings(
    contract: Contract, told: Mapping[int, Sequence[Mapping[str, Any]] | None], *, at: datetime
) -> int:
    """Keep what was read, and which platforms the pictures now fail. Read twice, it is kept once. Returns how many are new."""
    kept = 0
    for version in Version.objects.filter(contract=contract, pk__in=told, reading=None):
        lines = told[version.pk]
        Reading.objects.create(
            contract=contract, version=version, read_at=at, lines=list(lines or []),
            permille=None if lines is None else text_permille(lines_of(lines)),
        )  # fmt: skip
        asset = Asset.objects.select_for_update().get(pk=version.asset_id)
        if asset.latest == version.number:
            asset.failing = failing(measured(version), asset.kind)
            asset.save(update_fields=["failing"])
        kept += 1
    return kept
