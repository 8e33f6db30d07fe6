"""A JSON schema -> what a provider's structured output takes of it.

Both take a part of JSON Schema only. What is left out is no loss: an answer is checked against the whole of what was
asked for by whoever asked.
"""

import json
from typing import Any

UNTAKEN = ("default", "title", "discriminator")


def strict(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema as OpenAI's strict mode wants it: closed objects, every property required, references bare."""
    if "$ref" in schema and "$defs" not in schema:
        return {"$ref": schema["$ref"]}
    found = {("anyOf" if key == "oneOf" else key): _part(key, value) for key, value in schema.items()}
    found = {key: value for key, value in found.items() if key not in UNTAKEN}
    if "properties" in found:
        found |= {"required": list(found["properties"]), "additionalProperties": False}
    return found


def _part(key: str, value: Any) -> Any:
    if key in ("properties", "$defs"):
        return {name: strict(one) for name, one in value.items()}
    if key in ("anyOf", "oneOf", "allOf"):
        return [strict(one) for one in value]
    return strict(value) if key == "items" and isinstance(value, dict) else value


def in_words(system: str, schema: dict[str, Any]) -> str:
    """The instructions with the schema in them, for a model that takes none apart from its words."""
    written = json.dumps(schema, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return f"{system}\n\nAnswer with one JSON object of this schema, and nothing before or after it:\n{written}"
