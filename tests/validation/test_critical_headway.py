"""Critical headways from synthetic drivers whose critical headway is known."""

from __future__ import annotations

import numpy as np
import pytest

from longtail_sim.validation.critical_headway import estimate, observe


def drivers(mean_s: float, sd_s: float, number: int) -> tuple[np.ndarray, np.ndarray]:
    """Return (accepted, largest rejected) headways of drivers who wait for the first that is long enough for them."""
    rng = np.random.default_rng(7)
    variance = np.log(1 + (sd_s / mean_s) ** 2)
    critical = rng.lognormal(np.log(mean_s) - variance / 2, np.sqrt(variance), number)
    accepted, rejected = np.zeros(number), np.zeros(number)
    for n in range(number):
        headway = rng.exponential(6.0)
        while headway < critical[n]:
            rejected[n] = max(rejected[n], headway)
            headway = rng.exponential(6.0)
        accepted[n] = headway
    return accepted, rejected


@pytest.mark.parametrize(("mean_s", "sd_s"), [(6.2, 1.2), (4.1, 0.8), (7.1, 0.3)])
def test_known_critical_headways_are_recovered(mean_s: float, sd_s: float) -> None:
    found = estimate(*drivers(mean_s, sd_s, 3000))
    assert found.mean_s == pytest.approx(mean_s, abs=0.1)
    assert found.sd_s == pytest.approx(sd_s, abs=0.15)


def test_who_rejects_more_than_he_accepts_is_left_out() -> None:
    accepted, rejected = drivers(6.2, 1.2, 500)
    odd = estimate(np.append(accepted, [2.0, 3.0]), np.append(rejected, [9.0, 3.0]))
    assert odd == estimate(accepted, rejected)


def test_one_driver_is_not_enough() -> None:
    with pytest.raises(ValueError, match="fewer than two"):
        estimate(np.array([7.0]), np.array([5.0]))


class TestObserve:
    """Major vehicles pass at 0, 4, 10, 13 and 25 s: headways 4, 6, 3 and 12 s."""

    MAJOR = np.array([0.0, 4.0, 10.0, 13.0, 25.0])

    def test_waiting_driver_rejects_and_accepts_whole_headways(self) -> None:
        seen = observe(self.MAJOR, np.array([15.0]), np.array([-1.0]))
        assert seen.accepted_s.tolist() == [12.0]
        assert seen.rejected_s.tolist() == [6.0]
        assert seen.follow_up_s.size == 0

    def test_lags_count_neither_way(self) -> None:
        """Who comes at 5 s has not seen the headway from 4 to 10 s begin; who goes within it has accepted a lag."""
        seen = observe(self.MAJOR, np.array([15.0]), np.array([5.0]))
        assert seen.rejected_s.tolist() == [3.0]
        assert observe(self.MAJOR, np.array([7.0]), np.array([5.0])).accepted_s.size == 0

    def test_followers_give_follow_up_times_only(self) -> None:
        seen = observe(self.MAJOR, np.array([15.0, 18.5, 22.0]), np.array([9.0, 16.0, 19.5]))
        assert seen.accepted_s.tolist() == [12.0]
        assert seen.follow_up_s.tolist() == [3.5, 3.5]

    def test_before_the_first_and_after_the_last_nothing_is_known(self) -> None:
        seen = observe(self.MAJOR, np.array([-2.0, 26.0]), np.array([-3.0, 24.0]))
        assert seen.accepted_s.size == seen.follow_up_s.size == 0
