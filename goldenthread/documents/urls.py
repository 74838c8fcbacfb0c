"""Addresses of the documents pages."""

from django.urls import path

from goldenthread.documents import views

app_name = "documents"
urlpatterns = [
    path("", views.list_documents, name="list_documents"),
    path("add/", views.store_document, name="store_document"),
    path("<uuid:document_id>/", views.show_document, name="show_document"),
    path("<uuid:document_id>/open/", views.open_document, name="open_document"),
    path("<uuid:document_id>/change/", views.change_document, name="change_document"),
    path("<uuid:document_id>/replace/", views.replace_document, name="replace_document"),
    path("<uuid:document_id>/review/", views.review_document, name="review_document"),
    path("<uuid:document_id>/review/set/", views.set_review, name="set_review"),
    path("<uuid:document_id>/withdraw/", views.withdraw_document, name="withdraw_document"),
    path("<uuid:document_id>/hold/", views.hold_document, name="hold_document"),
    path("<uuid:document_id>/release/", views.release_document, name="release_document"),
    path("evidence/<uuid:evidence_id>/", views.show_evidence, name="show_evidence"),
    path("evidence/<uuid:evidence_id>/change/", views.change_evidence, name="change_evidence"),
    path("evidence/<uuid:evidence_id>/withdraw/", views.withdraw_evidence, name="withdraw_evidence"),
]
