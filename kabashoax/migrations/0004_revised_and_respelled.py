"""When readers last saw a claim change, for those published before; and words as rules/wording.py spells them now."""

from django.db import migrations

REVISED = """
UPDATE kabashoax_claim AS c SET revised_at = coalesce(
    (SELECT max(v.published_at) FROM kabashoax_verdict AS v WHERE v.claim_id = c.id), c.published_at)
  WHERE c.published_at IS NOT NULL AND c.revised_at IS NULL
"""


def respell(apps, schema_editor):
    from kabashoax.rules import wording

    Entry = apps.get_model("kabashoax", "Entry")
    for entry in Entry.objects.select_related("claim").iterator(chunk_size=500):
        title, body = wording.canonical(entry.claim.title), wording.canonical(entry.claim.wording)
        if (entry.title_words, entry.body_words) != (title, body):
            Entry.objects.filter(pk=entry.pk).update(title_words=title, body_words=body)


class Migration(migrations.Migration):
    dependencies = [("kabashoax", "0003_confirmations")]

    operations = [
        migrations.RunSQL(REVISED, migrations.RunSQL.noop),
        migrations.RunPython(respell, migrations.RunPython.noop),
    ]
