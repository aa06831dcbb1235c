"""A supplier's own client on this machine: imported when it is first needed, with one set of certificates."""

from collections.abc import Callable, Iterable, Mapping
from importlib import import_module
from threading import Lock
from typing import TYPE_CHECKING, Any

from fingerpost.engines.language_models.asking import not_installed, prepare_for_call
from fingerpost.engines.language_models.calling import Call
from fingerpost.engines.language_models.hearing import Heard
from fingerpost.engines.language_models.wishes import Wishes

if TYPE_CHECKING:
    import httpx2


class Client:
    """`package` is the one to import. May be used from several threads."""

    def __init__(self, package: str) -> None:
        self._package = package
        self._lock = Lock()
        self._tls: httpx2.HTTPTransport | None = None

    def prepare(self) -> "httpx2.HTTPTransport":
        """Import it and read the certificates, which takes up to a second. Raises ModelUnavailable."""
        with self._lock:
            if self._tls is None:
                try:
                    import_module(self._package)
                    from fingerpost.engines.language_models import streaming  # noqa: PLC0415 - slow to import
                except ImportError as error:
                    raise not_installed("llm", error) from None
                streaming.hush_clients()
                self._tls = streaming.build_tls()
            return self._tls

    def call(
        self,
        send: Callable[["httpx2.Client"], Iterable[Any]],
        *,
        hear: Callable[[Any, Heard], str],
        heard: Heard,
        secret: Mapping[str, str],
        timeout: float,
        wishes: Wishes,
    ) -> Call:
        """One call, of which nothing is sent yet. Raises CallFault where the client is not there."""
        tls = prepare_for_call(self.prepare)
        from fingerpost.engines.language_models.streaming import StreamedCall  # noqa: PLC0415 - see `prepare`

        return StreamedCall(send=send, hear=hear, heard=heard, tls=tls, secret=secret, timeout=timeout, wishes=wishes)
