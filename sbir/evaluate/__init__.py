"""Benchmarks on people's drawings, the methods compared on them, and their figures."""
