"""What somebody typed is never cut off in silence: actions take it whole, or refuse it with `core.lines.kept`."""

import re

from tests.tooling.house import ROOT, rooms

CUT = re.compile(r"\.strip\(\)\[:")


def test_no_action_cuts_words_off():
    files = [path for room in rooms() for path in [*(ROOT / room).glob("actions/*.py"), ROOT / room / "actions.py"]]
    found = [
        f"{path.relative_to(ROOT)}:{n}"
        for path in files
        if path.exists()
        for n, line in enumerate(path.read_text().splitlines(), 1)
        if CUT.search(line) and "[:1]" not in line
    ]
    assert found == []
