"""How long a clerk waits for the app, in a real Chromium, on the largest report at hand.

The report is a real city's with more than a hundred numeric expressions where the sample material stands beside the repository,
else the sample that comes with the package, which is said. Times are taken inside the browser, from the key to what it is
followed by: the first page that shows the report, the verdicts after a digit in the text (with the pause after which they are
asked for), and cross-footing after a cell. Beside them a rerun of a Streamlit page with nothing on it but a button, in the same
browser and the same run, and the machine's load, so that two machines can be compared.

::

    python -m eval.app_speed [--times N]
"""

import argparse
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from statistics import median, quantiles
from urllib.request import urlopen

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from agent.drafting.brief import Part
from agent.store import Projects
from agent.workflow.editing import edited
from agent.workflow.material import figures_in
from agent.workflow.projects import new_report, sample_report
from agent.workflow.saving import draft_first, save_figures, save_part
from agent.workflow.work import open_work

_CITY = Path(__file__).resolve().parents[2] / "shared" / "reports" / "suqian-2023.figures.json"
_WHO = "李明"
_CELL = "requests.new.total"
_SLOW = 60_000
# Seconds: the first page, verdicts, cross-footing.
_BARS = {"第一页": 3.0, "改字到判定": 0.5, "改表到勾稽": 0.5}
_APP = "import sys; from agent.cli import main; sys.exit(main())"
_BARE = """import streamlit as st
st.session_state["n"] = st.session_state.get("n", 0) + 1
st.button("again")
st.html(f"<p id='n'>{st.session_state['n']}</p>")
"""
# Resolves to the milliseconds from an event (capturing, anywhere) to the first frame in which a condition holds.
_AFTER = """([event, holds]) => { window.nianbaoWaited = new Promise(done => {
  const met = new Function('since', 'return ' + holds)
  document.addEventListener(event, () => {
    const since = performance.now()
    const look = () => met(since) ? done(performance.now() - since) : requestAnimationFrame(look)
    look()
  }, { capture: true, once: true })
}) }"""
_TABLES = "[...document.querySelectorAll('*')].map(each => each.shadowRoot?.querySelector('aside .verdict')).find(Boolean)"


def main(argv: list[str] | None = None) -> int:
    """Print the table; 1 where a bar is missed, 0 with a reason where there is no Chromium."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=20, help="edits of each kind")
    times = parser.parse_args(argv).times
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        print("没有安装 chromium，网页界面的速度没有测")
        return 0
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        report, told = prepared(folder)
        print(f"{told}；{os.cpu_count()} 核，测前负荷 {os.getloadavg()[0]:.1f}")
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        with served(_app(), folder) as address:
            found = measured(browser, address, report, times)
        bare = folder / "bare.py"
        bare.write_text(_BARE, "utf-8")
        with served(_bare(bare), folder) as address:
            unit = rerun(browser, address, times)
        browser.close()
    return told_of(found, unit)


def told_of(found: dict[str, list[float]], unit: list[float]) -> int:
    """Print the times; 1 where a bar is missed."""
    base = median(unit)
    print(f"空白页重跑一次：中位 {base * 1000:.0f} 毫秒，测后负荷 {os.getloadavg()[0]:.1f}")
    missed = 0
    for label, values in found.items():
        middle, most = median(values), highest(values)
        met = middle <= _BARS[label]
        missed |= not met
        print(
            f"{label}：中位 {middle * 1000:.0f} 毫秒，95% 在 {most * 1000:.0f} 毫秒内（{len(values)} 次），"
            f"是空白页的 {middle / base:.1f} 倍；限 {_BARS[label]:g} 秒，{'达到' if met else '没有达到'}"
        )
    return int(missed)


def highest(values: Sequence[float]) -> float:
    """The 95th percentile; the largest of few."""
    return quantiles(values, n=20, method="inclusive")[-1] if len(values) > 1 else values[0]


# --- the report -----------------------------------------------------------------------------------------------------


def prepared(folder: Path) -> tuple[str, str]:
    """A report in a store of its own: its id, and in Chinese which it is."""
    projects = Projects.open(None, folder)
    try:
        if not _CITY.exists():
            report = sample_report(projects, who=_WHO).id
            told = "没有 ../shared，用自带的示例"
        else:
            report = city(projects)
            told = "一份市级年报"
        judged = open_work(projects, report).judged
        assert judged is not None
        return report, f"{told}，{len(judged.answer.figures)} 处数字"
    finally:
        projects.close()


def city(projects: Projects) -> str:
    """The city's report with its own prose, part by part."""
    figures = figures_in(_CITY.read_bytes(), _CITY.name)
    report = new_report(projects, figures.unit, figures.year, who=_WHO).id
    save_figures(projects, open_work(projects, report), figures, who=_WHO)
    draft_first(projects, open_work(projects, report), who=_WHO)
    text = _CITY.with_name("suqian-2023.narrative.txt").read_text("utf-8")
    for id_, words in by_part(text, open_work(projects, report).parts).items():
        work = open_work(projects, report)
        part = next(each for each in work.parts if each.id == id_)
        save_part(projects, work, part, edited(work, part, words), who=_WHO)
    return report


def by_part(text: str, parts: Sequence[Part]) -> dict[str, str]:
    """The prose by the id of the part that each line belongs to: by the title in a numbered heading, else the line before's."""
    found: dict[str, list[str]] = {}
    own: Part | None = None
    for line in text.split("\n"):
        heading = re.match("（?[一二三四五六七八九十]+[）、]", line)
        named = [each for each in parts if heading and each.title in line[:20]]
        own = named[0] if named else own
        if own is not None and line and not (heading and line.endswith(own.title)):
            found.setdefault(own.id, []).append(line)
    return {id_: "\n".join(lines) for id_, lines in found.items()}


# --- servers --------------------------------------------------------------------------------------------------------


def _app() -> Callable[[int], list[str]]:
    return lambda port: [sys.executable, "-c", _APP, "app", "--no-browser", f"--port={port}"]


def _bare(script: Path) -> Callable[[int], list[str]]:
    options = ["--server.headless=true", "--server.address=127.0.0.1", "--browser.gatherUsageStats=false"]
    return lambda port: [
        sys.executable,
        "-m",
        "streamlit",
        "run",
        str(script),
        f"--server.port={port}",
        *options,
    ]


@contextmanager
def served(command: Callable[[int], list[str]], data: Path) -> Iterator[str]:
    """A server while it is used: its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    own = {name: value for name, value in os.environ.items() if not name.startswith(("NIANBAO_", "OPENAI_"))}
    program = subprocess.Popen(
        command(port),
        env={**own, "NIANBAO_DATA": str(data)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        answering(f"{address}/_stcore/health")
        yield address
    finally:
        os.killpg(program.pid, signal.SIGTERM)
        program.wait(20)


def answering(url: str, seconds: float = 60) -> None:
    """Wait until a server answers; end the program where it does not."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        with suppress(OSError), urlopen(url, timeout=2):
            return
        time.sleep(0.1)
    sys.exit("服务没有启动")


# --- measuring ------------------------------------------------------------------------------------------------------


def measured(browser: Browser, address: str, report: str, times: int) -> dict[str, list[float]]:
    """Seconds, by what was waited for."""
    first_page(browser, address, report)  # the server loads what it needs once
    firsts = [first_page(browser, address, report) for _ in range(max(3, times // 4))]
    with person(browser, address) as context:
        page = context.new_page()
        return {
            "第一页": firsts,
            "改字到判定": verdicts(page, f"{address}/desk?report={report}", times),
            "改表到勾稽": footings(page, f"{address}/figures?report={report}", times),
        }


@contextmanager
def person(browser: Browser, address: str) -> Iterator[BrowserContext]:
    """A browser of somebody's own, with nothing kept from before."""
    context = browser.new_context(viewport={"width": 1280, "height": 720}, locale="zh-CN")
    context.add_cookies([{"name": "nianbao_who", "value": "%E6%9D%8E%E6%98%8E", "url": address}])
    yield context
    context.close()


def first_page(browser: Browser, address: str, report: str) -> float:
    """From the address to the report with its verdicts, in a browser that has seen nothing of it."""
    with person(browser, address) as context:
        page = context.new_page()
        start = time.perf_counter()
        page.goto(f"{address}/desk?report={report}", wait_until="commit")
        page.locator(".nb-report .fig").first.wait_for(timeout=_SLOW)
        return time.perf_counter() - start


def waited(page: Page, event: str, holds: str, act: Callable[[], None]) -> float:
    """Seconds from an event that something brings about to a condition on the page."""
    page.evaluate(_AFTER, [event, holds])
    act()
    return float(page.evaluate("window.nianbaoWaited")) / 1000


def verdicts(page: Page, address: str, times: int) -> list[float]:
    """A digit typed at the end of the longest part, and taken away again."""
    page.goto(address)
    page.locator(".nb-report .part").first.wait_for(timeout=_SLOW)
    longest = page.evaluate(
        "[...document.querySelectorAll('.nb-report .part')]"
        ".sort((a, b) => b.textContent.length - a.textContent.length)[0].dataset.part"
    )
    page.locator(f'[data-part="{longest}"] .open').click()
    page.locator(".nb-edit[data-judged]").wait_for(timeout=_SLOW)
    page.locator(".nb-edit textarea").press("Control+End")
    judged = "Number(document.querySelector('.nb-edit')?.dataset.judged) > since"
    found = []
    for number in range(times):
        key = "Backspace" if number % 2 else "7"
        found.append(waited(page, "input", judged, partial(page.keyboard.press, key)))
        page.wait_for_timeout(500)  # a person stops for a moment
    page.keyboard.press("Escape")
    return found


def footings(page: Page, address: str, times: int) -> list[float]:
    """A total made wrong and right again."""
    page.goto(address)
    cell = page.locator(f'input[data-key="{_CELL}"]')
    cell.wait_for(timeout=_SLOW)
    right = cell.input_value()
    said = f"({_TABLES})?.textContent"
    before = str(page.evaluate(said))
    found = []
    for number in range(times):
        wrong = number % 2 == 0
        cell.click()
        page.keyboard.type(f"{right}1" if wrong else right)
        same = f"{said} === {before!r}"
        holds = f"!({same})" if wrong else same
        found.append(waited(page, "keydown", holds, lambda: page.keyboard.press("Enter")))
        page.wait_for_timeout(300)
    return found


def rerun(browser: Browser, address: str, times: int) -> list[float]:
    """A page with a button on it, run again by a press."""
    with person(browser, address) as context:
        page = context.new_page()
        page.goto(address)
        page.locator("#n").wait_for(timeout=_SLOW)
        found = []
        for _ in range(times):
            now = page.locator("#n").inner_text()
            holds = f"document.querySelector('#n')?.textContent !== {now!r}"
            found.append(
                waited(page, "click", holds, lambda: page.get_by_role("button", name="again").click())
            )
        return found


if __name__ == "__main__":
    sys.exit(main())
