"""An instructeur at a browser, and what the list shows."""

import pytest

from tests.pages.inside import put_inside


@pytest.fixture
def judge(records):
    """An instructeur."""
    return records.instructor()


@pytest.fixture
def desk(client, judge):
    """Their browser, signed in."""
    return put_inside(client, judge)


@pytest.fixture
def listed(desk):
    """The numbers that the list shows at this address."""

    def numbers(address="/instruction"):
        desk.open(address)
        return [row.select_one("th a").get_text() for row in desk.soup.select("#demandes tbody tr")]

    return numbers
