"""Pictures with their versions, pins and rights; product pages with their editions; copy that the brand supplies."""

from paidang.studio.models.pages import CopyRequest, Edition, Page, PageBlock
from paidang.studio.models.pictures import (
    Asset,
    File,
    Pin,
    Reading,
    Rendition,
    Reply,
    Right,
    Upload,
    UploadPart,
    Version,
)

__all__ = [
    "Asset",
    "CopyRequest",
    "Edition",
    "File",
    "Page",
    "PageBlock",
    "Pin",
    "Reading",
    "Rendition",
    "Reply",
    "Right",
    "Upload",
    "UploadPart",
    "Version",
]
