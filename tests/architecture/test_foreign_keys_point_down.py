"""A foreign key points into its own slice or one below: strings that import-linter cannot see."""

import tomllib
from pathlib import Path

from django.apps import apps

ROOT = Path(__file__).resolve().parents[2]


def layers() -> dict[str, int]:
    """A slice's height in the layers of pyproject.toml, 0 at the bottom; slices side by side have the same."""
    linter = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]
    rows = next(
        contract["layers"] for contract in linter["contracts"] if contract.get("containers") == ["paidang"]
    )
    return {
        name.strip(" ()"): height
        for height, row in enumerate(reversed(rows))
        for name in row.replace(":", "|").split("|")
    }


def test_every_foreign_key_points_down():
    height = layers()
    wrong = []
    for config in apps.get_app_configs():
        if not config.name.startswith("paidang."):
            continue
        own = config.name.split(".")[1]
        for model in config.get_models():
            for field in model._meta.get_fields():
                if field.concrete and field.is_relation and field.related_model:
                    other = field.related_model.__module__.split(".")[1]
                    if other != own and not height[other] < height[own]:
                        wrong.append(f"{model._meta.label}.{field.name} -> {field.related_model._meta.label}")
    assert wrong == []
