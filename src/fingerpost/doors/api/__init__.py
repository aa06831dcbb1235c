"""The HTTP API: JSON in, JSON out, described by OpenAPI 3.1 at /api/openapi.json."""
