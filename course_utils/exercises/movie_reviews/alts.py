"""Lesson 08: its pictures, for those who cannot see them."""

from course_utils.text import Text

alts = {
    "lengths": Text(
        en="How many reviews have how many words: most between 10 and 35, none more "
        "than 59; a dashed line at 60.",
        zh="不同词数的影评各有多少条：大多在 10 到 35 个词之间，最多 59 个；"
        "虚线在 60 处。",
    ),
    "distances": Text(
        en="Distance between the states of two reviews over 60 steps, on a logarithmic "
        "axis: after the last word, at step 20, it falls steeply for the RNN and the "
        "default LSTM, slowly with forget bias 1, and stays level with forget bias 3.",
        zh="两条影评的状态在 60 步里的距离，纵轴取对数：第 20 步读完最后一个词之后，"
        "RNN 和默认的 LSTM 急速下降，遗忘门偏置取 1 降得慢，取 3 保持不变。",
    ),
    "models": Text(
        en="Test accuracy of each model, a dot a seed and a line at the mean: an "
        "RNN and an LSTM that read pads at 0.5, with forget bias 1 between 0.5 and "
        "0.63, with 3 at 0.74; the nets that stop in time between 0.69 and 0.78, and "
        "two dashed lines for the linear models among the best of them.",
        zh="各个模型在测试集上的准确率，一个点是一个种子，竖线是平均："
        "读进填充的 RNN 和 LSTM 在 0.5，遗忘门偏置取 1 的在 0.5 到 0.63 之间，"
        "取 3 的在 0.74；及时停下的网络在 0.69 到 0.78 之间；"
        "两条虚线是线性模型，跟最好的网络不相上下。",
    ),
    "strength": Text(
        en="Accuracy in four bands of |rating|: near one half where the rating is "
        "weaker than 0.5, rising to about 0.85 where it is stronger than 2, for the "
        "net and for logistic regression alike.",
        zh="按 |评分| 分四段的准确率：不到 0.5 的接近一半，"
        "超过 2 的升到 0.85 左右，网络和逻辑回归都一样。",
    ),
}
