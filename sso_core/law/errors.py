"""Refusals of the law, said in English (the error's text) and in Thai (for people)."""


class LawError(Exception):
    """``th`` is the Thai sentence; ``code`` names the kind for programs; ``field`` the input it is about."""

    code = "law_refused"

    def __init__(self, en: str, th: str, *, field: str = "") -> None:
        super().__init__(en)
        self.th = th
        self.field = field


class NoLaw(LawError, LookupError):
    """The statute has no usable value for this key, day and place."""

    code = "law_unknown"


class BadInput(LawError, ValueError):
    """An input of a rule is missing, unknown or cannot be read."""

    code = "law_input"


class NotEntitled(LawError, ValueError):
    """The facts do not give this benefit; the sentence says what they give."""

    code = "law_not_entitled"


class BadStatute(ValueError):
    """A statute file breaks a rule of the loader; nothing is loaded."""
