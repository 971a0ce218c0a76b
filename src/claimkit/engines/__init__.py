"""The same work on engines that people have already: Ray Data in `ray`, Spark in `spark`.

Each hands batches of rows to `worker`, which works on them as `claimkit run` does, and gets one row an article back: a
column a table. `nested` says how these columns are made and how a table is made of one again.
"""
