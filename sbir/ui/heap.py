"""Memory that is freed goes back: a server that runs for weeks must not grow by what its visitors only needed for a moment."""

from __future__ import annotations

import ctypes
import platform

OWN_PAGES_FROM = 512 * 1024
_MMAP_THRESHOLD = -3


def give_large_blocks_back() -> bool:
    """Have the C library give each block of 512 kB or more pages of its own, which go back to the system when it is freed.

    Left to itself glibc raises that limit to the largest block ever freed; tensors of a megabyte then lie in the heap between
    the small things that a visitor leaves, and each visitor costs a megabyte of holes. Nothing happens, and the answer is no,
    where the C library is another.
    """
    if platform.libc_ver()[0] != "glibc":
        return False
    return bool(ctypes.CDLL(None).mallopt(_MMAP_THRESHOLD, OWN_PAGES_FROM))
