"""The rows behind figures, copies, receipts, recomputation."""

import pytest
from tests.cast import acting

from paidang.evidence.models import Entry
from paidang.settlement.actions import (
    UnableToAnswer,
    make_receipt,
    recompute,
    record_download,
)
from paidang.settlement.queries.rows import HELD, Wanted, find_unknown, get_breakdown, list_rows
from paidang.settlement.tests.month import (
    MARCH_SENT,
    acts,
    close,
    confirm,
    send,
)


def test_the_rows_behind_a_figure_add_up_to_it(march, agency):
    statement = close(march, agency)
    totals = statement.figures["totals"]
    with acting(agency.manager):
        for figure, fen in [
            ("gross_sales", totals["gross_sales"]),
            ("cost", -totals["cost"]),
            ("tax", -totals["tax"]),
            ("profit", totals["profit"]),
            ("platform_fees", totals["platform_fees"]),
            ("advanced_b", 800),
            ("held_by_collector", statement.figures["held_by_collector"]),
            (HELD, 20_000),
        ]:
            assert list_rows(statement, Wanted(figure)).fen == fen, figure
        breakdown = get_breakdown(statement)
        assert [(one.store, one.rows, one.fen["profit"]) for one in breakdown.stores] == [
            ("京东旗舰店", 1, 11_200),
            ("天猫旗舰店", 1, 6_000),
        ]
        assert breakdown.held == [("GIFT-BOX", 1, 20_000)]
        assert list_rows(statement, Wanted("profit", store="天猫旗舰店")).fen == 6_000
        assert find_unknown(statement, ["line:L1", "line:L4", "refund:L1"]) == ["refund:L1"]


def test_copies_are_on_record_and_the_receipt_needs_a_confirmation(march, brand, agency):
    close(march, agency)
    send(march, agency)
    with acting(brand.finance):
        record_download(
            person=brand.finance, at=MARCH_SENT, code=march.code, month="2026-03", version=None, what="pdf"
        )
        with pytest.raises(UnableToAnswer):
            make_receipt(
                person=brand.finance,
                at=MARCH_SENT,
                code=march.code,
                month="2026-03",
                version=None,
                lang="zh",
            )
    confirm(march, brand)
    with acting(brand.finance):
        _statement, pdf = make_receipt(
            person=brand.finance, at=MARCH_SENT, code=march.code, month="2026-03", version=None, lang="zh"
        )
    assert pdf.startswith(b"%PDF")
    assert acts(march, brand.manager).count("statement.downloaded") == 2


def test_either_side_recomputes_and_the_verdict_is_on_record(march, brand, agency):
    close(march, agency)
    send(march, agency)
    with acting(brand.finance):
        result = recompute(person=brand.finance, at=MARCH_SENT, code=march.code, month="2026-03")
        entry = Entry.objects.get(act="statement.recomputed")
    assert result.is_verified
    assert (entry.facts["rows"], entry.facts["differences"]) == (4, [])
