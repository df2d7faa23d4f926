"""`hark triage`: label posts, explain a verdict, measure triage, learn from your own labels."""

import os
import queue
import sys
import threading
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import click
import msgspec

from hark.cli.common import Stop, data_dir_option, json_option, open_database, print_json

if TYPE_CHECKING:
    from hark.domain.verdict import BrandProfile
    from hark.triage import Triage
    from hark.triage.learned import Learned

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_MOST = 2048
EVALUATIONS = ("sentiment", "complaint", "abuse", "relevance", "topic", "personal-data", "bursts", "spread")
TRAINABLE = ("sentiment", "complaint", "topic", "relevance", "abuse")


@click.group()
def triage() -> None:
    """Label, explain, evaluate and train triage. Posts go in as JSON lines, verdicts come out as JSON
    lines.
    """


def _brand(path: Path | None) -> "BrandProfile | None":
    from hark.triage import wire

    if path is None:
        return None
    try:
        text = path.read_text("utf-8")
        value = tomllib.loads(text) if path.suffix == ".toml" else msgspec.json.decode(text)
        if not isinstance(value, dict):
            raise ValueError("a brand file holds one object")
        return wire.brand(value)
    except (ValueError, OSError) as error:
        raise Stop(f"{path}: {error}") from None


def _model(path: Path) -> "Learned":
    from hark.triage import learned

    try:
        return learned.load(path)
    except (learned.NotAModel, OSError) as error:
        raise Stop(_told(error)) from None


def _told(error: Exception) -> str:
    """What went wrong in words: of the system's errors the file and the reason, without their number."""
    return (
        f"{error.filename}: {error.strerror}" if isinstance(error, OSError) and error.filename else str(error)
    )


def _engine(brand: Path | None, models: tuple[Path, ...]) -> "Triage":
    # Labelling multiplies no matrices; the threads for it take a quarter of the time to the first verdict.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from hark.triage import Triage

    return Triage(_brand(brand), models=[_model(path) for path in models])


def _chunks(stream: BinaryIO) -> Iterator[list[bytes]]:
    """Lines as they come, joined while the reader is faster than we are, handed over when the input pauses."""
    arrived: queue.Queue[list[bytes] | None] = queue.Queue(maxsize=64)

    def pump() -> None:
        rest = b""
        while block := stream.read1(1 << 16):  # type: ignore[attr-defined]  # a buffered stream has read1
            *lines, rest = (rest + block).split(b"\n")
            if lines:
                arrived.put(lines)
        if rest:
            arrived.put([rest])
        arrived.put(None)

    threading.Thread(target=pump, daemon=True).start()
    while (lines := arrived.get()) is not None:
        while len(lines) < _MOST and not arrived.empty():
            more = arrived.get()
            if more is None:
                yield lines
                return
            lines = lines + more
        yield lines


@triage.command()
@click.option(
    "--brand", type=_FILE, help="A brand file, JSON or TOML: name, handles, names, products, homonyms."
)
@click.option(
    "--model", "models", type=_FILE, multiple=True, help="A model of your own; may be given once per task."
)
def label(brand: Path | None, models: tuple[Path, ...]) -> None:
    """Read one post per line (JSON, or bare text) and write one verdict per line, in the same order."""
    engine = _engine(brand, models)
    number = 0
    try:
        for lines in _chunks(sys.stdin.buffer):
            for answer in _answers(engine, lines, number):
                sys.stdout.write(answer + "\n")
            sys.stdout.flush()
            number += len(lines)
    except BrokenPipeError:
        sys.stderr.close()


def _answers(engine: "Triage", lines: list[bytes], before: int) -> list[str]:
    from hark.triage import wire

    posts, sent, wrong = [], [], {}
    for number, raw in enumerate(lines, before + 1):
        try:
            post, identity = wire.read(raw.removesuffix(b"\r").decode("utf-8"), number)
            posts.append(post)
            sent.append(identity)
        except UnicodeDecodeError as error:
            wrong[number] = f"not UTF-8: byte {error.start} cannot be read"
        except ValueError as error:
            wrong[number] = str(error)
    labelled = zip(engine.label(posts), sent, strict=True)
    verdicts = (wire.to_json(verdict) | {"id": identity} for verdict, identity in labelled)
    return [
        _encode({"line": number, "error": wrong[number]} if number in wrong else next(verdicts))
        for number in range(before + 1, before + 1 + len(lines))
    ]


def _encode(value: dict[str, Any]) -> str:
    import json

    try:
        return msgspec.json.encode(value).decode()
    except (UnicodeEncodeError, OverflowError, TypeError, RecursionError):
        # Half a surrogate pair, a number beyond 64 bits: JSON can say it, msgspec cannot.
        return json.dumps(value)


@triage.command()
@click.argument("text")
@click.option("--brand", type=_FILE, help="A brand file, JSON or TOML.")
@click.option("--model", "models", type=_FILE, multiple=True, help="A model of your own.")
@json_option
def explain(text: str, brand: Path | None, models: tuple[Path, ...], as_json: bool) -> None:
    """Say what triage makes of TEXT, and which words decided."""
    from hark.cli import triage_explain
    from hark.domain.verdict import TriageInput
    from hark.triage import wire

    verdict = _engine(brand, models).label([TriageInput("1", text)])[0]
    if as_json:
        print_json(wire.to_json(verdict))
    else:
        triage_explain.show(text, verdict)


@triage.command()
@click.option("--task", type=click.Choice(EVALUATIONS), required=True)
@click.option(
    "--data", type=click.Path(exists=True, path_type=Path), required=True, help="A CSV or a folder."
)
@click.option("--model", "models", type=_FILE, multiple=True, help="Measure a model of your own.")
@json_option
def evaluate(task: str, data: Path, models: tuple[Path, ...], as_json: bool) -> None:
    """Score triage against labels, with 95 % bootstrap intervals."""
    from hark.triage import evaluation

    try:
        result = evaluation.run(task, data, [_model(path) for path in models])
    except (ValueError, OSError) as error:
        raise Stop(_told(error)) from None
    if as_json:
        print_json(result)
    else:
        for name, value in result.items():
            click.echo(f"{name:>18}  {value}")


@triage.command()
@click.option("--task", type=click.Choice(TRAINABLE), required=True)
@click.option("--data", type=_FILE, required=True, help="A CSV with the columns text,label.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="The model file.")
@json_option
def train(task: str, data: Path, out: Path, as_json: bool) -> None:
    """Learn a model of your own. It replaces OUT only if it does no worse on held-out rows; versions are
    kept.
    """
    from hark.triage.train import own

    try:
        result = own.train(task, data, out)
    except (ValueError, OSError) as error:
        raise Stop(_told(error)) from None
    if as_json:
        print_json(result)
    else:
        for name, value in result.items():
            click.echo(f"{name:>18}  {value}")
    if not result["accepted"]:
        sys.exit(1)


@triage.command()
@click.argument("model", type=click.Path(dir_okay=False, path_type=Path))
@json_option
def rollback(model: Path, as_json: bool) -> None:
    """Put the version before the current one back in MODEL's place."""
    from hark.triage.train import versions

    try:
        version = versions.rollback(model)
    except (ValueError, OSError) as error:
        raise Stop(_told(error)) from None
    print_json({"version": version}) if as_json else click.echo(f"{model} is version {version} again")


@triage.command()
@click.option(
    "--cascade", type=_FILE, required=True, help="Count and start on the first line, then: seconds followers."
)
@click.option("--at", type=click.FloatRange(min=0), required=True, help="Seconds after the post.")
@json_option
def spread(cascade: Path, at: float, as_json: bool) -> None:
    """Forecast the final number of reshares of a post from those seen in its first AT seconds."""
    from hark.triage.spread.forecast import forecast_file

    try:
        result = forecast_file(cascade, at)
    except (ValueError, OSError) as error:
        raise Stop(_told(error)) from None
    if as_json:
        print_json(result)
    else:
        click.echo(f"{result['final']:.0f} reshares in the end ({result['low']:.0f} to {result['high']:.0f})")


@triage.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@data_dir_option
@json_option
def corrections(folder: Path, data_dir: Path | None, as_json: bool) -> None:
    """Write what people corrected in the desk to FOLDER, one CSV per task, ready for `hark triage train`."""
    open_database(data_dir)
    from hark.actions.corrections import export

    written = export(folder)
    if as_json:
        print_json(written)
    elif not written:
        click.echo("Nobody has corrected triage yet.")
    for task, rows in written.items() if not as_json else ():
        path = folder / f"{task}.csv"
        click.echo(f"{path}: {rows} rows; hark triage train --task {task} --data {path} --out MODEL")
