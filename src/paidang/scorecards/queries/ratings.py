"""Ratings of stores: those that count, and the files they come from."""

from collections.abc import Sequence

from paidang.kit.outcome import NotFound
from paidang.kit.sentence import say
from paidang.scorecards.models import RatingFile, StoreRating
from paidang.scorecards.rules.ratings import Rating


def latest_rating(contract_id: int, store: str, month: str) -> Rating | None:
    """What was told last of a store in a month."""
    found = (
        StoreRating.objects.filter(contract_id=contract_id, store=store, month=month).order_by("-pk").first()
    )
    return rating_from(found) if found else None


def rating_from(row: StoreRating) -> Rating:
    """The row as a value."""
    return Rating(row.month, row.store, row.description, row.service, row.logistics, row.out_of)


def list_ratings(contract_id: int, months: Sequence[str]) -> list[StoreRating]:
    """All that was told of these months, by store, the latest month first, in each the one that counts first."""
    found = StoreRating.objects.filter(contract_id=contract_id, month__in=list(months))
    return list(
        found.select_related("file__handed_in_by").defer("file__content").order_by("store", "-month", "-pk")
    )


def get_rating_file(contract_id: int, sha256: str) -> RatingFile:
    """One file with its bytes; NotFound if the contract has none of that digest."""
    found = RatingFile.objects.filter(contract_id=contract_id, sha256=sha256).first()
    if found is None:
        raise NotFound(say("没有这个文件"), remedy=say("请从店铺评分页打开。"))
    return found
