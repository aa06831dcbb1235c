"""What the tests of the outbox share: keys, a case, and a sender that notes what it was given."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from fingerpost.casework.models import Case, Suggestion
from fingerpost.casework.sealing import seal
from fingerpost.contract.references import new_reference
from fingerpost.engines.post.sending import NotSent
from fingerpost.record.keys import KeyStore

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
BODY = settings.CONFIGURATION.body


@dataclass
class Noting:
    """Takes everything, or refuses as it is told."""

    fault: NotSent | None = None
    given: list[dict[str, Any]] = field(default_factory=list)

    def send(self, content: Mapping[str, Any]) -> None:
        self.given.append(json.loads(json.dumps(dict(content))))
        if self.fault is not None:
            raise self.fault


@pytest.fixture
def keys(tmp_path: Path) -> KeyStore:
    return KeyStore(tmp_path / "keys" / "master")


@pytest.fixture
def case(db: None, keys: KeyStore) -> Case:
    return make_case(keys=keys)


def make_case(*, keys: KeyStore, **more: Any) -> Case:
    """A case about a street light, whose words are sealed."""
    reference = new_reference()
    values = {"service": "street-lights", "team": "streets", "received_at": AT, "changed_at": AT, "channel": "web"}
    row = Case.objects.create(body=BODY, reference=reference, subject=reference, **{**values, **more})
    row.sealed = seal(row, {"text": "The light is out."}, "words", keys=keys, at=AT)
    row.save(update_fields=["sealed"])
    return row


def plant(case: Case, *, keys: KeyStore) -> Suggestion:
    """A suggestion that was made wrong on purpose, of a case that is about a hole and can wait."""
    row = Suggestion.objects.create(body=BODY, case=case, kind=Suggestion.Kind.TRIAGE, is_planted=True, at=AT)
    meant = {"meant": {"service": "potholes", "team": "highways", "urgency": "routine"}}
    row.sealed = seal(case, meant, f"suggestion/{row.pk}", keys=keys, at=AT)
    row.save(update_fields=["sealed"])
    return row
