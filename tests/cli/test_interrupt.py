"""Ctrl-C in mid-run: one word, the exit code that shells know, and nothing left behind."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from longtail_sim.cli import app

# It says that it is asked, so that the test knows when the run is under way.
AGENT = """\
from pathlib import Path

from longtail_sim import Action, Agent


class Mine(Agent):
    def act(self, observation):
        Path("asked").touch()
        {body}
        return Action.proceed()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="SIGINT cannot be sent to one process there")
@pytest.mark.parametrize("body", ["pass", "while True: pass"], ids=["busy", "hanging"])
@pytest.mark.parametrize(
    "command",
    [("run", "tiny.yaml", "--out", "out.json"), ("picture", "tiny.yaml", "-o", "out.png", "--at", "86000")],
    ids=["run", "picture"],
)
def test_interrupt(command: tuple[str, ...], body: str, own_folder: Path) -> None:
    Path("mine.py").write_text(AGENT.format(body=body), encoding="utf-8")
    program = [sys.executable, "-m", "longtail_sim", *command, "--agent", "mine.py", "--set", "duration_s=86400"]
    with subprocess.Popen(program, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        limit = time.monotonic() + 200  # machine code may have to be compiled first
        while not Path("asked").exists() and process.poll() is None and time.monotonic() < limit:
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=20)
    assert process.returncode == 130, err
    assert out == ""
    assert err.splitlines()[-1] == "interrupted"
    assert "Traceback" not in err
    assert sorted(path.name for path in own_folder.iterdir()) == ["asked", "mine.py", "tiny.yaml"]


def test_what_could_not_be_saved_is_told_all_the_same(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stop(*_: object, **__: object) -> None:
        error = KeyboardInterrupt()
        error.add_note("the recording is lost: the disk is full")
        raise error

    monkeypatch.setattr(app, "app", stop)
    with pytest.raises(SystemExit) as ended:
        app.main(["run", "sf_outage"])
    assert ended.value.code == 130
    assert capsys.readouterr().err.splitlines() == ["error: the recording is lost: the disk is full", "interrupted"]
