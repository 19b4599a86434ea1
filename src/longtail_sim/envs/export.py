"""Put recorded episodes into files that others read: Parquet and Minari.

Both come with ``pip install longtail-sim[export]``.
"""

from __future__ import annotations

import json
import warnings
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import gymnasium
import numpy as np

import longtail_sim
from longtail_sim.core.schema import Array
from longtail_sim.envs.recording import Episode, Recording
from longtail_sim.envs.seen import observation_space
from longtail_sim.errors import ResultsError
from longtail_sim.observation import FEATURES, RECORDED, TACTICAL
from longtail_sim.scenario import Scenario
from longtail_sim.whole_file import whole_file

SCHEMA = 1


def check_formats(*, parquet: bool = False, minari: bool = False) -> None:
    """Make sure, before the work begins, that what these formats need is installed.

    Raises:
        ResultsError: it is not.
    """
    for module in (*("pyarrow",) * parquet, *("minari", "h5py") * minari):
        _needed(module)


def write_parquet(recording: Recording, path: str | Path) -> None:
    """Write one row per observation, in the order of episodes and time.

    Columns: episode, seed, seed_world, trip, step, time_s, the observation's columns under their names, what was true
    of some of them (``true_is_red``, ``true_gap_m``, ...), action, reward, cost, end.  The last row of an episode is
    the observation after the last decision: action, reward and cost are null there, and only there ``end`` says how
    the episode ended.  The names of the actions, the agent and the arguments of the environment stand in the file's
    metadata under ``longtail``, as JSON.

    Raises:
        ResultsError: pyarrow is not installed, or the file cannot be written.
    """
    arrow, parquet = _needed("pyarrow"), _needed("pyarrow.parquet")
    parts = [_columns(arrow, number, episode) for number, episode in enumerate(recording.episodes)]
    table = arrow.concat_tables(parts).replace_schema_metadata({"longtail": json.dumps(_about(recording))})
    with whole_file(Path(path)) as file:
        parquet.write_table(table, file, compression="zstd")


def write_minari(recording: Recording, dataset: str, **about: Any) -> None:
    """Make a Minari dataset, in Minari's own folder (``MINARI_DATASETS_PATH`` moves it).

    Args:
        recording: what to write.
        dataset: its id, such as ``longtail/one_dark_junction/rule_based-v0``.
        about: more arguments of ``minari.create_dataset_from_buffers``, such as ``author``.

    Raises:
        ResultsError: Minari is not installed, does not accept the id, or has a dataset of that name.
    """
    check_formats(minari=True)
    minari, collector = _needed("minari"), _needed("minari.data_collector")
    buffers = [_buffer(collector, number, episode) for number, episode in enumerate(recording.episodes)]
    told = {"algorithm_name": recording.agent, "description": json.dumps(_about(recording)), **_origin(recording)}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # of Minari, about authors and links that are not known here
        try:
            minari.create_dataset_from_buffers(dataset, buffers, **{**told, **about})
        except (ValueError, OSError) as error:
            raise ResultsError(f"Minari cannot write '{dataset}': {error}") from None


def _columns(arrow: ModuleType, number: int, episode: Episode) -> Any:
    """Return the table of one episode."""
    rows = len(episode.observations)
    last = np.arange(rows) == rows - 1
    columns: dict[str, Any] = {
        "episode": np.full(rows, number),
        "seed": np.full(rows, episode.seed),
        "seed_world": np.full(rows, episode.seed_world),
        "trip": np.full(rows, episode.trip),
        "step": np.arange(rows),
        "time_s": episode.times_s,
        **{feature.name: episode.observations[:, column] for column, feature in enumerate(FEATURES)},
        **{f"true_{name}": episode.truths[:, column] for column, name in enumerate(RECORDED)},
    }
    for name, values in (("action", episode.actions), ("reward", episode.rewards), ("cost", episode.costs)):
        columns[name] = arrow.array(np.append(values, values[:1]), mask=last)
    columns["end"] = arrow.array([episode.end if is_last else None for is_last in last.tolist()], arrow.string())
    return arrow.table(columns)


def _buffer(collector: ModuleType, number: int, episode: Episode) -> Any:
    terminations = _only_last(episode, episode.end != "time")
    return collector.EpisodeBuffer(
        id=number,
        seed=episode.seed,
        observations=episode.observations,
        actions=episode.actions,
        rewards=episode.rewards.tolist(),
        terminations=terminations.tolist(),
        truncations=_only_last(episode, episode.end == "time").tolist(),
        infos={"cost": np.append(0.0, episode.costs), "time_s": episode.times_s},
    )


def _only_last(episode: Episode, value: bool) -> Array:
    flags = np.zeros(len(episode.actions), np.bool_)
    flags[-1] = value
    return flags


def _about(recording: Recording) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "version": longtail_sim.__version__,
        "agent": recording.agent,
        "environment": {name: _plain(value) for name, value in recording.arguments.items()},
        "actions": list(TACTICAL),
        "units": {feature.name: feature.unit for feature in FEATURES},
    }


def _plain(value: Any) -> Any:
    return value.name if isinstance(value, Scenario) else str(value) if isinstance(value, Path) else value


def _origin(recording: Recording) -> Mapping[str, Any]:
    """Return the environment, by which Minari can make it again, and its spaces."""
    spaces = {"observation_space": observation_space(), "action_space": gymnasium.spaces.Discrete(len(TACTICAL))}
    if isinstance(recording.arguments.get("scenario"), Scenario):
        return spaces  # an object of Python's, which no file of JSON can name
    arguments = {name: _plain(value) for name, value in recording.arguments.items() if name != "threads"}
    spec = gymnasium.make("longtail/Drive-v0", **arguments).spec
    return {**spaces, "env": spec}


def _needed(module: str) -> ModuleType:
    try:
        return import_module(module)
    except ImportError:
        package = module.split(".")[0]
        raise ResultsError(f"{package} is not installed; pip install 'longtail-sim[export]' brings it.") from None
