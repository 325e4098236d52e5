"""A worker of Dask whose child processes extract nothing: see `fake_worker`.

`fake_dask_worker.py SCHEDULER [OTHER]`: with a second word it has another version of the program.
"""

import os
import sys

import dask
import distributed.cli.dask_worker

from newsnlp.batch import crew
from newsnlp.cluster import crews

if __name__ == "__main__":
    crew.WORKER = os.environ.get("FAKE_WORKER", "fake_worker")
    if len(sys.argv) > 2:
        crews.program_hash = lambda: "other"
    dask.config.set({"distributed.worker.daemon": False})
    distributed.cli.dask_worker.main(
        [sys.argv[1], "--no-nanny", "--nthreads", "1", "--no-dashboard", "--host", "127.0.0.1"]
    )
