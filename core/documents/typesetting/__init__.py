"""Letters: what they say (content.py) and how they become PDF (compiler.py)."""

from core.documents.typesetting.compiler import compile_letter, preview_letter
from core.documents.typesetting.content import LetterContent, Part, SignatureBlock, signature_lines

__all__ = ["LetterContent", "Part", "SignatureBlock", "compile_letter", "preview_letter", "signature_lines"]
