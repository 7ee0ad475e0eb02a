"""Ratings of stores: the agency that runs them hands in a table, or types one from the picture that shows it."""

import hashlib
from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from paidang.contracts.actions.recording import record
from paidang.contracts.models import Contract
from paidang.contracts.rules.annexes import safe_name
from paidang.kit.clause import clause
from paidang.kit.media import media_of
from paidang.kit.outcome import NotAllowed
from paidang.kit.period import month_of
from paidang.kit.sentence import say
from paidang.scorecards.actions.recording import UnableToScore, contract_for
from paidang.scorecards.models import RatingFile, StoreRating
from paidang.scorecards.queries.ratings import latest_rating
from paidang.scorecards.rules.ratings import Rating, RatingFault, rating_of, read_ratings
from paidang.team.models import Person

FILE_BYTES_MAX = 5 * 2**20
CSV = "text/csv"


@clause("JD-1")
@transaction.atomic
def import_ratings(
    *, person: Person, at: datetime, code: str, name: str, content: bytes, stores: Collection[str]
) -> int:
    """Take the ratings of a table, all or none; `stores` are the contract's. Answers how many differ from what stands."""
    contract = _contract_for(person, code)
    _check_size(content)
    try:
        ratings = read_ratings(content, stores, month_of(at))
    except RatingFault as fault:
        raise UnableToScore(
            fault.said, code="FILE_WRONG", remedy=say("改好后重新上传，一行也没有写入。")
        ) from None
    return _keep(contract, person, at, ratings, name=name, media=CSV, content=content)


@clause("JD-1")
@transaction.atomic
def enter_rating(
    *,
    person: Person,
    at: datetime,
    code: str,
    cells: list[str],
    name: str,
    content: bytes,
    stores: Collection[str],
) -> int:
    """Take one rating that somebody typed, with the picture or PDF that shows it; 0 where it stands like that already."""
    contract = _contract_for(person, code)
    _check_size(content)
    media = media_of(content)
    if not media:
        raise UnableToScore(
            say("没有附评分的截图或 PDF"),
            code="FILE_NOT_TAKEN",
            remedy=say("从平台后台截一张图一起上传，对方才能核对。"),
        )
    try:
        rating = rating_of(cells, stores, month_of(at))
    except RatingFault as fault:
        raise UnableToScore(fault.said, code="RATING_WRONG", remedy=say("改好后再登记。")) from None
    return _keep(contract, person, at, [rating], name=name, media=media, content=content)


def _contract_for(person: Person, code: str) -> Contract:
    contract, side = contract_for(person, code, "hand_in_service")
    if side != "b":
        raise NotAllowed(say("店铺评分由乙方登记"), remedy=say("有出入请写在评语里，或请乙方改。"))
    return contract


def _check_size(content: bytes) -> None:
    if not 0 < len(content) <= FILE_BYTES_MAX:
        raise UnableToScore(
            say("没有文件，或超过 {most} MB", most=FILE_BYTES_MAX // 2**20), code="FILE_NOT_TAKEN"
        )


def _keep(
    contract: Contract,
    person: Person,
    at: datetime,
    ratings: list[Rating],
    *,
    name: str,
    media: str,
    content: bytes,
) -> int:
    """Keep what differs, with the file it was told by; the entry has the file's digest."""
    new = [one for one in ratings if one != latest_rating(contract.pk, one.store, one.month)]
    if not new:
        return 0
    sha256 = hashlib.sha256(content).hexdigest()
    file, _is_new = RatingFile.objects.get_or_create(
        contract=contract,
        sha256=sha256,
        defaults={
            "name": safe_name(name), "media": media, "content": content, "handed_in_by": person, "handed_in_at": at,
        },
    )  # fmt: skip
    StoreRating.objects.bulk_create(
        StoreRating(
            contract=contract, file=file, store=one.store, month=one.month, description=one.description,
            service=one.service, logistics=one.logistics, out_of=one.out_of,
        )
        for one in new
    )  # fmt: skip
    record(contract, person, at, "scorecards.rated", {"count": len(new), "sha256": sha256})
    return len(new)
