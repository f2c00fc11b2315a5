"""JSON for machines that people look at too: no character of it is a command to a terminal, whatever names hold."""

from __future__ import annotations

import json
from typing import Any

# JSON itself writes those below a space as escapes, and lets these pass.
_ESCAPED = {code: f"\\u{code:04x}" for code in (*range(0x7F, 0xA0), 0x2028, 0x2029)}


def json_text(found: Any, *, sort_keys: bool = False) -> str:
    """Return a value as JSON, letters of every script as they are.

    Args:
        found: lists, dictionaries, texts and numbers.
        sort_keys: whether the keys of each object are in the order of their letters.
    """
    text = json.dumps(found, ensure_ascii=False, indent=1, allow_nan=False, sort_keys=sort_keys)
    return text.translate(_ESCAPED) + "\n"
