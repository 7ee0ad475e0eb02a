"""Launch projects and papers."""

from django.core.files.uploadedfile import SimpleUploadedFile

from paidang.api.tests.stories import Fields, Scene, Story, Told, ids, just

BRAND = "brand_manager"


def paper(_scene: Scene) -> Fields:
    return {"file": SimpleUploadedFile("执照.pdf", b"%PDF-1.7 a licence"), "kind": "licence"}


def draft(_scene: Scene) -> Fields:
    return {"file": SimpleUploadedFile("首页.pdf", b"%PDF-1.7 a page"), "words": "首页第一稿"}


def keep_delivery(scene: Scene, answer: dict) -> None:
    scene.seen["digest"] = answer["digest"]
    scene.ids["sha256"] = answer["deliveries"][0]["files"][0]["sha256"]


def keep_paper(scene: Scene, answer: dict) -> None:
    scene.ids["paper_id"] = next(one["id"] for one in answer["items"] if one["id"])


def word(agree: bool, reason: str = "") -> object:
    return lambda scene: {"agree": agree, "digest": scene.seen["digest"], "reason": reason}


PROJECTS = Story(
    "contract_in_force",
    [
        Told("begin_one_project", body=just(kind="tmall"), keep=ids(number="number")),
        Told(
            "add_one_task", body=just(title="活动页", phase="store", side="b", days=3, is_public=True),
            keep=ids(task="number"),
        ),
        Told("set_task_before_opening", BRAND, just(before_opening=False)),
        Told("slip_one_task", body=just(days=2, reason="等样品")),
        Told("note_moved_task", BRAND),
        Told("submit_one_delivery", "agency_operator", draft, keep_delivery, is_form=True),
        Told("answer_one_delivery", BRAND, word(agree=False, reason="换一张图")),
        Told("submit_one_delivery", "agency_operator", draft, keep_delivery, is_form=True),
        Told("answer_one_delivery", BRAND, word(agree=True)),
        Told("publish_one_delivery"),
        Told("get_one_task", BRAND),
        Told("download_project_file", BRAND),
        Told("get_one_project"),
        Told("list_all_projects"),
        Told("give_one_paper", BRAND, paper, keep_paper, is_form=True),
        Told("list_all_papers"),
        Told("download_paper"),
        Told(
            "import_project_tasks", body=lambda _scene: {
                "file": SimpleUploadedFile("tasks.csv", "事,阶段,由谁做,工作日\n拍视频,素材,乙方,5\n寄样品,素材,甲方,2\n".encode())
            }, is_form=True,
        ),
    ],
)  # fmt: skip
