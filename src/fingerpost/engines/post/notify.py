"""GOV.UK Notify, through its own client: text messages, and e-mail where a body sends by it.

At Notify the body keeps one template for each: an e-mail whose subject is ((subject)) and whose text is ((words)), and
a text message whose text is ((words)). The words are ours, and were read by a person or are fixed.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any

from fingerpost.engines.post.sending import NotSent

KEY = "FINGERPOST_NOTIFY_KEY"  # the name of the variable
SECONDS = 15
_NEVER = 400  # it will not take this one: a number that is none, a template that does not fit
MISSING = "GOV.UK Notify needs its client: pip install 'fingerpost[notify]'"


def is_installed() -> bool:
    """Is the client of Notify here?"""
    return find_spec("notifications_python_client") is not None


@dataclass(frozen=True, kw_only=True)
class NotifySender:
    """Sends by one template. `is_text` for text messages, else e-mail. `key` reads the API key when it is needed."""

    key: Callable[[], str]
    template: str
    is_text: bool
    url: str = "https://api.notifications.service.gov.uk"
    seconds: int = SECONDS

    def send(self, content: Mapping[str, Any]) -> None:
        """`content`: to, words, key, and subject for e-mail. Raises NotSent."""
        from notifications_python_client.errors import APIError  # noqa: PLC0415 - an extra

        try:
            self._ask(content)
        except APIError as error:
            status = int(getattr(error, "status_code", 503) or 503)
            raise NotSent(f"Notify answered {status}", try_again=status != _NEVER) from error
        except (OSError, ValueError, AssertionError) as error:  # its client asserts that a key is there
            raise NotSent(f"Notify: {type(error).__name__}", try_again=True) from error

    def _ask(self, content: Mapping[str, Any]) -> None:
        from notifications_python_client.notifications import NotificationsAPIClient  # noqa: PLC0415 - an extra

        make: Any = NotificationsAPIClient  # it ships no types
        client = make(self.key(), base_url=self.url, timeout=self.seconds)
        words, key = str(content["words"]), str(content["key"])
        try:
            if self.is_text:
                client.send_sms_notification(str(content["to"]), self.template, {"words": words}, key)
            else:
                told = {"subject": str(content["subject"]), "words": words}
                client.send_email_notification(str(content["to"]), self.template, told, key)
        finally:
            client.request_session.close()
