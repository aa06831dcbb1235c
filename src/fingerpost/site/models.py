"""The table of the installation: every version of the face that a body shows. Rows are only ever added."""

from typing import ClassVar

from django.db import models


class ProfileVersion(models.Model):
    """One version, as `by` saved it. `values` is what `doors.profile.pack_profile` gives; the newest row is shown."""

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
