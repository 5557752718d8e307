"""A photo that is hard to read is explained and still taken."""

import io
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image, ImageDraw, ImageFilter

from sodamolek.letters.rules.photos import TEXTS, faults, for_browser
from sodamolek.letters.services.photos import measure


def page(*, blur: float = 0, light: float = 1, size: tuple[int, int] = (1500, 2000)) -> Image.Image:
    """A sheet of text as a telephone sees it."""
    picture = Image.new("L", size, 235)
    pen = ImageDraw.Draw(picture)
    for line in range(30):
        text = "Surat pengantar Ketua RT 4 RW 2 Kelurahan Fatubesi, data contoh"
        pen.text((size[0] // 15, line * size[1] // 32), text, fill=40, font_size=size[0] // 40)
    return picture.filter(ImageFilter.GaussianBlur(blur)).point(lambda level: int(level * light))


def upload(picture: Image.Image) -> SimpleUploadedFile:
    out = io.BytesIO()
    picture.convert("RGB").save(out, "JPEG", quality=90)
    return SimpleUploadedFile("foto.jpg", out.getvalue(), content_type="image/jpeg")


@pytest.mark.parametrize(
    ("picture", "expected"),
    [
        (page(), []),
        (page(blur=1), []),
        (page(light=0.5), []),
        (page(blur=9), ["blur"]),
        (page(light=0.15), ["dark"]),
        (page(light=0.15, blur=9), ["dark"]),
        (page(size=(400, 560)), ["small"]),
        (Image.new("L", (1000, 1000), 255), ["blur"]),
        (Image.new("L", (1, 1), 255), ["blur", "small"]),
    ],
)
def test_what_a_photo_lacks(picture, expected):
    assert faults(*measure(picture)) == expected


@pytest.fixture
def me(client, applicant):
    client.force_login(applicant)
    return client


@pytest.mark.parametrize(("blur", "checked", "told"), [(9, "", True), (9, "1", False), (0, "", False)])
def test_the_server_says_it_where_the_browser_could_not(me, draft, blur, checked, told):
    draft.documents.all().delete()
    url = reverse("letters:documents", args=[draft.pk])
    data = {"requirement": "pernyataan", "checked": checked, "pages": [upload(page(blur=blur))]}
    response = me.post(url, data, follow=True)
    assert draft.documents.filter(requirement="pernyataan").count() == 1
    # The rules for the browser hold the same words further down.
    above = response.content.decode().split('id="photo-rules"', maxsplit=1)[0]
    assert (str(TEXTS["blur"]) in above) is told


def test_browser_and_server_have_the_same_rules(me, draft):
    rules = json.loads(for_browser())
    assert rules["texts"].keys() == TEXTS.keys()
    html = me.get(reverse("letters:documents", args=[draft.pk])).content.decode()
    assert "data-rules=" in html
    assert str(rules["sharp"]) in html
    assert "js/photocheck.js" in html


def test_the_room_for_pages_is_told(me, draft):
    html = me.get(reverse("letters:documents", args=[draft.pk])).content.decode()
    assert 'data-room="1"' in html
