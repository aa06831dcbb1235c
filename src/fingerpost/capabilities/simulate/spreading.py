"""Blocks over one core, several, or the machines of a Dask scheduler: the same blocks in the same order each way."""

import multiprocessing
import os
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor

from fingerpost.capabilities.simulate.task import Block, Task, books_of, run_block
from fingerpost.contract.errors import MissingEngine

Progress = Callable[[int, int], None]
_handed: list[Task] = []  # to the processes of a pool, which begin as copies of this one


def spread(
    task: Task, *, workers: int = 0, scheduler: str = "", progress: Progress = lambda done, total: None
) -> Iterator[Block]:
    """Every block in order. `workers` 0 takes a process for each core; `scheduler` is the address of a Dask scheduler.

    Raises MissingEngine where a scheduler is named and Dask is not installed.
    """
    blocks = _by_dask(task, scheduler) if scheduler else _here(task, workers or os.cpu_count() or 1)
    for done, block in enumerate(blocks, 1):
        progress(done, task.blocks)
        yield block


def _here(task: Task, workers: int) -> Iterator[Block]:
    books_of(task)  # before the processes begin, so that each has them
    if min(workers, task.blocks) < 2 or "fork" not in multiprocessing.get_all_start_methods():
        yield from (run_block(task, number) for number in range(task.blocks))
        return
    _handed[:] = [task]
    with ProcessPoolExecutor(min(workers, task.blocks), mp_context=multiprocessing.get_context("fork")) as pool:
        yield from pool.map(_run_handed, range(task.blocks))


def _run_handed(number: int) -> Block:
    return run_block(_handed[0], number)


def _by_dask(task: Task, scheduler: str) -> Iterator[Block]:
    try:
        from distributed import Client  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise MissingEngine("dask", how_to_add="Run: pip install 'fingerpost[scale]'.") from error
    with Client(scheduler) as client:  # type: ignore[no-untyped-call]  # Dask ships few types
        everywhere = client.scatter(task, broadcast=True)
        waiting = [client.submit(run_block, everywhere, number, pure=False) for number in range(task.blocks)]
        for future in waiting:
            yield future.result()
            future.release()
