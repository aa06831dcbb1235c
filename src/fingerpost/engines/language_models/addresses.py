"""The address of a server that a language model answers at, as it stands in the settings."""

from urllib.parse import urlsplit


def check_address(address: str) -> str:
    """The address without a slash at its end. Raises ValueError with a sentence for whoever wrote the settings."""
    try:
        parts = urlsplit(address)
        port_is_number = parts.port is None or parts.port > 0
    except ValueError:
        raise ValueError("The address of a language model cannot be read.") from None
    if parts.scheme not in ("http", "https") or not parts.hostname or not port_is_number:
        raise ValueError("The address of a language model begins with https:// or http:// and names a server.")
    if parts.username is not None or parts.password is not None:
        raise ValueError("The address of a language model holds no name and no key. Use key_env or key_file.")
    if parts.query or parts.fragment:
        raise ValueError("The address of a language model ends with its path: nothing after ? or #.")
    return address.rstrip("/")
