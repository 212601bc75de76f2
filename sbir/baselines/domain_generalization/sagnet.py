"""SagNet: classes must be told in another picture's style, and must not be told by style."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

from sbir.baselines.domain_generalization.algorithm import Algorithm, Minibatch, Setup, flat
from sbir.baselines.domain_generalization.layers import randomise_style, style_of
from sbir.baselines.domain_generalization.network import Network


class SagNet(Algorithm):
    """`min_(F, C) CE(C(F(SR(m))), y) - w mean_k log S(F(CR(m)))_k` and `min_S CE(S(F(CR(m))), y)` on maps m.

    SR keeps a map's content and mixes its style with another's; CR keeps its style and takes another's content. S, the head
    that tells classes by style, learns on features that do not learn with it; the features learn to leave it none the wiser
    (the cross-entropy with the uniform distribution). Nam et al., "Reducing Domain Gap by Reducing Style Bias", CVPR 2021.
    There S has late layers of its own and the adversary trains the layers before the maps; these may be frozen here, and
    `late` the only thing that learns, so S is a linear head on `late`'s features and the adversary trains all of the network,
    as in DomainBed, which has the whole of it before both heads. Setting: `lambda`, w.
    """

    def __init__(self, network: Network, setup: Setup):
        super().__init__(network, setup)
        self.style_head = nn.Linear(network.width, network.classes)

    def loss(self, batch: Minibatch) -> Tensor:
        """The three terms' sum; who learns from which is settled by what is detached."""
        maps, y, head = self.network.early(flat(batch.x)), batch.y.flatten(), self.style_head
        of_content = self.network.late(randomise_style(maps))
        of_style = self.network.late(randomise_content(maps))
        content = functional.cross_entropy(self.network.classifier(of_content), y)
        style = functional.cross_entropy(head(of_style.detach()), y)
        confused = -functional.linear(of_style, head.weight.detach(), head.bias.detach()).log_softmax(1).mean()
        return content + style + self.settings["lambda"] * confused


def randomise_content(maps: Tensor) -> Tensor:
    """CR: maps `[n, c, h, w]` with their own channels' means and deviations, and the rest of a random other one.

    As in DomainBed no gradient goes to the other's content: whoever learns from it learns of style alone.
    """
    mean, deviation = style_of(maps)
    content = ((maps - mean) / deviation).detach()
    return content[torch.randperm(len(maps), device=maps.device)] * deviation + mean
