"""The check digit of many 13-digit ids: the kernel's rule, by table instead of digit by digit."""

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


class IdCheck:
    """``right_digit(id)``: the last digit that twelve digits ask for. The caller gives 13 ASCII digits."""

    __slots__ = ("_first", "_second", "_third")
    _LAST = "10987654321"  # (11 - sum mod 11) mod 10, by sum mod 11

    def __init__(self) -> None:
        self._first, self._second, self._third = _sums()

    def right_digit(self, digits: str) -> str:
        total = self._first[digits[:4]] + self._second[digits[4:8]] + self._third[digits[8:12]]
        return self._LAST[total % 11]
