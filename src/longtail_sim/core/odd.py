"""The operational design domain: what each clause reads, and which clause is broken.

A new clause is a CLAUSE_* of its own, a branch of :func:`reading`, and a row of the table in ``scenario/odd.py``.
"""

from longtail_sim.core.codes import (
    CLAUSE_JUNCTION_CONTROL,
    CLAUSE_LINK_LATENCY,
    CLAUSE_LINK_LOSS,
    CLAUSE_NONE,
    CLAUSE_SPEED_LIMIT,
)
from longtail_sim.core.jit import kernel
from longtail_sim.core.params import CLAUSES


@kernel
def reading(clause, w, lane, j, state, settings, network):
    """Return what a clause reads on ``lane``, which leads to junction ``j``; above its limit it is broken."""
    if clause == CLAUSE_JUNCTION_CONTROL:
        allowed = (settings[w].odd_controls >> state.junctions[w, j].control) & 1
        return 0.0 if allowed == 1 else 1.0
    if clause == CLAUSE_SPEED_LIMIT:
        return network.lanes[lane].speed
    if clause == CLAUSE_LINK_LOSS:
        return state.junctions[w, j].link_loss
    if clause == CLAUSE_LINK_LATENCY:
        return state.junctions[w, j].link_latency_s
    return float(state.junctions[w, j].waiting)


@kernel
def broken_clause(w, lane, j, state, settings, network):
    """Return the first clause that is broken on the way to junction ``j``, CLAUSE_NONE if the domain holds."""
    for clause in range(CLAUSES):
        if reading(clause, w, lane, j, state, settings, network) > settings[w].odd_limit[clause]:
            return clause
    return CLAUSE_NONE
