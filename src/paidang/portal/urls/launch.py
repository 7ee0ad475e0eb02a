"""Launch: projects, their tasks and files, papers."""

from django.urls import path

from paidang.portal.views import (
    launch,
    launch_acts,
    launch_export,
    launch_paper,
    launch_papers,
)

urlpatterns = [
    path("launch", launch.launch, name="launch"),
    path("launch/papers", launch_papers.launch_papers, name="launch_papers"),
    path("launch/papers/<str:code>/give", launch_papers.launch_paper_give, name="launch_paper_give"),
    path("launch/papers/<str:code>/<int:paper_id>", launch_papers.launch_paper, name="launch_paper"),
    path("launch/<str:code>/begin", launch_acts.launch_begin, name="launch_begin"),
    path("launch/<str:code>/<int:number>", launch.launch_project, name="launch_project"),
    path("launch/<str:code>/<int:number>/export", launch_export.launch_export, name="launch_export"),
    path("launch/<str:code>/<int:number>/pdf", launch_paper.launch_pdf, name="launch_pdf"),
    path("launch/<str:code>/<int:number>/add", launch_acts.launch_add, name="launch_add"),
    path("launch/<str:code>/<int:number>/tasks", launch_acts.launch_tasks_file, name="launch_tasks_file"),
    path("launch/<str:code>/<int:number>/files/<str:sha256>", launch_acts.launch_file, name="launch_file"),
    path("launch/<str:code>/<int:number>/<int:task>", launch.launch_task, name="launch_task"),
    path("launch/<str:code>/<int:number>/<int:task>/<str:act>", launch_acts.launch_act, name="launch_act"),
]
