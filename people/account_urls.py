"""What we use of allauth: second factors, sessions, signing out. Passwords, and its own login pages, stay closed."""

from allauth.account import views as account
from django.urls import include, path

urlpatterns = [
    path("logout/", account.logout, name="account_logout"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("2fa/", include("allauth.mfa.urls")),
    path("sessions/", include("allauth.usersessions.urls")),
]
