"""The URLs of the pages that everyone may read."""

from django.urls import path

from facturis.pages import privacy, views

app_name = "pages"
urlpatterns = [
    path("", views.home, name="home"),
    path("prices/", views.prices, name="prices"),
    path("contact/", views.contact, name="contact"),
    path("cookies/", views.cookies, name="cookies"),
    path("language", views.language, name="language"),
    path("robots.txt", views.robots, name="robots"),
    path("privacy/", privacy.in_force, name="privacy"),
    path("privacy/authorities/", views.authorities, name="authorities"),
    path("privacy/versions/", privacy.archive, name="archive"),
    path("privacy/versions/<name>/", privacy.archived, name="version"),
    path("privacy/versions/<name>/statement.pdf", privacy.as_pdf, name="pdf"),
    path("privacy/versions/<name>/statement.toml", privacy.as_file, name="file"),
    path("privacy/versions/<name>/changes/", privacy.changes, name="changes"),
    path("privacy/versions/<name>/changes/<int:page>/", privacy.changes, name="changes"),
    path("privacy/versions/<name>/amendments/", privacy.amendments, name="amendments"),
    path("privacy/versions/<name>/amendments/<int:page>/", privacy.amendments, name="amendments"),
]
