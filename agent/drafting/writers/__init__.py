"""Who writes: without a model, or with one; both behind :class:`~agent.drafting.writers.writer.Writer`."""

from agent.drafting.writers.writer import Piece, Usage, Writer

__all__ = ["Piece", "Usage", "Writer"]
