from django.urls import path

from core.notifications import views

app_name = "notifications"

urlpatterns = [
    path("pesan/", views.inbox, name="inbox"),
    path("pesan/baca-semua/", views.read_all, name="read_all"),
    path("pesan/<uuid:pk>/", views.message, name="message"),
    path("demo/kotak-surat/", views.demo_mailbox, name="demo_mailbox"),
]
