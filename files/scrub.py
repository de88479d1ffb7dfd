"""Turn whatever somebody sent into plain pixels, in a process of its own.

A program: `python files/scrub.py FOLDER WIDTH…` reads the upload from standard input and writes one WebP for each width
into FOLDER, and one line of JSON to standard output: {"width", "height", "pictures": {width: name}} or {"refused": why}.

Why a process: a decoder can't be stopped from within Python, and a hostile file must not take the web server's memory
or time with it. So the kernel holds the limits. Nothing of Django is imported, so starting it takes a tenth of a second.
"""

import io
import json
import os
import resource
import signal
import sys
import warnings
from pathlib import Path

MEGABYTE = 1024 * 1024
MAX_BYTES = 8 * MEGABYTE
MAX_PIXELS = 24_000_000
MAX_SCANS = 100  # of a progressive JPEG; cameras write about 10, and each one costs a pass over the whole picture
MAX_MEMORY = 280 * MEGABYTE
MAX_SECONDS = 2.7  # of computing; the largest honest picture takes about 1
TALLEST = 2  # a rendition is at most twice as high as wide
FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
QUALITY = 80


class Refused(Exception):
    """`str()` is the word for the reason; files.actions knows the sentence."""


def main(folder: str, widths: list[int]) -> dict[str, object]:
    limit()
    try:
        return scrub(sys.stdin.buffer.read(MAX_BYTES + 1), Path(folder), widths)
    except Refused as why:
        return {"refused": str(why)}
    except MemoryError:
        return {"refused": "too_heavy"}
    except Exception:  # whatever a decoder raises about a broken or hostile file
        return {"refused": "broken"}


def limit() -> None:
    """The kernel ends this process when it takes too much."""
    signal.setitimer(signal.ITIMER_PROF, MAX_SECONDS)  # its signal, unhandled, ends the process also inside a decoder
    for what in ("RLIMIT_DATA", "RLIMIT_AS"):
        try:
            resource.setrlimit(getattr(resource, what), (MAX_MEMORY * (2 if what == "RLIMIT_AS" else 1),) * 2)
        except (AttributeError, ValueError, OSError):
            pass  # this system does not know the limit, or holds a stricter one
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def scrub(data: bytes, folder: Path, widths: list[int]) -> dict[str, object]:
    from PIL import Image, ImageFile

    warnings.simplefilter("error", Image.DecompressionBombWarning)
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    if len(data) > MAX_BYTES:
        raise Refused("too_many_bytes")
    image = opened(data)
    if image.width * image.height > MAX_PIXELS:
        raise Refused("too_many_pixels")
    if image.format == "JPEG" and data.count(b"\xff\xda") > MAX_SCANS:
        raise Refused("broken")
    turn = TURNS.get(image.getexif().get(0x0112, 1), ())
    profile = image.info.get("icc_profile")
    target = fitting(image.size[::-1] if sideways(turn) else image.size, max(widths))
    small = reduced(image, target[::-1] if sideways(turn) else target)
    for step in turn:
        small = small.transpose(step)
    return write(pixels_only(in_srgb(small, profile)), folder, widths)


# How a camera was held (EXIF orientation) → what makes the picture upright; the numbers are Pillow's Transpose.
MIRROR, FLIP, LEFT, HALF, RIGHT = range(5)
TURNS = {2: (MIRROR,), 3: (HALF,), 4: (FLIP,), 5: (MIRROR, LEFT), 6: (RIGHT,), 7: (MIRROR, RIGHT), 8: (LEFT,)}


def sideways(turn: tuple[int, ...]) -> bool:
    return LEFT in turn or RIGHT in turn


def opened(data: bytes):
    """The picture by its content, whatever its name says. The header is read here, no pixel yet."""
    from PIL import Image

    if data[4:8] == b"ftyp":
        return opened_heic(data)
    try:
        return Image.open(io.BytesIO(data), formats=FORMATS)
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        raise Refused("too_many_pixels") from None
    except Image.UnidentifiedImageError:
        raise Refused("not_a_picture") from None


def opened_heic(data: bytes):
    """What phones of one maker write. Its decoder may be missing on this machine."""
    try:
        import pillow_heif
    except ImportError:
        raise Refused("not_a_picture") from None
    from PIL import Image

    pillow_heif.options.DECODE_THREADS = 1
    pillow_heif.options.THUMBNAILS = False
    pillow_heif.options.DEPTH_IMAGES = False
    pillow_heif.options.AUX_IMAGES = False
    pillow_heif.register_heif_opener()
    try:
        return Image.open(io.BytesIO(data), formats=("HEIF",))
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        raise Refused("too_many_pixels") from None
    except Image.UnidentifiedImageError:
        raise Refused("not_a_picture") from None


def fitting(size: tuple[int, int], width: int) -> tuple[int, int]:
    """The size within width × twice the width; never larger than it was."""
    scale = min(1.0, width / size[0], width * TALLEST / size[1])
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def reduced(image, target: tuple[int, int]):
    """Small first; everything else is done on the small one."""
    from PIL import Image

    image.draft(None, target)  # a JPEG decodes straight into a half, a quarter or an eighth
    image.load()
    if image.width * image.height > MAX_PIXELS:
        raise Refused("too_many_pixels")  # it lied in its header
    if image.mode.startswith(("I", "F")):
        image = eight_bits(image)
    elif image.mode in ("P", "PA", "LA", "La") or "transparency" in image.info:
        image = image.convert("RGBA")
    elif image.mode == "1":
        image = image.convert("L")
    if target == image.size:
        return image
    return image.resize(target, Image.Resampling.LANCZOS, reducing_gap=2.0)


def eight_bits(image):
    """Sixteen-bit gray as eight-bit gray."""
    return image.convert("I").point(lambda value: value * (1 / 257)).convert("L")


def in_srgb(image, profile: bytes | None):
    """Colors as every screen understands them; the profile itself is not kept."""
    from PIL import ImageCms

    mode = "RGBA" if "A" in image.mode else "RGB"
    if profile and image.mode in ("RGB", "RGBA", "CMYK", "L"):
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            alpha = image.getchannel("A") if mode == "RGBA" else None
            colors = image.convert("RGB") if mode == "RGBA" else image
            done = ImageCms.profileToProfile(colors, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
            if done is not None:
                if alpha is not None:
                    done.putalpha(alpha)
                return done
        except (ImageCms.PyCMSError, OSError, ValueError):
            pass  # a broken profile: the numbers are taken as they are
    return image if image.mode == mode else image.convert(mode)


def pixels_only(image):
    """A fresh picture that never had any words beside its pixels."""
    from PIL import Image

    clean = Image.new(image.mode, image.size)
    clean.paste(image)
    return clean


def write(widest, folder: Path, widths: list[int]) -> dict[str, object]:
    """One file for each width up to the picture's own."""
    from PIL import Image

    sizes = {fitting(widest.size, width) for width in widths}
    pictures = {}
    for size in sorted(sizes):
        small = widest if size == widest.size else widest.resize(size, Image.Resampling.LANCZOS)
        name = f"{size[0]}.webp"
        data = io.BytesIO()
        small.save(data, "WEBP", quality=QUALITY, method=4)
        if chunks(data.getvalue()) - {b"VP8 ", b"VP8L", b"VP8X", b"ALPH"}:
            raise Refused("broken")  # can't happen; better no picture than one that tells where it was taken
        (folder / name).write_bytes(data.getvalue())
        pictures[str(size[0])] = name
    return {"width": widest.width, "height": widest.height, "pictures": pictures}


def chunks(webp: bytes) -> set[bytes]:
    """The names of all parts of a WebP file."""
    found, at = set(), 12
    while at + 8 <= len(webp):
        found.add(webp[at : at + 4])
        length = int.from_bytes(webp[at + 4 : at + 8], "little")
        at += 8 + length + length % 2
    return found


if __name__ == "__main__":
    os.umask(0o077)
    answer = main(sys.argv[1], [int(width) for width in sys.argv[2:]])
    sys.stdout.write(json.dumps(answer))
