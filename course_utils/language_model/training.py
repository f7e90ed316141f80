"""`course train poet`: the loop, and all that makes it safe to stop."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Any

import torch
from torch import nn
from tqdm import tqdm

from course_utils.datasets.store import data_folder
from course_utils.files import write_json
from course_utils.language_model.corpus import PoemCorpus, load_poem_corpus
from course_utils.language_model.grid import Grid
from course_utils.language_model.model import (
    PoemModel,
    PoemModelSize,
    load_poem_model,
    save_poem_model,
)
from course_utils.language_model.plan import (
    Plan,
    PlanStep,
    count_characters,
    ordered_batches,
    share_of,
)
from course_utils.language_model.recipes import PoetRecipe, find_poet_recipe
from course_utils.language_model.run import PoetRun
from course_utils.text import Text
from course_utils.training.computing import count_parameters
from course_utils.training.processes import (
    WAIT_SECONDS,
    Processes,
    joined_processes,
)

VALIDATE_EVERY = 500
CHECKPOINT_SECONDS = 60.0
_EVALUATION_CHARACTERS = 8192
_CLIP = 1.0
_BETAS = (0.9, 0.99)


def run_recipe(
    name: str,
    epochs: str | None,
    folder: Path | None,
    threads: int,
    say: Callable[[object], None],
    *,
    rate_factor: float = 1.0,
    seed: int | None = None,
    wait: float = WAIT_SECONDS,
) -> Path | None:
    """Train by a recipe of `POET_RECIPES`, in one process or as `torchrun` says.

    rate_factor, seed: what is to differ from the recipe. wait: seconds that a process
    waits for the others. Returns the run's folder; of several processes, in the first.
    """
    recipe = find_poet_recipe(name, epochs).with_rates(rate_factor)
    if seed is not None:
        recipe = replace(recipe, seed=seed)
    folder = folder or data_folder() / f"poet-{name}"
    torch.set_num_threads(threads)
    corpus = load_poem_corpus(recipe)
    with joined_processes(wait) as processes:
        speak = say if processes.is_first else _be_silent
        result = train_poet(recipe, corpus, folder, processes, speak)
        speak(_TRAINED.format(**result))
        return folder if processes.is_first else None


def train_poet(
    recipe: PoetRecipe,
    corpus: PoemCorpus,
    folder: Path,
    processes: Processes,
    say: Callable[[object], None],
    stop_at: int | None = None,
) -> dict[str, Any]:
    """Train to the end of the recipe, from the checkpoint in `folder` if there is one.

    Returns and writes the final figures (`result.json`) beside the weights
    (`poet.safetensors`) and the log. `stop_at` leaves after as many steps, without.
    Raises `DivergedError`; the last good checkpoint stays, to go on from.
    """
    run = start_or_resume_poet(recipe, corpus, folder)
    with run.that_may_diverge() if processes.is_first else nullcontext():
        _learn(run, corpus, processes, say, stop_at)
        if run.counters.step < run.plan.num_steps:
            return {}
        return _finish(run, corpus, processes)


def _learn(
    run: PoetRun,
    corpus: PoemCorpus,
    processes: Processes,
    say: Callable[[object], None],
    stop_at: int | None,
) -> None:
    remaining = run.plan.num_steps - run.counters.step
    saved = time.monotonic()
    run.model.train()
    for step in tqdm(
        run.plan.steps(run.counters.step), total=remaining, unit="step", disable=None
    ):
        if step.number == stop_at:
            break
        learn_poems(run, step, processes)
        last = run.counters.step == run.plan.num_steps
        if run.counters.step % VALIDATE_EVERY == 0 or last:
            _validate(run, step, corpus, processes, say)
        if processes.is_first and time.monotonic() - saved > CHECKPOINT_SECONDS:
            run.save()
            saved = time.monotonic()
    if processes.is_first:
        run.save()


def start_or_resume_poet(
    recipe: PoetRecipe, corpus: PoemCorpus, folder: Path
) -> PoetRun:
    """A run with fresh weights, or as it was at its last checkpoint."""
    torch.manual_seed(recipe.seed)
    size = PoemModelSize(
        len(corpus.vocabulary),
        recipe.embedding,
        recipe.hidden,
        recipe.above,
        recipe.place,
        recipe.heads,
    )
    model = PoemModel(size)
    model.start_from_frequencies(corpus.tang)
    optimizer = torch.optim.Adam(model.parameters(), betas=_BETAS, fused=True)
    plan = Plan(recipe, corpus.tang, corpus.tang_and_song)
    run = PoetRun(folder, plan, corpus.vocabulary, model, optimizer)
    run.resume()
    return run


def learn_poems(run: PoetRun, step: PlanStep, processes: Processes) -> None:
    """One update. Every process reads its share of the batch."""
    started = time.monotonic()
    recipe = run.plan.recipe
    seed = recipe.seed * 1_000_003 + step.number
    torch.manual_seed(seed * processes.count + processes.rank)
    run.model.dropout.rate = step.phase.dropout
    share = share_of(step.batch, processes.rank, processes.count)
    nats = torch.zeros(())
    if len(share.ids):
        with mixed_precision():
            nats = run.model.nats(share)
        (nats / recipe.batch_characters).backward()
    processes.sum_gradients(run.model)
    norm = nn.utils.clip_grad_norm_(run.model.parameters(), _CLIP)
    total = processes.sum(nats.detach()).item()
    run.watch.see(total / step.batch.ids.size, run.place())
    run.watch.see_gradient(norm.item(), run.place())
    for group in run.optimizer.param_groups:
        group["lr"] = step.rate
    run.optimizer.step()
    run.optimizer.zero_grad()
    run.counters.add(total, step.batch.ids.size, time.monotonic() - started)


def mixed_precision() -> torch.autocast:
    """bfloat16 where the LSTM of PyTorch knows it (AVX-512), else float32."""
    known = "AVX512" in torch.backends.cpu.get_cpu_capability()
    return torch.autocast("cpu", dtype=torch.bfloat16, enabled=known)


def nats_per_character(
    model: PoemModel, grids: Sequence[Grid], processes: Processes | None = None
) -> float:
    """Mean nats of a Han character, without dropout."""
    processes = processes or Processes()
    was_training = model.training
    model.eval()
    total = torch.zeros((), dtype=torch.float64)
    with torch.no_grad():
        for batch in ordered_batches(grids, _EVALUATION_CHARACTERS):
            share = share_of(batch, processes.rank, processes.count)
            if len(share.ids):
                total += model.nats(share)
    model.train(was_training)
    return processes.sum(total).item() / count_characters(grids)


def _validate(
    run: PoetRun,
    step: PlanStep,
    corpus: PoemCorpus,
    processes: Processes,
    say: Callable[[object], None],
) -> None:
    with mixed_precision():
        nats = nats_per_character(run.model, corpus.validation, processes)
    last = run.counters.step == run.plan.num_steps
    (run.watch.see_last if last else run.watch.see)(nats, _VALIDATION)
    entry = run.counters.note(nats, step.rate)
    say(_PROGRESS.format(num_steps=run.plan.num_steps, **entry))


def _be_silent(_: object) -> None:
    """Where the first of several processes speaks, the others do not."""


def _finish(run: PoetRun, corpus: PoemCorpus, processes: Processes) -> dict[str, Any]:
    """Write the weights, read them back, and judge what was read."""
    path = run.folder / "poet.safetensors"
    if processes.is_first:
        save_poem_model(path, run.model, corpus.vocabulary)
    processes.sum(torch.zeros(()))  # nobody reads before it is written
    model, _ = load_poem_model(path)
    result = {
        "validation": nats_per_character(model, corpus.validation, processes),
        "test": nats_per_character(model, corpus.test, processes),
        "parameters": count_parameters(model),
        "processes": processes.count,
        "threads": torch.get_num_threads(),
        "seconds": round(run.counters.seconds),
        "characters": run.counters.characters,
        "recipe": run.plan.recipe.facts(),
    }
    if processes.is_first:
        write_json(run.folder / "result.json", result, indent=1)
    return result


_VALIDATION = Text(en="the validation poems", zh="验证诗")
_TRAINED = Text(
    en="Trained. Nats per character: validation {validation:.3f}, test {test:.3f}.",
    zh="训练完成。每字奈特数：验证集 {validation:.3f}，测试集 {test:.3f}。",
)
_PROGRESS = Text(
    en="step {step} of {num_steps}: {characters} characters, training {training:.3f}, "
    "validation {validation:.3f} nats, rate {rate:.5f}, {seconds:.0f} s",
    zh="第 {step} 步（共 {num_steps} 步）：已读 {characters} 字，训练 {training:.3f}，"
    "验证 {validation:.3f} 奈特，学习率 {rate:.5f}，{seconds:.0f} 秒",
)
