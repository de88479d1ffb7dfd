"""One stylesheet is served, small, and without what the design forbids."""

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from engage import stylesheet

pytestmark = pytest.mark.once

PHYSICAL = re.compile(
    r"(?<![\w-])(?:(?:margin|padding|border)-(?:left|right|top|bottom)|(?:min-|max-)?(?:width|height)|left|right|top|bottom|float:(?:left|right)|text-align:(?:left|right))\s*:"
)


def test_it_is_at_most_eleven_and_a_quarter_kilobytes_gzipped():
    assert len(gzip.compress(stylesheet.build().encode())) <= 11.25 * 1024


def test_the_same_parts_make_the_same_file():
    assert stylesheet.build() == stylesheet.build()


@pytest.mark.parametrize("path", [path for _layer, path in stylesheet.parts()], ids=lambda path: path.stem)
def test_only_logical_properties(path):
    text = re.sub(r"@(?:media|container)[^{]*", "", path.read_text())
    assert not PHYSICAL.findall(text)


def test_nothing_is_fetched_from_elsewhere():
    assert not re.search(r"@import|url\(|https?:", stylesheet.build())


def test_squeezing_keeps_the_meaning():
    css = "/* why */\n.a > .b ,\n.c :hover { color : red ; inline-size: calc(1rem + 2px); }\n"
    assert stylesheet.squeeze(css) == ".a>.b,.c :hover{color : red;inline-size:calc(1rem + 2px)}"


def test_the_server_finds_it_by_its_name():
    path = Path(finders.find(stylesheet.NAME))
    assert path.read_text() == stylesheet.build()
    assert gzip.decompress(path.with_name("engage.css.gz").read_bytes()).decode() == stylesheet.build()


def test_a_changed_part_makes_it_anew(settings, tmp_path, monkeypatch):
    settings.STYLESHEET_DIR = tmp_path
    finder = stylesheet.StylesheetFinder()
    finder.make()
    monkeypatch.setattr(stylesheet, "newest", lambda: finder.path.stat().st_mtime + 1)
    monkeypatch.setattr(stylesheet, "build", lambda: "changed")
    finder.make()
    assert finder.path.read_text() == "changed"
    assert sorted(path.name for path in finder.path.parent.iterdir()) == ["engage.css", "engage.css.gz"]


def test_the_script_is_at_most_five_kilobytes_gzipped():
    script = stylesheet.SOURCE.parent / "js" / "engage.js"
    assert len(gzip.compress(script.read_bytes())) <= 5 * 1024
