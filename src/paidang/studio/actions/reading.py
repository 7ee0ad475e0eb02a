"""Reading the texts in pictures: by the worker, each version once, by a process of its own."""

from datetime import datetime

from django.db import transaction

from paidang.contracts.models import Contract
from paidang.kit.clause import clause
from paidang.studio.engines.reading import Told, read_texts
from paidang.studio.models import Asset, Reading, Version
from paidang.studio.queries.pictures import find_reading, get_file, list_to_try_again, list_unread, measured
from paidang.studio.rules.picture import drawn, upright
from paidang.studio.rules.reading import LINES_MAX, lines_of, size_to_read, text_permille
from paidang.studio.rules.sizes import failing

AT_ONCE = 4


@clause("PH-1")
@transaction.atomic
def read_pictures(contract: Contract, *, at: datetime) -> int:
    """Read the next few versions that nobody has read, the newest first; return of how many it is now known.

    Not on record: nobody decided anything. Killed within, nothing is kept and the next run reads them; a picture at which
    the reader fails is kept as one that could not be read, so that it holds up no other, and tried again behind all others.
    """
    waiting = list_unread(contract, most=AT_ONCE)
    waiting += list_to_try_again(contract, at=at, most=AT_ONCE - len(waiting))
    told = read_texts([_to_read(contract, version) for version in waiting])
    for version, lines in zip(waiting, told, strict=False):
        _keep(version, lines, at)
    return len(told)


def _to_read(contract: Contract, version: Version) -> bytes:
    """A JPEG drawn by us: the proof, or where its words would be too small in that, one of the original."""
    size = size_to_read(version.width, version.height)
    if size is None:
        return bytes(get_file(contract, version.proof_sha256).content)
    original = get_file(contract, version.sha256)
    return drawn(upright(bytes(original.content), original.media), size, quality=88)


def _keep(version: Version, lines: Told, at: datetime) -> None:
    """What was read, and which platforms the picture now fails."""
    reading = find_reading(version) or Reading(contract_id=version.contract_id, version=version, tries=0)
    reading.read_at, reading.tries, reading.lines = at, reading.tries + 1, (lines or [])[:LINES_MAX]
    reading.permille = None if lines is None else text_permille(lines_of(lines))
    fields = None if reading.pk is None else ["tries", "read_at", "lines", "permille"]
    reading.save(update_fields=fields)
    asset = Asset.objects.select_for_update().get(pk=version.asset_id)
    if asset.latest == version.number:
        asset.failing = failing(measured(version), asset.kind)
        asset.save(update_fields=["failing"])
