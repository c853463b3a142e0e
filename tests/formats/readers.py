"""What the format tests share: the libraries users read files with, and checks that hold for every file desvio writes.

Missing libraries end a test with exit code 77, which ctest reports as skipped.
"""
import sys

try:
    import h5py
    import netCDF4
    import numpy
    import xarray
except ImportError as missing:
    print(f"skipped: {missing}; install python3-h5py python3-netcdf4 python3-h5netcdf python3-xarray")
    sys.exit(77)

ENGINES = ("netcdf4", "h5netcdf")


def read_h5py(path):
    """Every dataset by its path: dimension names, values, attributes. Checks what must hold for all of them."""
    datasets = {}

    def visit(name, item):
        if not isinstance(item, h5py.Dataset):
            return
        where = f"{path}:/{name}"
        assert item.dtype.kind in "fO", f"{where} is neither double nor text: {item.dtype}"
        if item.dtype.kind == "O":
            text = h5py.check_string_dtype(item.dtype)
            assert text and text.encoding == "utf-8" and text.length is None, f"{where} is not UTF-8 of any length"
        if item.attrs.get("CLASS") == b"DIMENSION_SCALE":
            assert item.attrs["NAME"].decode() == name.rsplit("/", 1)[-1], where
            return
        names = []
        for axis in range(item.ndim):
            assert len(item.dims[axis]) == 1, f"axis {axis} of {where} has no dimension"
            scale = item.dims[axis][0]
            assert scale.parent.name == item.parent.name, f"{where} uses a dimension of another group"
            assert scale.shape == (item.shape[axis],), where
            names.append(scale.name.rsplit("/", 1)[-1])
        attributes = dict(item.attrs)
        assert attributes.get("long_name"), f"{where} has no long_name"
        if item.dtype.kind == "f":
            assert attributes.get("units"), f"{where} has no units"
            assert numpy.isnan(attributes["_FillValue"]).all(), f"{where} has no fill value"
        datasets["/" + name] = (names, item[()], attributes)

    with h5py.File(path, "r") as file:
        file.visititems(visit)
        attributes = dict(file.attrs)
    return attributes, datasets


def open_group(path, group, engine):
    """One group as xarray shows it, loaded."""
    with xarray.open_dataset(path, group=group, engine=engine) as dataset:
        return dataset.load()


def check_all_readers(path):
    """Reads every table with netCDF4 and with xarray on both engines: names, coordinates, values and units agree."""
    attributes, datasets = read_h5py(path)
    with netCDF4.Dataset(path) as file:
        for name in attributes:
            assert name in file.ncattrs(), name
        for table, (dimensions, values, _) in datasets.items():
            variable = file[table] if table.count("/") > 1 else file.variables[table[1:]]
            assert list(variable.dimensions) == dimensions, table
            if numpy.asarray(values).dtype.kind == "f":
                read = numpy.ma.filled(variable[...], numpy.nan)
                assert numpy.array_equal(read, values, equal_nan=True), table
    for engine in ENGINES:
        for group in sorted({table.rsplit("/", 1)[0] for table in datasets}):
            shown = open_group(path, group or None, engine)
            for table, (dimensions, values, table_attributes) in datasets.items():
                if table.rsplit("/", 1)[0] != group:
                    continue
                variable = shown[table.rsplit("/", 1)[1]]
                assert list(variable.dims) == dimensions, (engine, table)
                assert all(name in shown.coords for name in dimensions), (engine, table)
                assert variable.attrs["long_name"] == table_attributes["long_name"], (engine, table)
                if variable.dtype.kind == "f":
                    assert variable.attrs["units"] == table_attributes["units"], (engine, table)
                    assert numpy.array_equal(variable.values, values, equal_nan=True), (engine, table)
    return attributes, datasets
