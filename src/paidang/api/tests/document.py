"""The OpenAPI document, made once: it takes a second."""

import json
from functools import cache
from typing import Any

from paidang.api.urls import api


@cache
def schema() -> dict[str, Any]:
    return json.loads(json.dumps(api.get_openapi_schema()))


@cache
def operations() -> dict[str, dict[str, Any]]:
    """By their id."""
    found = (one for operations in schema()["paths"].values() for one in operations.values())
    return {operation["operationId"]: operation for operation in found}


@cache
def routes() -> dict[str, tuple[str, str]]:
    """The method and the path below /api/v1 of each operation."""
    return {
        operation["operationId"]: (method, path.removeprefix("/api/v1"))
        for path, operations in schema()["paths"].items()
        for method, operation in operations.items()
    }
