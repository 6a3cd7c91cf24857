"""Where a branch stands: words and a province, or a house in a subdistrict, from which both follow."""

from dataclasses import dataclass

from registration.models import Branch
from registration.services.addresses import checked_place
from sso_core.kernel.finding import Finding, Refused
from sso_core.kernel.places import provinces


@dataclass(frozen=True, slots=True)
class Stand:
    """``subdistrict`` (six digits) and ``postcode`` are empty where only words were told."""

    address: str
    province: str
    subdistrict: str = ""
    postcode: str = ""


def stand(address: str, province: str = "", subdistrict: str = "", postcode: str = "") -> Stand:
    """With a subdistrict ``address`` is the house in it, without one the whole in words. Raises ``Refused``."""
    return _at(address, subdistrict, postcode) if subdistrict else _in(address, province)


def _at(house: str, subdistrict: str, postcode: str) -> Stand:
    place, code = checked_place(house, subdistrict, postcode)
    return Stand(f"{house.strip()} {place.in_words(code)}"[:300], place.province, place.code, code)


def _in(address: str, province: str) -> Stand:
    if province not in provinces():
        raise Refused(Finding("province_unknown", field="province"))
    return Stand(address, province)


def stand_of(branch: Branch) -> Stand:
    return Stand(branch.address, branch.province, branch.subdistrict, branch.postcode)


def put(branch: Branch, stand: Stand) -> None:
    """Write the place into the row; the caller saves."""
    branch.address, branch.province = stand.address, stand.province
    branch.subdistrict, branch.postcode = stand.subdistrict, stand.postcode
