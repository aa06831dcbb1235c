"""The tables of the installation: the face that a body shows, and how its staff show who they are."""

from typing import ClassVar

from django.contrib.auth.models import User
from django.db import models


class ProfileVersion(models.Model):
    """One version, as `by` saved it. `values` is what `doors.profile.pack_profile` gives; the newest row is shown.

    Rows are only ever added.
    """

    body = models.SlugField(max_length=60)
    at = models.DateTimeField()
    by = models.CharField(max_length=150)
    values = models.JSONField()

    class Meta:
        default_permissions: ClassVar = ()
        permissions: ClassVar = [("change_profile", "Can change the face of the body")]
        indexes: ClassVar = [models.Index(fields=("body", "-id"), name="newest_profile_of_body")]

    def __str__(self) -> str:
        return f"{self.body} {self.pk} by {self.by}"


class SecondFactor(models.Model):
    """What makes an account's six-digit codes (RFC 6238), sealed under the master key (see `site.second_factors`).

    `mark` is another each time it is set up: a session names the one it was shown. `last_step` is the half minute of
    the last code that was taken, so that none is taken twice.
    """

    body = models.SlugField(max_length=60)
    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="+")
    mark = models.CharField(max_length=32)
    sealed = models.BinaryField()
    since = models.DateTimeField()
    last_step = models.BigIntegerField()

    class Meta:
        default_permissions: ClassVar = ()

    def __str__(self) -> str:
        return f"{self.body} account {self.user_id} since {self.since:%Y-%m-%d}"


class RecoveryCode(models.Model):
    """One of the ten words for the day on which the phone is lost. Used once; kept as a keyed digest."""

    body = models.SlugField(max_length=60)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64)
    used_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions: ClassVar = ()
        constraints: ClassVar = [models.UniqueConstraint(fields=("user", "digest"), name="recovery_code_once")]

    def __str__(self) -> str:
        return f"{self.body} account {self.user_id} {'used' if self.used_at else 'not used'}"


class OutsideIdentity(models.Model):
    """Whom an organisation's provider of sign-ins means by `subject`, and the account they have here."""

    body = models.SlugField(max_length=60)
    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="+")
    issuer = models.CharField(max_length=500)
    subject = models.CharField(max_length=255)

    class Meta:
        default_permissions: ClassVar = ()
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("body", "issuer", "subject"), name="identity_has_one_account")
        ]

    def __str__(self) -> str:
        return f"{self.body} account {self.user_id} of {self.issuer}"


class LetIn(models.Model):
    """Until when an account may use its password although passwords are switched off. The command line writes it."""

    body = models.SlugField(max_length=60)
    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="+")
    until = models.DateTimeField()

    class Meta:
        default_permissions: ClassVar = ()

    def __str__(self) -> str:
        return f"{self.body} account {self.user_id} until {self.until:%Y-%m-%d %H:%M}"


class AccessToken(models.Model):
    """By which a program shows who it is (see `site.tokens`). `digest` is the SHA-256 of what only its holder has.

    `last_used` is a day: when within it is nobody's business. Rows are kept, so that what stands in the record under a
    token's number can still be told.
    """

    body = models.SlugField(max_length=60)
    name = models.CharField(max_length=80)
    digest = models.CharField(max_length=64, unique=True)
    by = models.CharField(max_length=150)
    made_at = models.DateTimeField()
    expires_on = models.DateField()
    access = models.JSONField()
    tools = models.JSONField()
    last_used = models.DateField(null=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.CharField(max_length=150, default="")

    class Meta:
        default_permissions: ClassVar = ()
        permissions: ClassVar = [("manage_tokens", "Can make and revoke access tokens")]

    def __str__(self) -> str:
        return f"{self.body} token {self.pk} {self.name}"


class Duty(models.Model):
    """No table: what somebody may do that touches no table of ours, as permissions to give."""

    class Meta:
        managed = False
        default_permissions: ClassVar = ()
        permissions: ClassVar = [
            ("find_missing_out", "Can look in the body's own data for those who miss out"),
            ("run_simulation", "Can see what a change in the rules would do"),
        ]
