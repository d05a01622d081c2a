"""Every page of the map owes its reader the same, whoever asks: `check_page` looks at each that is opened."""

import pytest

from tests.house.test_routes import ROLES, SAMPLES, _person
from tests.pages.client import PageClient
from tests.pages.inside import put_inside

pytestmark = pytest.mark.one_database


def _addresses(app, base):
    """One address for each page that the portal serves."""
    pages = [rule for rule in app.url_map.iter_rules() if "GET" in rule.methods and rule.endpoint != "static"]
    with app.test_request_context(base_url=base):
        return [app.url_for(page.endpoint, **{name: SAMPLES[name] for name in page.arguments}) for page in pages]


@pytest.mark.parametrize("role", ROLES)
def test_every_page_has_a_title_on_one_line_and_all_else_that_it_owes(make_app, build, tmp_path, role):
    app = make_app(demo=True, smtp_url=f"file:{tmp_path}/lettres")
    with app.app_context():
        client = PageClient(app)
        if ROLES[role].kind:
            put_inside(client, _person(build, ROLES[role]), ROLES[role].level)
        statuses = {path: client.open(path).status for path in _addresses(app, client.base)}
    assert {path: status for path, status in statuses.items() if status >= 500} == {}
