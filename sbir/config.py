"""Settings of model, training and adaptation: frozen values, presets as YAML in `presets/`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal, TypeVar

import yaml
from pydantic import ConfigDict, Field, TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass

from sbir.types import InputError

PRESETS = Path(__file__).parent / "presets"
_STRICT = ConfigDict(extra="forbid")
T = TypeVar("T")


@dataclass(frozen=True, config=_STRICT)
class ModelConfig:
    """F and M.

    backbone: any convolutional network of torchvision by name, or mobilenet_edgetpu. stride: 32 keeps its last downsampling,
    16 takes it out (a 224 px picture gives 7 x 7 or 14 x 14 maps). width: of M's embedding. frozen_stride: stages whose maps
    are at most this much smaller than the picture are not trained. mean, std: of the normalisation that the backbone's weights
    expect. mirror: directions in which a picture and its mirror image are told apart, where F sees both (0: it sees the picture
    alone).
    """

    backbone: str = "mobilenet_v2"
    stride: int = 32
    width: int = 256
    frozen_stride: int = 4
    mean: tuple[float, float, float] = (0.5, 0.5, 0.5)
    std: tuple[float, float, float] = (0.5, 0.5, 0.5)
    size: int = 224
    mirror: int = 0


@dataclass(frozen=True, config=_STRICT)
class EpisodeConfig:
    """A batch: `tasks` tasks of `pairs` pairs at `size` px.

    real: chance that a drawn photo's drawing is a person's. other_view: chance that a thing of which there are several
    photos is drawn from one and to be found in any. labelled: drawings a batch of which only the category is known. across:
    categories a batch of which there is a picture of every domain. whole: chance that a photo which has lost its ground is seen
    with it after all.
    """

    tasks: int = 6
    pairs: int = 14
    size: int = 160
    real: float = 0.7
    other_view: float = 0.3
    labelled: int = 24
    across: int = 0
    whole: float = 0.0


@dataclass(frozen=True, config=_STRICT)
class AdaptConfig:
    """The inner loop.

    steps: of gradient descent. negatives: photos of its category that each pair is held against. moves: the parts of the head
    that a step changes; ("weight", "bias") is the paper's. margin: a fixed one in the place of the predicted. align: take the
    gallery's mean for the centre, and the mean of the person's drawings to where the photos' is, before the first step.
    signs: step by the gradient's signs (sign-MAML). second_order: the outer loss reaches through the step's own gradient.
    """

    steps: int = 1
    negatives: int = 48
    moves: tuple[Literal["weight", "bias", "drawing_weight", "drawing_bias"], ...] = ("drawing_weight",)
    margin: float | None = None
    align: bool = True
    signs: bool = False
    second_order: bool = True


@dataclass(frozen=True, config=_STRICT)
class LossConfig:
    """Weights of the parts of the outer loss, and their settings.

    latent, embedded: InfoNCE over the batch on F's features and on M's embedding (`temperature`). triplet: L_T of the adapted
    head on the queries with the fixed `margin`. plain: the same of the head as it is. own: the same of
    the adapted head on the support itself (what a person marked should come up). domain: L_D. category: L_C.
    semantic: L_S. latent_triplet: L_ud. fused: the contrast of Fuse and Attend, over labelled pictures, with its
    `fused_temperature` and a `pool` of so many of the last ones.
    """

    latent: float = 1.0
    embedded: float = 1.0
    temperature: float = 0.07
    triplet: float = 3.0
    plain: float = 1.0
    own: float = 0.3
    margin: float = 0.2
    domain: float = 0.02
    category: float = 0.1
    semantic: float = 0.1
    latent_triplet: float = 0.0
    fused: float = 0.0
    fused_temperature: float = 0.1
    pool: int = 512


@dataclass(frozen=True, config=_STRICT)
class TuneConfig:
    """Fitting margin network and rates on features: steps of Adam at `rate` (the rates move ten times as fast) over `tasks`
    tasks of 1 to `pairs` pairs. margin: of the outer loss. again: how much other drawings of the support's photos count.

    Before it, in the last stage of a training, F is given a `mirror` (see `ModelConfig`; 0: as it is), and the pooled features
    a share `pooled` of the head's embedding, by their principal components on the set `components`: each divided by its
    standard deviation to the power `whiten`. width: of the embedding from then on (0: as it is).
    """

    steps: int = 120
    tasks: int = 8
    pairs: int = 10
    rate: float = 5e-4
    margin: float = 0.2
    again: float = 0.1
    seed: int = 0
    pooled: float = 0.5
    components: str = "sketchy-train"
    whiten: float = 0.0
    width: int = 0
    mirror: int = 0


@dataclass(frozen=True, config=_STRICT)
class FusionConfig:
    """Fitting the fusion on features: steps of Adam at `rate`, over batches of so many `categories`. examples: pictures of a
    category that are taken from each labelled set, each as it is and mirrored. dropout: the share of a picture's features that
    are left out; absent: that of the examples, so that few domains will do."""

    steps: int = 3000
    categories: int = 48
    examples: int = 40
    dropout: float = 0.2
    absent: float = 0.5
    rate: float = 1e-3
    weight_decay: float = 1e-2
    temperature: float = 0.1
    seed: int = 0


@dataclass(frozen=True, config=_STRICT)
class FigureConfig:
    """Teaching the figure network: steps of AdamW at `rate` (its new layers move ten times as fast) over batches of so many
    photos at `size` px.

    figures: sets that give photos, and how many of each. val: the same for judging it. teacher: see `sbir.data.cutouts`.
    """

    figures: dict[str, int]
    val: dict[str, int]
    teacher: str = ""
    backbone_weights: str = ""
    steps: int = 2400
    batch: int = 24
    rate: float = 5e-4
    size: int = 192
    seed: int = 0


@dataclass(frozen=True, config=_STRICT)
class SourceConfig:
    """A training set by name (see `sbir.data.sources`) and how often it gives a task."""

    name: str
    weight: float = 1.0


@dataclass(frozen=True, config=_STRICT)
class TrainConfig:
    """A whole training. Learning rates: of F, and of everything else; both warm up, then fall along a cosine.

    labelled: sets of pictures of which only the category is known (`sbir.data.labelled`); they count in L_C, L_S and the
    contrast of Fuse and Attend. without: things that no set may show, nor kinds of them (`sbir.data.names`), so that they are
    unseen whatever the sets hold; validation sets are read so, too.

    only: "adaptation" trains nothing but the margin network and the inner loop's rates, both from new, as `tune` says: the last
    stage, on tasks that F has not seen, since on those it has learned there is nothing left for an inner loop to do; and, on
    the `labelled` sets, the fusion over domains, as `fusion` says.

    figure: the exported network that finds the thing in a photo; photos are then seen, in training too, without their ground
    ("": by that of `init`, or whole where it has none).
    """

    sources: tuple[SourceConfig, ...]
    val: tuple[str, ...]
    labelled: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    backbone_weights: str = ""
    word_vectors: str = ""
    init: str = ""
    figure: str = ""
    model: ModelConfig = ModelConfig()
    episodes: EpisodeConfig = EpisodeConfig()
    adapt: AdaptConfig = AdaptConfig()
    loss: LossConfig = LossConfig()
    tune: TuneConfig = TuneConfig()
    fusion: FusionConfig = FusionConfig()
    epochs: int = 12
    steps: int = 120
    rate: float = 3e-4
    head_rate: float = 1e-3
    weight_decay: float = 1e-4
    warmup: int = 60
    average: float = 0.99
    seed: int = 0
    workers: int = 1
    device: str = "auto"
    compile: bool = False
    only: Literal["all", "adaptation"] = "all"


@dataclass(frozen=True, config=_STRICT)
class DomainConfig:
    """Trainings under the DomainBed protocol: every method, left-out domain, seed and trial of its search one run.

    data: a set of `sbir.data.domains`. left_out: domains to leave out in turn (none named: each). methods: of
    `sbir.baselines.domain_generalization.registry` (none named: all). trials: of the random search over hyper-parameters; the
    first has their defaults. settings: hyper-parameters that replace the defaults, by name, for ablations.

    unseen: so many classes, drawn by the seed, are left out of training too, and drawings of them are searched for in the other
    domains (0: none, no search).

    backbone_weights: ImageNet weights as safetensors; without it `backbones/<backbone>_imagenet.safetensors` among the data.

    copies: augmented copies of each picture whose maps at `frozen_stride` are stored and trained on; 0 trains the whole network
    on pictures augmented on the fly. line_copies: drawings of each picture, for methods whose setting `lines` adds them as one
    more source domain. batch: pictures of each source domain in a step; fewer where lines are added, so that it is as many in
    all. check_every: steps between checkpoints. jobs: runs at a time (0: as many as there are cores or GPUs).
    """

    protocol: Literal["domainbed"] = "domainbed"
    data: str = "pacs"
    left_out: tuple[str, ...] = ()
    methods: tuple[str, ...] = ()
    settings: dict[str, float] = Field(default_factory=dict)
    seeds: int = 3
    trials: int = 1
    unseen: int = 0
    backbone: str = "mobilenet_v2"
    backbone_weights: str = ""
    size: int = 128
    frozen_stride: int = 16
    copies: int = 4
    line_copies: int = 2
    batch: int = 16
    steps: int = 300
    check_every: int = 100
    device: str = "auto"
    jobs: int = 0


def read_config(kind: type[T], source: str | Path, overrides: tuple[str, ...] = ()) -> T:
    """A config of type `kind` from a YAML file or a preset's name, with `key.sub=value` overrides (values in YAML; nothing
    after the `=` is an empty text).

    Raises `InputError` that names the key and what is wrong with it.
    """
    return validate(kind, override(_values(source), overrides), str(source))


def read_training(source: str | Path, overrides: tuple[str, ...] = ()) -> TrainConfig | DomainConfig | FigureConfig:
    """The config of a training, of a sweep where it says `protocol: domainbed`, or of the figure network where it names
    `figures`; see `read_config`."""
    values = _values(source)
    kind = FigureConfig if "figures" in values else DomainConfig if values.get("protocol") == "domainbed" else TrainConfig
    return read_config(kind, source, overrides)


def _values(source: str | Path) -> dict[str, Any]:
    """What a YAML file or a preset holds."""
    path = Path(source)
    if not path.exists():
        path = PRESETS / f"{source}.yaml"
    if not path.exists():
        presets = ", ".join(sorted(p.stem for p in PRESETS.glob("*.yaml")))
        raise InputError(f"{source}: no such config file, and no preset of that name (there are {presets})")
    try:
        values = yaml.safe_load(path.read_text())
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: not YAML ({error})") from None
    if not isinstance(values, dict):
        raise InputError(f"{path}: a config is a mapping of names to values")
    return values


def validate(kind: type[T], values: Any, where: str) -> T:
    """`values` as a `kind`, every type checked; `InputError` says which key of `where` is wrong."""
    try:
        return TypeAdapter(kind).validate_python(values)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        raise InputError(f"{where}: {key or 'config'}: {first['msg']}") from None


def to_dict(config: Any) -> dict[str, Any]:
    """A config as plain JSON values."""
    return TypeAdapter(type(config)).dump_python(config, mode="json")


def override(values: dict[str, Any], changes: Sequence[str]) -> dict[str, Any]:
    """`values` with `key.sub=value` changes put in, in place; `InputError` for one that is written otherwise."""
    for text in changes:
        key, equals, value = text.partition("=")
        if not equals:
            raise InputError(f"{text!r}: an override is written key=value")
        *parents, last = key.split(".")
        at = values
        for parent in parents:
            at = at.setdefault(parent, {})
            if not isinstance(at, dict):
                raise InputError(f"{text!r}: {parent} is a value, not a group")
        at[last] = yaml.safe_load(value) if value else ""
    return values
