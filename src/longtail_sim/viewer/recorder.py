"""Keeps what a window shows of a run, moment by moment, compressed: in memory, and in a file if one is named.

A recorder's ``recording`` can be looked at while it goes on, from another thread.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType

import longtail_sim
from longtail_sim.events.event import Span
from longtail_sim.recording import ChunkWriter
from longtail_sim.scenario import identity
from longtail_sim.simulator import Simulator
from longtail_sim.viewer.frame import Frame
from longtail_sim.viewer.live import Numbers
from longtail_sim.viewer.moments import Moment, pack_moments
from longtail_sim.viewer.recording import About, Recording
from longtail_sim.viewer.sessions import spans
from longtail_sim.whole_file import whole_file

CHUNK = 60  # moments: what is read at once when one jumps somewhere


def about(run: Simulator, agent: str, driver: str = "", world: int = 0, fork_s: float = -1.0) -> About:
    """Return what a recording of one world of a simulator is of; ``driver`` is how its agent can be loaded again.

    ``fork_s`` is when this agent took over from another one (s); -1 if it drives from the beginning.
    """
    scenario, drawn, seed = run.scenario, run.drawn[world], run.seeds[world]
    version = longtail_sim.__version__
    return About(
        scenario=scenario.model_dump_json(),
        title=drawn.title or drawn.name,
        agent=agent,
        driver=driver or agent,
        seed=seed,
        identity=identity(scenario, agent=agent, seed=seed, version=version) if fork_s < 0 else "",
        version=version,
        duration_s=drawn.duration_s,
        interval_s=run.decision_interval_s,
        remote_agents=drawn.fleet.remote_assistance.agents_on_duty(),
        timeline=tuple(spans(drawn)),
        level=drawn.fleet.sae_level,
        fork_s=fork_s,
    )


class Recorder:
    """Takes moments in the order of time.

    Use it as a context manager: the file takes its name when all went well, and what a killed process leaves under the
    temporary name can be read up to the last whole chunk.

    Args:
        about: what is recorded.
        path: a file to write, besides keeping everything in memory; None for memory only.
        timeline: the events, which may become more while the run goes on; by default those of ``about``.

    Raises:
        ResultsError: the file cannot be written.
    """

    def __init__(
        self, about: About, path: str | Path | None = None, *, timeline: Callable[[], Sequence[Span]] | None = None
    ) -> None:
        """See the class."""
        self.recording = Recording(about)
        self._timeline = timeline or (lambda: about.timeline)
        self._writer: ChunkWriter | None = None
        with ExitStack() as opening:
            if path is not None:
                self._writer = ChunkWriter(opening.enter_context(whole_file(Path(path))), about.as_json())
            self._open = opening.pop_all()

    def add(
        self, frames: Mapping[str, Frame], numbers: Mapping[str, Numbers], reasons: Mapping[int, str] | None = None
    ) -> None:
        """Take a moment: "run" and perhaps "twin", the numbers beside them, and the agent's reasons by trip."""
        self.recording.timeline = tuple(self._timeline())
        self.recording.append(Moment(dict(frames), dict(numbers), dict(reasons or {})))
        if len(self.recording.pending) >= CHUNK:
            self._pack()

    def close(self, message: str = "") -> None:
        """End: write what is left; ``message`` says what went wrong if the run did not get to its end."""
        self.recording.timeline = tuple(self._timeline())
        self.recording.message = message
        if self.recording.pending:
            self._pack()
        if self._writer is not None:
            self._writer.finish({"message": message, "timeline": [list(span) for span in self.recording.timeline]})
            self._writer = None
        self._open.close()

    def __enter__(self) -> Recorder:
        """Return the recorder itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the recording; after an exception nothing is left of the file."""
        if error is None:
            self.close()
        else:
            self._open.__exit__(kind, error, trace)

    def _pack(self) -> None:
        content = pack_moments(self.recording.pending)
        if self._writer is not None:
            self._writer.add(content)
        self.recording.fold(content)
