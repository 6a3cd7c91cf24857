"""References that people read aloud: letters, year and month, a running number, a check digit."""

from datetime import date

from sso_core.kernel.digits import arabic

BE_OFFSET = 543


def make(prefix: str, on: date, number: int) -> str:
    """``SC6911-004821-7``: prefix, B.E. year and month, number, check digit."""
    body = f"{(on.year + BE_OFFSET) % 100:02d}{on.month:02d}{number:06d}"
    return f"{prefix}{body[:4]}-{body[4:]}-{_check(body)}"


def normalise(text: str) -> str:
    """The reference as stored. Raises ``ValueError`` when a digit was misread."""
    plain = arabic(text).upper().replace(" ", "").replace("-", "")
    prefix, digits = plain.rstrip("0123456789"), plain[len(plain.rstrip("0123456789")) :]
    if not prefix or len(digits) < 11 or _check(digits[:-1]) != int(digits[-1]):
        raise ValueError(f"not a reference: {text!r}")
    return f"{prefix}{digits[:4]}-{digits[4:-1]}-{digits[-1]}"


def is_valid(text: str) -> bool:
    try:
        normalise(text)
    except ValueError:
        return False
    return True


def _check(digits: str) -> int:
    """ISO 7064 mod 11,10: finds every single wrong digit and nearly every swapped pair."""
    state = 10
    for digit in digits:
        state = (state + int(digit)) % 10 or 10
        state = state * 2 % 11
    return (11 - state) % 10
