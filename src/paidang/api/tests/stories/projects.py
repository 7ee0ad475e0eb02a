"""Launch projects and papers."""

from django.core.files.uploadedfile import SimpleUploadedFile

from paidang.api.tests.stories import Fields, Scene, Story, Told, day, ids, just
from paidang.kit.workdays import next_working_day

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


def far_off(reason: str) -> object:
    """A working day weeks after all of it."""
    return lambda _scene: {"due_on": f"{next_working_day(day(90))[0]}", "reason": reason}


def keep_day(scene: Scene, answer: dict) -> None:
    scene.seen["due_on"] = answer["days_proposed"][0]["due_on"]


def answer_to_day(**word: object) -> object:
    return lambda scene: {"due_on": scene.seen["due_on"], **word}


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
        Told("propose_task_day", BRAND, far_off("赶年货节"), keep_day),
        Told("answer_task_day", body=answer_to_day(agree=False, reason="样品那时才到")),
        Told("propose_task_day", body=far_off("等样品"), keep=keep_day),
        Told("answer_task_day", BRAND, answer_to_day(agree=True)),
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
