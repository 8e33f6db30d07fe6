"""Who plays the customers of a run: the script alone, or a model beside it or in its place."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, get_args

from harness.model import Model
from harness.model.prompting import Prompts, shipped
from harness.noun import Noun

from .bounded import SHAPE as WORDED
from .bounded import BoundedCustomer
from .free import SHAPE as PLAYED
from .free import FreeCustomer
from .nouns import Case, Customer, Objection
from .scripted import ScriptedCustomer

Kind = Literal["scripted", "bounded", "free"]
KINDS: tuple[Kind, ...] = get_args(Kind)
"""scripted: no model. bounded: the agenda decides each act, a model words it. free: a model plays the brief."""

SCRIPTED = "scripted/3"
"""The script, and its version: raised whenever a customer could say something else in the same place."""
VERSIONS: dict[Kind, str] = {"scripted": SCRIPTED, "bounded": f"{SCRIPTED} + bounded/1", "free": f"{SCRIPTED} + free/1"}
_SHAPES: dict[Kind, dict[str, Any]] = {"bounded": WORDED, "free": PLAYED}


class Playing(Noun):
    """Which model plays the customers, how, and in which words it is told to: what results are comparable for."""

    kind: Kind
    model: str
    """As it was asked for: provider/model."""
    prompt: str
    """sha256 of the prompt's templates and of the shape of the answer."""


@dataclass(frozen=True)
class Player:
    """Who plays the customers."""

    kind: Kind = "scripted"
    model: Model | None = None
    """None for the script alone."""
    prompts: Prompts | None = None
    """What the model is told; None for the words of the package."""

    @property
    def name(self) -> str:
        """The version of the script, and the model beside it."""
        return VERSIONS[self.kind] + (f" + {self.model.name}" if self.model else "")

    @property
    def playing(self) -> Playing | None:
        """The model and its prompt; None for the script alone."""
        if self.model is None:
            return None
        prompt = (self.prompts or shipped()).digest(self.kind, _SHAPES[self.kind])  # type: ignore[arg-type]
        return Playing(kind=self.kind, model=self.model.name, prompt=prompt)

    def customer(self, case: Case, objecting: Callable[[Case], Objection], wrap: Callable[[Model], Model]) -> Customer:
        """The customer of a case. `objecting` holds a model to its part; `wrap` meters it, for one."""
        if self.model is None:
            return ScriptedCustomer(case)
        kind = BoundedCustomer if self.kind == "bounded" else FreeCustomer
        return kind(case, wrap(self.model), self.prompts or shipped(), objecting(case))
