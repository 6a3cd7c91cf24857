"""Which office knows a number: the civil register, or for foreigners without a card the one that lets them work."""

from collections.abc import Iterable

from integrations.public import (
    DopaPerson,
    ForeignWorker,
    GatewayDown,
    dopa_people,
    dopa_person,
    workers_by_numbers,
)
from registration.models.person import FOREIGN_NUMBER

Answer = DopaPerson | GatewayDown | None


def ask_dopa(numbers: Iterable[str]) -> dict[str, Answer]:
    """What the civil register says of each number, of foreigners the office of work permits.

    ``GatewayDown`` stands where nobody answered; nothing is raised.
    """
    wanted = list(dict.fromkeys(numbers))
    foreign = [digits for digits in wanted if digits.startswith(FOREIGN_NUMBER)]
    own = [digits for digits in wanted if not digits.startswith(FOREIGN_NUMBER)]
    return {**_of_civil_register(own), **_workers(foreign)}


def _of_civil_register(wanted: list[str]) -> dict[str, Answer]:
    try:
        if len(wanted) > 1:
            unclear = GatewayDown("dopa", "it tells nothing of this number")
            return {**dict.fromkeys(wanted, unclear), **dopa_people(wanted)}
        return {digits: dopa_person(digits) for digits in wanted}
    except GatewayDown as down:
        return dict.fromkeys(wanted, down)


def _workers(wanted: list[str]) -> dict[str, Answer]:
    answers = workers_by_numbers(wanted)
    return {
        digits: _as_person(digits, found) if isinstance(found, ForeignWorker) else found
        for digits, found in answers.items()
    }


def _as_person(digits: str, found: ForeignWorker) -> DopaPerson:
    return DopaPerson(
        national_id=digits,
        title_code="",
        title="",
        first_name=found.first_name,
        last_name=found.last_name,
        birth_date=found.birth_date,
        sex=found.sex,
        nationality=found.nationality,
        status="alive",
    )
