from django.urls import path

from .views import demo

urlpatterns = [path("enter/<slug:role>/", demo.enter, name="demo_enter")]
