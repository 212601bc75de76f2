"""ARM-CML: a context network sees the domain's batch, and the network is told what it saw."""

from __future__ import annotations

from torch import Tensor, nn

from sbir.baselines.domain_generalization.algorithm import Algorithm, Minibatch, Setup, flat, risks
from sbir.baselines.domain_generalization.network import Network

_WIDTH = 64


class ARM(Algorithm):
    """`min mean_e R_e(g(x, c_e))`, with `c_e = mean_i h(x_i)` over the domain's batch: adapting is one mean, and is learnt.

    Zhang et al., "Adaptive Risk Minimization: Learning to Adapt to Domain Shift", NeurIPS 2021, the contextual variant ARM-CML.
    There h sees the pictures and c is put beside their channels; here both happen at the maps `[n, c, h, w]` that
    `network.early` ends in, so that stored maps do. A linear layer of maps and context put together is the sum of one on each;
    the maps' own is kept the identity, since `late` follows, and the context's begins as zero: the first network is ERM's. h
    has 64 channels, as DomainBed's, without batch norm, and 1x1 where it meets the maps' many channels. No settings.
    """

    def __init__(self, network: Network, setup: Setup):
        super().__init__(network, setup)
        self.context = nn.Sequential(
            nn.Conv2d(network.channels, _WIDTH, 1), nn.ReLU(), nn.Conv2d(_WIDTH, _WIDTH, 3, padding=1), nn.ReLU()
        )
        self.tell = nn.Conv2d(_WIDTH, network.channels, 1, bias=False)
        nn.init.zeros_(self.tell.weight)

    def loss(self, batch: Minibatch) -> Tensor:
        """Mean cross-entropy, each domain in its own context."""
        return risks(self._logits(batch.x), batch.y).mean()

    def predict(self, x: Tensor) -> Tensor:
        """Logits `[n, classes]`, in the context of all of `x`."""
        return self._logits(x[None])[0]

    def _logits(self, x: Tensor) -> Tensor:
        """Logits `[J, n, classes]` of inputs `[J, n, ...]`."""
        maps = self.network.early(flat(x))
        seen = self.context(maps).unflatten(0, x.shape[:2]).mean(1)
        told = maps + self.tell(seen).repeat_interleave(x.shape[1], 0)
        return self.network.classifier(self.network.late(told)).unflatten(0, x.shape[:2])
