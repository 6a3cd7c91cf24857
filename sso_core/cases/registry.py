"""Which kinds of case there are, and who may read the verbs of the timeline."""

from sso_core.cases.types import CaseType

_types: dict[str, CaseType] = {}


def register(case_type: CaseType) -> CaseType:
    """Plug a kind of application in. Key and prefix are each used once."""
    for other in _types.values():
        if other.key != case_type.key and other.prefix == case_type.prefix:
            raise ValueError(f"prefix {case_type.prefix} belongs to {other.key}")
    _types[case_type.key] = case_type
    return case_type


def type_of(key: str) -> CaseType:
    try:
        return _types[key]
    except KeyError:
        raise LookupError(f"no app registers cases of type {key!r}") from None


def all_types() -> tuple[CaseType, ...]:
    return tuple(_types.values())
