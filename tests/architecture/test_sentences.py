"""Every sentence that is to be translated stands where `makemessages` looks: it does not look into f-strings."""

import ast
from collections.abc import Iterator

import pytest

from tests.tooling.house import ROOT, rooms

pytestmark = pytest.mark.once

MARKS = {
    "_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy", "npgettext",
}  # fmt: skip


def marked_inside(tree: ast.AST) -> Iterator[int]:
    """The lines where a sentence is marked inside an f-string."""
    for words in ast.walk(tree):
        if not isinstance(words, ast.JoinedStr):
            continue
        for call in ast.walk(words):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in MARKS:
                yield call.lineno


def test_no_sentence_hides_in_an_f_string():
    assert list(marked_inside(ast.parse("""f'{name}: {escape(_("Report"))}'"""))) == [1]
    found = [
        f"{path.relative_to(ROOT)}:{line}"
        for room in rooms()
        for path in (ROOT / room).rglob("*.py")
        for line in marked_inside(ast.parse(path.read_text()))
    ]
    assert found == []
