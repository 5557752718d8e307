"""Models and migrations agree, and no migration locks out the running portal (docs/adr, expand and contract)."""

import os

from tools.house import PACKAGES

# The linter can't see why these lock nobody out: name -> why.
HARMLESS = {
    "0003_two_signatures": "the unique constraints are made anew with a narrower condition: no row can offend them",
    "0003_phone_is_a_contact": "the old constraint on every number is replaced by a narrower one; accounts are few",
    "0002_signatures": "a longer varchar is a change of the catalogue alone",
}


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "kupang_portal.settings.lint"
    import django

    django.setup()
    from django.apps import apps
    from django.core.management import call_command

    call_command("makemigrations", "--check", "--dry-run")
    theirs = sorted(app.label for app in apps.get_app_configs() if app.name.split(".")[0] not in PACKAGES)
    call_command(
        "lintmigrations", exclude_apps=theirs, no_cache=True, quiet=["ok", "ignore"], ignore_name=list(HARMLESS)
    )


if __name__ == "__main__":
    main()
