"""Settings and values that several test modules share."""

import os

# One thread for the matrix products: the models are small, and more threads only wait for locks.
for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(variable, "1")
