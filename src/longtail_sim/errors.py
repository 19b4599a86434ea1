"""What can go wrong, as one tree.

LongtailError
├── ScenarioError     a scenario file is missing, unreadable or wrong; holds every mistake with its place
├── NetworkError      streets that cannot be built
├── AgentError        an agent that cannot be loaded, raises, hangs or answers nonsense
├── SimulationError   an impossible state (NaN, lost vehicle): a defect of the simulator itself
└── ResultsError      results that cannot be read, written or compared
"""


class LongtailError(Exception):
    """Base of all errors that are meant to be read by people; the message is one clear sentence a line."""


class ScenarioError(LongtailError):
    """A scenario file is missing, unreadable or wrong."""


class NetworkError(LongtailError):
    """A street network that cannot be built."""


class AgentError(LongtailError):
    """An agent that cannot be loaded, raises, hangs or answers nonsense."""


class SimulationError(LongtailError):
    """An impossible state; names world, step, slot and field."""


class ResultsError(LongtailError):
    """Results that cannot be read, written or compared."""


class NothingToRankError(ResultsError):
    """There is no scenario that all agents of some results drove."""
