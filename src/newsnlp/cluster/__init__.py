"""The parts of a run made by the workers of a Dask cluster, each in a child process of its own.

Nothing is imported here: what a worker needs is little, and must stay so.
"""
