"""The door to onnxruntime: sessions on one thread."""

import os
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

# onnxruntime's own builds report their use to Microsoft, and keep an id of the device and what was
# not sent yet in ~/.cache, unless they are told not to before they are loaded.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"

import onnxruntime

__all__ = ["open_session", "run"]


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
