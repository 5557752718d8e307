"""manage.py demo_people: who can be signed in as in the demo, and with what."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from core.signup import demo


class Command(BaseCommand):
    help = "Print the demo's people by role with log-in, password, passphrase and code, and whom to register as."

    def handle(self, *args: object, **options: object) -> None:
        if not settings.DEMO:
            raise CommandError("Hanya dalam mode demo (DEMO=true, bukan produksi).")
        self.stdout.write(f"Password: {demo.PASSWORD}")
        for group in demo.groups():
            self.stdout.write(f"\n{group.title}")
            for person in group.people:
                extras = [
                    f"passphrase {person.passphrase}" if person.passphrase else "",
                    f"TOTP {person.code}" if person.code else "",
                ]
                line = f"  {person.title:<24} {person.name:<32} {person.login:<20} {'  '.join(filter(None, extras))}"
                self.stdout.write(line.rstrip())
        self.stdout.write("\nTo register with at /daftar/: NIK, KK number, birth date")
        for row in demo.identities():
            self.stdout.write(f"  {row['nik']}  {row['kk']}  {row['birth_date']:%d-%m-%Y}  {row['name']}")
