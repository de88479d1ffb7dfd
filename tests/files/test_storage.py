"""A full disk leaves no half file behind, and the next upload works."""

import subprocess
import sys

import pytest
from django.core.files.base import ContentFile

from files.storage import WholeFileStorage

pytestmark = pytest.mark.once

# The kernel refuses to let a file grow past the limit: to the program it is the same as a full disk.
FULL_DISK = """
import resource, signal, sys
import django
from django.conf import settings
settings.configure(MEDIA_ROOT=sys.argv[1])
django.setup()
from django.core.files.base import ContentFile
from files.storage import WholeFileStorage
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
storage = WholeFileStorage(location=sys.argv[1])
storage.save("small.webp", ContentFile(b"x" * 1000))
try:
    storage.save("pictures/ab/large.webp", ContentFile(b"x" * 1_000_000))
except OSError as problem:
    print("refused:", problem.errno)
"""


def test_a_full_disk_leaves_no_part_of_a_file(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", FULL_DISK, str(tmp_path)], capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout.startswith("refused:")
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["small.webp"]


def test_two_files_of_one_name_both_stay(tmp_path):
    storage = WholeFileStorage(location=tmp_path)
    names = [storage.save("a.webp", ContentFile(word)) for word in (b"one", b"two")]
    assert len(set(names)) == 2
    assert sorted(path.read_bytes() for path in tmp_path.iterdir()) == [b"one", b"two"]


def test_a_move_that_fails_leaves_nothing(tmp_path, monkeypatch):
    def fails(*args):
        raise OSError(5, "input/output error")

    monkeypatch.setattr("files.storage.os.replace", fails)
    with pytest.raises(OSError, match="input/output"):
        WholeFileStorage(location=tmp_path).save("a.webp", ContentFile(b"x"))
    assert not list(tmp_path.iterdir())
