"""Digits as people write them: Thai or Arabic, with spaces, hyphens and dots between."""

_THAI = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
_SEPARATORS = str.maketrans("", "", " -.\u00a0\u202f\u2010\u2011\u2012\u2013\t")


def arabic(text: str) -> str:
    """Thai digits as Arabic ones; the rest unchanged."""
    return text.translate(_THAI)


def bare(text: str) -> str:
    """Arabic digits without separators. Raises ``ValueError`` when anything else is in it."""
    found = arabic(text).translate(_SEPARATORS)
    if not (found.isascii() and found.isdigit()):
        raise ValueError(f"not a number of digits: {text!r}")
    return found
