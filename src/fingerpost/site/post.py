"""Which ways of sending the settings set up."""

from fingerpost.site.configuration import Configuration


def ways_of(configuration: Configuration) -> frozenset[str]:
    """The ways of `casework.post.outbox` by which something can go from here."""
    ways = {
        "email": configuration.smtp_url,
        "notify-email": configuration.notify_email_template,
        "notify-sms": configuration.notify_sms_template,
        "letter": configuration.letters,
        "open311": configuration.open311_out,
        "webhook": True,
    }
    return frozenset(name for name, is_there in ways.items() if is_there)
