"""Acts under “Marketing”, Chinese and English."""

ACTS: dict[str, tuple[str, str]] = {}
