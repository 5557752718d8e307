"""The rules that hold the house (docs/ARCHITECTURE.md). For each, one test of the portal and one planted fault."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models

from tools import house
from tools.embedded import PROJECT

# Models whose rows anybody may know, or that no page shows. Every other model is scoped by `visible_to`.
UNSCOPED = {
    "regions.Region": "public facts: kecamatan and kelurahan",
    "regions.Office": "public facts: the city's offices",
    "regions.OfficeHours": "public facts",
    "regions.Holiday": "public facts",
    "accounts.Bucket": "counters of the limiter; keys are hashed, no page shows them",
    "population.UsageRecord": "counts of questions to the register, without persons",
    "population.RegisterEntry": "the city's register: no page shows it, a provider finds one person by number",
    "population.RegisterImport": "counts of an import, without persons",
    "documents.Register": "counters of letter numbers, without persons",
    "documents.CertificateAuthority": "the portal's own certificates; no page shows the row",
    "documents.SignerSetting": "how an officer signs; read through the officer, changed by administrators",
    "documents.Countersignature": "reached through its document, which is scoped",
    "documents.SignerCertificate": "certificates are public by nature, the key is sealed; reached through the signer",
    "letters.WordingChange": "read with its request, which is scoped",
    "letters.ComplaintMessage": "reached through its complaint, which is scoped",
    "letters.SurveyMark": "that a survey was answered; no page shows the row",
    "letters.OfficeSetting": "how an office deals with letters, without persons",
    "signup.Registration": "belongs to nobody yet; found by the session or the secret code that was mailed",
    "notifications.Delivery": "reached through its message, which is scoped",
    "documents.CheckCount": "counts of checks, without persons",
    "jobs.Job": "work orders that hold ids only; no page lists them",
    "sihebat.FuelPrice": "public facts: what a litre costs at the pump",
    "sihebat.StandardPrice": "public facts: the budget's prices, the same for all offices",
    "kabashoax.Entry": "words of a claim for matching; read through the claim, which is scoped",
    "kabashoax.Lexeme": "counts of words, without persons",
    "kabashoax.Echo": "counts of me-too by day, without persons",
    "kabashoax.Verdict": "reached through its claim, which is scoped",
    "audit.Link": "an entry's place in the chain; read with its entry",
}
# (file, read) -> why this door may go around `visible_to`.
OPEN_READS: dict[tuple[str, str], str] = {
    ("core/signup/views.py", "Registration.objects"): "the one that this session itself began",
    ("sodamolek/letters/api/requests.py", "get_object_or_404(Office)"): "offices are public facts",
}
# (file, write) -> why this place writes a `status` that is no row's state.
STATUS_WRITES: dict[tuple[str, str], str] = {
    ("core/workflow.py", "locked.status"): "the one door to a state",
}
# Parts of core's rooms beside those that every app may have.
EXTRA_PARTS = {
    "core.web": {
        "charts",
        "paging",
        "registry",
        "context",
        "middleware",
        "errors",
        "health",
        "frame",
    },
    "core.accounts": {"access", "authentication", "limiter", "adminsite", "middleware"},
    "core.population": {"crypto", "fields", "providers"},
    "core.jobs": {"broker", "keeper", "registry", "runner", "sender"},
    "core.documents": {"demo", "signature", "typesetting"},
    "core.files": {"responses", "sandbox"},
    "core.notifications": {"delivery", "mailbox"},
    "core.signup": {"adapter", "authentication"},
}
OUR_APPS = [app for app in apps.get_app_configs() if app.name.split(".")[0] in house.PACKAGES]


def has_door(model: type[models.Model]) -> bool:
    return hasattr(model._default_manager, "visible_to")


def test_every_model_is_scoped_or_says_why_not():
    ours = {model._meta.label: has_door(model) for app in OUR_APPS for model in app.get_models()}
    assert {label for label, scoped in ours.items() if not scoped} - set(UNSCOPED) == set()
    assert {label for label in UNSCOPED if ours.get(label)} == set(), "scoped by now: take them off the list"


def test_a_model_without_a_door_is_seen():
    from django.contrib.sessions.models import Session

    assert not has_door(Session)


def test_pages_and_api_reach_rows_only_through_their_door():
    doors = [file for file in house.sources(*house.PACKAGES) if house.is_door(file.relative_to(PROJECT))]
    found = {(house.relative(file), read) for file in doors for read in house.unscoped_reads(file.read_text())}
    assert found - set(OPEN_READS) == set()


@pytest.mark.parametrize(
    ("planted", "expected"),
    [
        ("Letter.objects.all()", ["Letter.objects"]),
        ("rows = models.Letter.objects", ["models.Letter.objects"]),
        ("get_object_or_404(Letter, pk=pk)", ["get_object_or_404(Letter)"]),
        ("Letter._base_manager.get(pk=1)", ["Letter._base_manager"]),
        ("class A:\n    queryset = Letter.objects.filter(a=1)", ["Letter.objects"]),
        ("get_object_or_404(Letter.objects.visible_to(user), pk=pk)", []),
        ("Letter.objects.visible_to(user).filter(a=1)", []),
        ("Letter.objects.none()", []),
    ],
)
def test_a_read_around_the_door_is_seen(planted, expected):
    assert house.unscoped_reads(planted) == expected


@pytest.mark.parametrize("name", ["core/x/views.py", "core/x/views/desk.py", "core/x/api.py", "core/x/serializers.py"])
def test_doors_are_files_and_folders(name):
    assert house.is_door(Path(name))
    assert not house.is_door(Path("core/x/services.py"))


def test_only_the_workflow_writes_a_status():
    found = {
        (house.relative(file), write)
        for file in house.sources(*house.PACKAGES)
        for write in house.status_writes(file.read_text())
    }
    assert found - set(STATUS_WRITES) == set()
    assert ("core/workflow.py", "locked.status") in found


@pytest.mark.parametrize(
    ("planted", "expected"),
    [
        ("letter.status = 'signed'", ["letter.status"]),
        ("a, letter.status = 1, 2", ["letter.status"]),
        ("Letter.objects.filter(pk=1).update(status='signed')", ["update(status)"]),
        ("Letter.objects.create(status='signed')", ["create(status)"]),
        ("Letter.objects.update_or_create(pk=1, defaults={'status': 'x'})", ["update_or_create(status)"]),
        ("Letter.objects.bulk_update(rows, ['status'])", ["bulk_update(status)"]),
        ("setattr(letter, 'status', 'x')", ["setattr(letter, 'status', 'x')"]),
        ("render(request, 'a.html', status=404)", []),
        ("letter.state = letter.status", []),
    ],
)
def test_a_written_status_is_seen(planted, expected):
    assert house.status_writes(planted) == expected


def test_no_service_imports_a_task():
    services = [
        file
        for file in house.sources(*house.PACKAGES)
        if "services" in {file.stem, file.parent.name} and house.task_imports(file.read_text())
    ]
    assert services == []


@pytest.mark.parametrize(
    "planted",
    ["from sodamolek.letters.tasks import sign", "from sodamolek.letters import tasks", "import core.jobs.tasks"],
)
def test_an_imported_task_is_seen(planted):
    assert house.task_imports(planted) != []
    assert house.task_imports("from core.jobs import services") == []


def test_an_app_holds_the_known_parts_only():
    strays = {
        app.name: house.stray_parts(Path(app.path), frozenset(EXTRA_PARTS.get(app.name, set()))) for app in OUR_APPS
    }
    assert {name: found for name, found in strays.items() if found} == {}


def test_a_stray_part_is_seen(tmp_path):
    for name in ("models.py", "helpers.py", "services", "utils"):
        (tmp_path / name).mkdir() if "." not in name else (tmp_path / name).touch()
    assert house.stray_parts(tmp_path, frozenset({"helpers"})) == ["utils"]


def test_core_is_the_only_package_with_parts_of_its_own():
    assert {name.split(".")[0] for name in EXTRA_PARTS} == {"core"}


def test_files_are_small():
    sizes = [(house.relative(f), len(f.read_text().splitlines())) for f in house.sources(*house.EVERYTHING)]
    assert house.too_big(sizes, usual=250, most=400) == []


def test_functions_are_small():
    sizes = [
        (f"{house.relative(file)} {name}", size)
        for file in house.sources(*house.EVERYTHING)
        for name, size in house.function_sizes(file.read_text())
    ]
    assert house.too_big(sizes, usual=30, most=60) == []


def test_a_big_file_and_a_big_function_are_seen():
    assert house.function_sizes("def f():\n    a = 1\n    return a\n") == [("f", 3)]
    assert house.too_big([("a", 61)], usual=30, most=60) == ["a: 61"]
    assert house.too_big([("a", 31), *[("b", 1)] * 18], usual=30, most=60) == ["a: 31"]
    assert house.too_big([("a", 31), *[("b", 1)] * 19], usual=30, most=60) == []


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).parent / "lint-imports"
    return subprocess.run([program, "--no-cache"], cwd=folder, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def copy_of_the_house(tmp_path_factory):
    """The portal's Python files alone, to plant wrong imports in."""
    pytest.importorskip("importlinter", reason="pip install -r requirements-dev.txt")
    folder = tmp_path_factory.mktemp("house")
    for name in (*house.PACKAGES, "tools"):
        shutil.copytree(settings.BASE_DIR / name, folder / name, ignore=lambda _, names: [
            n for n in names if "." in n and not n.endswith(".py")
        ])  # fmt: skip
    shutil.copy(settings.BASE_DIR / ".importlinter", folder)
    assert lint_imports(folder).returncode == 0
    return folder


@pytest.mark.parametrize(
    ("file", "planted", "contract"),
    [
        ("core/base.py", "import sihebat.apps", "Wiring above features"),
        ("sihebat/apps.py", "import kabashoax.apps", "sibling features never meet"),
        ("sodamolek/growth/apps.py", "import sodamolek.prices.apps", "The three apps of Sodamolek"),
        ("core/regions/models.py", "import core.accounts.models", "Inside core"),
        ("core/jobs/models.py", "import core.jobs.services", "Inside an app"),
        ("core/accounts/rules.py", "import core.accounts.models", "Inside an app"),
        ("core/base.py", "import tools.embedded", "does not need its tools"),
    ],
)
def test_a_wrong_import_is_seen(copy_of_the_house, file, planted, contract):
    path = copy_of_the_house / file
    before = path.read_text()
    path.write_text(f"{before}\n\n{planted}\n")
    result = lint_imports(copy_of_the_house)
    path.write_text(before)
    broken = [line for line in result.stdout.replace("\n", " ").split("KEPT") if "BROKEN" in line]
    assert result.returncode == 1
    assert contract in " ".join(" ".join(broken).split())
