"""Registers the best classifier on dev and moves the alias.

``register DATASET MODELS MEASURES OUT`` runs at every ``dvc repro`` and is idempotent: a model
is registered once for its content, a run logged once for its training. It never moves an alias
that a person set since, and inside an experiment it leaves the registry alone.
"""

import os
from pathlib import Path

import pipeline.evaluation
from pipeline.errors import OutdatedError, SettingsError
from pipeline.evaluation import gate
from pipeline.evaluation.measure import score_stance
from pipeline.evaluation.slices import Scored
from pipeline.params import Params
from pipeline.schema import LabelledStance
from pipeline.scoring.reading import text_version
from pipeline.stages import run
from pipeline.stance import persistence
from pipeline.stance.persistence import Model
from pipeline.storage import labelled
from pipeline.storage.atomic import sha256_of, sha256_of_code, sha256_of_value, write_json
from pipeline.tracking import runs
from pipeline.tracking.registry import (
    CHAMPION,
    PROVISIONAL,
    Registry,
    Version,
    cost_on,
    figures,
    score_on,
)

_FLOOR = "majority"


def main(params: Params, dataset: str, models: str, measures: str, out: str) -> None:
    """Writes which model is in use into ``OUT``."""
    if os.environ.get("DVC_EXP_NAME"):
        if not Path(out).is_file():
            _write_champion(Registry(), Path(out))
        return
    trained = {
        folder.name: persistence.describe(folder)
        for folder in sorted(Path(models).iterdir())
        if folder.is_dir()
    }
    run_ids = {
        name: runs.log(model, _measured(Path(measures), name)) for name, model in trained.items()
    }
    best = _best(Path(measures), list(trained), params.register_.max_cost)
    registry = Registry()
    tags = figures(best, Path(measures) / "dev" / best)
    candidate = registry.add(Path(models) / best, run_ids[best], tags)
    champion = registry.with_alias(CHAMPION)
    held = champion is not None and registry.held_by_person()
    judged = _judgement(candidate, champion, Path(dataset), params)
    if champion != candidate and not held and candidate.judged != judged:
        verdict = _judge(registry, champion, Path(models), best, Path(dataset), params)
        registry.note(candidate, verdict.line, judged)
        _settle(registry, candidate, champion, verdict)
    _write_champion(registry, Path(out))


def _best(measures: Path, names: list[str], max_cost: float) -> str:
    """The classifier that does best on dev among those that cost no more than ``max_cost``."""
    costs = {name: cost_on(measures / "dev" / name) for name in names}
    cheap = [name for name in names if costs[name] <= max_cost]
    if not cheap:
        name, cost = min(costs.items(), key=lambda item: item[1])
        raise SettingsError(
            f"register.max_cost: {max_cost} CPU-seconds for 1,000 sentences, but {name} costs "
            f"{cost} and is the cheapest; raise it"
        )
    return max(cheap, key=lambda name: (score_on(measures / "dev" / name), name))


def _judgement(candidate: Version, champion: Version | None, dataset: Path, params: Params) -> str:
    """Names a judgement by all that it follows from, so that none is made twice."""
    return sha256_of_value(
        [
            candidate.content,
            champion.content if champion else None,
            sha256_of(dataset / "fingerprints.json"),
            sha256_of_code(*map(Path, pipeline.evaluation.__path__)),
            [params.register_.resamples, params.seed],
        ]
    )


def _judge(
    registry: Registry,
    champion: Version | None,
    models: Path,
    best: str,
    dataset: Path,
    params: Params,
) -> gate.Verdict:
    model, floor = persistence.load(models / best), persistence.load(models / _FLOOR)
    rival = _rival(registry, champion)
    rows = labelled.read(dataset / "stance" / "dev.parquet", LabelledStance)
    fresh = _unseen(rows, [model, *([rival] if rival else [])])
    return gate.decide(
        _by_corpus(model, fresh),
        _by_corpus(floor, fresh),
        _by_corpus(rival, fresh) if rival else None,
        resamples=params.register_.resamples,
        seed=params.seed,
    )


def _rival(registry: Registry, champion: Version | None) -> Model | None:
    """The champion's model; one that this version of the code does not read is no rival."""
    try:
        return registry.load(champion) if champion else None
    except OutdatedError as fault:
        print(fault)
        return None


def _settle(
    registry: Registry, candidate: Version, champion: Version | None, verdict: gate.Verdict
) -> None:
    if verdict.promote:
        registry.move(CHAMPION, candidate, "gate", verdict.line)
        registry.drop(PROVISIONAL)
    elif champion is None:
        registry.move(PROVISIONAL, candidate, "gate", verdict.line)
    print(f"{candidate.classifier} (version {candidate.number}) {verdict.line}")


def _unseen(rows: list[LabelledStance], models: list[Model]) -> list[LabelledStance]:
    """The rows that none of the models was trained on."""
    seen = {int(number) for model in models for number in model.trained_on}
    return [row for row in rows if int(persistence.text_hashes([row.text])[0]) not in seen]


def _by_corpus(model: Model, rows: list[LabelledStance]) -> dict[str, Scored]:
    return {
        corpus: score_stance(model, [row for row in rows if row.corpus == corpus])
        for corpus in sorted({row.corpus for row in rows})
    }


def _measured(measures: Path, name: str) -> dict[str, Path]:
    sides = {"dev": measures / "dev" / name, "test": measures / "test" / name}
    return {side: path for side, path in sides.items() if (path / "metrics.json").is_file()}


def _write_champion(registry: Registry, out: Path) -> None:
    alias, version = registry.current()
    facts = {"alias": alias, "content": version.content, "classifier": version.classifier}
    facts["text_version"] = text_version()
    write_json(out, facts)


if __name__ == "__main__":
    run(main)
