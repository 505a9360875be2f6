"""The URLs of the room."""

from django.urls import path

from facturis.website.accounts import views
from facturis.website.accounts.factors import views as factors

app_name = "accounts"
urlpatterns = [
    path("", views.home, name="home"),
    path("sign-up", views.ask_sign_up, name="ask_sign_up"),
    path("sign-up/<token>", views.sign_up, name="sign_up"),
    path("sign-in", views.SignIn.as_view(), name="sign_in"),
    path("sign-in/code", factors.sign_in_code, name="sign_in_code"),
    path("sign-in/passkey", factors.SignInByPasskey.as_view(), name="sign_in_passkey"),
    path("sign-out", views.sign_out, name="sign_out"),
    path("sign-out-everywhere", views.sign_out_everywhere, name="sign_out_everywhere"),
    path("reset", views.ask_reset, name="ask_reset"),
    path("reset/<int:user>/<token>", views.reset, name="reset"),
    path("email", views.ask_email, name="ask_email"),
    path("email/<token>", views.change_email, name="change_email"),
    path("password", views.change_password, name="change_password"),
    path("close", views.close, name="close"),
    path("reopen/<token>", views.reopen, name="reopen"),
    path("factors", factors.home, name="factors"),
    path("factors/confirm", factors.Confirm.as_view(), name="confirm"),
    path("factors/passkey", factors.add_passkey, name="add_passkey"),
    path("factors/passkey/<int:number>", factors.rename_passkey, name="rename_passkey"),
    path("factors/passkey/<int:number>/remove", factors.remove_passkey, name="remove_passkey"),
    path("factors/app", factors.add_app, name="add_app"),
    path("factors/app/remove", factors.remove_app, name="remove_app"),
    path("factors/recovery", factors.renew_recovery, name="renew_recovery"),
]
