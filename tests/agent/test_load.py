"""Finding an agent: every way, and every way that fails."""

import copy
import pickle
import subprocess
import sys
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from longtail_sim.agent import Agent, Policy, check_agent, load_agent, places
from longtail_sim.agent import load as load_module
from longtail_sim.errors import AgentError
from longtail_sim.observation import FEATURES, example_observations

HEAD = "from longtail_sim import Action, Agent\n"


def test_shipped_agents_load_by_name() -> None:
    for name in ("rule_based", "stop_when_confused", "reasoning", "human_twin", "template"):
        agent = load_agent(name)
        assert isinstance(agent, Agent)
        assert agent.name == name


def test_own_agents_load_by_name_and_by_file(write: Any) -> None:
    path = write()
    for spec in ("brisk", "agents/brisk.py", f"{path}:Brisk", str(path)):
        agent = load_agent(spec)
        assert type(agent).__name__ == "Brisk"
        assert agent.name == spec


def test_own_agent_wins_over_the_shipped_one(write: Any) -> None:
    write("agents/rule_based.py")
    assert type(load_agent("rule_based")).__name__ == "Brisk"


def test_an_edit_is_seen_and_an_unchanged_file_is_not_run_again(write: Any) -> None:
    path = write()
    first = type(load_agent("brisk"))
    assert type(load_agent("brisk")) is first
    path.write_text(path.read_text().replace('"on"', '"ON"'))
    assert type(load_agent("brisk")) is not first
    assert not list(path.parent.rglob("*.pyc"))


def test_module_and_class(write: Any) -> None:
    write("package_of_agents/inner.py")
    assert type(load_agent("package_of_agents.inner:Brisk")).__name__ == "Brisk"
    with pytest.raises(
        AgentError, match=r"module package_of_agents\.inner has no class 'Brsk'\. Did you mean 'Brisk'\?"
    ):
        load_agent("package_of_agents.inner:Brsk")
    with pytest.raises(AgentError, match=r"module no\.such cannot be loaded: there is no module 'no'"):
        load_agent("no.such:Brisk")


def test_a_module_that_raises(write: Any) -> None:
    write("module_that_raises.py", "x = 1 / 0\n")
    with pytest.raises(AgentError, match=r"module module_that_raises cannot be loaded: ZeroDivisionError.*line 1"):
        load_agent("module_that_raises:Brisk")


def test_entry_points(write: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    write("installed_agents.py")
    monkeypatch.syspath_prepend(".")
    points = {
        name: EntryPoint(name, value, places.ENTRY_POINT_GROUP)
        for name, value in {
            "swift": "installed_agents:Brisk",
            "absent": "installed_agents:Nobody",
            "strange": "math:pi",
        }.items()
    }
    monkeypatch.setattr(load_module, "agent_entry_points", lambda: points)
    assert type(load_agent("swift")).__name__ == "Brisk"
    with pytest.raises(AgentError, match="entry point 'absent' cannot be loaded: AttributeError"):
        load_agent("absent")
    with pytest.raises(AgentError, match="entry point 'strange' is not an agent"):
        load_agent("strange")


def test_unknown_name_is_answered_with_a_guess_and_the_list() -> None:
    with pytest.raises(AgentError, match=r"no agent 'rulebased'. Did you mean 'rule_based'\? Known: .*reasoning"):
        load_agent("rulebased")
    with pytest.raises(AgentError, match="no agent ''"):
        load_agent("")


def test_a_file_named_without_its_ending_is_suggested(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "rule_base.py").touch()
    with pytest.raises(AgentError, match=r"no agent 'rule_base'. Did you mean 'rule_base\.py'\?"):
        load_agent("rule_base")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("class Broken(:\n", r"line 1: invalid syntax\. \"class Broken\(:\""),
        (HEAD + "\n1 / 0\n", r"cannot be loaded: ZeroDivisionError: division by zero \(.*line 3: \"1 / 0\"\)"),
        ("import sys\nsys.exit(3)\n", "cannot be loaded: SystemExit: 3"),
        ("import no_such_module_at_all\n", "ModuleNotFoundError: No module named 'no_such_module_at_all'"),
        ("x = 1\n", "defines no agent"),
        (HEAD + "class A(Agent):\n    pass\n", "defines neither act nor act_batch"),
        (
            HEAD + "class A(Agent):\n    act = 1\nclass B(Agent):\n    act = 1\n",
            "several agents; say which one, as :A or :B",
        ),
        (
            HEAD + "class A(Agent):\n    act = 1\n    def __init__(self):\n        raise OSError('no model')\n",
            r"cannot be made: OSError: no model \(.*line 5",
        ),
        (
            HEAD + "class A(Agent):\n    act = 1\n    def __init__(self, size):\n        pass\n",
            "cannot be made: TypeError",
        ),
        ("x = '\0'\n", "is not a Python text file|source code string cannot contain null bytes"),
    ],
)
def test_a_file_that_is_wrong(write: Any, text: str, message: str) -> None:
    write("agents/wrong.py", text)
    with pytest.raises(AgentError, match=message) as caught:
        load_agent("agents/wrong.py")
    assert "\n" not in str(caught.value)


def test_missing_folder_binary(write: Any) -> None:
    path = write()
    with pytest.raises(AgentError, match=r"agents/none\.py does not exist"):
        load_agent("agents/none.py")
    with pytest.raises(AgentError, match="is a folder"):
        load_agent(f"{path.parent}/:Brisk")
    (path.parent / "binary.py").write_bytes(bytes(range(128, 256)))
    with pytest.raises(AgentError, match="is not a Python text file"):
        load_agent("agents/binary.py")


def test_a_class_that_is_missing_or_no_agent(write: Any) -> None:
    write()
    with pytest.raises(AgentError, match=r"has no class 'Risk'\. Did you mean 'Brisk'"):
        load_agent("agents/brisk.py:Risk")
    with pytest.raises(AgentError, match=r"'Action' of agent file .*is not an agent"):
        load_agent("agents/brisk.py:Action")


def test_imported_agents_do_not_count_as_the_files_own(write: Any) -> None:
    write("agents/two.py", HEAD + "class Mine(Agent):\n    def act(self, o):\n        return Action.stop()\n")
    assert type(load_agent("two")).__name__ == "Mine"


def test_agents_of_files_can_be_copied_and_sent_to_another_process(write: Any, tmp_path: Path) -> None:
    write()
    agent = load_agent("brisk")
    agent.memory = {1: "x"}
    assert copy.deepcopy(agent).memory == {1: "x"}
    (tmp_path / "agent.pickle").write_bytes(pickle.dumps(agent))
    code = "import pickle; a = pickle.load(open('agent.pickle', 'rb')); print(a.name, a.memory, a.act(None).reason)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=tmp_path, check=False)
    assert done.stdout.strip() == "brisk {1: 'x'} on", done.stderr


def a_policy(path: Path, bias: float = 0.0) -> Path:
    """Write a network that proceeds, or with a bias yields, whatever it sees."""
    Policy([(np.zeros((len(FEATURES), 2)), np.array([0.1, bias]))], ("proceed", "yield")).save(path)
    return path


def test_a_policy_file_is_driven_by_the_agent_learned(write: Any, tmp_path: Path) -> None:
    write()
    fleet = example_observations(3, 0)
    for spec in (str(a_policy(tmp_path / "calm.npz", 1.0)), "calm.npz"):
        agent = load_agent(spec)
        assert (type(agent).__name__, agent.name) == ("Learned", spec)
        assert agent.act_batch(fleet).reasons == ["learned: yield"] * 3
        assert pickle.loads(pickle.dumps(agent)).act_batch(fleet).reasons == ["learned: yield"] * 3
    assert load_agent(str(a_policy(tmp_path / "brisk.npz"))).act_batch(fleet).reasons == ["learned: proceed"] * 3
    assert all(row.passed for row in check_agent("calm.npz"))


def test_ones_own_agent_learned_is_given_the_file(write: Any, tmp_path: Path) -> None:
    write(
        "agents/learned.py",
        HEAD + "class Mine(Agent):\n    act = 1\n    def __init__(self, file):\n        self.f = file\n",
    )
    agent: Any = load_agent("mine.npz")
    assert (type(agent).__name__, agent.f) == ("Mine", "mine.npz")


def test_a_policy_file_that_is_wrong_is_blamed_itself(write: Any, tmp_path: Path) -> None:
    (tmp_path / "wrong.npz").write_bytes(b"nothing")
    for spec, said in (("none.npz", "does not exist."), ("wrong.npz", "is not an .npz file, or is damaged.")):
        with pytest.raises(AgentError) as caught:
            load_agent(spec)
        assert str(caught.value) == f"policy file {spec} {said}"
    load_module.require_known("wrong.npz")
    with pytest.raises(AgentError, match=r"agent file none\.npz does not exist"):
        load_module.require_known("none.npz")
