"""The mixture of drivers at a dark junction, and what is counted there."""

from longtail_sim.simulator import Simulator
from longtail_sim.validation.beds.non_compliance import Account, bed
from longtail_sim.validation.measuring import run_until
from longtail_sim.validation.outage import ALL_COMPLY


def test_who_does_not_notice_does_not_stop() -> None:
    stops = {}
    for share in (0.0, 0.3):
        simulator = Simulator(bed({**ALL_COMPLY, "unaware": share}), range(2))
        run_until(simulator, 1800.0)
        tally = simulator.state.tally
        stops[share] = 1 - tally.stop_violations.sum() / tally.dark_traversals.sum()
    assert stops[0.0] > 0.98
    assert 0.6 < stops[0.3] < 0.95


def test_an_account_pools_all_worlds() -> None:
    simulator = Simulator(bed(), range(4))
    run_until(simulator, 600.0)
    account = Account(simulator, 2)
    assert account.crossings.shape == (2,)
    assert account.crossings.sum() == simulator.state.tally.dark_traversals.sum() > 400
