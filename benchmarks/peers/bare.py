"""What a page of gradio's costs at least: one button. `python -m benchmarks.peers.bare --port N`."""

from __future__ import annotations

import argparse

import gradio as gr


def main() -> None:
    """Serve it until it is stopped."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.peers.bare", description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    port = parser.parse_args().port
    with gr.Blocks(title="Bare", analytics_enabled=False) as page:
        gr.Button("Press").click(lambda: None)
    page.launch(server_port=port, quiet=True, ssr_mode=False)


if __name__ == "__main__":
    main()
