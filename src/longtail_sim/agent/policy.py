"""A learned policy: a small network in one file, run by NumPy alone.

With an observation o between the bounds l and h of its columns, and layers W_k, b_k of which the last is n:

    x = log(1 + o - l) / log(1 + h - l),   z_0 = x,   z_k = max(0, z_(k-1) W_k + b_k),   p = z_(n-1) W_n + b_n

and the decision is the action with the largest p.  The logarithm keeps one metre before the stop line apart from the
next, although that column goes up to 200 m.  The columns are found by name: what was added to the observation after a
policy was trained is not shown to it.
"""

from __future__ import annotations

import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from longtail_sim.errors import AgentError
from longtail_sim.observation import FEATURES, TACTICAL, Action, FleetAction, FleetObservation
from longtail_sim.whole_file import whole_file

Array = npt.NDArray[np.float64]
FORMAT = "longtail policy 1"
MOST_ARRAYS, MOST_BYTES = 64, 2**26  # a small archive may hold much: it comes from strangers
ROWS = 32  # at a time: larger products are spread over threads, which on a busy machine wait for one another
COLUMNS = tuple(feature.name for feature in FEATURES)
COLUMN = {name: index for index, name in enumerate(COLUMNS)}
BOUNDS = np.array([(feature.low, feature.high) for feature in FEATURES], np.float64).T


@dataclass(frozen=True, eq=False)
class Policy:
    """A network that chooses among some of the tactical actions.

    Attributes:
        layers: pairs of weights (inputs, outputs) and biases (outputs,), first layer first.
        actions: names of the actions that the outputs stand for; see ``DriveEnv.ACTIONS``.
        notes: how it was made and how good it is, for people; JSON values.
        bounds: lowest and highest value of each column, shape (2, columns), as they were in training.
        columns: names of the observation's columns in training.

    Raises:
        AgentError: layers that do not fit together, numbers that are not finite, unknown actions, or a column that
            the observation of this version does not have.
    """

    layers: Sequence[tuple[Array, Array]]
    actions: tuple[str, ...]
    notes: Mapping[str, Any] = field(default_factory=dict)
    bounds: Array = field(default_factory=BOUNDS.copy)
    columns: tuple[str, ...] = COLUMNS

    def __post_init__(self) -> None:
        """Check everything, so that nobody is driven by half a network."""
        _check_columns(self.columns, self.bounds)
        _check_actions(self.actions)
        _check_layers(self.layers, (len(self.columns), len(self.actions)))

    @classmethod
    def load(cls, path: str | Path) -> Policy:
        """Read a policy file; nothing in it is executed.

        Raises:
            AgentError: there is no such file, it is no policy, or not one for this version.
        """
        arrays = _read(Path(path))
        try:
            header = json.loads(str(arrays["header"]))
            if header["format"] != FORMAT:
                raise AgentError(f"its format is {header['format']!r}, this version reads {FORMAT!r}")
            layers = [(arrays[f"weights_{k}"], arrays[f"biases_{k}"]) for k in range(header["layers"])]
            bounds = np.asarray(arrays["bounds"], np.float64)
            return cls(layers, tuple(header["actions"]), dict(header["notes"]), bounds, tuple(header["columns"]))
        except AgentError as error:
            raise AgentError(f"policy file {path} cannot be used: {error}.") from None
        except (KeyError, TypeError, ValueError, RecursionError):
            raise AgentError(f"policy file {path} cannot be used: it is not complete.") from None

    def save(self, path: str | Path) -> None:
        """Write a policy file, under a temporary name first.

        Raises:
            AgentError: it cannot be written.
        """
        header = {"format": FORMAT, "layers": len(self.layers), "activation": "relu", "actions": self.actions}
        header |= {"columns": self.columns, "notes": dict(self.notes)}
        arrays = {"header": np.array(json.dumps(header)), "bounds": self.bounds}
        for k, (weights, biases) in enumerate(self.layers):
            arrays |= {f"weights_{k}": np.asarray(weights, np.float32), f"biases_{k}": np.asarray(biases, np.float32)}
        with whole_file(Path(path), error=AgentError) as file:
            np.savez_compressed(file, allow_pickle=False, **arrays)

    def preferences(self, values: npt.NDArray[np.float32]) -> Array:
        """Return p of each action, shape (vehicles, actions), for whole observations of shape (vehicles, NUM_FEATURES).

        In double precision, so that how many vehicles are asked at once changes p by some 1e-15 and hence no decision.
        """
        signals = scaled(values[:, [COLUMN[name] for name in self.columns]], self.bounds)
        found = np.empty((len(signals), len(self.actions)))
        for first in range(0, len(signals), ROWS):
            found[first : first + ROWS] = self._outputs(signals[first : first + ROWS])
        return found

    def decide(self, fleet: FleetObservation) -> FleetAction:
        """Return the preferred action of every vehicle."""
        best = self.preferences(fleet.values).argmax(axis=1)
        rules = [(best == k, _named(name)) for k, name in enumerate(self.actions)]
        return FleetAction.choose(rules, otherwise=Action.stop())

    def _outputs(self, signals: Array) -> Array:
        for weights, biases in self.layers[:-1]:
            signals = np.maximum(0.0, signals @ weights + biases)
        weights, biases = self.layers[-1]
        return np.asarray(signals @ weights + biases)


def scaled(values: npt.NDArray[np.float32], bounds: Array = BOUNDS) -> Array:
    """Return observations as numbers from 0 to 1, finer near the lower bound; the last axis are the columns."""
    low, high = bounds
    return np.asarray(np.log1p(np.clip(values, low, high) - low) / np.log1p(high - low))


def _named(name: str) -> Action:
    action = TACTICAL[name]
    return Action(action.longitudinal, action.speed_mps, action.lateral, action.request, f"learned: {name}")


def _read(path: Path) -> dict[str, npt.NDArray[Any]]:
    if not path.is_file():
        raise AgentError(f"policy file {path} does not exist.")
    try:
        content = io.BytesIO(path.read_bytes())
    except OSError as error:
        raise AgentError(f"policy file {path} cannot be read: {error.strerror or error}.") from None
    try:
        with np.load(content, allow_pickle=False) as file:
            if len(file.files) > MOST_ARRAYS or any(entry.file_size > MOST_BYTES for entry in file.zip.infolist()):
                raise ValueError("too large")
            return {name: file[name] for name in file.files}
    except Exception:  # whatever a damaged archive makes NumPy or zipfile raise
        raise AgentError(f"policy file {path} is not an .npz file, or is damaged.") from None


def _check_columns(columns: Sequence[str], bounds: Array) -> None:
    missing = next((name for name in columns if name not in COLUMN), None)
    if missing is not None:
        raise AgentError(
            f"it was trained with the column '{missing}', which the observation no longer has; train it anew"
        )
    if len(set(columns)) < len(columns):
        raise AgentError("it names a column of the observation twice")
    if bounds.shape != (2, len(columns)) or not np.isfinite(bounds).all() or not (bounds[0] < bounds[1]).all():
        raise AgentError("its bounds of the observation are wrong")


def _check_actions(actions: Sequence[str]) -> None:
    unknown = next((name for name in actions if name not in TACTICAL), None)
    if unknown is not None or not actions or len(set(actions)) < len(actions):
        wrong = f"has the unknown action {unknown!r}" if unknown is not None else "names no actions, or one twice"
        raise AgentError(f"it {wrong}; there are {', '.join(TACTICAL)}")


def _check_layers(layers: Sequence[tuple[Array, Array]], ends: tuple[int, int]) -> None:
    width = ends[0]
    for number, (weights, biases) in enumerate(layers):
        if weights.ndim != 2 or weights.shape[0] != width or biases.shape != weights.shape[1:]:
            shapes = f"{weights.shape} and {biases.shape}"
            raise AgentError(f"layer {number} has weights and biases of shapes {shapes}, and {width} inputs")
        if weights.dtype.kind != "f" or not (np.isfinite(weights).all() and np.isfinite(biases).all()):
            raise AgentError(f"layer {number} has weights that are not finite numbers")
        width = weights.shape[1]
    if not layers or width != ends[1]:
        raise AgentError(f"its last layer has {width} outputs for {ends[1]} actions")
