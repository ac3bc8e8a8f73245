"""The one door to numba: typed, cached on disk, so that a second start compiles nothing.

Only modules of kernels import it, and they are imported where first used: numba takes half a second to load.
"""

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba

F = TypeVar("F", bound=Callable[..., Any])


def compiled(function: F) -> F:
    """Machine code of a function over arrays and numbers; the plain function stays reachable as ``py_func``."""
    return cast("F", numba.njit(cache=True, nogil=True)(function))
