"""Acts under “Pictures”, Chinese and English."""

ACTS: dict[str, tuple[str, str]] = {}
