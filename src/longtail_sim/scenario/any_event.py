"""The type of one entry of ``events:``: any kind that the registry knows when the file is read."""

from __future__ import annotations

import json
from typing import Annotated, Any, TypeAlias

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler, SerializeAsAny, ValidationError, ValidationInfo
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, InitErrorDetails, PydanticCustomError, core_schema

from longtail_sim.errors import ScenarioError
from longtail_sim.events import Event, event_kinds, event_type


class _ByKind:
    """Reads an event with the model of its ``kind``; a static union would miss kinds registered later."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.with_info_plain_validator_function(_read)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        branches = [handler(event_type(kind).__pydantic_core_schema__) for kind in event_kinds()]
        return {"oneOf": branches, "discriminator": {"propertyName": "kind"}}


def _read(value: Any, info: ValidationInfo) -> Event:
    if isinstance(value, Event):
        return value
    if not isinstance(value, dict):
        raise PydanticCustomError("not_an_event", "must be a mapping with a kind, such as {kind: signal_outage}")
    if not isinstance(value.get("kind"), str):
        raise PydanticCustomError(
            "event_without_kind", "an event needs a kind: {kinds}", {"kinds": ", ".join(event_kinds())}
        )
    try:
        model = event_type(value["kind"])
    except ScenarioError as error:
        what = PydanticCustomError("unknown_event", "{message}", {"message": str(error)})
        raise ValidationError.from_exception_data(
            "Event", [InitErrorDetails(type=what, loc=("kind",), input=value["kind"])]
        ) from error
    if info.mode == "json":
        return model.model_validate_json(json.dumps(value))
    return model.model_validate(value)


AnyEvent: TypeAlias = Annotated[SerializeAsAny[Event], _ByKind()]
