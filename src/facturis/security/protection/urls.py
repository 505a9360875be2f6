"""The URLs of the room."""

from django.urls import path

from facturis.security.protection import views

app_name = "protection"
urlpatterns = [path("", views.log, name="log")]
