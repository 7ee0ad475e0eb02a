"""Acts under “Launch and delivery”, Chinese and English."""

ACTS: dict[str, tuple[str, str]] = {}
