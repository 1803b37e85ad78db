"""``python -m eval.screens -o FOLDER``: pictures of the app at work on invented units, for the README.

The app runs on a data folder of its own, which is gone afterwards; Chromium (``--chromium``) looks at it at 1280×720.
"""

import argparse
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote
from urllib.request import urlopen

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from agent.store import Projects
from agent.workflow.mending import with_template
from agent.workflow.projects import new_report, sample_report
from agent.workflow.samples import SAMPLES
from agent.workflow.saving import save_manuscript
from agent.workflow.work import open_work

SIZE = (1280, 720)
_WHO = "李明"
_COLOURS = 128
# What the invented report says, and what somebody typed in its place.
_SLIPS = (("申请202件", "申请220件"), ("行政复议14件", "行政复议15件"))
_PATIENCE = 60_000


@dataclass(frozen=True, slots=True)
class Screen:
    """One picture: the page, which of the prepared reports, more of the address, what must be seen, what is done then."""

    name: str
    page: str
    report: str = ""
    more: str = ""
    seen: str = ".nb-using"
    done: Callable[[Page], None] = lambda _: None

    def address(self, reports: dict[str, str]) -> str:
        """Behind the app's own."""
        return f"/{self.page}" + (f"?report={reports[self.report]}{self.more}" if self.report else "")


def _type_wrong(page: Page) -> None:
    page.get_by_role("button", name="修改“依申请公开”").click()
    page.locator(".nb-edit textarea").evaluate(
        "box => { const at = box.value.indexOf('183件'); box.focus(); box.setSelectionRange(at, at + 4) }"
    )
    page.keyboard.type("138件")
    page.locator(".nb-edit").get_by_text("改为“183件”").wait_for(timeout=_PATIENCE)


def _ask_shorter(page: Page) -> None:
    page.get_by_role("textbox", name="说要怎么写").fill("依申请公开短一些")
    page.keyboard.press("Enter")
    page.locator(".nb-diff").wait_for(timeout=_PATIENCE)


def _desk(page: Page) -> None:
    _ask_shorter(page)
    _type_wrong(page)


SCREENS = (
    Screen("数据", "figures", "slipped", "&objection=requests.row.new", seen="td.chosen"),
    Screen("图表", "figures", "sample", "&section=charts", seen=".nb-svg"),
    Screen("核验", "ledger", "sample", seen=".nb-detail"),
    Screen("起草", "desk", "sample", seen=".nb-report .part", done=_desk),
    Screen("导出", "leaving", "sample", seen=".st-key-final"),
)


def main(arguments: list[str]) -> int:
    """The exit code; the pictures are ``FOLDER/NAME.png``, of few colours so that they stay small."""
    asked = argparse.ArgumentParser(prog="python -m eval.screens", description="网页界面的图片，用虚构的单位")
    asked.add_argument("-o", "--output", type=Path, required=True, metavar="FOLDER", help="放图片的文件夹")
    asked.add_argument("--chromium", default="/usr/bin/chromium", help="Chromium 的路径")
    given = asked.parse_args(arguments)
    given.output.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        reports = _prepared(Path(folder))
        with _served(Path(folder)) as app:
            browser = playwright.chromium.launch(executable_path=given.chromium, args=["--no-sandbox"])
            for screen in SCREENS:
                context = browser.new_context(viewport={"width": SIZE[0], "height": SIZE[1]}, locale="zh-CN")
                context.add_cookies([{"name": "nianbao_who", "value": quote(_WHO), "url": app}])
                picture = _taken(context.new_page(), app + screen.address(reports), screen)
                context.close()
                (given.output / f"{screen.name}.png").write_bytes(_small(picture))
            browser.close()
    return 0


def _prepared(folder: Path) -> dict[str, str]:
    """Reports by the names that screens call them by: one with slips in its tables, one with slips in its prose."""
    projects = Projects.open(None, folder)
    new_report(projects, "云岭县教育局", 2024, who=_WHO)
    slipped = sample_report(projects, who="王芳", sample=SAMPLES[1]).id
    sample = sample_report(projects, who=_WHO).id
    for right, wrong in _SLIPS:
        work = open_work(projects, sample)
        assert work.judged is not None
        start = work.judged.narrative.text.index(right)
        manuscript = with_template(work, start, start + len(right), wrong)
        assert manuscript is not None
        save_manuscript(projects, work, manuscript, who=_WHO, why=f"改为{wrong}")
    projects.close()
    return {"slipped": slipped, "sample": sample}


def _taken(page: Page, address: str, screen: Screen) -> bytes:
    page.goto(address)
    page.locator(screen.seen).first.wait_for(timeout=_PATIENCE)
    screen.done(page)
    # The windows of the pictures before are thought to be open for a while.
    page.add_style_tag(content=".st-key-presence { display: none !important; }")
    page.locator("[data-stale=true]").first.wait_for(state="detached", timeout=_PATIENCE)
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(1_000)
    return page.screenshot()


def _small(picture: bytes) -> bytes:
    """The same picture in a palette."""
    to = BytesIO()
    Image.open(BytesIO(picture)).convert("RGB").quantize(_COLOURS).save(to, "PNG", optimize=True)
    return to.getvalue()


@contextmanager
def _served(data: Path) -> Iterator[str]:
    """The app's address as long as it runs, without a model and without another database."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    own = {name: value for name, value in os.environ.items() if not name.startswith(("NIANBAO_", "OPENAI_"))}
    starting = "import sys; from agent.cli import main; sys.exit(main())"
    program = subprocess.Popen(
        [sys.executable, "-c", starting, "app", "--no-browser", f"--port={port}"],
        env={**own, "NIANBAO_DATA": str(data)},
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        _wait(f"http://127.0.0.1:{port}")
        yield f"http://127.0.0.1:{port}"
    finally:
        os.killpg(program.pid, signal.SIGTERM)
        program.wait(20)


def _wait(address: str) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        with suppress(OSError), urlopen(f"{address}/_stcore/health", timeout=2):
            return
        time.sleep(0.2)
    raise TimeoutError(address)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
