"""The addresses of what can be read: fingerpost://passage/ID, fingerpost://guidance/..., fingerpost://register/NAME."""

from urllib.parse import quote, unquote

SCHEME = "fingerpost://"
PASSAGE, GUIDANCE, REGISTER = "passage", "guidance", "register"
LONGEST = 2_000  # characters


def passage_uri(passage_id: str) -> str:
    return f"{SCHEME}{PASSAGE}/{quote(passage_id, safe='')}"


def guidance_uri(collection: str, key: str) -> str:
    return f"{SCHEME}{GUIDANCE}/{quote(collection, safe='')}/{quote(key)}"


def register_uri(name: str) -> str:
    return f"{SCHEME}{REGISTER}/{quote(name, safe='')}"


def parts_of(uri: str) -> tuple[str, ...]:
    """The kind and what follows it: ("passage", id), ("guidance", collection, key), ("register", name).

    () for whatever is no address of ours.
    """
    if not uri.startswith(SCHEME) or len(uri) > LONGEST or "\0" in unquote(uri):
        return ()
    kind, _, rest = uri.removeprefix(SCHEME).partition("/")
    parts = rest.split("/", 1) if kind == GUIDANCE else [rest]
    lengths = {PASSAGE: 1, GUIDANCE: 2, REGISTER: 1}
    found = tuple(unquote(each) for each in parts)
    return (kind, *found) if lengths.get(kind) == len(found) and all(found) else ()
