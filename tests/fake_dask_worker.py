"""A worker of Dask whose child processes extract nothing: see `fake_worker`.

`fake_dask_worker.py SCHEDULER`; the environment may name another module for them: `FAKE_WORKER`.
"""

import os
import sys

import distributed.cli.dask_worker

from newsnlp.batch import crew

if __name__ == "__main__":
    crew.WORKER = os.environ.get("FAKE_WORKER", "fake_worker")
    distributed.cli.dask_worker.main(
        [sys.argv[1], "--no-nanny", "--nthreads", "1", "--no-dashboard", "--host", "127.0.0.1"]
    )
