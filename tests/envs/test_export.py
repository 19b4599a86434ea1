"""Files of recorded episodes hold what was recorded."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from longtail_sim.envs import DriveEnv
from longtail_sim.envs import export as module
from longtail_sim.envs.export import check_formats, write_minari, write_parquet
from longtail_sim.envs.recording import Recording, record
from longtail_sim.errors import ResultsError
from longtail_sim.observation import FEATURES, RECORDED
from longtail_sim.scenario import load_scenario

ARGUMENTS: dict[str, Any] = {"scenario": "one_dark_junction", "warm_up_s": 30.0, "max_steps": 9}
DATASET = "longtail/one_dark_junction/rule_based-v0"


@pytest.fixture(scope="module")
def recording() -> Recording:
    return record("rule_based", 3, seed=1, **ARGUMENTS)


def test_parquet(recording: Recording, tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    path = tmp_path / "episodes.parquet"
    write_parquet(recording, path)
    table = parquet.read_table(path)
    columns = table.to_pydict()
    assert [entry.name for entry in tmp_path.iterdir()] == [path.name]
    assert table.num_rows == sum(len(episode.times_s) for episode in recording.episodes)
    for number, episode in enumerate(recording.episodes):
        rows = np.flatnonzero(np.array(columns["episode"]) == number)
        assert np.diff(rows).tolist() == [1] * len(episode.actions)
        of = {name: [values[row] for row in rows] for name, values in columns.items()}
        assert of["step"] == list(range(len(rows)))
        assert of["action"] == [*episode.actions.tolist(), None]
        assert of["reward"] == [*episode.rewards.tolist(), None]
        assert of["cost"] == [*episode.costs.tolist(), None]
        assert of["end"] == [None] * len(episode.actions) + [episode.end]
        assert of["time_s"] == episode.times_s.tolist()
        assert {*of["seed"], *of["seed_world"], *of["trip"]} == {episode.seed, episode.seed_world, episode.trip}
        for column, feature in enumerate(FEATURES):
            assert of[feature.name] == episode.observations[:, column].tolist()
        for column, name in enumerate(RECORDED):
            assert of[f"true_{name}"] == episode.truths[:, column].tolist()
    about = json.loads(table.schema.metadata[b"longtail"])
    assert (about["agent"], about["environment"], about["actions"][0]) == ("rule_based", ARGUMENTS, "proceed")


def test_parquet_into_a_folder_that_is_missing(recording: Recording, tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    with pytest.raises(ResultsError, match=r"episodes\.parquet cannot be written: No such file"):
        write_parquet(recording, tmp_path / "no" / "episodes.parquet")


def test_minari(recording: Recording, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    minari = pytest.importorskip("minari")
    pytest.importorskip("h5py")
    monkeypatch.setenv("MINARI_DATASETS_PATH", str(tmp_path))
    write_minari(recording, DATASET, author="somebody")
    dataset = minari.load_dataset(DATASET)
    assert dataset.total_episodes == len(recording.episodes)
    for mine, theirs in zip(recording.episodes, dataset.iterate_episodes(), strict=True):
        np.testing.assert_array_equal(mine.observations, theirs.observations)
        np.testing.assert_array_equal(mine.actions, theirs.actions)
        np.testing.assert_array_equal(mine.rewards, theirs.rewards)
        assert theirs.truncations.tolist() == [False] * (len(mine.actions) - 1) + [mine.end == "time"]
        assert theirs.terminations.tolist() == [False] * (len(mine.actions) - 1) + [mine.end != "time"]
        np.testing.assert_array_equal(theirs.infos["time_s"], mine.times_s)
    again = dataset.recover_environment().unwrapped
    assert isinstance(again, DriveEnv)
    assert again.reset(seed=1)[0].tolist() == recording.episodes[0].observations[0].tolist()
    with pytest.raises(ResultsError, match="already exists"):
        write_minari(recording, DATASET)


def test_a_scenario_that_is_an_object(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    minari = pytest.importorskip("minari")
    pytest.importorskip("h5py")
    monkeypatch.setenv("MINARI_DATASETS_PATH", str(tmp_path))
    found = record("rule_based", 1, **{**ARGUMENTS, "scenario": load_scenario("one_dark_junction")})
    write_minari(found, DATASET)
    assert minari.load_dataset(DATASET).total_steps == len(found.episodes[0].actions)


def test_what_is_not_installed_is_named(recording: Recording, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> Any:
        raise ImportError(name)

    monkeypatch.setattr(module, "import_module", missing)
    for call in (
        lambda: check_formats(parquet=True),
        lambda: write_parquet(recording, tmp_path / "x.parquet"),
        lambda: write_minari(recording, DATASET),
    ):
        with pytest.raises(ResultsError, match=r"is not installed; pip install 'longtail-sim\[export\]'"):
            call()
    assert list(tmp_path.iterdir()) == []
