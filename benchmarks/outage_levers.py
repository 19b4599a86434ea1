"""What does each lever of the outage do on its own?  One command, one table.

Usage: python benchmarks/outage_levers.py [--seeds 11:14]

Starts from the outage with an idle pool of remote agents and a perfect link, and adds one thing at a time: the burst of
requests from the rest of the fleet, longer answers in confusing scenes, the failing radio link, a smaller pool.
"""

import argparse
from collections.abc import Sequence

import numpy as np

from longtail_sim import Scenario, Simulator, load_agent, load_scenario

AGENT = "stop_when_confused"
IDLE = {"fleet_requests_per_h": 0, "service_factor": 1.0, "link_loss_when_down": 0.0, "link_latency_when_down_s": 0.2}
COLUMNS = ("assist_requests", "assist_wait_mean_s", "assist_abandoned", "fleet_stops_over_2min")


def variant(base: Scenario, outage: dict[str, float], assistance: dict[str, float]) -> Scenario:
    """Return the scenario with other values in its first event (the outage) and in its remote assistance."""
    events = (base.events[0].model_copy(update=outage), *base.events[1:])
    remote = base.fleet.remote_assistance.model_copy(update=assistance)
    return base.model_copy(
        update={"events": events, "fleet": base.fleet.model_copy(update={"remote_assistance": remote})}
    )


def cases(base: Scenario) -> dict[str, Scenario]:
    """Return the table's rows: words and scenario."""
    no_background = {"background_requests_per_h": 0}
    shipped = {key: getattr(base.events[0], key) for key in IDLE}

    def only(*keys: str) -> Scenario:
        return variant(base, {**IDLE, **{key: shipped[key] for key in keys}}, no_background)

    return {
        "as shipped": base,
        "pool and link to ourselves": only(),
        "+ rest of the fleet asks too": variant(
            base, {**IDLE, "fleet_requests_per_h": shipped["fleet_requests_per_h"]}, {}
        ),
        "+ answers take 1.5 times as long": only("service_factor"),
        "+ radio link fails": only("link_loss_when_down", "link_latency_when_down_s"),
        "+ pool of 12 instead of 24": variant(base, IDLE, {**no_background, "agents": 12}),
        "+ pool of 6": variant(base, IDLE, {**no_background, "agents": 6}),
        "as shipped, pool of 96": variant(base, {}, {"agents": 96}),
        "as shipped, link never fails": variant(base, {key: IDLE[key] for key in ("link_loss_when_down",)}, {}),
        "no outage": base.model_copy(update={"events": ()}),
    }


def simulate(scenario: Scenario, seeds: Sequence[int], agent_name: str | None) -> list[dict[str, float]]:
    """Run to the end and return the metrics of every seed; without an agent people drive the fleet."""
    simulator = Simulator(scenario, seeds, people_in_fleet=agent_name is None, threads=2)
    agent = load_agent(agent_name) if agent_name else None
    while not simulator.done:
        if agent is not None:
            simulator.act(agent.act_batch(simulator.observe()))
        simulator.step()
    return [simulator.metrics(world) for world in range(simulator.num_worlds)]


def mean(runs: Sequence[dict[str, float]], name: str) -> float:
    """Return the mean of a metric over the seeds."""
    return float(np.mean([run[name] for run in runs]))


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", default="11:14", help="first:last, half open")
    first, last = map(int, parser.parse_args().seeds.split(":"))
    seeds, base = range(first, last), load_scenario("sf_outage")
    print(f"sf_outage, {AGENT}, seeds {first} to {last - 1}; others' delay as a multiple of the twin's")
    print(f"{'':34}{'delay':>7}{'requests':>10}{'wait, s':>9}{'given up':>10}{'stops':>7}")
    for words, scenario in cases(base).items():
        twin, runs = simulate(scenario, seeds, None), simulate(scenario, seeds, AGENT)
        ratio = mean(runs, "others_delay_s") / mean(twin, "others_delay_s")
        numbers = [mean(runs, name) for name in COLUMNS]
        print(
            f"{words:34}{ratio:7.2f}{numbers[0]:10.0f}{numbers[1]:9.0f}{numbers[2]:10.0f}{numbers[3]:7.0f}", flush=True
        )


if __name__ == "__main__":
    main()
