"""The URLs of the room."""

from django.urls import path

from facturis.services.documents.views import deciding, document, handing_in, listing, passing_on

app_name = "documents"
urlpatterns = [
    path("", listing.listing, name="list"),
    path("new", handing_in.hand_in, name="hand_in"),
    path("<int:document>/", document.document, name="document"),
    path("<int:document>/content", passing_on.content, name="content"),
    path("<int:document>/finds/<int:find>", deciding.settle, name="settle"),
    path("<int:document>/dossier", deciding.dossier, name="dossier"),
    path("<int:document>/track", deciding.track, name="track"),
    path("<int:document>/decide", deciding.decide, name="decide"),
    path("<int:document>/deliver", passing_on.deliver, name="deliver"),
    path("<int:document>/share", passing_on.share, name="share"),
    path("<int:document>/share/<int:share>", passing_on.withdraw, name="withdraw"),
    path("shared/<secret>", passing_on.shared, name="shared"),
    path("shared/<secret>/content", passing_on.shared_content, name="shared_content"),
]
