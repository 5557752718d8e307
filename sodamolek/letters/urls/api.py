"""Addresses of the API of letters, under /api/v1/letters/."""

from django.urls import path

from sodamolek.letters.api import requests, signing

app_name = "letters_api"

ONE = "requests/<uuid:pk>/"

urlpatterns = [
    path("kinds/", requests.KindList.as_view(), name="kinds"),
    path("requests/", requests.RequestList.as_view(), name="requests"),
    path(ONE, requests.RequestDetail.as_view(), name="request"),
    path(f"{ONE}answers/", requests.Answers.as_view(), name="answers"),
    path(f"{ONE}documents/", requests.Documents.as_view(), name="documents"),
    path(f"{ONE}documents/<uuid:document>/", requests.DocumentDetail.as_view(), name="document"),
    path(f"{ONE}submit/", requests.Submit.as_view(), name="submit"),
    path(f"{ONE}resubmit/", requests.Resubmit.as_view(), name="resubmit"),
    path(f"{ONE}cancel/", requests.Cancel.as_view(), name="cancel"),
    path(f"{ONE}accept/", requests.Accept.as_view(), name="accept"),
    path(f"{ONE}return/", requests.Return.as_view(), name="return"),
    path(f"{ONE}reject/", requests.Reject.as_view(), name="reject"),
    path(f"{ONE}reopen/", requests.Reopen.as_view(), name="reopen"),
    path(f"{ONE}collect/", requests.Collect.as_view(), name="collect"),
    path(f"{ONE}sign/", signing.Sign.as_view(), name="sign"),
    path(f"{ONE}wording/", signing.Wording.as_view(), name="wording"),
    path(f"{ONE}endorse/", signing.Endorse.as_view(), name="endorse"),
    path(f"{ONE}countersign/", signing.Countersign.as_view(), name="countersign"),
    path(f"{ONE}decline/", signing.Decline.as_view(), name="decline"),
    path(f"{ONE}print/", signing.Print.as_view(), name="print"),
    path(f"{ONE}scan/", signing.Scan.as_view(), name="scan"),
    path(f"{ONE}give-up/", signing.GiveUp.as_view(), name="give_up"),
    path(f"{ONE}revoke/", signing.Revoke.as_view(), name="revoke"),
    path(f"{ONE}replace/", signing.Replace.as_view(), name="replace"),
    path(f"{ONE}letter.pdf", requests.Letter.as_view(), name="letter"),
    path(f"{ONE}preview.pdf", requests.Preview.as_view(), name="preview"),
]
