"""`portail profils codes`: the table that the documents hold."""

from click.testing import CliRunner

from portal.cli import main
from portal.profiles.record.rules.codes import Code


def test_the_table_of_codes_is_written():
    written = CliRunner().invoke(main, ["profils", "codes"])
    assert written.exit_code == 0
    assert [code for code in Code if f"| `{code.value}` |" not in written.output] == []
