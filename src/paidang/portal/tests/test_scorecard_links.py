"""Where a figure of a scorecard leads."""

import pytest

from paidang.contracts.models import Contract
from paidang.portal.views.scorecard_shown import rows_url
from paidang.scorecards.rules.figures import Place
from paidang.scorecards.rules.measures import AGENCY_SHARE


@pytest.mark.parametrize(
    ("span", "url"),
    [
        (["2026-09"], "/contracts/PD-1/statements/2026-09"),
        (["2026-09", "2026-10"], "/statements?contract=PD-1"),  # October may not be closed yet
    ],
)
def test_the_agencys_share_leads_to_statements_that_are_there(span, url):
    assert rows_url(Contract(pk=1, code="PD-1"), AGENCY_SHARE, Place(1), span) == url
