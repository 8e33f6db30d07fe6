"""harness.toml -> Settings: composed of one frozen noun per room. Unknown keys are errors, with the nearest match."""

import difflib
import os
import re
import tomllib
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal, Self

from pydantic import Field, ValidationError, field_validator, model_validator

from harness.budget import Budgets
from harness.conversation.playing import Kind
from harness.endpoint import Limits
from harness.estimate import Shape
from harness.gate import GatePolicy
from harness.history import HistorySettings, NightSettings
from harness.kpi.settings import KpiSettings
from harness.model import PROVIDERS, ModelSettings
from harness.money import Price, PriceBook, installed
from harness.noun import Noun
from harness.plan.nouns import Action, Vocabulary
from harness.secrets import hide
from harness.target.embedded import DemoSettings
from harness.target.http import HttpSettings
from harness.target.kinds import KINDS, TargetSettings, table_at
from harness.trouble import Trouble

FILE = "harness.toml"
LARGEST = 1_000_000
"""Bytes of a settings file that are read."""


DEMO_PRICE = Price(
    model="hearth-demo-1",
    input=Decimal("3.00"),
    output=Decimal("15.00"),
    on=date(2026, 11, 1),
    source="illustrative: a common list price for a million tokens, not a bill",
)
"""An example, so that a run against the demo shows a ledger with money in it: its tokens are characters / 4."""


class SettingsError(Trouble):
    """The settings cannot be used: says what is wrong, where, and what would work. Exit 2."""


class RunSettings(Noun):
    """How a run is held."""

    trials: int = Field(default=1, ge=1, le=1000)
    """Conversations per variation, unless a journey says its own."""
    seed: int = 7
    in_flight: int = Field(default=50, ge=1, le=1000)
    """Conversations held at the same time."""
    reply_seconds: float = Field(default=60.0, gt=0, allow_inf_nan=False)
    """How long one reply may take before the target counts as broken."""
    connect_seconds: float = Field(default=10.0, gt=0, allow_inf_nan=False)
    """How long a connection to an address may take."""
    first_byte_seconds: float | None = Field(default=None, gt=0, allow_inf_nan=False)
    """How long an address may take before it begins to answer; None: as long as the whole reply."""
    conversation_seconds: float = Field(default=1800.0, gt=0, allow_inf_nan=False)
    """How long all replies of one conversation may take together; a longer one is broken off (`time_limit`)."""
    run_seconds: float | None = Field(default=None, gt=0, allow_inf_nan=False)
    """After so long no turn begins any more; the run ends with 6, and can be resumed."""
    stop_early: bool = False
    """Leave out conversations that can no longer change the decision. Such a run has no rates, and is no baseline."""
    qualify: bool = False
    """Hold the trials of a journey one after another, until the gate's sequential test has settled on it."""
    retry: int = Field(default=0, ge=0, le=100)
    """How often a variation that failed is tried again, to say whether it is a regression or a flake."""
    journeys: str = "journeys"
    """Folder of journeys, from the settings file's folder."""
    reports: str = "reports"
    """Folder of runs, from the settings file's folder."""
    no_exec: bool = False
    """Refuse targets and tools that run code of this repository, as for a change that nobody has reviewed."""


class JudgeSettings(Noun):
    """Who reads what the rules leave open. Without a model, nobody: it stays open."""

    model: str | None = None
    """provider/model."""
    small: str | None = None
    """A cheaper one, asked first: only what it leaves in doubt goes on to `model`."""
    second: str | None = None
    """Another one, best of another family, asked where `model` is in doubt."""

    @model_validator(mode="after")
    def _with_a_model(self) -> Self:
        if self.model is None and (self.small or self.second):
            raise ValueError("`small` and `second` stand beside a `model`: name that too")
        return self


class CostSettings(Noun):
    """Where prices come from."""

    library: bool = True
    """Whether models that `prices` does not name are priced by the maintained library of list prices."""
    shape: Shape | None = None
    """How long the parts of a conversation are, for an estimate where there is no earlier run to go by."""
    unknown: Literal["unpriced", "error"] = "unpriced"
    """What becomes of a model that a run names and nobody has a price of: counted as unpriced, or no run at all."""


class CustomerSettings(Noun):
    """Who plays the customers."""

    kind: Kind = "scripted"
    model: str | None = None
    """provider/model, for customers that a model words (bounded) or plays (free)."""

    @model_validator(mode="after")
    def _with_a_model(self) -> Self:
        if self.kind != "scripted" and self.model is None:
            raise ValueError(f'a {self.kind} customer is played by a `model`: name one, such as "openai/gpt-6.1"')
        return self


class ProfileSettings(Noun):
    """What a profile changes."""

    trials: int | None = Field(default=None, ge=1, le=1000)
    seed: int | None = None
    in_flight: int | None = Field(default=None, ge=1, le=1000)
    budget: Budgets | None = None
    """In the place of `[budget]`."""
    stop_early: bool | None = None
    qualify: bool | None = None
    retry: int | None = Field(default=None, ge=0, le=100)


class Settings(Noun):
    """All of harness.toml. The defaults are the embedded ones: the demo shop, no key, no network."""

    target: str = "demo"
    """The target used when none is named."""
    targets: dict[str, TargetSettings] = {"demo": DemoSettings()}
    desks: dict[str, tuple[str, ...]] = {
        "triage": ("front desk", "reception"),
        "orders": ("order desk", "delivery desk", "delivery team"),
        "billing": ("payments", "billing and subscriptions"),
        "returns": ("refunds", "refund desk", "refund team"),
        "technical": ("technical support", "tech support", "product support"),
    }
    """Desk -> what else people call it. "the X desk" and "the X team" are understood for each name."""
    tools: dict[str, Action | None] = {
        "find_order": "look_up",
        "find_member": "look_up",
        "find_charges": "look_up",
        "verify_customer": "verify",
        "refund_order": "refund",
        "refund_charge": "refund",
        "cancel_order": "cancel",
        "cancel_subscription": "cancel",
        "change_address": "update",
        "open_ticket": "create",
        "reset_password": "reset",
    }
    """Tool -> the class of action it performs."""
    polling_tools: tuple[str, ...] = ()
    """Tools that are meant to be asked again until something is ready: no loop from one reply to the next."""
    intents: tuple[str, ...] = ()
    models: dict[str, ModelSettings] = {}
    """Model, as provider/model -> how it is reached. One that is not here is reached as its provider says."""
    prices: tuple[Price, ...] = (DEMO_PRICE,)
    """What models cost. Settings that name prices replace the example one."""
    cost: CostSettings = CostSettings()
    customer: CustomerSettings = CustomerSettings()
    judge: JudgeSettings = JudgeSettings()
    prompts: str | None = None
    """Folder of prompt templates that stand in the place of the package's own, from the settings file's folder."""
    gate: GatePolicy = GatePolicy()
    kpi: KpiSettings = KpiSettings()
    """What the business knows of its traffic and its costs."""
    budget: Budgets = Budgets()
    run: RunSettings = RunSettings()
    history: HistorySettings = HistorySettings()
    nights: NightSettings = NightSettings()
    profiles: dict[str, ProfileSettings] = {
        "ci": ProfileSettings(trials=5),
        "nightly": ProfileSettings(trials=5),
    }

    @field_validator("models")
    @classmethod
    def _of_a_provider(cls, models: dict[str, ModelSettings]) -> dict[str, ModelSettings]:
        for name in models:
            provider, _, model = name.partition("/")
            if provider not in PROVIDERS or not model:
                raise ValueError(
                    f"there is no model '{name}'. {_nearest(provider, [f'{one}/...' for one in PROVIDERS])}"
                )
        return models

    @property
    def vocabulary(self) -> Vocabulary:
        """The names that journeys may mention."""
        return Vocabulary(desks=self.desks, tools=self.tools, intents=self.intents, polling=self.polling_tools)

    @property
    def price_book(self) -> PriceBook:
        """The prices that calls are charged at."""
        return PriceBook(prices=self.prices, library=installed() if self.cost.library else None)

    def refuse_unpriced(self, models: Iterable[str], at: datetime) -> None:
        """Raises SettingsError for a model without a price, where `[cost]` says that such a run is none."""
        if self.cost.unknown == "unpriced":
            return
        for model in models:
            if not self.price_book.knows(model, at):
                name = model.partition("/")[2]
                raise SettingsError(
                    f"nobody has a price of '{model}', and [cost] of harness.toml says that it is not to be asked then."
                    f' Name one in [[prices]] with model = "{name}", or set unknown = "unpriced".'
                )

    def with_profile(self, name: str | None) -> "Settings":
        """The same settings with a profile's changes. Raises SettingsError for a name that is not there."""
        if name is None:
            return self
        profile = self.profiles.get(name)
        if profile is None:
            raise SettingsError(f"there is no profile '{name}'. {_nearest(name, self.profiles)}")
        changes = profile.model_dump(exclude={"budget"}, exclude_none=True)
        run, budget = self.run.model_copy(update=changes), profile.budget or self.budget
        return self.model_copy(update={"run": run, "budget": budget})

    def target_named(self, name: str | None) -> tuple[str, TargetSettings]:
        """The target to use. Raises SettingsError for a name that is not there."""
        wanted = name or self.target
        if wanted.startswith(("http://", "https://")):
            return wanted, _at(wanted)
        found = self.targets.get(wanted)
        if found is None:
            raise SettingsError(f"there is no target '{wanted}'. {_nearest(wanted, self.targets)}")
        return wanted, found

    def with_target(self, name: str | None, faults: Sequence[str] = ()) -> "Settings":
        """The same settings with this target as the one used, more of its faults switched on."""
        wanted, chosen = self.target_named(name)
        if faults and not isinstance(chosen, DemoSettings):
            raise SettingsError(f"target '{wanted}': faults are switched on in the demo, not in an agent of yours.")
        if isinstance(chosen, DemoSettings):
            chosen = chosen.model_copy(update={"faults": (*chosen.faults, *faults)})
        return self.model_copy(update={"target": wanted, "targets": {**self.targets, wanted: chosen}})

    @property
    def deciding(self) -> dict[str, Any]:
        """The settings that a run's result depends on, by name, but for those that its manifest names itself."""
        name, target = self.target_named(None)
        parts = {
            f"targets.{name}": target.model_dump(mode="json", exclude=set(Limits.model_fields)),
            "gate": self.gate.model_dump(mode="json"),
            "run": self.run.model_dump(mode="json", include={"reply_seconds", "stop_early", "qualify", "retry"}),
        }
        return {f"{part}.{key}": value for part, values in parts.items() for key, value in values.items()}


def _at(url: str) -> TargetSettings:
    try:
        return HttpSettings(url=url)
    except ValidationError as problem:
        raise SettingsError(f"'{url}': {problem.errors()[0]['msg'].removeprefix('Value error, ')}") from problem


def read_settings(folder: Path) -> Settings:
    """The settings of this folder: its harness.toml, else [tool.harness] of its pyproject.toml, else the embedded ones.

    Raises SettingsError when a file is there but cannot be used.
    """
    own = folder / FILE
    if os.path.lexists(own):
        return _settings(own, _toml(own))
    shared = folder / "pyproject.toml"
    if os.path.lexists(shared):
        tools = _toml(shared).get("tool", {})
        if isinstance(tools, dict) and "harness" in tools:
            return _settings(shared, tools["harness"])
    return Settings()


def _toml(path: Path) -> dict[str, Any]:
    try:
        if not path.is_file():
            raise SettingsError(f"{path.name} is no file that can be read: put one there, or take it away")
        data = path.read_bytes()
        if len(data) > LARGEST:
            raise SettingsError(f"{path.name} is over {LARGEST:,} bytes: that is no settings file")
        return tomllib.loads(data.decode())
    except OSError as problem:
        raise SettingsError(f"{path.name} cannot be read: {problem.strerror}") from problem
    except UnicodeDecodeError as problem:
        line = problem.object.count(b"\n", 0, problem.start) + 1
        raise SettingsError(f"{path.name}:{line}: this is not UTF-8 text. Save the file as UTF-8.") from problem
    except tomllib.TOMLDecodeError as problem:
        raise SettingsError(f"{path.name} is not TOML: {problem}") from problem


def _settings(path: Path, table: dict[str, Any]) -> Settings:
    try:
        settings = Settings.model_validate(table)
    except ValidationError as problem:
        lines = path.read_text(encoding="utf-8").splitlines()
        says = [_says(path.name, lines, error) for error in problem.errors()]
        raise SettingsError("\n".join(says)) from problem
    hide(model.key for model in settings.models.values() if model.key)
    nights = settings.nights
    hide(name for name in (settings.history.url_env, nights.webhook_env, nights.webhook_key) if name)
    hide(key for target in settings.targets.values() for key in target.keys)
    return settings


def _says(name: str, lines: list[str], error: Any) -> str:
    keys = [str(part) for part in error["loc"] if isinstance(part, str)]
    kind = keys.pop(2) if keys[0:1] == ["targets"] and keys[2:3] and keys[2] in KINDS else None
    key = keys[-1] if keys else "?"
    place = f"{name}:{_line_of(lines, key)}"
    dotted = ".".join(keys)
    if error["type"] == "extra_forbidden":
        return f"{place}: there is no setting '{dotted}'. {_nearest(key, _known(keys[:-1], kind))}"
    if error["type"].startswith("union_tag_"):
        return f"{place}: '{dotted}': {_no_kind(error)}"
    why = error["msg"].removeprefix("Value error, ")
    return f"{place}: '{dotted}': {why[:1].lower()}{why[1:]}"


def _line_of(lines: list[str], key: str) -> int:
    pattern = re.compile(rf"(?:^|[\[.\s]){re.escape(key)}(?:\s*=|[\].])")
    return next((number for number, line in enumerate(lines, 1) if pattern.search(line)), 1)


_TABLES: dict[str, type[Noun]] = {
    "gate": GatePolicy,
    "kpi": KpiSettings,
    "cost": CostSettings,
    "history": HistorySettings,
    "nights": NightSettings,
    "run": RunSettings,
    "profiles": ProfileSettings,
    "models": ModelSettings,
    "judge": JudgeSettings,
    "budget": Budgets,
    "customer": CustomerSettings,
    "prices": Price,
}


def _known(tables: list[str], kind: str | None) -> list[str]:
    if kind is not None:
        return sorted(table_at(KINDS[kind], tables[2:]).model_fields)
    return sorted((_TABLES.get(tables[0], Settings) if tables else Settings).model_fields)


def _no_kind(error: Any) -> str:
    tag = error.get("ctx", {}).get("tag")
    if tag is None:
        return f"say its `kind`: {', '.join(KINDS)}"
    return f"there is no kind of target '{tag}'. {_nearest(tag, KINDS)}"


def _nearest(wanted: str, known: Any) -> str:
    near = difflib.get_close_matches(wanted, list(known), n=1, cutoff=0.5)
    return f"Did you mean '{near[0]}'?" if near else f"There are: {', '.join(known)}."
