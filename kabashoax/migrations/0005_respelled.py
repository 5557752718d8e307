"""Words as rules/wording.py spells them now: letters of classes stay, and what stands below a ruled line goes."""

from django.db import migrations


def respell(apps, schema_editor):
    from kabashoax.rules import unfolding, wording

    Entry = apps.get_model("kabashoax", "Entry")
    for entry in Entry.objects.select_related("claim").iterator(chunk_size=500):
        title = wording.canonical(entry.claim.title)
        body = wording.canonical(unfolding.claimed(entry.claim.wording))
        if (entry.title_words, entry.body_words) != (title, body):
            Entry.objects.filter(pk=entry.pk).update(title_words=title, body_words=body)


class Migration(migrations.Migration):
    dependencies = [("kabashoax", "0004_revised_and_respelled")]

    operations = [migrations.RunPython(respell, migrations.RunPython.noop)]
