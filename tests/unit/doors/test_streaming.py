"""How answers are streamed: readers whom a language model keeps waiting hold up nobody else."""

import asyncio
from threading import Event

from fingerpost.doors.citizen.asking import streaming
from fingerpost.engines.language_models.guarding.model import AT_ONCE as WAIT_FOR_A_MODEL


async def _read(tell):
    return [each async for each in streaming._as_they_come(tell)]


def test_an_answer_arrives_while_as_many_as_may_wait_for_a_model_and_four_others_are_under_way():
    comes = Event()

    def held(send):
        comes.wait()
        send(None)

    def quick(send):
        send(b"answer")
        send(None)

    async def scene():
        waiting = [asyncio.create_task(_read(held)) for _ in range(WAIT_FOR_A_MODEL + 3)]
        await asyncio.sleep(0)
        try:
            return await asyncio.wait_for(_read(quick), timeout=5)
        finally:
            comes.set()
            await asyncio.gather(*waiting)

    assert asyncio.run(scene()) == [b"answer"]
