"""Settings and values that several test modules share."""

import os

import pytest

# One thread for the matrix products: the models are small, and more threads only wait for locks.
for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(variable, "1")


def pytest_addoption(parser: pytest.Parser) -> None:
    """`pytest --update-golden` writes the golden tables anew instead of comparing with them."""
    parser.addoption("--update-golden", action="store_true", help="write tests/golden anew")
