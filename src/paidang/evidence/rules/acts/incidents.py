"""Acts under “Incidents”, Chinese and English."""

ACTS: dict[str, tuple[str, str]] = {}
