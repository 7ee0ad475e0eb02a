"""A folder of facts as it would be with other causes of refunds, as after-sales cases have ruled on them."""

from collections.abc import Mapping
from pathlib import Path

from paidang.settlement.engines.mending import rewrite

Ruled = Mapping[str, tuple[str, bool]]
"""By refund: its cause, and whether its units are in stock and fit for sale."""


def recause(facts: Path, ruled: Ruled) -> None:
    """Rewrite cause and `restocked` of the refunds that are ruled on; the others stay as they are."""
    cells = {name: (cause, "true" if restocked else "false") for name, (cause, restocked) in ruled.items()}
    rewrite(facts, "refunds", ("cause", "restocked"), cells)
