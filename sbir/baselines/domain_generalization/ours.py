"""Fuse and Attend behind the interface of the comparators."""

from __future__ import annotations

import torch
from torch import Tensor

from sbir.baselines.domain_generalization.algorithm import Algorithm, Minibatch, Setup, flat, risks
from sbir.baselines.domain_generalization.layers import randomise_style
from sbir.baselines.domain_generalization.network import Network
from sbir.learn.fuse_attend import Pool, contrast, fuse, one_of_each_domain
from sbir.model.fusion import Fusion


class FuseAttend(Algorithm):
    """Cross-entropy + lambda InfoNCE(query, gated fusion of one example of its class per domain + attention; pool).

    "Fuse and Attend" (ECCV 2022 workshops); equations in `sbir.model.fusion` and `sbir.learn.fuse_attend`. The examples are
    other members of the very batch, so it costs no more passes than ERM. `lambda` 0 is ERM; `gated` 0 and `attend` 0 are
    ablations; `pool` 0 takes the batch's own embeddings for negatives. Ours: `styles`, the share of pictures whose maps take on
    some of the style of another one of the batch, so that queries and examples meet in styles that no source domain has.
    """

    def __init__(self, network: Network, setup: Setup):
        super().__init__(network, setup)
        width, settings = int(self.settings["width"]), self.settings
        self.fusion = Fusion(
            network.width, setup.domains, width, gated=settings["gated"] > 0.5, attend=settings["attend"] > 0.5
        )
        self.pool = Pool(int(settings["pool"]) or 1, width)

    def loss(self, batch: Minibatch) -> Tensor:
        """Cross-entropy and contrast."""
        domains, n = batch.y.shape
        maps = self.network.early(flat(batch.x))
        if self.settings["styles"] > 0:
            mixed = torch.rand(len(maps), 1, 1, 1, device=maps.device) < self.settings["styles"]
            maps = torch.where(mixed, randomise_style(maps), maps)
        features = self.network.late(maps)
        logits = self.network.classifier(features)
        classify = risks(logits.reshape(domains, n, -1), batch.y).mean()
        labels, domain = batch.y.flatten(), torch.arange(domains).repeat_interleave(n).to(batch.y.device)
        unit = torch.nn.functional.normalize(features, dim=1)
        fused, has = fuse(self.fusion, unit, one_of_each_domain(domain, labels, domains))
        pool = (self.pool.embeddings.clone(), self.pool.labels.clone()) if self.settings["pool"] else (fused.query, labels[has])
        loss = classify + self.settings["lambda"] * contrast(fused, labels[has], *pool, self.settings["temperature"])
        self.pool.add(fused.query, labels[has])
        return loss
