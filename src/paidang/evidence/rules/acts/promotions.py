"""Acts under “Promotions”, Chinese and English."""

ACTS: dict[str, tuple[str, str]] = {}
