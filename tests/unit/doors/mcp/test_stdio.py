"""Over stdin and stdout: with a token that is valid, or none. What is spoken there is tested by a real client."""

import pytest

from fingerpost.contract.errors import InvalidRequest
from fingerpost.doors.installation import now
from fingerpost.doors.mcp import over_stdio
from fingerpost.doors.mcp.callers import NotAllowed, holder_of
from fingerpost.doors.tokens import Wish
from fingerpost.site.tokens import Tokens

pytestmark = pytest.mark.django_db


def test_a_token_that_is_not_valid_does_not_start_us(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[str] = []
    monkeypatch.setattr(over_stdio.anyio, "run", lambda serve, token: started.append(token))
    with pytest.raises(InvalidRequest):
        over_stdio.serve("fp_wrong")
    assert started == []
    token, _ = Tokens().make(Wish(name="A", days=1), by="olwen", at=now())
    over_stdio.serve(token)
    over_stdio.serve()
    assert started == [token, ""]


def test_a_token_that_is_revoked_ends_at_the_next_call() -> None:
    token, made = Tokens().make(Wish(name="A", days=1), by="olwen", at=now())
    assert holder_of(token).name == f"token {made.number} A"
    Tokens().revoke(made.number, by="olwen", at=now())
    with pytest.raises(NotAllowed):
        holder_of(token)
