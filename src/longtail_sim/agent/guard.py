"""Run an agent's decisions so that whatever it does ends in a decision or in one clear sentence.

The agent runs in a thread of its own.  A decision that takes longer than the limit is given up: the caller gets an
AgentError at once, and an exception is raised inside the agent's thread.  Limits of this: code that never comes back
to the interpreter (a C call that blocks) or that catches every exception keeps its thread, which then lives on, as a
daemon, until the process ends; and an agent that exhausts the memory or crashes the interpreter takes the process
along.
"""

import ctypes
import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from types import TracebackType

from longtail_sim.agent.blame import own_line
from longtail_sim.agent.load import source_file
from longtail_sim.agent.protocol import Agent
from longtail_sim.errors import AgentError
from longtail_sim.observation import FleetAction, FleetObservation

DECISION_LIMIT_S = 30.0


class _GivenUp(BaseException):
    """Raised inside an agent that has taken too long; no Exception, so that ``except Exception`` lets it pass."""


@dataclass(slots=True)
class _Task:
    work: Callable[[], object]
    done: threading.Event = field(default_factory=threading.Event)
    result: object = None
    error: BaseException | None = None


class Guard:
    """Asks one agent for decisions; use it as a context manager, or ``close()`` it.

    Args:
        agent: the agent to ask.
        limit_s: wall time for one decision of the whole fleet (s); None asks in the calling thread, without a limit,
            which is what a debugger needs.
        blamed: the class that messages name; by default the agent's.
    """

    def __init__(
        self, agent: Agent, limit_s: float | None = DECISION_LIMIT_S, *, blamed: type[Agent] | None = None
    ) -> None:
        """See the class."""
        self.agent = agent
        self.blamed = blamed or type(agent)
        self.limit_s = limit_s
        self._tasks: queue.SimpleQueue[_Task | None] | None = None
        self._thread: threading.Thread | None = None

    def act(self, observations: FleetObservation) -> FleetAction:
        """Return the agent's decisions for all vehicles.

        Raises:
            AgentError: the agent raises, takes too long, or answers anything but one valid decision per vehicle.
        """
        answer = self._ask(lambda: self.agent.act_batch(observations), observations.time_s)
        if not isinstance(answer, FleetAction):
            raise AgentError(f"{self._at(observations.time_s)} answered a {type(answer).__name__}, not a FleetAction.")
        if len(answer) != len(observations):
            raise AgentError(
                f"{self._at(observations.time_s)} answered {len(answer)} decisions for {len(observations)} vehicles."
            )
        return answer

    def close(self) -> None:
        """End the agent's thread."""
        if self._tasks is not None:
            self._tasks.put(None)
        self._tasks = self._thread = None

    def __enter__(self) -> "Guard":
        """Return the guard itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the agent's thread."""
        self.close()

    def __del__(self) -> None:
        """End the agent's thread when nobody needs the guard any longer."""
        self.close()

    def _at(self, time_s: float) -> str:
        return f"agent '{self.agent.name}' at {time_s:g} s of simulated time"

    def _ask(self, work: Callable[[], object], time_s: float) -> object:
        task = _Task(work)
        if self.limit_s is None:
            _perform(task)
        else:
            self._perform_elsewhere(task, self.limit_s, time_s)
        if isinstance(task.error, KeyboardInterrupt) and self.limit_s is None:
            raise task.error
        if task.error is not None:
            line = own_line(task.error, source_file(self.blamed), self.blamed.__name__)
            raise AgentError(f"{self._at(time_s)} failed: {line}") from None
        return task.result

    def _perform_elsewhere(self, task: _Task, limit_s: float, time_s: float) -> None:
        if self._tasks is None:
            self._tasks = queue.SimpleQueue()
            self._thread = threading.Thread(target=_serve, args=(self._tasks,), name="agent", daemon=True)
            self._thread.start()
        self._tasks.put(task)
        if not task.done.wait(limit_s):
            self._give_up()
            raise AgentError(
                f"{self._at(time_s)} has not decided within {limit_s:g} s of real time; it hangs or is too slow."
            )

    def _give_up(self) -> None:
        if self._thread is not None and self._thread.ident is not None:
            thread_id = ctypes.c_ulong(self._thread.ident)
            ctypes.pythonapi.PyThreadState_SetAsyncExc(thread_id, ctypes.py_object(_GivenUp))
        self.close()


def _serve(tasks: "queue.SimpleQueue[_Task | None]") -> None:
    try:
        while (task := tasks.get()) is not None:
            _perform(task)
            del task  # the guard, which the work refers to, must be free to go
    except _GivenUp:
        pass  # the decision ended just when it was given up


def _perform(task: _Task) -> None:
    try:
        task.result = task.work()
    except BaseException as error:
        task.error = error
    finally:
        task.done.set()
