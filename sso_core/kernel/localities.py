"""Subdistricts with their district, province and postcodes, by the six-digit code of the civil register.

The names and codes come from the library geothai, whose data is dated; a subdistrict that it has not is not known.
"""

from dataclasses import dataclass

import geothai

DATA_VERSION = geothai.DATA_VERSION
FOUND_AT_MOST = 30
_BANGKOK = "10"


@dataclass(frozen=True, slots=True)
class Locality:
    """A subdistrict. ``code`` has six digits: province (2), district (2), subdistrict (2)."""

    code: str
    subdistrict_th: str
    subdistrict_en: str
    district_th: str
    district_en: str
    province: str
    province_th: str
    province_en: str
    postcodes: tuple[str, ...]

    def in_words(self, postcode: str = "", *, english: bool = False) -> str:
        """As written on a letter; in Bangkok แขวง and เขต, elsewhere ต. and อ."""
        code = postcode or (self.postcodes[0] if self.postcodes else "")
        if english:
            return f"{self.subdistrict_en}, {self.district_en}, {self.province_en} {code}".strip()
        if self.province == _BANGKOK:
            return f"แขวง{self.subdistrict_th} {self.district_th} {self.province_th} {code}".strip()
        return f"ต.{self.subdistrict_th} อ.{self.district_th} จ.{self.province_th} {code}".strip()


def locality(code: str) -> Locality | None:
    """The subdistrict of a six-digit code, or None."""
    found = geothai.address(code)
    if found is None:
        return None
    sub, district, province = found.subdistrict, found.district, found.province
    return Locality(
        sub.code, sub.name_th, sub.name_en, district.name_th, district.name_en, province.code, province.name_th,
        province.name_en, tuple(sub.postal_codes),
    )  # fmt: skip


def find_localities(text: str) -> tuple[Locality, ...]:
    """Subdistricts by postcode, or by part of the name of subdistrict or district, in Thai or English; at most 30."""
    words = text.split()
    if not words:
        return ()
    codes, rest = _codes(" ".join(words)), []
    if not codes:
        # Nothing is called by all the words: the first names the place, the others narrow.
        codes, rest = _codes(words[0]), [word.lower() for word in words[1:]]
    hits = [found for code in dict.fromkeys(codes) if (found := locality(code))]
    return tuple(one for one in hits if _fits(one, rest))[:FOUND_AT_MOST]


def _codes(text: str) -> list[str]:
    """Subdistricts that are called so, and those of the districts that are."""
    if text.isdigit():
        return [sub.code for sub in geothai.by_postal_code(text)]
    found: list[str] = []
    for hit in geothai.search(text, limit=FOUND_AT_MOST):
        if hit.level == "subdistrict":
            found.append(hit.area.code)
        elif hit.level == "district":
            found += [sub.code for sub in geothai.subdistricts(hit.area.code)]
    return found


def _fits(one: Locality, words: list[str]) -> bool:
    """The further words narrow: district, province or postcode."""
    whole = f"{one.in_words()} {one.in_words(english=True)} {' '.join(one.postcodes)}".lower()
    return all(word in whole for word in words)
