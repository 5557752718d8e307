"""The inbox, and the demo's mailbox."""

from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from core.accounts.access import public, signed_in
from core.notifications import mailbox, queries, services
from core.notifications.models import Message


@signed_in
@require_GET
def inbox(request: HttpRequest) -> HttpResponse:
    """The person's messages, newest first."""
    try:
        before = UUID(request.GET["sebelum"]) if "sebelum" in request.GET else None
    except ValueError:
        before = None
    page = queries.inbox(request.user, before)
    context = {"page": page, "unread": queries.unread_count(request.user)}
    return render(request, "notifications/message_list.html", context)


@signed_in
@require_GET
def message(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One message; whoever reads it has read it."""
    found = get_object_or_404(Message.objects.visible_to(request.user), pk=pk)
    services.mark_read(found)
    return render(request, "notifications/message_detail.html", {"message": found})


@signed_in
@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Mark everything as read."""
    services.mark_all_read(request.user)
    return redirect("notifications:inbox")


@public
@require_GET
def demo_mailbox(request: HttpRequest) -> HttpResponse:
    """All mails of the demo, to anybody; does not exist outside of it."""
    if not settings.DEMO:
        raise Http404
    return render(request, "notifications/demo_mailbox.html", {"mails": mailbox.caught_mails()})
