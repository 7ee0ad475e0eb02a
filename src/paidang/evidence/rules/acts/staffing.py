"""Acts under “Team and service”, Chinese and English."""

ACTS: dict[str, tuple[str, str]] = {}
