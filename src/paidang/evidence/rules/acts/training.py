"""Acts under “Training and hand-over”, Chinese and English."""

ACTS: dict[str, tuple[str, str]] = {}
