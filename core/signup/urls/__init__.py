"""Registration and the demo's way in, under names of "signup"."""

from django.urls import path

from core.signup import views

app_name = "signup"
urlpatterns = [
    path("daftar/kode/", views.confirm, name="confirm"),
    path("demo/masuk/", views.demo_people, name="demo"),
    path("demo/masuk/<slug:role>/", views.demo_enter, name="demo_enter"),
]
