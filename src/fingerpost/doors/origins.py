"""Whether a browser was on one of our own pages when it sent this. No cookie and no token is needed to tell."""

from django.http import HttpRequest


def is_from_here(request: HttpRequest) -> bool:
    """Did one of our pages send it, or a person who typed the address, or a program?

    Every browser since 2023 says where a request came from in Sec-Fetch-Site, which no page can set; those since about
    2020 name the Origin of a form. Programs send neither and pass: they hold no session that could be misused. So does
    a browser older than that, which brings no more than a program could (docs/decisions/0026).
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in {"same-origin", "none"}
    origin = request.headers.get("Origin")
    return origin is None or origin in {f"{scheme}://{request.get_host()}" for scheme in ("http", "https")}


def is_ahead_of_time(request: HttpRequest) -> bool:
    """Does a browser fetch it by itself, in case somebody opens it? Each has said so in a header of its own."""
    told = (request.headers.get(name, "") for name in ("Sec-Purpose", "Purpose", "X-Purpose", "X-Moz"))
    return any(word in each.lower() for each in told for word in ("prefetch", "prerender", "preview"))
