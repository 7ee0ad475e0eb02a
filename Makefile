# make help lists what there is.
PY := .venv/bin/python
STAMP := .venv/.made-from-lock
unexport PYTHONDONTWRITEBYTECODE  # or every process of the tests compiles every module anew
OCR_STAMP := .venv-ocr/.made-from-lock
SPARK_STAMP := .venv/.spark-made-from-lock
ON_TWO_CORES := -n 2 --dist loadfile --no-loadscope-reorder  # the long journeys first, so that no core waits for the other
FAST := not browser and not slow and not database

.DEFAULT_GOAL := help

help:  ## list the commands
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 16

setup: $(STAMP)  ## make .venv with the locked dependencies and the command .venv/bin/paidang

$(STAMP): requirements.lock pyproject.toml
	@command -v python3.11 >/dev/null || { echo "需要 Python 3.11（python3.11）。"; exit 2; }
	@test -x $(PY) || python3.11 -m venv .venv
	@$(PY) -m uv --version >/dev/null 2>&1 || $(PY) -m pip install -q --disable-pip-version-check uv==0.13.9
	@$(PY) -m uv pip install -q --python $(PY) --require-hashes -r requirements.lock
	@$(PY) -m uv pip install -q --python $(PY) --no-deps --no-build-isolation -e .
	@$(PY) -m compileall -q -x '/tests/' src/paidang  # once, not by each process that starts first
	@.venv/bin/paidang contract read samples/contracts/00-source-bundle.txt >/dev/null  # its nine hundred patterns too
	@touch $@

setup-spark: setup $(SPARK_STAMP)  ## add PySpark to .venv, for --engine spark; it needs Java 17

$(SPARK_STAMP): requirements-spark.lock
	@command -v java >/dev/null || { echo "需要 Java 17（java）。"; exit 2; }
	@$(PY) -m uv pip install -q --python $(PY) --no-build-isolation --require-hashes -r requirements-spark.lock
	@touch $@

setup-ocr: setup $(OCR_STAMP)  ## make .venv-ocr, which reads the texts in pictures: 350 MB; without it they are not read

$(OCR_STAMP): requirements-ocr.lock
	@test -x .venv-ocr/bin/python || $(PY) -m uv venv -q --python $(PY) .venv-ocr
	@$(PY) -m uv pip install -q --python .venv-ocr/bin/python --require-hashes -r requirements-ocr.lock
	@touch $@

serve: setup  ## start everything on http://127.0.0.1:8000 (PORT=8001: another), with a demo world; Ctrl-C stops it
	@.venv/bin/paidang serve $(if $(PORT),--port $(PORT))

browser: setup  ## make sure there is a Chromium for the browser journeys; Debian's without windows takes less than half the time
	@command -v chromium-headless-shell >/dev/null \
	  || { [ "$$(id -u)" = 0 ] && apt-cache show chromium-headless-shell >/dev/null 2>&1 && apt-get install -y -qq chromium-headless-shell >/dev/null 2>&1; } \
	  || command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null \
	  || { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get update -qq && apt-get install -y -qq chromium >/dev/null; } \
	  || { echo "浏览器测试需要 Chromium：请安装系统的 chromium。"; exit 2; }

test: setup browser  ## everything the tests need, then all of them, browser included
	@$(PY) -m paidang.site.with_database $(PY) -m pytest $(ON_TWO_CORES) -m "not spark"

test-rest: setup browser  ## the tests that `check` leaves out: those with a database, a browser or more than a few seconds
	@$(PY) -m paidang.site.with_database $(PY) -m pytest $(ON_TWO_CORES) -m "not ($(FAST)) and not spark"

test-again: setup  ## the tests that failed at the last run, one at a time
	@$(PY) -m paidang.site.with_database $(PY) -m pytest --last-failed --last-failed-no-failures none -m "not spark"

test-spark: setup-spark  ## what the Spark engine is tested by: PySpark is large and slow to start, so not in `test`
	@$(PY) -m pytest -m spark src/paidang/settlement

check: setup  ## the fast one: ruff, mypy, import-linter, the tests that need no database, no browser and no few seconds
	@$(MAKE) --no-print-directory -j 2 check-code check-rules

check-code: setup
	@.venv/bin/ruff check -q src tests bench
	@.venv/bin/ruff format --check src tests bench
	@.venv/bin/lint-imports
	@.venv/bin/mypy

check-rules: setup
	@$(PY) -m pytest $(ON_TWO_CORES) --ignore tests/browser -m "$(FAST)"

soak: setup setup-spark  ## thousands of random worlds through the law, its oracle and the engines, hundreds of kills, months of simulated work; an hour
	@PAIDANG_WORLDS=3000 $(PY) -m pytest $(ON_TWO_CORES) -m "slow and not database and not browser" src/paidang/settlement
	@PAIDANG_KILLS=400 PAIDANG_MANY=50 $(PY) -m paidang.site.with_database $(PY) -m pytest -m "slow and database and not browser" src/paidang/settlement
	@PAIDANG_SEEDS=10 $(PY) -m paidang.site.with_database $(PY) -m pytest tests/simulator --steps 300

bench: setup  ## measure what the promises give numbers for; results belong into docs/performance.md, and with day and load into docs/performance-log.md
	@$(PY) -m paidang.site.with_database --durable $(PY) bench/intake.py
	@$(PY) bench/settle.py
	@$(PY) bench/settle.py --lines 10000000
	@$(PY) -m paidang.site.with_database --durable $(PY) bench/closing.py
	@$(PY) -m paidang.site.with_database --durable $(PY) bench/rows.py
	@$(PY) -m paidang.site.with_database --durable $(PY) bench/portfolio.py
	@$(PY) -m paidang.site.with_database --durable $(PY) bench/batch.py
	@$(PY) -m paidang.site.with_database --durable $(PY) bench/reconcile.py
	@$(PY) bench/guard.py
	@$(PY) -m paidang.site.with_database --durable $(PY) bench/pages.py
	@$(PY) -m paidang.site.with_database --durable $(PY) bench/studio.py
	@$(PY) bench/push.py --seconds 300

rivals: setup  ## the same month by pandas, by a workbook and by an ERP's commission module, beside ours
	@test -x .venv-rivals/bin/python || $(PY) -m uv venv -q --python $(PY) .venv-rivals
	@$(PY) -m uv pip install -q --python .venv-rivals/bin/python --require-hashes -r bench/rivals/requirements.lock
	@$(PY) bench/rivals/run.py

lock:  ## resolve requirements*.in anew
	@$(PY) -m uv pip compile --universal --python-version 3.11 --generate-hashes --no-header requirements-dev.in -o requirements.lock
	@$(PY) -m uv pip compile --universal --python-version 3.11 --generate-hashes --no-header requirements-spark.in -o requirements-spark.lock
	@$(PY) -m uv pip compile --universal --python-version 3.11 --generate-hashes --no-header requirements-ocr.in -o requirements-ocr.lock
	@$(PY) -m uv pip compile --universal --python-version 3.11 --generate-hashes --no-header bench/rivals/requirements.in -o bench/rivals/requirements.lock

clean:  ## remove the database and the environment
	@rm -rf var .venv .venv-ocr .venv-rivals

.PHONY: help setup setup-ocr setup-spark serve browser test test-rest test-again test-spark check check-code check-rules soak bench rivals lock clean
