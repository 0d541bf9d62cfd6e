"""Frozen records: what ``@dataclass(frozen=True, slots=True)`` gives, defined five times quicker.

A dataclass writes and compiles six methods for every class. A case takes forty classes to read,
so that every start of the command line would spend more on them than on a short case. Here only
``__init__`` is compiled; comparing, hashing, showing, copying and refusing to be changed are
the same functions for every record. Type checkers see a plain dataclass, and
:func:`dataclasses.replace` and :func:`dataclasses.fields` work as usual.

Example:
    >>> @record(frozen=True, slots=True)
    ... class Offer:
    ...     by: str
    ...     wage: int = 0
    >>> Offer("union", 8), Offer("firm") == Offer("firm", 0)
    (Offer(by='union', wage=8), True)
"""

from __future__ import annotations

from dataclasses import MISSING, FrozenInstanceError, dataclass, fields
from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeVar

__all__ = ["record"]

_Class = TypeVar("_Class")

if TYPE_CHECKING:
    from dataclasses import dataclass as record
else:

    def record(*, frozen: bool, slots: bool) -> Any:
        """Make a class a frozen record with slots; fields are declared as for a dataclass.

        Args:
            frozen: Always true; written out so that type checkers read the decorator as the
                dataclass it stands for.
            slots: Likewise.

        Raises:
            TypeError: If either is false, or a field has a default that is made anew each time.
        """
        if not frozen or not slots:
            raise TypeError("a record is frozen and has slots; use a dataclass for anything else")
        return _record


def _record(cls: type[_Class]) -> type[_Class]:
    # What the dataclass still does costs little: the fields, the slots, the order for `match`.
    made: Any = dataclass(init=False, repr=False, eq=False, slots=True)(cls)
    declared = fields(made)
    made.__init__ = _initializer(made, declared)
    made._shown = tuple(field.name for field in declared if field.repr)
    compared = tuple(field.name for field in declared if field.compare)
    made._compared = staticmethod(attrgetter(*compared) if compared else _nothing)
    for name, method in _METHODS.items():
        if name not in cls.__dict__:
            setattr(made, name, method)
    result: type[_Class] = made
    return result


def _nothing(_: Any) -> tuple[()]:
    return ()


def _initializer(cls: type, declared: tuple[Any, ...]) -> Any:
    """Compile ``__init__``: its parameters are the fields, in their order."""
    known: dict[str, Any] = {"_set": object.__setattr__}
    parameters, body = ["self"], []
    for field in declared:
        if field.default_factory is not MISSING:
            raise TypeError(f"{cls.__name__}.{field.name}: a record takes no default_factory")
        if field.default is MISSING:
            parameters.append(field.name)
        else:
            known[f"_default_{field.name}"] = field.default
            parameters.append(f"{field.name}=_default_{field.name}")
        body.append(f" _set(self, {field.name!r}, {field.name})\n")
    source = f"def __init__({', '.join(parameters)}):\n{''.join(body) or ' pass'}"
    exec(source, known)  # noqa: S102  (made of the names of fields alone)
    made = known["__init__"]
    made.__qualname__ = f"{cls.__qualname__}.__init__"
    made.__module__ = cls.__module__
    made.__annotations__ = {**{field.name: field.type for field in declared}, "return": None}
    return made


def _equal(self: Any, other: Any) -> Any:
    if other.__class__ is not self.__class__:
        return NotImplemented
    return self._compared(self) == self._compared(other)


def _hashed(self: Any) -> int:
    return hash(self._compared(self))


def _shown(self: Any) -> str:
    shown = ", ".join(f"{name}={getattr(self, name)!r}" for name in self._shown)
    return f"{self.__class__.__qualname__}({shown})"


def _not_assigned(self: Any, name: str, value: Any) -> None:
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _not_deleted(self: Any, name: str) -> None:
    raise FrozenInstanceError(f"cannot delete field {name!r}")


def _state(self: Any) -> list[Any]:
    return [getattr(self, field.name) for field in fields(self)]


def _restored(self: Any, state: list[Any]) -> None:
    for field, value in zip(fields(self), state, strict=True):
        object.__setattr__(self, field.name, value)


_METHODS = {
    "__eq__": _equal,
    "__hash__": _hashed,
    "__repr__": _shown,
    "__setattr__": _not_assigned,
    "__delattr__": _not_deleted,
    "__getstate__": _state,
    "__setstate__": _restored,
}
