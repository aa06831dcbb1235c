"""Forms made from a capability's request type: what every door asks for, checks and hands over.

A field of the request carries its label, hint and greatest length (see `contract.capability.ask_for`). To these come
`nation` and `language`, which belong to the circumstances and are the same for every capability.
"""

import types
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, Field, dataclass, fields, is_dataclass
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

import pydantic
from django.utils.translation import gettext, gettext_noop
from pydantic import BaseModel, BeforeValidator, ConfigDict, StringConstraints, ValidationError, create_model
from pydantic.fields import FieldInfo

from fingerpost.contract.capability import Capability
from fingerpost.contract.context import Nation
from fingerpost.contract.errors import InvalidRequest

LANGUAGES = ("en", "cy")
MOST_TURNS = 20  # of an earlier conversation: more would cost more than it tells


@dataclass(frozen=True, kw_only=True)
class Filled:
    """A form that was filled in rightly: the capability's own request, and the circumstances."""

    request: Any
    nation: Nation | None
    language: str


def fill(capability: Capability, values: Mapping[str, Any]) -> Filled:
    """Check what was sent. Raises InvalidRequest with one sentence for each field that is wrong."""
    try:
        return filled_from(capability, form_of(capability)(**values))
    except ValidationError as error:
        raise InvalidRequest(problems_in(error.errors(), capability)) from error


def filled_from(capability: Capability, form: BaseModel) -> Filled:
    """What a form that was already checked holds."""
    filled = dict(form)
    request = _as_request(filled, capability.request)
    return Filled(request=request, nation=filled["nation"], language=filled["language"])


def form_of(capability: Capability) -> type[BaseModel]:
    """The form of a capability: its request's fields, then nation and language."""
    return _form_of(capability.request, capability.card.command.title().replace("-", ""))


@cache
def _form_of(request: type, name: str) -> type[BaseModel]:
    circumstances: dict[str, Any] = {
        "nation": (Nation | None, FieldInfo(default=None, description="Where you live. Leave it out if not known.")),
        "language": (Literal[LANGUAGES], FieldInfo(default="en", description="The language to answer in.")),
    }
    return _model_of(request, f"{name}Request", circumstances)


@cache
def form_from(fields_of: type, name: str) -> type[BaseModel]:
    """The form of a dataclass of fields that belongs to no capability."""
    return _model_of(fields_of, name, {})


@cache
def _nested_model_of(request: type) -> type[BaseModel]:
    return _model_of(request, request.__name__, {})


def _model_of(request: type, name: str, more: Mapping[str, Any]) -> type[BaseModel]:
    hints = get_type_hints(request)
    asked: dict[str, Any] = {each.name: (_kind_of(hints[each.name], each), _about(each)) for each in fields(request)}
    about = ConfigDict(extra="forbid", title=name)
    made: type[BaseModel] = create_model(name, __config__=about, __doc__=request.__doc__, **{**asked, **more})
    return made


def _about(each: Field[Any]) -> FieldInfo:
    default = ... if each.default is MISSING else each.default
    return FieldInfo(default=default, title=each.metadata.get("label"), description=each.metadata.get("hint") or None)


def _kind_of(hint: Any, each: Field[Any]) -> Any:
    """The type the form checks: text is bounded, trimmed and readable; lists are bounded; the rest stays."""
    if hint is str:
        least = 1 if each.default is MISSING else 0
        longest = each.metadata.get("max_length", 1000)
        bounds = StringConstraints(strip_whitespace=True, min_length=least, max_length=longest)
        return Annotated[str, bounds, BeforeValidator(_readable)]
    if get_origin(hint) is tuple:
        return Annotated[list[_kind_of(get_args(hint)[0], each)], pydantic.Field(max_length=MOST_TURNS)]  # type: ignore[misc]
    if get_origin(hint) in {Union, types.UnionType}:
        return Union[tuple(_kind_of(part, each) for part in get_args(hint))]  # noqa: UP007 - built at run time
    return _nested_model_of(hint) if is_dataclass(hint) and isinstance(hint, type) else hint


def _readable(text: Any) -> Any:
    """Leave out control characters, which no keyboard types and PostgreSQL cannot keep."""
    if not isinstance(text, str):
        return text
    return "".join(char for char in text if char >= " " or char in "\n\t")


def _as_request(value: Any, hint: Any) -> Any:
    """Back from the form's models and lists to the request's own dataclasses and tuples."""
    if is_dataclass(hint) and isinstance(hint, type):
        filled, hints = dict(value), get_type_hints(hint)
        return hint(**{each.name: _as_request(filled[each.name], hints[each.name]) for each in fields(hint)})
    if get_origin(hint) is tuple:
        return tuple(_as_request(each, get_args(hint)[0]) for each in value)
    return value


def problems_in(errors: Iterable[Any], capability: Capability) -> dict[str, str]:
    """Pydantic's errors as one sentence a field, in the words of its label.

    A part of a list is named by its path: conversation.0.question.
    """
    return problems_of(errors, capability.request)


def problems_of(errors: Iterable[Any], request: type) -> dict[str, str]:
    """As `problems_in`, for a dataclass of fields that belongs to no capability."""
    problems: dict[str, str] = {}
    for each in errors:
        path = ".".join(str(part) for part in each["loc"]) or "request"
        label = gettext(_label_at(each["loc"], request))
        problems.setdefault(path, _sentence(each["type"], each.get("ctx", {}), label))
    return problems


def _label_at(path: tuple[int | str, ...], request: type) -> str:
    """The label of the field at that path, or its name where it has none."""
    labels = {each.name: each.metadata.get("label") or each.name for each in fields(request)}
    names = [str(part) for part in path if isinstance(part, str)]
    if len(names) != 1:
        return f"{names[-1]} in {labels.get(names[0], names[0])}" if names else "The form"
    return str(labels.get(names[0], names[0]))


_SENTENCES = {
    "missing": gettext_noop("Enter {small_label}"),
    "string_too_short": gettext_noop("Enter {small_label}"),
    "string_too_long": gettext_noop("{label} must be {max_length:,} characters or fewer"),
    "too_long": gettext_noop("{label} must have {max_length} entries or fewer"),
    "enum": gettext_noop("{label} must be one of: {expected}"),
    "literal_error": gettext_noop("{label} must be one of: {expected}"),
    "extra_forbidden": gettext_noop("{label} is not a field of this form"),
    "string_unicode": gettext_noop("{label} must be text that can be read as UTF-8"),
    "string_type": gettext_noop("{label} must be text"),
    "list_type": gettext_noop("{label} must be a list"),
    "tuple_type": gettext_noop("{label} must be a list"),
    "model_attributes_type": gettext_noop("{label} must be one JSON object"),
    "dict_type": gettext_noop("{label} must be one JSON object"),
    "int_parsing": gettext_noop("{label} must be a whole number"),
    "date_from_datetime_parsing": gettext_noop("{label} must be a date such as 2026-04-06"),
    "bool_parsing": gettext_noop("{label} must be yes or no"),
}


NOT_VALID = gettext_noop("{label} is not valid")


def _sentence(kind: str, bounds: Mapping[str, Any], label: str) -> str:
    words = gettext(_SENTENCES.get(kind, NOT_VALID))
    said = words.format_map({**bounds, "label": label, "small_label": label[:1].lower() + label[1:]})
    return said[:1].upper() + said[1:].replace("'", "")
