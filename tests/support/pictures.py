"""Pictures made in memory: honest ones that carry a position, and files that mean harm."""

import io
import struct
import zlib
from typing import Any

import pillow_heif
from PIL import Image, ImageCms, PngImagePlugin

SECRET = "52.3702N 4.8952E Lantern Creek 7"
XMP = f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF exif:GPSLatitude="{SECRET}"/></x:xmpmeta>'.encode()


def scene(width: int = 800, height: int = 600, mode: str = "RGB") -> Image.Image:
    """Sky above, grass below, a red sun at the upper left: one sees when it lies on its side."""
    image = Image.new("RGB", (width, height), (120, 180, 250))
    image.paste((60, 140, 40), (0, height * 2 // 3, width, height))
    image.paste((230, 40, 20), (width // 20, height // 20, width // 5, height // 5))
    return image.convert(mode)


def where_taken() -> bytes:
    """EXIF with a position, a name and a thumbnail's worth of words."""
    exif = Image.Exif()
    exif[0x010E] = exif[0x013B] = SECRET
    place = exif.get_ifd(0x8825)
    place[1], place[2], place[3], place[4] = "N", (52.0, 22.0, 12.7), "E", (4.0, 53.0, 42.7)
    return exif.tobytes()


def encoded(image: Image.Image, kind: str, **how: Any) -> bytes:
    if kind == "HEIF":
        pillow_heif.register_heif_opener()
    data = io.BytesIO()
    image.save(data, kind, **how)
    return data.getvalue()


def telling_jpeg() -> bytes:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    plain = encoded(scene(), "JPEG", exif=where_taken(), xmp=XMP, icc_profile=profile, comment=SECRET.encode())
    caption = b"\x1c\x02\x78" + struct.pack(">H", len(SECRET)) + SECRET.encode()  # IPTC, record 2:120
    block = b"Photoshop 3.0\x008BIM\x04\x04\x00\x00" + struct.pack(">I", len(caption)) + caption
    return plain[:2] + b"\xff\xed" + struct.pack(">H", len(block) + 2) + block + plain[2:] + SECRET.encode()


def telling_png() -> bytes:
    words = PngImagePlugin.PngInfo()
    words.add_text("Comment", SECRET)
    words.add_text("Packed", SECRET, zip=True)
    words.add_itxt("XML:com.adobe.xmp", XMP.decode())
    return encoded(scene(), "PNG", pnginfo=words, exif=where_taken())


def telling_gif() -> bytes:
    return encoded(scene(mode="P"), "GIF", comment=SECRET.encode())


def telling_webp() -> bytes:
    return encoded(scene(), "WEBP", exif=where_taken(), xmp=XMP)


def telling_heic() -> bytes:
    return encoded(scene(), "HEIF", exif=where_taken(), xmp=XMP)


TELLING = {
    "JPEG": telling_jpeg,
    "PNG": telling_png,
    "GIF": telling_gif,
    "WebP": telling_webp,
    "HEIC": telling_heic,
}


def png_chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png_bomb(width: int = 16_000, height: int = 8_000) -> bytes:
    """Some kilobytes that would unpack to 128 megapixels."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compressobj(9)
    line = bytes(width * 3 + 1)
    body = b"".join(rows.compress(line) for _ in range(height)) + rows.flush()
    return b"\x89PNG\r\n\x1a\n" + png_chunk(b"IHDR", head) + png_chunk(b"IDAT", body) + png_chunk(b"IEND", b"")


def png_with_a_bomb_in_its_words() -> bytes:
    honest = encoded(scene(), "PNG")
    packed = png_chunk(b"zTXt", b"Comment\x00\x00" + zlib.compress(bytes(200_000_000), 9))
    return honest[:33] + packed + honest[33:]


def jpeg_of_endless_scans() -> bytes:
    """A progressive JPEG whose last scan is repeated: each repetition is a pass over the whole picture."""
    data = encoded(scene(4000, 3000), "JPEG", progressive=True)
    last = data.rindex(b"\xff\xda")
    return data[:last] + data[last:-2] * 20_000 + b"\xff\xd9"


def animation(frames: int = 300, side: int = 2000) -> bytes:
    """One picture, then another one `frames - 1` times: to draw and pack each of them would take seconds."""
    pictures = [Image.new("P", (side, side), n) for n in range(2)]
    data = encoded(pictures[0], "GIF", save_all=True, append_images=pictures[1:])
    second = data.rindex(b"\x21\xf9\x04")  # where its control block begins; one byte ends the file
    return data[:second] + data[second:-1] * (frames - 1) + data[-1:]


def gif_with_a_lying_header() -> bytes:
    """Says 10 × 10, and holds a frame of 60,000 × 60,000."""
    data = bytearray(encoded(Image.new("P", (10, 10)), "GIF"))
    at = data.index(b"\x2c", 13 + 3 * 2 ** ((data[10] & 7) + 1))
    data[at + 5 : at + 9] = struct.pack("<HH", 60_000, 60_000)
    return bytes(data)
