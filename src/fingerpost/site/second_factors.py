"""Second factors of staff accounts: six-digit codes by the clock (RFC 6238), and ten recovery codes.

What makes the codes is sealed under a key made from the installation's master key, and recovery codes are kept as
digests under another: who has the database alone can make and guess neither. Each change stands in the ledger.
"""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Callable
from datetime import datetime

import pyotp
from django.conf import settings
from django.contrib.auth.models import User

from fingerpost.contract.errors import StoreUnavailable
from fingerpost.doors.installation import SecondFactor
from fingerpost.knowledge.store_faults import store_faults
from fingerpost.record.commits import committing
from fingerpost.record.events import note_event
from fingerpost.record.sealed import NotOpened, open_bytes, seal_bytes
from fingerpost.site import models

STEP, DIGITS = 30, 6  # seconds that a code is good for, and how long it is: what every app knows
SKEW = (0, -1, 1)  # steps by which a phone's clock may be off
RECOVERY_CODES = 10
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is easily taken for another


class SecondFactors:
    """`master` gives the installation's master key, which is read when it is first needed."""

    def __init__(self, master: Callable[[], bytes]) -> None:
        self._master = master

    def find(self, account: int) -> SecondFactor | None:
        """What the account has; None when it has none."""
        with store_faults():
            row = models.SecondFactor.objects.filter(user_id=account).only("mark", "since").first()
            left = models.RecoveryCode.objects.filter(user_id=account, used_at=None).count() if row else 0
        return SecondFactor(mark=row.mark, since=row.since, codes_left=left) if row else None

    def draft(self, account: int) -> str:
        """A new secret, sealed: it waits in the session until a code shows that the phone has it."""
        return base64.b64encode(self._seal(pyotp.random_base32(), account)).decode()

    def read_draft(self, account: int, draft: str) -> str:
        """The secret in the letters that people type. Raises StoreUnavailable for a draft of another account."""
        return self._open(base64.b64decode(draft), account)

    def keep(self, account: int, *, draft: str, code: str, at: datetime) -> tuple[str, ...]:
        """Keep the drafted secret, if the code is one of it; gives ten recovery codes, else none."""
        secret = self.read_draft(account, draft)
        step = _step_of(code, secret, at=at)
        if step is None:
            return ()
        with store_faults(), committing():
            models.SecondFactor.objects.update_or_create(
                user_id=account,
                defaults={
                    "body": settings.CONFIGURATION.body,
                    "mark": secrets.token_hex(16),
                    "sealed": self._seal(secret, account),
                    "since": at,
                    "last_step": step,
                },
            )
            codes = self._new_codes(account)
            _note("set up", account, by=_name(account), at=at)
        return codes

    def take(self, account: int, typed: str, *, at: datetime) -> bool:
        """Is it a code of the phone, or a recovery code? Each is good once, also for two who send it at once."""
        typed = "".join(typed.split()).replace("-", "").casefold()
        with store_faults():
            row = models.SecondFactor.objects.filter(user_id=account).first()
            if row is None:
                return False
            if len(typed) != DIGITS:
                return self._take_recovery_code(account, typed, at=at)
            step = _step_of(typed, self._open(bytes(row.sealed), account), at=at)
            if step is None:
                return False
            unused = models.SecondFactor.objects.filter(pk=row.pk, mark=row.mark, last_step__lt=step)
            return unused.update(last_step=step) == 1

    def renew_codes(self, account: int, *, at: datetime) -> tuple[str, ...]:
        """Ten other recovery codes; the ones before are worth nothing."""
        with store_faults(), committing():
            codes = self._new_codes(account)
            _note("other recovery codes", account, by=_name(account), at=at)
        return codes

    def remove(self, account: int, *, by: str, at: datetime) -> bool:
        """Take it away, recovery codes and all; False when there was none. Who signed in with it is signed out."""
        with store_faults(), committing():
            models.RecoveryCode.objects.filter(user_id=account).delete()
            removed, _kinds = models.SecondFactor.objects.filter(user_id=account).delete()
            if removed:
                _note("removed", account, by=by, at=at)
        return removed > 0

    def _new_codes(self, account: int) -> tuple[str, ...]:
        codes = [_new_code() for _ in range(RECOVERY_CODES)]
        models.RecoveryCode.objects.filter(user_id=account).delete()
        models.RecoveryCode.objects.bulk_create(
            models.RecoveryCode(
                body=settings.CONFIGURATION.body,
                user_id=account,
                digest=self._digest(account, code.replace("-", "")),
            )
            for code in codes
        )
        return tuple(codes)

    def _take_recovery_code(self, account: int, typed: str, *, at: datetime) -> bool:
        digest = self._digest(account, typed)
        unused = models.RecoveryCode.objects.filter(user_id=account, digest=digest, used_at=None)
        return unused.update(used_at=at) == 1

    def _digest(self, account: int, code: str) -> str:
        return hmac.digest(self._key("recovery codes"), f"{account} {code}".encode(), hashlib.sha256).hex()

    def _key(self, purpose: str) -> bytes:
        """A key for this one purpose, from which nobody learns the master key."""
        return hmac.digest(self._master(), f"fingerpost second factor: {purpose}".encode(), hashlib.sha256)

    def _seal(self, secret: str, account: int) -> bytes:
        return seal_bytes(self._key("secrets"), secret.encode(), bound_to=_owner(account))

    def _open(self, sealed: bytes, account: int) -> str:
        try:
            opened = open_bytes(self._key("secrets"), sealed, bound_to=_owner(account))
        except NotOpened as error:
            raise StoreUnavailable(
                "The second factor of this account cannot be read. Whoever runs this service can reset it.",
                detail=f"account {account}: not sealed under this master key, or altered; "
                "see `fingerpost staff second-factor reset`",
            ) from error
        return opened.decode()


def _step_of(code: str, secret: str, *, at: datetime) -> int | None:
    """The half minute, counted from 1970, whose code this is; None when it is of none that may be used now."""
    now = int(at.timestamp()) // STEP
    maker, typed = pyotp.TOTP(secret, interval=STEP, digits=DIGITS), "".join(code.split())
    steps = [now + off for off in SKEW if hmac.compare_digest(maker.generate_otp(now + off).encode(), typed.encode())]
    return max(steps, default=None)


def _new_code() -> str:
    """Twelve letters in three groups: 59 bits."""
    letters = "".join(secrets.choice(_LETTERS) for _ in range(12))
    return "-".join((letters[:4], letters[4:8], letters[8:]))


def _owner(account: int) -> bytes:
    return f"{settings.CONFIGURATION.body} account {account}".encode()


def _name(account: int) -> str:
    return User.objects.values_list("username", flat=True).get(pk=account)


def _note(did: str, account: int, *, by: str, at: datetime) -> None:
    facts = {"account": _name(account), "did": did, "by": by}
    note_event("account/second-factor", body=settings.CONFIGURATION.body, at=at, facts=facts)
