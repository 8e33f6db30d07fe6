"""What crosses a file or a wire: frozen, strict about its fields, the same bytes every time."""

from pydantic import BaseModel, ConfigDict


class Noun(BaseModel):
    """A frozen value. Unknown fields are refused, so that a record of another version is never half read."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)
