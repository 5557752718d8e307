"""The index of claims for full-text search. The database keeps the vocabulary in step (migration 0002)."""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models

from kabashoax.models.claims import Claim


class Entry(models.Model):
    """A claim's words in one spelling (rules/wording.py) and their stems."""

    claim = models.OneToOneField(Claim, on_delete=models.CASCADE, primary_key=True, related_name="entry")
    title_words = models.TextField()
    body_words = models.TextField()
    is_public = models.BooleanField(default=False)
    title_stems = models.GeneratedField(
        expression=SearchVector("title_words", config="indonesian"), output_field=SearchVectorField(), db_persist=True
    )
    stems = models.GeneratedField(
        expression=SearchVector("title_words", "body_words", config="indonesian"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    class Meta:
        indexes = (GinIndex(fields=["stems"], name="entry_stems", fastupdate=False),)

    def __str__(self) -> str:
        return self.title_words


class Lexeme(models.Model):
    """A stem of the archive and in how many claims it stands; the empty one counts the claims."""

    word = models.TextField(primary_key=True)
    claims = models.IntegerField()
    sound = models.TextField()

    class Meta:
        indexes = (
            models.Index(fields=["sound"], name="lexeme_sound"),
            GinIndex(OpClass("word", name="gin_trgm_ops"), name="lexeme_trigrams"),
        )

    def __str__(self) -> str:
        return self.word
