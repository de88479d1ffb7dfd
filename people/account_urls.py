"""What we use of allauth: second factors, sessions, signing out. Passwords, and its own login pages, stay closed."""

from allauth.account import views as account
from django.urls import include, path
from django.views.generic import RedirectView

from core.doors import anyone, door

to_sign_in = door(anyone, methods="GET POST")(RedirectView.as_view(pattern_name="people:sign_in", query_string=True))

urlpatterns = [
    # Names that allauth looks up; both lead to our one page.
    path("login/", to_sign_in, name="account_login"),
    path("signup/", to_sign_in, name="account_signup"),
    path("logout/", door(anyone, methods="GET POST")(account.logout), name="account_logout"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("2fa/", include("allauth.mfa.urls")),
    path("sessions/", include("allauth.usersessions.urls")),
]
