"""What the scorecard shows of figures: words, line of six months, verdict, and where the rows of a figure are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from paidang.contracts.models import Contract
from paidang.kit.period import month_period
from paidang.portal.templatetags.paidang import worded
from paidang.portal.views.statement_lines import month_words
from paidang.scorecards.queries.rows import LISTED
from paidang.scorecards.rules.figures import Figure, Place, Sums
from paidang.scorecards.rules.measures import (
    AGENCY_SHARE,
    BREACHES,
    MARGIN,
    MEASURES,
    MISSED,
    ON_TARGET,
    RATINGS,
    REFUND_RATE,
    figure_words,
    judge,
    target_value,
    target_words,
    whole_words,
)
from paidang.scorecards.rules.sparkline import Sparkline, sparkline
from paidang.scorecards.rules.targets import Agreed

LOOKS = {MISSED: "warn", ON_TARGET: "ok"}
VIEW_OF = {REFUND_RATE: "refunded", BREACHES: "below_floor"}


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure of a place: `words` as shown, `whole` what a share was counted from, `months` the six in words for those who
    do not see the line, `look` ok, warn or "", `url` its rows, `awaits` what would bring it."""

    measure: str
    place: Place
    figure: Figure | None
    words: str
    whole: str
    look: str
    url: str
    line: Sparkline
    months: str
    awaits: str


@dataclass(frozen=True, slots=True)
class Board:
    """The figures of six months, and of the `span` that ends with the last of them, with the span's targets by contract."""

    sums: Sums
    months: Sequence[str]
    span: Sequence[str]
    whole: Sums
    targets: Mapping[int, Mapping[str, Agreed]]

    @property
    def month(self) -> str:
        return self.months[-1]

    def cell(self, measure: str, place: Place, contract: Contract | None = None) -> Cell:
        """The figure of a place in the span; without `contract` that of all contracts, which has no target and no rows."""
        series = [self.sums.get((place, measure, month)) for month in self.months]
        target = self.target(measure, contract)
        figure, one = self.whole.get((place, measure, self.month)), MEASURES[measure]
        values = [each.value if each else None for each in series]
        return Cell(
            measure=measure,
            place=place,
            figure=figure,
            words=worded(figure_words(measure, figure)),
            whole=whole_words(measure, figure),
            look=LOOKS.get(judge(measure, figure, target.value if target else None), ""),
            url=rows_url(contract, measure, place, self.span) if contract and figure else "",
            line=sparkline(values, value_of(measure, target) if len(self.span) == 1 else None),
            months="，".join(
                f"{month_words(month)} {worded(figure_words(measure, each))}"
                for month, each in zip(self.months, series, strict=True)
            ),
            awaits=worded(one.awaits) if one.awaits else "",
        )

    def target(self, measure: str, contract: Contract | None) -> Agreed | None:
        return self.targets[contract.pk].get(measure) if contract else None


def value_of(measure: str, target: Agreed | None) -> Fraction | None:
    """The target on the scale of the figures."""
    return target_value(measure, target.value) if target else None


def target_text(measure: str, target: Agreed | None) -> str:
    return worded(target_words(measure, target.value if target else None))


def rows_url(contract: Contract, measure: str, place: Place, span: Sequence[str]) -> str:
    """Where the rows of a figure are: the orders of its days, the statements, or the rows one by one."""
    if measure in (AGENCY_SHARE, MARGIN):
        if len(span) == 1:
            return reverse("portal:statement", args=(contract.code, span[0]))
        return f"{reverse('portal:statements')}?{urlencode({'contract': contract.code})}"  # some months have none yet
    if measure in RATINGS:
        return f"{reverse('portal:scorecard_ratings')}?{urlencode({'contract': contract.code})}"
    if measure in LISTED:
        asked = {"measure": measure, "store": place.store, "from": span[0], "to": span[-1]}
        path = reverse("portal:scorecard_rows", args=(contract.code,))
        return f"{path}?{urlencode({key: value for key, value in asked.items() if value})}"
    asked = {
        "contract": contract.code,
        "store": place.store,
        "from": month_period(span[0]).start.isoformat(),
        "to": (month_period(span[-1]).end - timedelta(days=1)).isoformat(),
        "view": VIEW_OF.get(measure, ""),
    }
    return f"{reverse('portal:orders')}?{urlencode({key: value for key, value in asked.items() if value})}"


def reason_of(cell: Cell, target: Agreed | None, name: str, before: Figure | None) -> str:
    """Why a figure is amber: what it is, what was agreed, what it was counted from, and the month before."""
    facts = {
        "name": name,
        "measure": worded(MEASURES[cell.measure].name),
        "value": cell.words,
        "whole": _("（%(whole)s）") % {"whole": cell.whole} if cell.whole else "",
        "target": target_text(cell.measure, target),
        "before": worded(figure_words(cell.measure, before)),
    }
    return _("%(name)s：%(measure)s %(value)s%(whole)s，目标 %(target)s，上月 %(before)s") % facts
