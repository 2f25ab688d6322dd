"""Write the expected.json of golden fixtures anew; look at the difference before you commit it.

    python tools/update_fixtures.py tests/fixtures/renderings/crlf …      (all of them where none is named)

A rendering's new expectation is written only if its text comes back byte for byte.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import threadkit

ROOT = Path(__file__).resolve().parent.parent / "tests" / "fixtures" / "renderings"


def main(folders: list[str]) -> int:
    for folder in map(Path, folders) if folders else sorted(ROOT.iterdir()):
        text = (folder / "input.txt").read_bytes().decode("utf-8")
        thread = threadkit.parse(text)
        if threadkit.to_text(thread) != text:
            print(f"{folder.name}: the text does not come back; not written")
            return 1
        expected = threadkit.to_dict(thread)
        expected.pop("layout", None)  # typography is tested by the identity, not line by line
        written = json.dumps(expected, ensure_ascii=False, indent=1) + "\n"
        (folder / "expected.json").write_text(written, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
