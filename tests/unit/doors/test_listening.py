"""The port is taken before anything slow is done, and what is sent is sent at once."""

import socket

import pytest

from fingerpost.doors.cli.serve import AddressTaken, _listen


def test_what_is_sent_is_not_held_back_to_be_sent_with_more() -> None:
    with _listen("127.0.0.1", 0) as listening:
        assert listening.proto == socket.IPPROTO_TCP  # asyncio sets TCP_NODELAY then; without it each page waits 40 ms


def test_an_address_of_another_machine_is_refused_in_plain_words() -> None:
    with pytest.raises(AddressTaken, match=r"not an address of this machine"):
        _listen("192.0.2.1", 0)
