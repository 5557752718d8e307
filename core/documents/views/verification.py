"""Verification (anybody) and the signer's own certificate."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.accounts import limiter
from core.accounts.access import public, roles
from core.accounts.models import User
from core.documents import queries, services
from core.documents.forms.verification import CodeForm, PassphraseForm, PdfForm
from core.documents.models import SignatureMode
from core.documents.rules import FILES, UNKNOWN_CODES, clean_code, spaced_code
from core.documents.services import issuing, signers
from core.http import too_many_requests


@public
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """Type a code, or drop a PDF."""
    code_form = CodeForm(request.GET if "code" in request.GET else None)
    if code_form.is_bound and code_form.is_valid():
        return redirect("documents:verify_code", code=code_form.cleaned_data["code"])
    if request.method != "POST":
        return render(request, "documents/verify.html", {"code_form": code_form, "pdf_form": PdfForm()})
    if not limiter.allow(FILES, limiter.client_ip(request)):
        return too_many_requests(request, retry_after=FILES.seconds)
    pdf_form = PdfForm(request.POST, request.FILES)
    if not pdf_form.is_valid():
        return render(request, "documents/verify.html", {"code_form": code_form, "pdf_form": pdf_form})
    check = services.check_pdf(pdf_form.cleaned_data["file"].read())
    finding = queries.describe(check.document) if check.document else None
    return render(request, "documents/verify_file.html", {"check": check, "finding": finding})


@public
@require_GET
def verify_code(request: HttpRequest, code: str) -> HttpResponse:
    """What the register says about the letter with this code; where the QR leads."""
    cleaned = clean_code(code)
    if cleaned is not None and cleaned != code:
        return HttpResponseRedirect(reverse("documents:verify_code", args=[cleaned]))
    finding = services.look_up(cleaned) if cleaned else None
    if finding is None:
        if not limiter.allow(UNKNOWN_CODES, limiter.client_ip(request)):
            return too_many_requests(request, retry_after=UNKNOWN_CODES.seconds)
        return render(request, "documents/verify_unknown.html", {"form": CodeForm()}, status=404)
    return render(request, "documents/verify_code.html", {"finding": finding, "code": spaced_code(finding.code)})


@roles(*services.SIGNER_ROLES)
@sensitive_post_parameters("passphrase", "again")
@require_http_methods(["GET", "HEAD", "POST"])
def certificate(request: HttpRequest) -> HttpResponse:
    """The signer's certificate: its state, a first passphrase, a new one."""
    user = request.user
    assert isinstance(user, User)
    form = PassphraseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.enroll_signer(user, form.cleaned_data["passphrase"], by=user)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Sertifikat tanda tangan Anda sudah dibuat. Ingat frasa sandinya baik-baik."))
            return redirect("documents:certificate")
    current = queries.certificates_of(user).first()
    context = {
        "form": form,
        "current": current,
        "now": timezone.now(),
        "soon": queries.expires_soon(current),
        "with_ink": signers.mode_of(user) == SignatureMode.WET,
        "by_bsre": issuing.signs_remotely(user),
    }
    return render(request, "documents/certificate.html", context)


@roles(*services.SIGNER_ROLES)
@require_POST
def signature_mode(request: HttpRequest) -> HttpResponse:
    """Sign with ink from now on, or electronically."""
    user = request.user
    assert isinstance(user, User)
    try:
        signers.set_mode(user, request.POST.get("mode", ""), by=user)
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    else:
        messages.success(request, _("Cara tanda tangan Anda sudah diubah."))
    return redirect("documents:certificate")
