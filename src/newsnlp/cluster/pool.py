"""The door to Dask: orders out to the workers of a cluster, receipts back."""

import queue
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import dask
import distributed
from distributed.scheduler import KilledWorker

from newsnlp.cluster.supervisor import Lost
from newsnlp.cluster.task import Order, Receipt, make_part
from newsnlp.errors import NewsNLPError

__all__ = ["DaskWorkers", "workers_at"]

_CONNECT = 15.0  # seconds that the scheduler is given to answer
_COME = 60.0  # seconds that workers are given to come, or to come back
_TICK = 0.2  # seconds that one waits for a receipt
_LOOK = 5.0  # seconds between two counts of the workers
_EACH = 4  # orders for each thread, so that it never waits
_RESULT = 60.0  # seconds that a receipt is given to come over

_ON = "the same command then goes on from there"


@contextmanager
def workers_at(scheduler: str) -> Iterator["DaskWorkers"]:
    """The workers of the cluster with that scheduler; what is not done at the end is called off.

    Raises:
        NewsNLPError: nothing answers, or there are no workers.
    """
    with dask.config.set({"distributed.comm.timeouts.connect": f"{_CONNECT:.0f}s"}):
        try:
            client = distributed.Client(scheduler, timeout=_CONNECT, set_as_default=False)
        except (OSError, ValueError, RuntimeError) as reason:
            raise NewsNLPError(
                f"{scheduler}: no scheduler of Dask answers ({reason}); start one with «dask "
                "scheduler», and give its address, like tcp://HOST:8786"
            ) from reason
        workers = DaskWorkers(client, scheduler)
        try:
            workers.wait()
            yield workers
        finally:
            workers.close()


class DaskWorkers:
    """Workers of a cluster, as `make_parts_there` asks for them."""

    def __init__(self, client: "distributed.Client", scheduler: str) -> None:
        """The client is open; it is closed by `close`."""
        self._client, self._scheduler = client, scheduler
        self._orders: dict[str, distributed.Future] = {}
        self._inbox: queue.Queue[str] = queue.Queue()
        self._threads = 0
        self._looked = 0.0  # when they were counted last
        self._seen = time.monotonic()  # when there were some

    def wait(self) -> None:
        """Wait for the first worker.

        Raises:
            NewsNLPError: none comes.
        """
        while not self._threads:
            self._count()
            time.sleep(_TICK)

    def room(self) -> int:
        """How many orders they take at a time: a few for each thread."""
        if time.monotonic() - self._looked > _LOOK:
            self._count()
        return max(1, _EACH * self._threads)

    def submit(self, order: Order) -> None:
        """Have it made; a worker that is lost is replaced by another as the scheduler is set up."""
        name = order["part"]
        future = self._client.submit(
            make_part, order, key=f"newsnlp-{name}-{uuid.uuid4().hex[:8]}", pure=False
        )
        self._orders[name] = future
        future.add_done_callback(lambda _: self._inbox.put(name))

    def heard(self) -> tuple[str, Receipt | Lost] | None:
        """The part of an order and what came of it."""
        try:
            name = self._inbox.get(timeout=_TICK)
        except queue.Empty:
            self.room()
            return None
        return name, self._outcome(self._orders.pop(name))

    def close(self) -> None:
        """Call off what nobody has begun; what is being made is finished, and found next time."""
        with suppress(Exception):  # whatever is wrong with the cluster: this is the end
            self._client.cancel(list(self._orders.values()))
        with suppress(Exception):
            self._client.close(timeout=5)

    def _outcome(self, future: "distributed.Future") -> Receipt | Lost:
        try:
            receipt: Receipt = future.result(timeout=_RESULT)
        except KilledWorker as error:
            return Lost(f"the last was {error.last_worker.address}")
        except TimeoutError:
            return Lost("its receipt did not come")
        except distributed.CancelledError as error:
            raise NewsNLPError(
                f"{self._scheduler}: the scheduler was lost, or called this off; see to it: {_ON}"
            ) from error
        except ImportError as error:
            raise NewsNLPError(
                f"a worker of {self._scheduler} lacks newsnlp ({error}); install the same version "
                "on all machines, and start the workers anew"
            ) from error
        except Exception as error:
            raise NewsNLPError(
                f"a worker of {self._scheduler} broke down ({type(error).__name__}: {error}); "
                "please report it"
            ) from error
        return receipt

    def _count(self) -> None:
        """Count the threads of all workers.

        Raises:
            NewsNLPError: the scheduler is gone, or there have been no workers for long.
        """
        try:
            threads: dict[str, Any] = self._client.nthreads()
        except Exception as error:
            raise NewsNLPError(
                f"{self._scheduler}: the scheduler was lost; see to it: {_ON}"
            ) from error
        self._looked = time.monotonic()
        self._threads = sum(threads.values())
        if self._threads:
            self._seen = self._looked
        elif self._looked - self._seen > _COME:
            raise NewsNLPError(
                f"{self._scheduler}: there are no workers; start some on each machine with «dask "
                f"worker {self._scheduler}»: {_ON}"
            )
