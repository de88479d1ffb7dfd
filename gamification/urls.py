from django.urls import path

from . import views

app_name = "gamification"
urlpatterns = [
    path("points/", views.how_points_work, name="how_points_work"),
    path("thanks/", views.thanks_page, name="thanks_page"),
    path("me/points/", views.points_page, name="points_page"),
    path("me/points.csv", views.points_csv, name="points_csv"),
    path("me/super-user/", views.super_user_page, name="super_user_page"),
    path("me/thanks/<str:ref>/", views.commendation_answer, name="commendation_answer"),
]
