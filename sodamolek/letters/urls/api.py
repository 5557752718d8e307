"""Addresses of the API of letters, under /api/v1/letters/."""

from django.urls import path

from sodamolek.letters import api

app_name = "letters_api"

ONE = "requests/<uuid:pk>/"

urlpatterns = [
    path("kinds/", api.KindList.as_view(), name="kinds"),
    path("requests/", api.RequestList.as_view(), name="requests"),
    path(ONE, api.RequestDetail.as_view(), name="request"),
    path(f"{ONE}answers/", api.Answers.as_view(), name="answers"),
    path(f"{ONE}documents/", api.Documents.as_view(), name="documents"),
    path(f"{ONE}documents/<uuid:document>/", api.DocumentDetail.as_view(), name="document"),
    path(f"{ONE}submit/", api.Submit.as_view(), name="submit"),
    path(f"{ONE}resubmit/", api.Resubmit.as_view(), name="resubmit"),
    path(f"{ONE}cancel/", api.Cancel.as_view(), name="cancel"),
    path(f"{ONE}accept/", api.Accept.as_view(), name="accept"),
    path(f"{ONE}return/", api.Return.as_view(), name="return"),
    path(f"{ONE}reject/", api.Reject.as_view(), name="reject"),
    path(f"{ONE}reopen/", api.Reopen.as_view(), name="reopen"),
    path(f"{ONE}collect/", api.Collect.as_view(), name="collect"),
    path(f"{ONE}sign/", api.Sign.as_view(), name="sign"),
    path(f"{ONE}revoke/", api.Revoke.as_view(), name="revoke"),
    path(f"{ONE}letter.pdf", api.Letter.as_view(), name="letter"),
    path(f"{ONE}preview.pdf", api.Preview.as_view(), name="preview"),
]
