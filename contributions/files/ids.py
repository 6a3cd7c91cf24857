"""The check digit of many 13-digit ids: the kernel's rule, by table instead of digit by digit."""

from collections.abc import Callable
from functools import cache

from sso_core.kernel.thai_id import LENGTH

_Sums = tuple[dict[str, int], dict[str, int], dict[str, int]]


@cache
def _sums() -> _Sums:
    """Weighted sums of every four digits at places 1-4, 5-8 and 9-12."""
    four = [f"{n:04d}" for n in range(10_000)]
    first, second, third = (
        {
            text: sum(int(digit) * (LENGTH - start - place) for place, digit in enumerate(text))
            for text in four
        }
        for start in (0, 4, 8)
    )
    return first, second, third


@cache
def right_digit_of() -> Callable[[str], str]:
    """A function that gives the last digit that twelve digits ask for. Its caller gives 13 ASCII digits."""
    first, second, third = _sums()
    last = "10987654321"  # (11 - sum mod 11) mod 10, by sum mod 11

    def right_digit(digits: str) -> str:
        return last[(first[digits[:4]] + second[digits[4:8]] + third[digits[8:12]]) % 11]

    return right_digit
