"""What every test would pay for again, though it is the same for all of them in one process."""

import gc

from whitenoise.middleware import WhiteNoiseMiddleware


def list_static_files_once() -> None:
    """Each test's client builds the middleware anew, and WhiteNoise would look at a thousand files each time."""
    walk = WhiteNoiseMiddleware.add_files_from_finders
    found: dict[str, object] = {}

    def add(self: WhiteNoiseMiddleware) -> None:
        if not found:
            walk(self)
            found.update(self.files)
        self.files.update(found)

    WhiteNoiseMiddleware.add_files_from_finders = add


def collect_no_garbage() -> None:
    """While the libraries are read there is none; the collector would look through them a hundred times."""
    gc.disable()


def collect_garbage_of_tests_alone() -> None:
    """The libraries stay until the end: the collector need not look at them again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 10, 10)
    gc.enable()
