"""Approved pictures as the platforms want them: drawn once, by the worker, kept by digest."""

import logging
from datetime import datetime

from django.db import transaction

from paidang.contracts.models import Contract
from paidang.kit.clause import clause
from paidang.kit.media import JPEG
from paidang.studio.actions.versions import keep
from paidang.studio.models import Rendition, Version
from paidang.studio.queries.pictures import get_file, measured
from paidang.studio.rules.picture import rendered
from paidang.studio.rules.sizes import check, in_the_way, rules_for, target

AT_ONCE = 10
logger = logging.getLogger(__name__)


@clause("PH-1")
@transaction.atomic
def draw_renditions(contract: Contract, *, at: datetime, most: int = AT_ONCE) -> int:
    """Draw what approved versions lack, so many of them; return how many versions were done.

    Not on record: nobody decided anything. Killed within, nothing of a version is there and the next run draws it.
    One that cannot be drawn is logged and keeps no other waiting.
    """
    waiting = Version.objects.filter(contract=contract, agreed=True, drawn_at=None).select_related("asset")
    drawn = 0
    for pk in list(waiting.order_by("pk").values_list("pk", flat=True)):
        try:
            with transaction.atomic():
                version = waiting.select_for_update(of=("self",), skip_locked=True).filter(pk=pk).first()
                if version is None:
                    continue
                _draw(contract, version, at)
        except Exception:
            logger.exception("renditions of version %s", pk)
            continue
        drawn += 1
        if drawn == most:
            break
    return drawn


def _draw(contract: Contract, version: Version, at: datetime) -> None:
    content = bytes(get_file(contract, version.sha256).content)
    picture = measured(version)
    for rule in rules_for(version.asset.kind):
        if in_the_way(check(picture, rule)):
            continue
        width, height = size = target(picture, rule)
        made = rendered(content, version.media, size, rule.bytes_max)
        Rendition.objects.create(
            contract=contract, version=version, rule=rule.key, sha256=keep(contract, made, JPEG), width=width, height=height,
            size_bytes=len(made), made_at=at,
        )  # fmt: skip
    version.drawn_at = at
    version.save(update_fields=["drawn_at"])
