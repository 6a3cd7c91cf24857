"""A flow: the table of legal moves between states. The service is the only writer of a status."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

S = TypeVar("S", bound=StrEnum)


class IllegalMove(Exception):
    """This move does not leave from this state."""


@dataclass(frozen=True, slots=True)
class Move(Generic[S]):
    """One legal move. ``four_eyes``: the mover must not be the person who made the thing."""

    name: str
    sources: frozenset[S]
    target: S
    needs: str = ""
    four_eyes: bool = False


class Flow(Generic[S]):
    """The legal moves, by name."""

    def __init__(self, *moves: Move[S]) -> None:
        self._moves = {move.name: move for move in moves}
        if len(self._moves) != len(moves):
            raise ValueError("two moves share a name")

    def __iter__(self) -> Iterator[Move[S]]:
        return iter(self._moves.values())

    def __getitem__(self, name: str) -> Move[S]:
        return self._moves[name]

    def target(self, state: S, name: str) -> S:
        """The state after ``name`` from ``state``. Raises ``IllegalMove`` for any pair not in the table."""
        move = self._moves.get(name)
        if move is None or state not in move.sources:
            raise IllegalMove(f"no move {name!r} from {state!r}")
        return move.target

    def moves_from(self, state: S) -> tuple[Move[S], ...]:
        return tuple(move for move in self if state in move.sources)

    def states(self) -> frozenset[S]:
        return frozenset(state for move in self for state in (*move.sources, move.target))

    def diagram(self) -> str:
        """The flow as Mermaid text, for the docs."""
        rows = (
            f"  {source} --> {move.target}: {move.name}" for move in self for source in sorted(move.sources)
        )
        return "\n".join(("stateDiagram-v2", *rows))


def move(name: str, sources: Iterable[S], target: S, *, needs: str = "", four_eyes: bool = False) -> Move[S]:
    """Write a row of the table: ``move("approve", {State.ASSESSED}, State.APPROVED, four_eyes=True)``."""
    return Move(name, frozenset(sources), target, needs, four_eyes)
