"""``pytest tests/golden --renew`` writes the histories anew."""

from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option; it is known where this folder is named on the command line."""
    parser.addoption("--renew", action="store_true", help="write tests/golden/histories.json anew")


@pytest.fixture(scope="session")
def renew(request: pytest.FixtureRequest) -> bool:
    """Whether what is kept is to be written anew."""
    return bool(request.config.getoption("--renew", default=False))
