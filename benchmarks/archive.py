"""PDF/A-3b against a plain PDF, and the tagged variant beside it."""

from __future__ import annotations

from benchmarks import data
from benchmarks.measuring import medians, ratio, rounds, share
from documents import produce
from documents.pdf import Renderer

TURNS, ROUNDS = 2, 9


def main() -> None:
    """Print the ratios."""
    renderers = {
        "PDF/A-3b": data.renderer(),
        "plain": Renderer(variant=None),
        "tagged": Renderer(variant="pdf/a-3a"),
    }

    def maker(name: str):
        def make(seed: int) -> None:
            for turn in range(TURNS):
                values = data.decision(seed * TURNS + turn)
                kind = data.kinds().kind("award_decision")
                produce.produce(kind, values, data.profile(), ("pdf",), renderers[name])

        return make

    measured = rounds({name: maker(name) for name in renderers}, ROUNDS)
    medians(measured)
    share("PDF/A-3b to plain", measured, "PDF/A-3b", "plain", 1.10)
    print(f"  tagged to plain: {ratio(measured, 'tagged', 'plain'):.2f}")
