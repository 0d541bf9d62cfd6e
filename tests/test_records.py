"""A record is what a frozen dataclass with slots is, by everything that can be asked of it."""

import copy
import inspect
import pickle
from dataclasses import FrozenInstanceError, dataclass, field, fields, replace

import pytest

from lastyard.records import record


def _made_by(decorate):
    @decorate(frozen=True, slots=True)
    class Offer:
        """An offer."""

        by: str
        wage: int | None = None
        note: str = field(default="", compare=False, repr=False)
        parts: tuple[int, ...] = ()

        @property
        def is_open(self) -> bool:
            return self.wage is None

    return Offer


OfRecord, OfDataclass = _made_by(record), _made_by(dataclass)


@record(frozen=True, slots=True)
class Nothing:
    """A record without fields."""


@record(frozen=True, slots=True)
class Point:
    """At the top of the module, where pickle finds it."""

    x: int
    y: int = 0


class Base:
    __slots__ = ()

    def __str__(self):
        return "drawn by its base"


@record(frozen=True, slots=True)
class Own(Base):
    """Keeps what it says of itself."""

    x: int

    def __repr__(self):
        return "own words"


@pytest.mark.parametrize(
    "ask",
    [
        lambda kind: repr(kind("ann", 3, "n", (1,))),
        lambda kind: kind("ann") == kind("ann", None, "another note"),
        lambda kind: kind("ann") == kind("bob"),
        lambda kind: kind("ann", 1) == kind("ann", 1, "", (2,)),
        lambda kind: kind("ann") == ("ann", None, "", ()),
        lambda kind: kind("ann").__eq__("ann"),
        lambda kind: len({kind("ann"), kind("ann", note="n"), kind("ann", 1)}),
        lambda kind: [(f.name, f.compare, f.repr, f.default) for f in fields(kind)][1:],
        lambda kind: repr(replace(kind("ann", 1), wage=2)),
        lambda kind: replace(kind("ann", 1, "kept"), wage=2).note,
        lambda kind: kind.__match_args__,
        lambda kind: kind.__slots__,
        lambda kind: hasattr(kind("ann"), "__dict__"),
        lambda kind: repr(copy.copy(kind("ann", 1))),
        lambda kind: copy.deepcopy(kind("ann", 1, "n")).note,
        lambda kind: kind("ann").is_open,
        lambda kind: str(inspect.signature(kind)),
        lambda kind: kind.__doc__,
        lambda kind: kind.__qualname__.rpartition(".")[2],
        lambda kind: [kind(by="ann", parts=(1, 2)).parts, kind("ann").parts],
    ],
)
def test_whatever_is_asked_the_answer_is_that_of_a_dataclass(ask):
    assert ask(OfRecord) == ask(OfDataclass)


@pytest.mark.parametrize("kind", [OfRecord, OfDataclass])
def test_it_cannot_be_changed(kind):
    offer = kind("ann")
    with pytest.raises(FrozenInstanceError, match="'by'"):
        offer.by = "bob"
    with pytest.raises((FrozenInstanceError, TypeError)):
        offer.new = 1
    with pytest.raises(FrozenInstanceError, match="'by'"):
        del offer.by
    assert offer.by == "ann"


@pytest.mark.parametrize("wrong", [{}, {"who": "ann"}, {"by": "ann", "age": 3}])
def test_it_takes_its_fields_and_nothing_else(wrong):
    with pytest.raises(TypeError):
        OfRecord(**wrong)


def test_a_record_can_be_pickled_and_matched():
    point = pickle.loads(pickle.dumps(Point(1, 2)))
    assert point == Point(1, 2)
    assert hash(point) == hash(Point(1, 2))
    match point:
        case Point(x, y):
            assert (x, y) == (1, 2)


def test_without_fields_all_are_equal():
    assert Nothing() == Nothing()
    assert len({Nothing(), Nothing()}) == 1
    assert repr(Nothing()) == "Nothing()"


def test_a_class_keeps_its_own_methods_and_its_base():
    assert repr(Own(1)) == "own words"
    assert str(Own(1)) == "drawn by its base"
    assert Own(1) == Own(1) != Own(2)


@pytest.mark.parametrize(
    "options", [{"frozen": False, "slots": True}, {"frozen": True, "slots": False}]
)
def test_it_is_for_frozen_records_with_slots_only(options):
    with pytest.raises(TypeError, match="frozen and has slots"):
        record(**options)


def test_a_default_made_anew_each_time_is_refused():
    with pytest.raises(TypeError, match=r"Bad\.parts"):

        @record(frozen=True, slots=True)
        class Bad:
            parts: list = field(default_factory=list)
