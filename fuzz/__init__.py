"""Fuzz targets: any bytes, through a part of claimkit, against what must hold of every input."""
