"""The API as a whole: its routes, how it says no, its OpenAPI document."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.openapi.schema import REF_TEMPLATE, OpenAPISchema
from ninja.parser import Parser
from ninja.renderers import JSONRenderer
from ninja.schema import NinjaGenerateJsonSchema

from paidang.api.rules.cursors import NotACursor
from paidang.api.views import (
    adjustments,
    bank,
    batches,
    bills,
    cases,
    contract_acts,
    corrected,
    evidence,
    fulfilment,
    imports,
    incidents,
    invoices,
    ledger,
    marketing,
    marketing_money,
    me,
    order_work,
    orders,
    papers,
    payments,
    penalties,
    people,
    prices,
    project_days,
    projects,
    promotions,
    promotions_around,
    promotions_forecast,
    reading,
    scorecards,
    service,
    service_norms,
    staffing,
    statement_acts,
    stock,
    stores,
    studio,
    studio_pages,
    training,
    training_advice,
    training_handover,
    voucher_codes,
    what_if,
)
from paidang.api.views.problems import CONTENT_TYPE, Problem, malformed, not_a_cursor, refuse, unreadable
from paidang.api.views.token import BearerToken
from paidang.kit.outcome import UnableTo

DESCRIPTION = """Programs do in a person's name what the pages do: the same rules, the same evidence, the same row-level
security. A token is made under 设置 → 接口令牌 (Settings → API tokens) for chosen verbs; it may do what both its verbs and
its person's roles include. See docs/api.md.

Money is integer fen, rates are decimal strings, moments RFC 3339 in Asia/Shanghai. Every POST carries an
`Idempotency-Key`: the same request again is answered as before and done once (`Idempotency-Replayed: true`). Lists go on
by `next_cursor`. What cannot be done is a problem (RFC 9457) with a stable `code`, in Chinese or, with
`Accept-Language: en`, in English. `x-errors` of a route are its codes by status, `x-clauses` the clauses it carries out,
`x-verbs` the verbs of which the token must have one."""


class StrictJson(Parser):
    """JSON without what cannot be kept or does not count exactly: NUL, lone surrogates, NaN."""

    def parse_body(self, request: HttpRequest) -> Any:
        """The body; ValueError where it is none."""
        found = json.loads(request.body, parse_constant=_refuse)
        if "\0" in (text := "".join(_texts(found))):
            raise ValueError("NUL character")
        text.encode()  # UnicodeEncodeError, a ValueError, on a lone surrogate
        return found


def _refuse(constant: str) -> None:
    raise ValueError(constant)


def _texts(value: object) -> list[str]:
    """Every text of a JSON value, keys too."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for key, each in value.items() for text in (key, *_texts(each))]
    return [text for each in value for text in _texts(each)] if isinstance(value, list) else []


class PlainText(JSONRenderer):
    """Chinese as it is, in UTF-8."""

    def __init__(self) -> None:
        self.json_dumps_params = {"ensure_ascii": False}


class Api(NinjaAPI):
    """Its problems are told apart in the document by their media type, with an example for each code."""

    _document: OpenAPISchema | None = None

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        """The OpenAPI document, made when it is first asked for: it is seconds of work and never changes."""
        if self._document is None:
            self._document = _with_problems(super().get_openapi_schema(**options))
        return self._document


def _with_problems(schema: OpenAPISchema) -> OpenAPISchema:
    """The document with what each route refuses; no route answers a problem itself, so the routes do not know of them."""
    problem = Problem.model_json_schema(
        ref_template=REF_TEMPLATE, schema_generator=NinjaGenerateJsonSchema, mode="serialization"
    )
    schema["components"]["schemas"] |= problem.pop("$defs") | {Problem.__name__: problem}
    for operations in schema["paths"].values():
        for operation in operations.values():
            operation["responses"] |= {
                status: _refusal(status, codes) for status, codes in operation["x-errors"].items()
            }
    return schema


def _refusal(status: int, codes: list[str]) -> dict[str, object]:
    return {
        "description": ", ".join(codes),
        "content": {
            CONTENT_TYPE: {
                "schema": {"$ref": REF_TEMPLATE.format(model=Problem.__name__)},
                "examples": {code: {"value": _example(status, code)} for code in codes},
            }
        },
    }


def _example(status: int, code: str) -> dict[str, object]:
    return Problem(
        clause="",
        type=f"urn:paidang:problem:{code}",
        title="…",
        status=status,
        detail="…",
        code=code,
        remedy="…",
    ).model_dump()


api = Api(
    title="Paidang", version="1", description=DESCRIPTION, auth=BearerToken(), docs_url=None, parser=StrictJson(), renderer=PlainText(),
    urls_namespace="api-1",
)  # fmt: skip
# `reading` before the contracts: its address would be taken for a contract's. Acts share the router of what they act on.
for part in (
    me,
    reading,
    contract_acts,
    imports,
    order_work,
    orders,
    prices,
    stock,
    fulfilment,
    stores,
    invoices,
    cases,
    statement_acts,
    adjustments,
    corrected,
    payments,
    bank,
    batches,
    what_if,
    ledger,
    voucher_codes,
    bills,
    promotions,
    promotions_around,
    promotions_forecast,
    projects,
    project_days,
    papers,
    studio,
    studio_pages,
    marketing,
    marketing_money,
    training,
    training_advice,
    training_handover,
    people,
    staffing,
    service,
    service_norms,
    incidents,
    penalties,
    scorecards,
    evidence,
):
    api.add_router("", part.router)


@api.exception_handler(UnableTo)
def _refused(request: HttpRequest, error: UnableTo) -> HttpResponse:
    return refuse(request, error)


@api.exception_handler(ValidationError)
def _malformed(request: HttpRequest, error: ValidationError) -> HttpResponse:
    return malformed(request, error)


@api.exception_handler(HttpError)
def _unreadable(request: HttpRequest, error: HttpError) -> HttpResponse:
    return unreadable(request, error)


@api.exception_handler(NotACursor)
def _not_a_cursor(request: HttpRequest, error: NotACursor) -> HttpResponse:
    return not_a_cursor(request, error)
