"""The collector of cycles, in processes that work through many rows."""

import gc

_SELDOM = (50_000, 20, 20)


def look_seldom() -> None:
    """Leave what was loaded out of it for good, and look for cycles every 50,000 new objects instead of every 700.

    Rows that are read and written hold no cycles, and are gone as soon as nothing needs them. Looking for some took
    a tenth of the time of a filing.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_SELDOM)


__all__ = ["look_seldom"]
