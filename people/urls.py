from django.urls import path

from .views import addresses, data, family, lost_factors, me, second_step, settings, sign_in

app_name = "people"
urlpatterns = [
    path("people/sign-in/", sign_in.sign_in, name="sign_in"),
    path("people/code/<slug:ref>/", sign_in.code_page, name="code_page"),
    path("people/code/<slug:ref>/again/", sign_in.code_again, name="code_again"),
    path("people/welcome/", sign_in.introduce, name="introduce"),
    path("people/address/<str:key>/", addresses.address_stop, name="address_stop"),
    path("people/factor/<str:key>/", lost_factors.factor_stop, name="factor_stop"),
    path("people/second-step/", second_step.second_step, name="second_step"),
    path("me/", me.me, name="me"),
    path("me/family/", family.family, name="family"),
    path("me/family/add/", family.child_add, name="child_add"),
    path("me/family/ask/", family.household_ask, name="household_ask"),
    path("me/family/ask/<slug:ref>/", family.household_answer, name="household_answer"),
    path("me/family/leave/", family.household_leave, name="household_leave"),
    path("me/family/<slug:ref>/remove/", family.child_remove, name="child_remove"),
    path("me/pictures/<slug:ref>/", family.photo_answer, name="photo_answer"),
    path("settings/", settings.settings_page, name="settings"),
    path("settings/face/", settings.face_save, name="face_save"),
    path("settings/profile/", settings.profile_save, name="profile_save"),
    path("settings/e-mail/", addresses.address_change, name="address_change"),
    path("settings/e-mail/former/<int:pk>/leave/", addresses.address_leave, name="address_leave"),
    path("settings/e-mail/<slug:ref>/", addresses.address_code, name="address_code"),
    path("settings/e-mail/<slug:ref>/join/", addresses.accounts_join, name="accounts_join"),
    path("settings/sessions/<int:pk>/end/", addresses.session_end, name="session_end"),
    path("settings/my-data.json", data.data_download, name="data_download"),
    path("settings/delete/", data.account_delete, name="account_delete"),
]
