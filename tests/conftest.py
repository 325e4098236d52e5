"""Settings and values that several test modules share."""

import os

import pytest

# One thread for the matrix products: the models are small, and more threads only wait for locks.
for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(variable, "1")
os.environ.setdefault("MPLBACKEND", "Agg")  # no windows

from newsnlp.pipeline import Pipeline  # noqa: E402 numpy reads the variables when imported


def pytest_addoption(parser: pytest.Parser) -> None:
    """`pytest --update-golden` writes the golden tables anew instead of comparing with them."""
    parser.addoption("--update-golden", action="store_true", help="write tests/golden anew")


@pytest.fixture(scope="session")
def pipeline() -> Pipeline:
    """Rules and network together, as users have it; opened once for all modules."""
    return Pipeline.load()


@pytest.fixture(scope="session")
def rules() -> Pipeline:
    """The rules alone."""
    return Pipeline.load(rules_only=True)
