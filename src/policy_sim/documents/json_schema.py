"""The keys of a document as a JSON Schema, so that an editor completes and underlines them.

A schema knows keys and their nesting; what a value means is for loading to say. Values are read as
text and typed here, so that a schema takes a text, a number or a yes or no alike.
"""

from __future__ import annotations

from typing import Any

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from policy_sim.documents.shape import Shape

__all__ = ["json_schema", "partial_schema"]

_ONE_VALUE: JsonSchemaValue = {"type": ["string", "number", "boolean"]}


class _Schemas(GenerateJsonSchema):
    """Says of what is read by a function of ours only what that function says of itself."""

    def function_plain_schema(self, schema: Any) -> JsonSchemaValue:
        """Return what a value read by a function may be: anything, if nothing is said of it."""
        said = schema.get("json_schema_input_schema")
        return {} if said is None else self.generate_inner(said)

    def function_before_schema(self, schema: Any) -> JsonSchemaValue:
        """Return that a list of one may be written as the one."""
        inner = self.generate_inner(schema["schema"])
        items = inner.get("items") if inner.get("type") == "array" else None
        return inner if items is None else {"anyOf": [items, inner]}

    def str_schema(self, _: core_schema.StringSchema) -> JsonSchemaValue:
        """Return that a text may look like a number, or like yes or no."""
        return dict(_ONE_VALUE)

    def int_schema(self, _: core_schema.IntSchema) -> JsonSchemaValue:
        """Return the same of a number: it may have a unit."""
        return dict(_ONE_VALUE)

    def is_instance_schema(self, _: core_schema.IsInstanceSchema) -> JsonSchemaValue:
        """Return that a part which is read elsewhere may be anything."""
        return {}

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        """Return the schema of a key that may be left out, without what is meant then."""
        return self.generate_inner(schema["schema"])


def json_schema(model: type[Shape], title: str) -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of the documents that *model* reads."""
    made = model.model_json_schema(by_alias=True, schema_generator=_Schemas, mode="validation")
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": title}
    return {**made, **head}


def partial_schema(schema: dict[str, Any], base: str, off: str) -> dict[str, Any]:
    """Return the schema of documents that state only what differs from another one.

    No key is needed but *base*, which names the other one; the word *off* may take the place of
    whatever a key holds.
    """
    partial: dict[str, Any] = _partial(schema, off)
    partial["properties"] = {base: dict(_ONE_VALUE), **partial["properties"]}
    return {**partial, "required": [base]}


def _partial(part: Any, off: str) -> Any:
    if isinstance(part, list):
        return [_partial(one, off) for one in part]
    if not isinstance(part, dict):
        return part
    made = {key: _partial(value, off) for key, value in part.items() if key != "required"}
    properties = part.get("properties")
    if isinstance(properties, dict):
        made["properties"] = {key: _or(_partial(one, off), off) for key, one in properties.items()}
    if isinstance(part.get("additionalProperties"), dict):
        made["additionalProperties"] = _or(made["additionalProperties"], off)
    return made


def _or(schema: Any, off: str) -> dict[str, Any]:
    return {"anyOf": [schema, {"const": off}]}
