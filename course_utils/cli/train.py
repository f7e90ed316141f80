"""`course train`: the poet, the nets of the explorers, the rules of prosody."""

from __future__ import annotations

from pathlib import Path

import click

from course_utils.cli.options import folder_option, own_folder
from course_utils.cli.spoken import SpokenGroup, spoken_option
from course_utils.places import POET_DATA, TEXT_DATA
from course_utils.shapes import ANY_SEED
from course_utils.text import Text

_WHAT = {
    "movies": Text(
        en="Train the net that reads movie reviews (lesson 08); seconds.",
        zh="训练读影评的网络（第 08 课），几秒钟。",
    ),
    "reviews": Text(
        en="Train the net that reads Chinese reviews (lesson 09); a minute.",
        zh="训练读中文评论的网络（第 09 课），一分钟左右。",
    ),
    "tagging": Text(
        en="Train the two taggers that find names (lesson 10); minutes.",
        zh="训练找名字的两个标注器（第 10 课），几分钟。",
    ),
    "numerals": Text(
        en="Train the net that writes Chinese numerals (lesson 07); minutes.",
        zh="训练写中文数字的网络（第 07 课），几分钟。",
    ),
}


@click.group(
    cls=SpokenGroup,
    text=Text(
        en="Train the poet or the nets of the explorers, or derive rules of prosody.",
        zh="训练诗人，或各课交互演示所用的网络；也可推导格律。",
    ),
)
def train() -> None:
    pass


@train.command(
    "poet",
    text=Text(
        en="Train the language model of poems.",
        zh="训练写诗的语言模型。",
    ),
)
@spoken_option(
    "--recipe",
    default="full",
    show_default=True,
    text=Text(
        en="full: hours, the best poet. quick: five minutes on two cores.",
        zh="full：几小时，最好的诗人。quick：双核五分钟。",
    ),
)
@spoken_option(
    "--epochs",
    text=Text(
        en="Epochs of each phase instead of the recipe's, such as 1.5,1,3.",
        zh="各阶段的轮数（代替默认值），例如 1.5,1,3。",
    ),
)
@folder_option(
    "--folder",
    Text(
        en="Where checkpoint, log and weights go; a run found there goes on.",
        zh="存放检查点、日志和权重的文件夹；里面若有未完成的训练，就接着训练。",
    ),
)
@spoken_option(
    "--threads",
    type=click.IntRange(1, 1024),
    envvar="COURSE_THREADS",
    default=1,
    show_default=True,
    text=Text(
        en="Processor threads to use; COURSE_THREADS sets them, too.",
        zh="使用的处理器线程数，也可以用环境变量 COURSE_THREADS 设置。",
    ),
)
@spoken_option(
    "--rate-factor",
    type=float,
    default=1.0,
    show_default=True,
    text=Text(
        en="Learning rates of the recipe, times this.",
        zh="学习率是训练方案中的多少倍。",
    ),
)
@spoken_option(
    "--seed",
    type=click.IntRange(0, ANY_SEED.stop - 1),
    text=Text(
        en="Seed of weights and batches, instead of the recipe's.",
        zh="权重和批量的随机种子（代替训练方案中的）。",
    ),
)
@spoken_option(
    "--wait",
    type=click.FloatRange(min=1),
    default=120.0,
    show_default=True,
    text=Text(
        en="Under torchrun: seconds to wait for a process that is silent.",
        zh="用 torchrun 时，等待没有回应的进程多少秒。",
    ),
)
def train_poet_command(
    recipe: str,
    epochs: str | None,
    folder: Path | None,
    threads: int,
    rate_factor: float,
    seed: int | None,
    wait: float,
) -> None:
    from course_utils.bench import curve
    from course_utils.language_model import training

    trained = training.run_recipe(
        recipe,
        epochs,
        folder,
        threads,
        click.echo,
        rate_factor=rate_factor,
        seed=seed,
        wait=wait,
    )
    if trained:
        curve.save_training_curve(trained)


@train.command(
    "prosody",
    text=Text(
        en="Derive rhyme groups and tones from the Tang poems, and measure them.",
        zh="从唐诗中推导韵部和平仄，并检验结果。",
    ),
)
@folder_option(
    "--folder",
    Text(
        en="Where the tables go instead of data/poet/.",
        zh="存放结果的文件夹（默认 data/poet/）。",
    ),
)
def train_prosody_command(folder: Path | None) -> None:
    target = own_folder(folder, POET_DATA, "--folder")

    from course_utils.verse import making

    making.make_prosody(target, click.echo)


@train.command(
    "titles",
    text=Text(
        en="Count what moods titles name, and learn themes from them; two minutes.",
        zh="统计诗题点明的情调，并从诗题学习主题，约两分钟。",
    ),
)
@folder_option(
    "--folder",
    Text(
        en="Where the results go instead of data/poet/.",
        zh="存放结果的文件夹（默认 data/poet/）。",
    ),
)
def train_titles_command(folder: Path | None) -> None:
    target = own_folder(folder, POET_DATA, "--folder")

    from course_utils.poet import title_making

    title_making.make_titles(target, click.echo)


def _add_net(name: str, text: Text) -> None:
    @train.command(name, text=text)
    @folder_option(
        "--folder",
        Text(
            en="Where the weights go instead of data/text/.",
            zh="存放权重的文件夹（默认 data/text/）。",
        ),
    )
    def command(folder: Path | None) -> None:
        target = own_folder(folder, TEXT_DATA, "--folder")

        from course_utils.bench.text.weights import train_weights

        train_weights(name, target, click.echo)


for _name, _text in _WHAT.items():
    _add_net(_name, _text)
