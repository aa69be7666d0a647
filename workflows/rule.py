"""What an act is to the engine: its message, who may send it, when it is refused, what it does."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from criteria.errors import Rule, RuleBroken, require
from criteria.roles import Role
from workflows.messages import Nothing
from workflows.patch import from_document
from workflows.state import ProcessState

S = TypeVar("S", bound=ProcessState)


@dataclass(frozen=True)
class Decided:
    """The circumstances of an act: who decided, and when by the workflow's clock (ISO instant)."""

    actor: str
    at: str


@dataclass(frozen=True)
class ActRule(Generic[S]):
    """One kind of act. `check` refuses by RuleBroken and changes nothing; `apply` changes."""

    kind: str
    roles: tuple[Role, ...]
    check: Callable[[S, Decided, Any], None]
    apply: Callable[[S, Decided, Any], None]
    message: type[Any] = Nothing

    def read(self, body: dict[str, Any]) -> Any:
        """The act's message; refuses what does not have its shape."""
        try:
            return from_document(self.message, body)
        except (TypeError, KeyError, AttributeError, ValueError) as error:
            raise RuleBroken(Rule.INVALID_INPUT, self.kind) from error


def holds(state: ProcessState, person: str, *roles: Role) -> bool:
    """Whether the person holds one of the roles in this process."""
    return any(person in state.people.get(role.value, []) for role in roles)


def require_role(state: ProcessState, person: str, roles: tuple[Role, ...]) -> None:
    require(holds(state, person, *roles), Rule.NOT_YOUR_ROLE, *(role.value for role in roles))


def never(_state: ProcessState, _decided: Decided, _message: Any) -> None:
    """A check that refuses nothing."""
