"""Whether a file is a program, by its content or by the suffix that makes a system run it."""

from pathlib import PurePosixPath

# Windows, Linux, macOS (both byte orders and universal), Java, WebAssembly, scripts, and shortcuts of Windows.
MAGIC = (b"MZ", b"\x7fELF", b"\xfe\xed\xfa\xce", b"\xfe\xed\xfa\xcf", b"\xce\xfa\xed\xfe", b"\xcf\xfa\xed\xfe",
         b"\xca\xfe\xba\xbe", b"\x00asm", b"#!", b"L\x00\x00\x00\x01\x14\x02\x00")  # fmt: skip
SUFFIXES = frozenset((
    "app", "apk", "bat", "cmd", "com", "cpl", "dll", "exe", "gadget", "hta", "jar", "js", "jse", "lnk", "msi", "msp",
    "ps1", "ps2", "psm1", "reg", "scr", "sh", "vb", "vbe", "vbs", "ws", "wsf", "wsh",
))  # fmt: skip


def is_program(name: str, content: bytes) -> bool:
    """Whether a system would run the file when somebody opens it."""
    return content.startswith(MAGIC) or PurePosixPath(name.replace("\\", "/")).suffix[1:].lower() in SUFFIXES
