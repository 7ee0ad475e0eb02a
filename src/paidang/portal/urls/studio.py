"""Studio."""

from django.urls import path

from paidang.portal.views import (
    studio,
    studio_copy,
    studio_page,
    studio_pages,
    studio_picture,
    studio_uploads,
)

urlpatterns = [
    path("studio", studio.studio, name="studio"),
    path("studio/<str:code>/plan", studio.studio_plan, name="studio_plan"),
    path("studio/<str:code>/shots", studio.studio_shot, name="studio_shot"),
    path("studio/<str:code>/files", studio.studio_hand_in, name="studio_hand_in"),
    path("studio/<str:code>/send", studio.studio_send, name="studio_send"),
    path("studio/<str:code>/files/<str:sha256>", studio_picture.studio_file, name="studio_file"),
    path("studio/<str:code>/uploads", studio_uploads.studio_upload_begin, name="studio_upload_begin"),
    path(
        "studio/<str:code>/uploads/<int:upload_id>",
        studio_uploads.studio_upload_part,
        name="studio_upload_part",
    ),
    path(
        "studio/<str:code>/uploads/<int:upload_id>/drop",
        studio_uploads.studio_upload_drop,
        name="studio_upload_drop",
    ),
    path("studio/<str:code>/copy", studio_copy.studio_copy, name="studio_copy"),
    path("studio/<str:code>/copy/ask", studio_copy.studio_copy_ask, name="studio_copy_ask"),
    path("studio/<str:code>/copy/<int:number>", studio_copy.studio_copy_supply, name="studio_copy_supply"),
    path("studio/<str:code>/pages", studio_pages.studio_pages, name="studio_pages"),
    path("studio/<str:code>/pages/begin", studio_pages.studio_page_begin, name="studio_page_begin"),
    path("studio/<str:code>/pages/<int:page_id>", studio_page.studio_page, name="studio_page"),
    path(
        "studio/<str:code>/pages/<int:page_id>/preview",
        studio_page.studio_page_preview,
        name="studio_page_preview",
    ),
    path(
        "studio/<str:code>/pages/<int:page_id>/<str:act>", studio_page.studio_page_act, name="studio_page_act"
    ),
    path("studio/<str:code>/<int:number>", studio_picture.studio_picture, name="studio_picture"),
    path("studio/<str:code>/<int:number>/<str:act>", studio_picture.studio_act, name="studio_act"),
]
