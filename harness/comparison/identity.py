"""A manifest -> who was tested, by whom: what has to be the same where two runs are compared."""

import json
from collections.abc import Iterator
from hashlib import sha256

from harness.conversation.playing import Playing
from harness.noun import Noun
from harness.run import Manifest
from harness.verdict.nouns import Judging


class Identity(Noun):
    """Who took part in a run, with versions and digests. Prices are no part of it: they change no verdict."""

    target: str
    version: str
    """What the target says of itself."""
    fingerprint: str
    """sha256 of how the target is set, and of the files that it is made of where the settings name them."""
    judge: str
    judging: Judging | None = None
    """The models that read, with the digests of rubric and prompt; None when the rules judged alone."""
    customer: str
    playing: Playing | None = None
    """The model that plays or words the customers, with the digest of its prompt; None for the script alone."""

    @property
    def key(self) -> str:
        """A short name of it, the same for the same identity."""
        return sha256(self.model_dump_json().encode()).hexdigest()[:12]

    def why_not(self, now: "Identity") -> str | None:
        """Why what was held with this one cannot be compared with what is held now; None when it can.

        The target is what is compared, so it may differ.
        """
        return next(_differences(self, now), None)

    def same_agent(self, other: "Identity") -> bool:
        """Whether it is one agent, as far as can be told, so that trials with both may be counted together."""
        return (self.target, self.version, self.fingerprint) == (other.target, other.version, other.fingerprint)


def identity_of(manifest: Manifest) -> Identity:
    """Who took part in this run."""
    return Identity(
        target=manifest.target,
        version=manifest.target_version,
        fingerprint=fingerprint(manifest),
        judge=manifest.judge,
        judging=manifest.judging,
        customer=manifest.customer,
        playing=manifest.playing,
    )


def fingerprint(manifest: Manifest) -> str:
    """Digest of how the target was set, and of the files that it is made of.

    The name of a variable that holds a key says nothing about the agent.
    """
    own = {name: value for name, value in manifest.settings.items() if name.startswith("targets.")}
    told = {name: value for name, value in own.items() if not name.endswith(".key")}
    return sha256(json.dumps([told, manifest.agent], sort_keys=True).encode()).hexdigest()


def _differences(then: Identity, now: Identity) -> Iterator[str]:
    if then.judge != now.judge:
        yield f"the judge was {then.judge}, and is {now.judge}"
    was, is_ = then.judging, now.judging
    if was != is_:
        if was is None or is_ is None or was.name != is_.name:
            yield "other models judge"
        elif was.rubric != is_.rubric:
            yield "the judge's rubric is another"
        else:
            yield "the judge's prompt is another"
    if then.customer != now.customer:
        yield f"the customer was {then.customer}, and is {now.customer}"
    elif then.playing != now.playing:
        yield "the customer's prompt is another"
