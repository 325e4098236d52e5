"""What a child may use of the machine."""

import importlib

__all__ = ["limit_memory"]


def limit_memory(megabytes: int | None) -> None:
    """Refuse this process more address space than that; where the system has no limits, nothing.

    What asks for more gets a `MemoryError`, or dies: the supervisor lists the document.
    """
    if megabytes is None:
        return
    try:
        resource = importlib.import_module("resource")
    except ImportError:
        return  # Windows
    soft = megabytes << 20
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    if hard != resource.RLIM_INFINITY:
        soft = min(soft, hard)
    resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
