from django.urls import path

from .views import complete, invitations, proposal, propose

app_name = "projects"
urlpatterns = [
    # proposing; before the addresses that begin with a project's name
    path("projects/propose/", propose.project_propose, name="project_propose"),
    path("projects/propose/<slug:slug>/discard/", propose.draft_discard, name="draft_discard"),
    path("projects/propose/<slug:slug>/<slug:step>/", propose.propose_step, name="propose_step"),
    path("projects/lead-with/<str:token>/", invitations.lead_with, name="lead_with"),
    # a project's own pages; before it is public, `project_page` hands over to proposal.proposal_page
    path("projects/<slug:slug>/", proposal.project_page, name="project_page"),
    path("projects/<slug:slug>/appeal/", proposal.project_appeal, name="project_appeal"),
    path("projects/<slug:slug>/finish/", complete.project_finish, name="project_finish"),
    path("projects/<slug:slug>/resume/", complete.project_resume, name="project_resume"),
    path("projects/<slug:slug>/stop/<slug:how>/", complete.project_stop, name="project_stop"),
]
