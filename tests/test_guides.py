"""Guides name buttons and pages as the screen does: what stands in bold there is a text of the portal."""

import re

import pytest

from tools.embedded import PROJECT

GUIDES = PROJECT / "docs" / "panduan"
TEMPLATES = [path.read_text() for path in (PROJECT / "templates").rglob("*.html")]
CODE = [path.read_text() for app in ("core", "sodamolek") for path in (PROJECT / app).rglob("*.py")]


@pytest.mark.parametrize("name", ["warga", "operator", "lurah"])
def test_what_a_guide_tells_to_press_is_on_the_screen(name):
    named = set(re.findall(r"\*\*(.+?)\*\*", (GUIDES / f"{name}.md").read_text()))
    screen = "\n".join(TEMPLATES + CODE)
    assert len(named) > 8
    assert [text for text in sorted(named) if f'"{text}"' not in screen] == []
