"""The one served stylesheet, put together from the components' files without any build tool.

A static-files finder offers `engage/engage.css`: it is written when somebody asks for it (the server, `collectstatic`)
and a part has changed since. Nothing made is committed, so nothing can be out of step.
"""

import gzip
import os
import re
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

NAME = "engage/engage.css"
SOURCE = Path(__file__).parent / "static" / "engage" / "css"
LAYERS = ("reset", "tokens", "base", "layout", "components", "utilities", "print")
# Small parts that bigger ones rearrange come first; all others follow by name.
FIRST = ("button", "picto", "mark", "date", "status", "row", "line")


def parts() -> list[tuple[str, Path]]:
    """(layer, file) in the order of the cascade."""
    named = {path.stem: path for path in sorted((SOURCE / "components").glob("*.css"))}
    components = [named.pop(stem) for stem in FIRST] + list(named.values())
    return [
        (layer, path)
        for layer in LAYERS
        for path in (components if layer == "components" else [SOURCE / f"{layer}.css"])
    ]


def build() -> str:
    """All parts as one text: layered, without comments and needless spaces; the same for the same parts."""
    text = [f"@layer {','.join(LAYERS)};"]
    last = None
    for layer, path in parts():
        if layer != last:
            text.append(("}" if last else "") + f"@layer {layer}{{")
        text.append(squeeze(path.read_text(encoding="utf-8")))
        last = layer
    return "".join(text) + "}\n"


def squeeze(css: str) -> str:
    """Our own CSS without comments and spare blanks; strings hold no comment signs or runs of blanks."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    css = re.sub(r"\s+", " ", css)
    css = re.sub(r" ?([{};,>]) ?", r"\1", css)
    css = re.sub(r"(?<=[a-z]): ", ":", css)
    return css.replace(";}", "}").strip()


class StylesheetFinder(BaseFinder):
    """Finds one file, and makes it first when a part is newer."""

    def __init__(self, app_names=None, *args, **kwargs):
        super().__init__(*args, **kwargs)
        folder = getattr(settings, "STYLESHEET_DIR", None) or Path(settings.BASE_DIR) / "var" / "stylesheet"
        self.storage = FileSystemStorage(location=folder)
        self.path = Path(folder) / NAME

    def check(self, **kwargs):
        return []

    def find(self, path, find_all=False, **kwargs):
        """The made file, for exactly one name."""
        if path != NAME:
            return []
        self.make()
        return [str(self.path)] if find_all else str(self.path)

    def list(self, ignore_patterns) -> Iterator[tuple[str, FileSystemStorage]]:
        """The one file, made when needed."""
        self.make()
        yield NAME, self.storage

    def make(self) -> None:
        """Write it (and a gzipped copy that the server may send) if a part changed; whole or not at all."""
        if self.path.exists() and self.path.stat().st_mtime >= newest():
            return
        text = build().encode()
        self.path.parent.mkdir(parents=True, exist_ok=True)
        for path, content in (
            (self.path.with_name("engage.css.gz"), gzip.compress(text, mtime=0)),
            (self.path, text),
        ):
            half = path.with_name(f"{path.name}.{os.getpid()}")
            half.write_bytes(content)
            os.replace(half, path)


def newest() -> float:
    """When the youngest part changed; a removed part shows in its folder."""
    files = [path for _, path in parts()] + [SOURCE / "components", Path(__file__)]
    return max(path.stat().st_mtime for path in files)
