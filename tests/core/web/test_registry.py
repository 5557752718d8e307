import re
from collections.abc import Callable
from datetime import date

import pytest
from django.core.management import CommandError, call_command, get_commands

from core.accounts.rules import Role
from core.web import registry
from core.web.management.commands import load_reference
from core.web.registry import HomeCard, NavItem, Registry
from tests.addresses import addresses
from tools.embedded import PROJECT


def test_order_and_no_doubles():
    items: Registry[str] = Registry()
    items.add("b", order=20)
    items.add("a", order=10)
    items.add("c", order=20)
    items.add("a", order=30)
    assert list(items) == ["a", "b", "c"]


def test_item_whose_address_is_missing_is_hidden(rf, db):
    from core.web.context import navigation

    item = NavItem("Belum ada", "nowhere:nothing")
    registry.nav.add(item)
    try:
        request = rf.get("/")
        assert "Belum ada" not in [entry.label for entry in navigation(request)]
    finally:
        registry.nav.remove(item)


def test_only_the_nearest_entry_is_where_somebody_is(rf, monkeypatch):
    from core.web.context import navigation

    monkeypatch.setattr(
        registry, "nav", [NavItem("A", "web:home"), NavItem("B", "web:search"), NavItem("C", "web:about")]
    )
    monkeypatch.setattr(registry, "address", {"web:home": "/", "web:search": "/a/", "web:about": "/a/b/"}.get)
    marks = [(entry.label, entry.current, entry.within) for entry in navigation(rf.get("/a/b/c/"))]
    assert marks == [("A", False, False), ("B", False, False), ("C", False, True)]
    assert [entry.current for entry in navigation(rf.get("/a/"))] == [False, True, False]


def test_one_command_loads_the_reference_data_of_every_feature(monkeypatch, capsys):
    loaders = {name for name in get_commands() if name.startswith("load_")} - {"load_reference", "load_boundaries"}
    ran = []
    monkeypatch.setattr(load_reference, "call_command", lambda name, **_options: ran.append(name))
    call_command("load_reference")
    assert (ran[0], set(ran)) == ("load_regions", loaders)


def test_the_deploy_guide_names_commands_that_exist():
    named = set(re.findall(r"\bmanage(?:\.py)? ([a-z_]+)", (PROJECT / "deploy" / "README.md").read_text()))
    assert {"migrate", "load_reference", "make_administrator", "anchor_audit"} <= named
    assert named - set(get_commands()) == set()


def all_names() -> set[str]:
    cards = [action.url_name for card in registry.home_cards for action in card.actions]
    return {item.url_name for item in (*registry.nav, *registry.shortcuts)} | set(cards)


def test_every_registered_address_exists():
    assert [name for name in sorted(all_names()) if not registry.address(name)] == []


def test_home_has_the_four_services_and_the_short_ways():
    services = [str(card.title) for card in registry.home_cards if card.place == "service"]
    quick = [str(card.title) for card in registry.home_cards if card.place == "quick"]
    assert services == ["Sodamolek", "SiHebat", "Kabas Hoax", "Evaluasi"]
    assert quick[:3] == ["Lacak permohonan", "Periksa surat", "Harga pangan"]


def used_icons() -> set[str]:
    items: list[NavItem | HomeCard | registry.Shortcut] = [*registry.nav, *registry.home_cards, *registry.shortcuts]
    named = {item.icon for item in items if item.icon}
    for template in (PROJECT / "templates").rglob("*.html"):
        named |= set(re.findall(r"{% icon ['\"]([\w-]+)['\"]", template.read_text()))
        named |= set(re.findall(r'\bicon="([\w-]+)"', template.read_text()))
    return named


def test_every_icon_that_is_used_is_drawn():
    drawn = set(re.findall(r'<symbol id="([\w-]+)"', (PROJECT / "static/img/icons.svg").read_text()))
    assert sorted(used_icons() - drawn) == []


def test_demo_functions_run_by_their_order(settings, monkeypatch):
    ran: list[str] = []
    demo: Registry[Callable[[], None]] = Registry()
    second, first = (lambda: ran.append("second")), (lambda: ran.append("first"))
    demo.add(second, order=20)
    demo.add(first, order=10)
    demo.add(second, order=20)
    monkeypatch.setattr(registry, "demo", demo)
    settings.DEMO = True
    call_command("make_demo", verbosity=0)
    assert ran == ["first", "second"]


def test_demo_data_is_refused_outside_demo_mode(settings, monkeypatch):
    demo: Registry[Callable[[], None]] = Registry()
    demo.add(lambda: pytest.fail("must not run"))
    monkeypatch.setattr(registry, "demo", demo)
    settings.DEMO = False
    with pytest.raises(CommandError, match="mode demo"):
        call_command("make_demo")


def test_retention_functions_answer_how_many_rows_they_removed(db):
    assert [isinstance(erase(date(2000, 1, 1)), int) for erase in registry.retention] == [True] * len(
        registry.retention
    )


def test_roles_of_navigation_are_roles():
    assert {role for item in (*registry.nav, *registry.shortcuts) for role in item.roles} <= set(Role)


def test_every_way_that_a_role_is_shown_is_open_to_it():
    """Citizen stands for everybody with an account (core.accounts.access)."""
    marks = {a.name: a.access for a in addresses()}
    shut = [
        (item.url_name, role)
        for item in (*registry.nav, *registry.shortcuts)
        for role in item.roles
        if (access := marks[item.url_name]) and access.roles and not access.roles & {role, Role.CITIZEN}
    ]
    assert shut == []


def test_every_role_finds_a_way_to_its_work():
    led = {role for item in (*registry.nav, *registry.shortcuts) for role in item.roles}
    assert set(Role) - led == set()
