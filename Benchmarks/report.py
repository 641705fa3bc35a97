"""The table in which a measurement ends: a row for each figure and the peer that it is compared with.

Every comparison reads "times as good as the peer", whether more or less is better, so that every goal is a least one. A figure of
our own alone may have a bound instead: the most, or the least, that it may be.
"""
import dataclasses
import datetime
import os
import platform
import statistics
import subprocess
import sys

HEADINGS = ["what", "unit", "tally", "peer", "its", "times as good", "goal", "verdict"]


@dataclasses.dataclass
class Row:
    """One figure of ours, beside that of a peer if there is one."""
    what: str
    unit: str
    ours: float
    peer: str = ""
    theirs: float | None = None
    times: float | None = None
    goal: float | None = None
    limit: float | None = None
    least: float | None = None

    def share_of_goal(self):
        """1 and more: reached."""
        if self.goal is not None and self.times is not None:
            return self.times / self.goal
        if self.least is not None:
            return self.ours / self.least
        return self.limit / max(self.ours, 1e-9) if self.limit is not None else None


def compared(what, unit, turns, goals, less_is_better=False, limit=None):
    """The rows of one measure: medians over the turns, and medians of the ratios within a turn.

    `turns` holds the figures of each contestant in the order of the turns, ours as "tally"; `goals` the least ratio by peer.
    """
    ours = turns["tally"]
    rows = [Row(what, unit, statistics.median(ours), limit=limit)] if limit is not None else []
    for peer, theirs in turns.items():
        if peer == "tally":
            continue
        pairs = [(max(a, 1e-9), max(b, 1e-9)) for a, b in zip(ours, theirs)]
        times = statistics.median(b / a if less_is_better else a / b for a, b in pairs)
        rows.append(Row(what, unit, statistics.median(ours), peer, statistics.median(theirs), times, goals.get(peer)))
    return rows or [Row(what, unit, statistics.median(ours))]


def verdict(row, rows):
    """What a reader must not overlook, in a word or two; "" where nothing was promised and nothing is amiss."""
    share = row.share_of_goal()
    words = []
    if share is not None:
        words.append("reached" if share >= 1 else "LESS THAN HALF" if share < 0.5 else f"missed, {share:.0%} of it")
    rivals = [other.times for other in rows if other.what == row.what and other.times is not None]
    if row.times is not None and all(times < 1 for times in rivals):
        words.append("BEHIND EVERY PEER")
    return "; ".join(words)


def number(value):
    """Three digits that matter, thousands apart."""
    if value is None:
        return ""
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.3g}" if value >= 0.001 else f"{value:.1e}"


def goal_text(row):
    if row.limit is not None:
        return f"<= {number(row.limit)} {row.unit}"
    if row.least is not None:
        return f">= {number(row.least)} {row.unit}"
    return f">= {number(row.goal)}" if row.goal is not None else ""


def table(rows):
    """The rows as a Markdown table whose columns stand under each other."""
    lines = [HEADINGS] + [
        [row.what, row.unit, number(row.ours), row.peer, number(row.theirs), number(row.times), goal_text(row), verdict(row, rows)]
        for row in rows]
    widths = [max(len(line[column]) for line in lines) for column in range(len(HEADINGS))]
    right = {2, 4, 5}
    cells = [
        "| " + " | ".join(text.rjust(width) if place in right else text.ljust(width)
                          for place, (text, width) in enumerate(zip(line, widths))) + " |"
        for line in lines]
    rule = "|" + "|".join("-" * (width + 1) + (":" if place in right else "-") for place, width in enumerate(widths)) + "|"
    return "\n".join([cells[0], rule] + cells[1:])


def first_line_of(*command):
    """What a program says first, on whichever stream: its version."""
    try:
        answer = subprocess.run(command, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        return f"{command[0]} is not there"
    return ((answer.stdout or answer.stderr).strip().splitlines() or [""])[0]


def machine():
    """The processor, how many of it, and the kernel."""
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        names = [line.partition(":")[2].strip() for line in file if line.startswith("model name")]
    return f"{(names or [platform.machine()])[0]}, {len(os.sched_getaffinity(0))} cores, Linux {platform.release()}"


def remark(sentence, remarks):
    """Notes what the reader of the table must know, as one line, and says it at once."""
    sentence = " ".join(sentence.split())
    remarks.append(sentence)
    say(sentence)


def say(sentence):
    """For the person who waits; the table alone goes to standard output."""
    print(f"{os.path.basename(sys.argv[0])}: {sentence}", file=sys.stderr, flush=True)


def publish(path, title, facts, rows, remarks):
    """Prints the table with what it rests on and what went amiss, and writes the same to a file."""
    lines = [f"# {title}", "", f"{datetime.date.today().isoformat()}. {machine()}. " + " ".join(facts), "", table(rows)]
    lines += [""] * bool(remarks) + [f"- {sentence}" for sentence in remarks]
    text = "\n".join(lines) + "\n"
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    print("\n" + text)
