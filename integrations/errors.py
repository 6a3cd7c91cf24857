"""What can go wrong between us and an outside system."""


class GatewayDown(Exception):
    """The system does not answer, or answers nonsense. What was to be checked must wait."""

    def __init__(self, system: str, reason: str) -> None:
        super().__init__(f"{system}: {reason}")
        self.system = system
        self.reason = reason


class Nonsense(ValueError):
    """The answer does not have the form that the system promises."""
