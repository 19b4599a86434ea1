"""A draw depends on seed and key, on nothing else."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from longtail_sim.quantities import Distribution, Draw, Drawer, DrawnPerCase, Quantity, Range, Section, draw

SPREAD = {"uniform": [0, 1]}
Share = Annotated[Quantity, Range(0, 1)]


class Thing(Section):
    """A list item with a kind."""

    kind: Literal["a", "b"]
    size: Share = 0


class Inner(Section):
    """A nested part."""

    one: Share = 0
    two: Share = 0


class Outer(Section):
    """A model with everything that can hold a quantity."""

    inner: Inner = Inner()
    things: tuple[Thing, ...] = ()
    pair: tuple[Share, Share] = (0, 0)
    named: dict[str, Share] = Field(default_factory=dict)
    each: Annotated[Share, DrawnPerCase()] = 0
    word: str = "as it is"


def outer(**parts: Any) -> Outer:
    return Outer.model_validate(parts)


def test_every_place_is_drawn_and_the_rest_is_kept() -> None:
    model = outer(
        inner={"one": SPREAD},
        things=[{"kind": "a", "size": SPREAD}],
        pair=[SPREAD, 0.25],
        named={"x": SPREAD},
        each=SPREAD,
    )
    drawn = draw(model, 7)
    assert type(drawn) is Outer
    values = [drawn.inner.one, drawn.things[0].size, drawn.pair[0], drawn.named["x"]]
    assert all(isinstance(value, float) and 0 < value < 1 for value in values)
    assert len(set(values)) == len(values)
    assert drawn.pair[1] == 0.25
    assert drawn.word == "as it is"
    assert isinstance(drawn.each, Distribution)
    assert isinstance(model.inner.one, Distribution)


def test_parts_that_no_seed_changes_stay_the_same_objects() -> None:
    """What depends on them alone need not be worked out for every seed."""
    model = outer(things=[{"kind": "a", "size": SPREAD}, {"kind": "b"}], named={"x": 0.5}, each=SPREAD)
    drawer = Drawer(model)
    for seed in range(3):
        drawn = drawer.draw(seed)
        assert drawn == draw(model, seed)
        assert drawn.things[0] is not model.things[0]
        assert drawn.things[1] is model.things[1]
        assert drawn.inner is model.inner
        assert drawn.named is model.named
    fixed = outer(each=SPREAD)
    assert draw(fixed, 1) is fixed


def test_seeds_differ_and_repeat() -> None:
    model = outer(inner={"one": SPREAD})
    assert draw(model, 1) == draw(model, 1)
    assert len({draw(model, seed).inner.one for seed in range(50)}) == 50


def test_a_new_key_changes_no_other_draw() -> None:
    before = draw(outer(inner={"two": SPREAD}), 3).inner.two
    after = draw(outer(inner={"one": SPREAD, "two": SPREAD}, pair=[SPREAD, SPREAD]), 3).inner.two
    assert after == before


def test_a_new_thing_of_another_kind_changes_no_other_draw() -> None:
    alone = draw(outer(things=[{"kind": "b", "size": SPREAD}]), 3).things[0].size
    with_another = draw(outer(things=[{"kind": "a"}, {"kind": "b", "size": SPREAD}]), 3).things[1].size
    assert with_another == alone


def test_two_things_of_one_kind_differ() -> None:
    things = draw(outer(things=[{"kind": "a", "size": SPREAD}] * 2), 3).things
    assert things[0].size != things[1].size


def test_paths_cannot_be_confused() -> None:
    first, second = (place.generator().random() for place in (Draw(1).child("ab", "c"), Draw(1).child("a", "bc")))
    assert first != second
    assert Draw(1).child("a", "b") == Draw(1).child("a").child("b")


def test_known_value() -> None:
    """Guards the key derivation: a change would silently change every scenario with a distribution."""
    value = draw(outer(inner={"one": SPREAD}), 42).inner.one
    assert value == KNOWN, value


KNOWN = 0.8053481708716539
