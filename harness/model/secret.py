"""A key, and every text that must not carry it."""

import base64
import json
from dataclasses import dataclass, field
from urllib.parse import quote, quote_plus

HIDDEN = "[key]"
SHORTEST = 6
"""Characters under which a value is no secret, and hiding it would only spoil words."""


@dataclass(frozen=True)
class Secret:
    """A key from the environment: where it came from may be told, what it is may not."""

    variable: str | None = None
    """None when none is sent."""
    value: str = field(default="", repr=False)

    def scrub(self, text: str) -> str:
        """The text without the key, also where it stands URL-encoded, in base64 or as JSON writes it."""
        for form in self._forms() if len(self.value) >= SHORTEST else ():
            text = text.replace(form, HIDDEN)
        return text

    def _forms(self) -> tuple[str, ...]:
        raw = self.value.encode("utf-8", "replace")
        coded = [base64.b64encode(raw), base64.urlsafe_b64encode(raw)]
        forms = {self.value, quote(self.value, safe=""), quote_plus(self.value), json.dumps(self.value)[1:-1]}
        forms |= {form.decode().rstrip("=") for form in coded}
        # The longest first: a form may hold another.
        return tuple(sorted(forms, key=lambda form: (-len(form), form)))
