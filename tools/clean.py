"""`make clean`: remove what setup made. Runs on the system's Python."""

import shutil

from tools.embedded import PROJECT, development

FOLDERS = ("var", ".venv", "node_modules", "staticfiles", ".pytest_cache", ".mypy_cache", ".ruff_cache",
           ".import_linter_cache", ".hypothesis")  # fmt: skip


def main() -> None:
    folders = [*(PROJECT / name for name in FOLDERS), development().home]
    caches = [path for path in PROJECT.rglob("__pycache__") if ".venv" not in path.parts]
    for folder in (*folders, *caches):
        shutil.rmtree(folder, ignore_errors=True)
    left = [str(folder) for folder in folders if folder.exists()]
    if left:
        raise SystemExit(f"Tidak dapat dihapus (milik pengguna lain?) / not removed: {', '.join(left)}")
    print("Bersih / clean. `make run` mulai dari awal / starts afresh.")


if __name__ == "__main__":
    main()
