"""The employer's ten-digit account and the six-digit branch.

The official check-digit rule is not known, so any ten digits are accepted. Accounts that this system
issues carry our own check digit in the last place, stated in docs/registration.
"""

from sso_core.kernel.digits import bare

HEAD_OFFICE = "000000"


def normalise(text: str) -> str:
    """Ten digits; raises ``ValueError`` otherwise."""
    digits = bare(text)
    if len(digits) != 10:
        raise ValueError(f"an employer account has 10 digits, this has {len(digits)}")
    return digits


def normalise_branch(text: str) -> str:
    """Six digits, zero-filled from a shorter number; raises ``ValueError`` otherwise."""
    digits = bare(text)
    if len(digits) > 6:
        raise ValueError(f"a branch has 6 digits, this has {len(digits)}")
    return digits.zfill(6)


def format(digits: str) -> str:
    """As printed: ``10-0000001-6``."""
    return f"{digits[:2]}-{digits[2:9]}-{digits[9]}"


def issue(province: str, number: int) -> str:
    """A new account: province (2), running number (7), check digit (1)."""
    body = f"{province}{number:07d}"
    return body + str(check_digit(body))


def check_digit(body: str) -> int:
    """Weights 10 … 2 over nine digits, mod 11, mod 10, as for the 13-digit id."""
    weighted = sum(int(digit) * (10 - place) for place, digit in enumerate(body))
    return (11 - weighted % 11) % 10
