"""Rows kept as files: made once, read by place, never believed when torn, never more than the bound."""

import os
from pathlib import Path

import pytest
from tests.cast import acting

from paidang.settlement.models import Statement
from paidang.settlement.queries import kept
from paidang.settlement.queries.kept import keep_rows
from paidang.settlement.queries.rows import HELD, Wanted, iter_rows, list_rows
from paidang.settlement.tests.month import add_line, close


@pytest.fixture
def closed(march, agency, settings, tmp_path) -> Statement:
    settings.KEPT_ROWS = tmp_path / "rows"
    with acting(agency.manager):
        for n in range(10, 17):
            add_line(march, f"L{n}", done="2026-03-12 10:00")
    return close(march, agency)


def test_a_bundle_is_unpacked_once(closed, agency, monkeypatch):
    with acting(agency.manager):
        first = list_rows(closed, Wanted("profit"))
        monkeypatch.setattr(kept, "unpack_bundle", None)
        assert list_rows(closed, Wanted("profit")) == first


def test_pages_follow_each_other_both_ways_without_a_gap(closed, agency):
    with acting(agency.manager):
        whole = [row["row_id"] for row in iter_rows(closed, Wanted("tax"))]
        seen, page = [], list_rows(closed, Wanted("tax"), most=4)
        assert (page.before, page.count, page.has_next) == (0, 9, True)
        while True:
            assert page.before == len(seen)
            seen += [row["row_id"] for row in page.rows]
            if not page.has_next:
                break
            page = list_rows(closed, Wanted("tax"), after=page.rows[-1]["place"], most=4)
        assert seen == whole and len(whole) == 9
        back = list_rows(closed, Wanted("tax"), before=page.rows[0]["place"], most=4)
        assert [row["row_id"] for row in back.rows] == whole[4:8] and back.before == 4
        assert list_rows(closed, Wanted("tax"), after=10**9).rows == []
        assert [row["row_id"] for row in iter_rows(closed, Wanted(HELD))] == ["L4"]


def test_a_torn_file_is_made_anew(closed, agency):
    with acting(agency.manager):
        path = keep_rows(closed)
        whole = path.read_bytes()
        path.write_bytes(whole[:-100] + b"\0" * 100)
        assert keep_rows(closed) == path and path.read_bytes() == whole


def test_a_bundle_that_is_not_what_was_stored_is_not_shown(closed, agency, monkeypatch):
    def unpack_another(statement, folder: Path, *names: str) -> None:
        for name in names:
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_bytes(b"PAR1")

    monkeypatch.setattr(kept, "unpack_bundle", unpack_another)
    with acting(agency.manager), pytest.raises(AssertionError, match="is not what was stored"):
        keep_rows(closed)


def test_beyond_the_bound_the_one_unseen_for_longest_goes(closed, agency, settings):
    settings.KEPT_ROWS_BYTES = 1
    folder = Path(settings.KEPT_ROWS)
    folder.mkdir()
    old, fresh = folder / f"{'0' * 64}.1.{'0' * 64}.parquet", folder / f"{'1' * 64}.1.{'1' * 64}.parquet"
    for path in (old, fresh):
        path.write_bytes(b"PAR1")
    os.utime(old, (0, 0))
    with acting(agency.manager):
        path = keep_rows(closed)
    assert sorted(folder.iterdir()) == sorted([fresh, path])
