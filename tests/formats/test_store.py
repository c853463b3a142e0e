"""Reads the files of sample_store as users would. usage: test_store.py SAMPLE_STORE FOLDER"""
import os
import subprocess
import sys

from readers import ENGINES, check_all_readers, numpy, open_group

REGIONS = ["BRA", "Côte d'Ivoire", "中国"]


def check_sample(path):
    attributes, datasets = check_all_readers(path)
    assert list(attributes)[:4] == ["format", "version", "title", "tolerance"], "attributes lost their order"
    assert attributes["title"] == "tariff of 100 € on 中国"
    assert attributes["version"] == 1 and attributes["tolerance"] == 1e-10
    assert len(attributes["scenario_toml"]) == 200000
    assert datasets["/region/name"][1].tolist() == [b"Brazil", b"", b"China"]
    assert datasets["/diagnostics/worst"][1] == b"price of steel, DEU"
    for engine in ENGINES:
        trade = open_group(path, "trade", engine)
        assert trade.base.dims == ("sector", "importer", "exporter")
        assert trade.exporter.values.tolist() == REGIONS and trade.importer.values.tolist() == REGIONS
        # Cells are row-major: sector 0, importer 1, exporter 2 is cell 5, the missing one.
        assert numpy.isnan(trade.base.sel(sector="AGR", importer="Côte d'Ivoire", exporter="中国"))
        assert trade.base.sel(sector="MAN", importer="BRA", exporter="中国") == 11.5
        assert trade.base.attrs["units"] == "million US$"
        region = open_group(path, "region", engine)
        assert region.welfare_pct.sel(region="中国") == 2.25
        assert region.name.values.tolist() == ["Brazil", "", "China"]
        assert open_group(path, "sweep", engine).loss.sel(rate=0.5, exporter="BRA") == 4
        assert open_group(path, "input/sector_table", engine).sector.values.tolist() == ["AGR", "MIN", "MAN"]
        assert open_group(path, "packed", engine).cube[59, 59, 49] == 1 / 180000
        assert open_group(path, "diagnostics", engine).seconds == 0.25


def check_base(path):
    attributes, _ = check_all_readers(path)
    assert attributes["format"] == "desvio-base" and attributes["version"] == 1
    for engine in ENGINES:
        trade = open_group(path, "trade", engine)
        assert trade.value.shape == (29, 42, 42)
        assert trade.value.sel(sector="AGR", exporter="USA", importer="BRA") == 429.0476157
        theta = open_group(path, "elasticity", engine).theta
        assert theta.sel(elasticity_set="uniform", sector="AGR") == 4.14


def check_matrix(path):
    attributes, _ = check_all_readers(path)
    assert list(attributes) == ["format", "version", "title", "source", "block"], list(attributes)
    assert attributes["format"] == "desvio-matrix" and attributes["version"] == 1 and attributes["block"] == 2
    for engine in ENGINES:
        leontief = open_group(path, "leontief", engine)
        assert leontief.coefficients.dims == ("row", "column")
        assert leontief.coefficients.sel(row="中国_AGR", column="BRA_MAN") == 0.21
        assert leontief.right_hand_sides.sel(row="中国_MAN", right_hand_side="home") == 3


def main():
    program, folder = sys.argv[1:]
    subprocess.run([program, folder], check=True)
    assert sorted(os.listdir(folder)) == ["base.h5", "matrix.h5", "packed.h5", "plain.h5"], os.listdir(folder)
    check_sample(os.path.join(folder, "packed.h5"))
    check_sample(os.path.join(folder, "plain.h5"))
    check_matrix(os.path.join(folder, "matrix.h5"))
    check_base(os.path.join(folder, "base.h5"))


if __name__ == "__main__":
    main()
