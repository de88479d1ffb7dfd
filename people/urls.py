from django.urls import path

from .views import data, me, second_step, settings, sign_in

app_name = "people"
urlpatterns = [
    path("people/sign-in/", sign_in.sign_in, name="sign_in"),
    path("people/code/<slug:ref>/", sign_in.code_page, name="code_page"),
    path("people/code/<slug:ref>/again/", sign_in.code_again, name="code_again"),
    path("people/welcome/", sign_in.introduce, name="introduce"),
    path("people/second-step/", second_step.second_step, name="second_step"),
    path("me/", me.me, name="me"),
    path("settings/", settings.settings_page, name="settings"),
    path("settings/face/", settings.face_save, name="face_save"),
    path("settings/profile/", settings.profile_save, name="profile_save"),
    path("settings/my-data.json", data.data_download, name="data_download"),
    path("settings/delete/", data.account_delete, name="account_delete"),
]
