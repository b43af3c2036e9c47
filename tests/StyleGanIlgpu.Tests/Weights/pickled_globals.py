"""pickled_globals.py FILE: every global that a pickle names, and every one within the storages it holds, found without running anything."""
import io
import pickletools
import sys

MAGIC = b"\x80\x02\x8a\x0al\xfc\x9cF\xf9 j\xa8P\x19."


def look(data, where, storages):
    stream = io.BytesIO(data)
    # A storage is five pickles one after another, and then numbers.
    for _ in range(5 if where == "storage" else 1):
        for opcode, argument, _ in pickletools.genops(stream):
            if opcode.name in ("GLOBAL", "INST"):
                found.add((where, argument.replace(" ", ".")))
            elif opcode.name in ("STACK_GLOBAL", "EXT1", "EXT2", "EXT4"):
                found.add((where, opcode.name))
            elif isinstance(argument, bytes):
                assert argument.startswith(MAGIC), argument[:20]
                storages.append(argument)
    assert where == "storage" or stream.read() == b""


found = set()
storages = []
with open(sys.argv[1], "rb") as file:
    look(file.read(), "file", storages)
for storage in storages:
    look(storage, "storage", [])
print(len(storages))
for where, name in sorted(found):
    print(where, name)
