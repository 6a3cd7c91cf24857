"""A value for every argument that an address can have: by name where it has a form, else by its type."""

from typing import Any

from tests.api.routes import Route

BY_NAME: dict[str, Any] = {
    "account": "1000000016",
    "branch_no": "000000",
    "code": "AAAA-BBBB-CCCC",
    "month": "2026-06",
    "ref": "SC6911-000001-1",
    "reference": "SC6911-000001-1",
    "session": 2_000_000_000,  # nobody's: the first may be the stranger's own
}
# Slugs that name a step of a form.
BY_ROUTE: dict[tuple[str, str], Any] = {("me/claims/sickness/<slug:name>/", "name"): "leave"}
BY_TYPE: dict[str, Any] = {
    "int": 1,
    "slug": "first",
    "str": "first",
    "uuid": "00000000-0000-4000-8000-000000000001",
}


def arguments(route: Route) -> dict[str, Any]:
    return {
        name: BY_ROUTE.get((route.path, name), BY_NAME.get(name, BY_TYPE[converter]))
        for name, converter in route.parameters
    }
