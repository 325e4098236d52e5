"""Products in eight bits: near those of floats, each row's the same whatever stands beside it."""

import numpy as np
import pytest

from newsnlp.products import MOST, byte_products


@pytest.mark.parametrize("zero", [0, 64])
@pytest.mark.parametrize("shape", [(1, 1), (5, 3), (300, 200)])
@pytest.mark.parametrize("count", [1, 3])
def test_multiplies_nearly_as_floats_do(count: int, shape: tuple[int, int], zero: int) -> None:
    drawn = np.random.default_rng(1)
    matrices = [drawn.standard_normal(shape, np.float32) for _ in range(count)]
    rows = [drawn.integers(0, MOST + 1, (40, shape[0]), np.uint8) for _ in range(count)]
    multiply = byte_products(matrices, zero)
    made = multiply(rows).reshape(count, 40, shape[1])
    floats = [own.astype(np.float32) - zero for own in rows]
    for result, own, matrix in zip(made, floats, matrices, strict=True):
        most = float(np.abs(matrix).max() / MOST / 2 * np.abs(own).sum(axis=1).max())
        assert result == pytest.approx(own @ matrix, abs=most + 1e-3)
    assert multiply([own[:0] for own in rows]).shape == (0, shape[1])
    for start, stop in ((0, 1), (3, 5), (7, 23)):
        part = multiply([own[start:stop] for own in rows]).reshape(count, stop - start, shape[1])
        assert (part == made[:, start:stop]).all()


def test_the_highest_bytes_and_weights_do_not_run_over() -> None:
    """Processors without VNNI add up two products in sixteen bits."""
    rows = [np.full((2, 64), MOST, np.uint8)]
    made = byte_products([np.ones((64, 4), np.float32)])(rows)
    assert made == pytest.approx(np.full((2, 4), 64.0 * MOST))
