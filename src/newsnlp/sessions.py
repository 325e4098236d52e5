"""The door to onnxruntime: sessions on one thread, and products with a matrix that stays."""

import os
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

# onnxruntime's own builds report their use to Microsoft, and keep an id of the device and what was
# not sent yet in ~/.cache, unless they are told not to before they are loaded.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"

import onnxruntime

__all__ = ["open_session", "product", "run"]

Floats = NDArray[np.float32]

_FLOAT = 1  # of ONNX's types


def open_session(model: bytes | Path) -> Any:  # noqa: ANN401 onnxruntime has no types
    """A session on an ONNX model; bytes stay in memory as long as it, a file does not."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    _share_memory()
    options.add_session_config_entry("session.use_env_allocators", "1")
    return onnxruntime.InferenceSession(
        model if isinstance(model, bytes) else str(model),
        options,
        providers=["CPUExecutionProvider"],
        # A sum and a normalisation as one step are eight times slower than one after the other.
        disabled_optimizers=["SkipLayerNormFusion"],
    )


@cache
def _share_memory() -> None:
    """Let all sessions of the process take turns with the same memory: 20 MB less."""
    place = onnxruntime.OrtMemoryInfo(
        "Cpu", onnxruntime.OrtAllocatorType.ORT_ARENA_ALLOCATOR, 0, onnxruntime.OrtMemType.DEFAULT
    )
    onnxruntime.create_and_register_allocator(place, None)


def run(session: Any, inputs: Mapping[str, Any], *, shrink: bool = False) -> Any:  # noqa: ANN401
    """The outputs of a session; `shrink` gives its memory back, after a long text."""
    options = onnxruntime.RunOptions()
    if shrink:
        options.add_run_config_entry("memory.enable_memory_arena_shrinkage", "cpu:0")
    return session.run(None, inputs, options)


def product(matrix: Floats) -> Callable[[Floats], Floats]:
    """What multiplies rows (n, in) by `matrix` (in, out).

    onnxruntime lays the matrix out once, numpy's BLAS anew for each product, which takes twice as
    long for some dozen rows. And a row's result has the same bits whatever rows stand beside it.
    """
    session = open_session(_model_of(matrix))

    def multiply(rows: Floats) -> Floats:
        (result,) = session.run(None, {"rows": rows})
        return np.asarray(result)

    return multiply


def _model_of(matrix: Floats) -> bytes:
    """An ONNX model of one node, in protobuf's wire format (fields as in onnx.proto3)."""
    dims = b"".join(_number(1, size) for size in matrix.shape)
    raw = np.ascontiguousarray(matrix, "<f4").tobytes()
    weights = dims + _number(2, _FLOAT) + _text(8, b"matrix") + _text(9, raw)
    node = _text(1, b"rows") + _text(1, b"matrix") + _text(2, b"result") + _text(4, b"MatMul")
    ends = (
        _text(11, _tensor(b"rows", matrix.shape[0])),
        _text(12, _tensor(b"result", matrix.shape[1])),
    )
    graph = _text(1, node) + _text(2, b"product") + _text(5, weights) + b"".join(ends)
    return _number(1, 8) + _text(7, graph) + _text(8, _number(2, 17))


def _tensor(name: bytes, width: int) -> bytes:
    """What a model says of an input or output (n, width)."""
    shape = _text(1, _text(2, b"n")) + _text(1, _number(1, width))
    return _text(1, name) + _text(2, _text(1, _number(1, _FLOAT) + _text(2, shape)))


def _number(field: int, value: int) -> bytes:
    return _varint(field << 3) + _varint(value)


def _text(field: int, value: bytes) -> bytes:
    return _varint(field << 3 | 2) + _varint(len(value)) + value


def _varint(value: int) -> bytes:
    """Seven bits a byte, the lowest first; the eighth says that more follow."""
    parts = []
    while value > 0x7F:
        parts.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*parts, value])
