"""The URLs of the room."""

from django.urls import path

from facturis.services.organisations import views

app_name = "organisations"
urlpatterns = [
    path("<int:organisation>/", views.organisation, name="organisation"),
    path("<int:organisation>/details", views.details, name="details"),
    path("<int:organisation>/bank", views.bank, name="bank"),
    path("<int:organisation>/people", views.people, name="people"),
    path("<int:organisation>/people/<int:user>", views.end, name="end"),
    path("<int:organisation>/leave", views.leave, name="leave"),
    path("invitation/<token>", views.invitation, name="invitation"),
]
