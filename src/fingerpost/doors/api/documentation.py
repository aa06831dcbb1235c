"""The API's documentation as a plain page made from its own OpenAPI description: no script, no third party."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from ninja import NinjaAPI
from ninja.openapi.docs import DocsBase

EXAMPLE = """curl -s %(address)s \\
  -H 'Content-Type: application/json' \\
  -d '{"question": "Can I get Universal Credit if I have savings?", "nation": "england"}'"""


class PlainDocs(DocsBase):
    """Lists each address with what it takes and gives."""

    def render_page(self, request: HttpRequest, api: NinjaAPI, **kwargs: Any) -> HttpResponse:
        described = api.get_openapi_schema()
        schemas = described["components"]["schemas"]
        context = {
            "section": "",
            "title": described["info"]["title"],
            "operations": [
                _operation(path, method, operation, schemas)
                for path, methods in described["paths"].items()
                for method, operation in methods.items()
            ],
            "openapi": self.get_openapi_url(api, kwargs),
            "example": EXAMPLE % {"address": request.build_absolute_uri("/api/v1/ask")},
        }
        return render(request, "api/documentation.html", context)


def _operation(path: str, method: str, operation: dict[str, Any], schemas: dict[str, Any]) -> dict[str, Any]:
    taken = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
    given = operation["responses"].get(200, {}).get("content", {}).get("application/json", {}).get("schema", {})
    return {
        "path": path,
        "method": method.upper(),
        "summary": operation.get("summary", ""),
        "description": operation.get("description", ""),
        "takes": [*_parameters(operation), *_fields(taken, schemas)],
        "gives": _fields(given, schemas),
        "statuses": sorted(operation["responses"]),
    }


def _parameters(operation: dict[str, Any]) -> list[dict[str, Any]]:
    """What stands in the address after the question mark."""
    return [
        {
            "name": each["name"],
            "kind": _kind(each["schema"]),
            "is_required": each["required"],
            "about": each["description"],
        }
        for each in operation.get("parameters", ())
        if each["in"] == "query"
    ]


def _fields(schema: dict[str, Any], schemas: dict[str, Any]) -> list[dict[str, Any]]:
    named = _resolve(schema, schemas)
    required = set(named.get("required", ()))
    return [
        {
            "name": name,
            "kind": _kind(each),
            "is_required": name in required,
            "about": each.get("description") or each.get("title") or "",
        }
        for name, each in named.get("properties", {}).items()
    ]


def _resolve(schema: dict[str, Any], schemas: dict[str, Any]) -> dict[str, Any]:
    name = schema.get("$ref", "").rpartition("/")[2]
    return schemas.get(name, schema) if name else schema


def _kind(schema: dict[str, Any]) -> str:
    """The type of a field in words: "text", "list of Claim", "one of en, cy"."""
    if "anyOf" in schema:
        return " or ".join(_kind(each) for each in schema["anyOf"])
    if "$ref" in schema:
        return str(schema["$ref"].rpartition("/")[2])
    if "enum" in schema:
        return "one of " + ", ".join(schema["enum"])
    if schema.get("type") == "array":
        return f"list of {_kind(schema.get('items', {}))}"
    kinds = {"string": "text", "object": "object", "number": "number", "boolean": "true or false", "null": "nothing"}
    bound = f", at most {schema['maxLength']} characters" if "maxLength" in schema else ""
    named = str(schema.get("type", "any"))
    return kinds.get(named, named) + bound
