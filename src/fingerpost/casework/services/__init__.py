"""services.toml: what the body does, and which team does it."""

from fingerpost.casework.services.reading import InvalidServices, read_services, starter_services
from fingerpost.casework.services.running import RunningServices

__all__ = ["InvalidServices", "RunningServices", "read_services", "starter_services"]
