"""Every URL of the site. Ours carry @door; third-party ones are declared by prefix in engage.doors."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path
from django.views.generic import RedirectView
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls
from wagtail.views import serve

from core.doors import anyone, door
from notices import mail_service
from people.views.back_office import own_account
from projects.views.calendars import own_calendar
from projects.views.transcripts import transcript_verify

from . import views
from .api import urls as api_urls

handler404 = "engage.views.page_not_found"

to_sign_in = door(anyone, methods="GET POST")(RedirectView.as_view(pattern_name="people:sign_in", query_string=True))

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("sw.js", views.service_worker, name="service_worker"),
    # Wagtail's own login would let a password in without a second factor: our door stands before it.
    path("admin/login/", to_sign_in),
    path("admin/account/", own_account, name="own_account"),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("media/", include("files.urls")),
    path("api/v1/", api_urls()),
    path("calendars/<str:token>.ics", own_calendar, name="own_calendar"),
    path("verify/<slug:token>/", transcript_verify, name="transcript_verify"),
    *mail_service.urls(),
]
if settings.DEMO or settings.TEST:
    from .styleguide import styleguide

    urlpatterns += [
        path("demo/", include("notices.demo_urls")),
        path("demo/", include("people.demo_urls")),
        path("styleguide/", styleguide),
    ]

urlpatterns += i18n_patterns(
    path("feeds/", views.feeds, name="feeds"),
    path("account/", include("people.account_urls")),
    path("", include("notices.urls")),
    path("", include("people.urls")),
    path("", include("projects.urls")),
    path("", include("ideas.urls")),
    path("", include("gamification.urls")),
    path("", include("cms.urls")),
    path("", include("conversations.urls")),
    # Wagtail's page tree, last; its password pages (_util/) are not opened.
    re_path(r"^((?:[\w\-]+/)*)$", door(anyone)(serve), name="wagtail_serve"),
    prefix_default_language=False,
)
