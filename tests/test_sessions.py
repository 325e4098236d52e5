"""Products by onnxruntime: those of numpy, each row's the same whatever stands beside it."""

import numpy as np
import pytest

from newsnlp.sessions import product


@pytest.mark.parametrize("shape", [(1, 1), (5, 3), (300, 200)])
def test_multiplies_as_numpy_does(shape: tuple[int, int]) -> None:
    drawn = np.random.default_rng(1)
    matrix = drawn.standard_normal(shape, np.float32)
    rows = drawn.standard_normal((40, shape[0]), np.float32)
    multiply = product(matrix)
    assert multiply(rows) == pytest.approx(rows @ matrix, abs=1e-4)
    assert multiply(rows[:0]).shape == (0, shape[1])
    for start, stop in ((0, 1), (3, 5), (7, 23)):
        assert (multiply(rows[start:stop]) == multiply(rows)[start:stop]).all()
