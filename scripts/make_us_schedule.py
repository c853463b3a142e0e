#!/usr/bin/env python3
"""Makes the shipped schedules of dated duties from the reference tables of tariffs.

    /usr/bin/python3 scripts/make_us_schedule.py DATA OUT

DATA: the folder with us_tariff_statutory_partner_gtap.csv.gz, us_tariff_partner_gtap_by_date.csv.gz,
us_tariff_hybrid_2026-07-24_partner_gtap.csv, us_reciprocal_rates_by_country.csv, brazil_exemption_coverage_gtap.csv and
retal_china_on_us_gtap_by_date.csv. OUT: params/sets/schedules; written below it are us-2025-2026, us-2025-2026-collected and
china-retaliation, each with schedule.toml kept by hand and measures.csv, cells.csv made here. Needs pandas.
What the columns of cells.csv are, and what was taken where sources disagree, is said in each schedule.toml.
"""

import csv
import sys
from pathlib import Path

import numpy as np
import pandas as pd

# Partners of the source by region of world-2023. Regions that are not here have no rows of their own: they take "*".
REGIONS = {
    "BRA": "Brazil", "RUS": "Russia", "IND": "India", "CHN": "China", "ZAF": "South Africa", "EGY": "Egypt", "IRN": "Iran",
    "ARE": "United Arab Emirates", "SAU": "Saudi Arabia", "IDN": "Indonesia", "ARG": "Argentina", "BOL": "Bolivia",
    "CHL": "Chile", "COL": "Colombia", "CRI": "Costa Rica", "CUB": "Cuba", "DOM": "Dominican Republic", "ECU": "Ecuador",
    "GTM": "Guatemala", "HND": "Honduras", "MEX": "Mexico", "NIC": "Nicaragua", "PAN": "Panama", "PER": "Peru",
    "PRY": "Paraguay", "SLV": "El Salvador", "URY": "Uruguay", "VEN": "Venezuela", "CAN": "Canada",
    "EU27": "European Union", "GBR": "United Kingdom", "JPN": "Japan", "KOR": "South Korea (Republic of Korea)",
    "VNM": "Vietnam", "TWN": "Taiwan", "TUR": "Turkey", "AUS": "Australia",
    "RLC": ["Trinidad and Tobago", "Belize", "Bermuda", "Bahamas", "Jamaica", "Haiti", "Barbados", "Guyana", "Suriname"],
    "RAS": ["Pakistan", "Bangladesh", "Sri Lanka", "Burma (Myanmar)", "Thailand", "Cambodia", "Malaysia", "Singapore",
            "Philippines", "Hong Kong", "Kazakhstan"],
    "ROW": ["Norway", "Switzerland", "Ukraine", "Israel", "Kuwait", "Qatar", "New Zealand", "Morocco", "Algeria", "Nigeria"],
}
ISO = {"Trinidad and Tobago": "TTO", "Belize": "BLZ", "Bermuda": "BMU", "Bahamas": "BHS", "Jamaica": "JAM", "Haiti": "HTI",
       "Barbados": "BRB", "Guyana": "GUY", "Suriname": "SUR", "Pakistan": "PAK", "Bangladesh": "BGD", "Sri Lanka": "LKA",
       "Burma (Myanmar)": "MMR", "Thailand": "THA", "Cambodia": "KHM", "Malaysia": "MYS", "Singapore": "SGP",
       "Philippines": "PHL", "Hong Kong": "HKG", "Kazakhstan": "KAZ", "Norway": "NOR", "Switzerland": "CHE",
       "Ukraine": "UKR", "Israel": "ISR", "Kuwait": "KWT", "Qatar": "QAT", "New Zealand": "NZL", "Morocco": "MAR",
       "Algeria": "DZA", "Nigeria": "NGA", "European Union": "EUU"}
for _code, _names in REGIONS.items():
    if isinstance(_names, str):
        ISO.setdefault(_names, _code)
GROUPS = ["RLC", "RAS", "ROW"]
METALS = ["i_s", "nfm", "fmp"]
WOOD = ["lum", "frs", "omf"]
# The source's tables of 2025-12-05 and 2026-02-24 charge the duty on medicines that was announced and did not come.
NOT_YET = ["bph", "chm", "ofd", "p_c"]
WORLD = "world 2024 imports (no own weights)"
HTS = "USITC HTS 9903.01 and 9903.02, revisions 8 and 18 of 2025"
YALE = "shares: Yale tariff-rate-tracker (fork 9919812), rates by HTS10 x US imports of 2024"
EVENTS = "order as named; days by the Yale, tradewartracker and Global Trade Alert trackers"
HYBRID = "Yale tracker and tradewartracker 726c595 lists, computed for 24 July 2026"
WAUGH = "tradewartracker trade-war-redux-2025 726c595"
MEASURE_COLUMNS = ["id", "authority", "instrument", "partner", "sector", "rate", "rates", "stack", "exempt", "covered",
                   "in_lieu_of", "start", "end", "source", "note"]


def clip(values):
    return np.clip(np.nan_to_num(values), 0.0, 1.0)


def statutory(data):
    table = pd.read_csv(data / "us_tariff_statutory_partner_gtap.csv.gz", dtype={"country": str})
    table = table[table.gtap.notna()].copy()
    rates = [c for c in table.columns if c.startswith("rate_")] + ["base_rate", "total_additional"]
    table[rates] = table[rates].fillna(0.0) / 100.0
    # What is left of the additional duties is what the law of that day laid on top of 232, 301, 201 and fentanyl.
    table["net"] = (table.total_additional - table.rate_232 - table.rate_301 - table.rate_ieepa_fent
                    - table.rate_section_201 - table.rate_other).clip(lower=0.0)
    return table


def on_date(table, date):
    return table[table.date == date].set_index(["partner", "gtap"])


def country_rates(data):
    table = pd.read_csv(data / "us_reciprocal_rates_by_country.csv", na_values=["exempt (fentanyl regime)"])
    return table.set_index("iso3")


def coverage_by_partner(data):
    """Columns of cells.csv by partner of the source and GTAP sector, with the trade they are weighted by."""
    table, rates = statutory(data), country_rates(data)
    jan, apr, aug, dec, feb, jun = (on_date(table, d) for d in sorted(table.date.unique()))
    index = jan.index.union(apr.index)
    one = lambda frame, column: frame[column].reindex(index).fillna(0.0).to_numpy()
    partner = np.array([p for p, _ in index])
    sector = np.array([s for _, s in index])
    iso = pd.Series(partner).map(ISO)
    apr_rate = np.where(np.isin(partner, ["China", "Hong Kong"]), 1.25, 0.10)
    aug_rate = iso.map(rates.aug7_2025_pct).astype(float).to_numpy() / 100.0
    aug_rate = np.where(np.isin(partner, ["China", "Hong Kong"]), 0.10, np.nan_to_num(aug_rate, nan=0.10))
    at_border = np.isin(partner, ["Canada", "Mexico"])
    out = pd.DataFrame(index=index)
    out["weight"] = one(jan, "imports2024")
    out["own"] = jan["weights"].reindex(index).fillna("").to_numpy() != WORLD
    m18, m_apr = one(jan, "rate_232") / 0.25, one(apr, "rate_232") / 0.25
    is_metal, is_wood, is_pharma = np.isin(sector, METALS), np.isin(sector, WOOD), np.isin(sector, NOT_YET)
    is_vehicle = sector == "mvh"
    w_aug, w_dec, w_jun = one(aug, "rate_232"), np.where(is_pharma, 0.0, one(dec, "rate_232")), one(jun, "rate_232")
    out["metals_2018"] = np.where(is_vehicle, 0.0, m18)
    out["metals_apr"] = np.where(is_vehicle, 0.0, m_apr)
    out["metals_aug"] = np.where(is_metal, w_aug / np.where(partner == "United Kingdom", 0.25, 0.50), 0.0)
    out["vehicles_apr"] = np.where(is_vehicle, m_apr, 0.0)
    out["parts_may"] = np.where(is_metal, 0.0, w_aug / np.where(partner == "United Kingdom", 0.10, 0.25))
    out["wood_oct"] = np.where(is_wood, (w_dec - w_aug) / np.where(sector == "omf", 0.25, 0.10), 0.0)
    # From 18 August 2025: derivatives of metals outside the metal sectors, at 50 % of what they hold of it.
    more = np.where(is_metal | is_wood | is_vehicle, 0.0, w_dec - w_aug) / 0.50
    out["derivatives"] = np.where(is_metal, w_dec / np.where(partner == "United Kingdom", 0.25, 0.50), more)
    # The same table holds parts of vehicles, which have a measure of their own at 25 %, 10 % or up to 15 % in all.
    parts_rate = np.where(partner == "United Kingdom", 0.10, 0.25)
    with_floor = np.isin(partner, ["European Union", "Japan", "South Korea (Republic of Korea)"])
    parts_rate = np.where(with_floor, np.maximum(0.15 - one(jun, "base_rate"), 0.0), parts_rate)
    parts = clip(out.parts_may.to_numpy()) * parts_rate
    out["metals_2026"] = np.where(is_wood | is_vehicle, 0.0, np.maximum(w_jun - parts, 0.0)) / 0.50
    # The duty on Canada and Mexico that goods under the USMCA do not bear.
    out["border"] = np.where(at_border, (one(apr, "total_additional") - one(apr, "rate_232")) / 0.25, 0.0)
    out["border_aug"] = np.where(at_border, (one(aug, "total_additional") - w_aug)
                                 / np.where(partner == "Canada", 0.35, 0.25), 0.0)
    net_apr = one(apr, "net") / apr_rate
    out["reciprocal_apr"] = np.where(at_border, 0.0, net_apr)
    top_up = np.maximum(0.15 - one(aug, "base_rate"), 0.01)
    floor_aug = np.isin(partner, ["European Union"])
    floor_dec = np.isin(partner, ["European Union", "Japan", "South Korea (Republic of Korea)", "Switzerland"])
    net_aug, net_dec = one(aug, "net"), one(dec, "net")
    out["reciprocal_aug"] = np.where(at_border, 0.0, net_aug / np.where(floor_aug, top_up, aug_rate))
    out.loc[partner == "Brazil", "reciprocal_aug"] = clip(net_apr[partner == "Brazil"])
    brazil = partner == "Brazil"
    out["brazil_aug"] = np.where(brazil, (net_aug - 0.10 * clip(net_apr)) / 0.40, 0.0)
    # Both parts of Brazil's duty lost the same farm goods on 13 November 2025: the rest keeps its shares.
    left = np.where(net_aug > 0.0, net_dec / np.maximum(net_aug, 1e-9), 0.0)
    dec_rate = np.where(partner == "India", 0.50, aug_rate)
    out["reciprocal_nov"] = np.where(at_border, 0.0, net_dec / np.where(floor_dec, top_up, dec_rate))
    out.loc[brazil, "reciprocal_nov"] = (clip(net_apr) * left)[brazil]
    out["brazil_nov"] = np.where(brazil, clip(out.brazil_aug) * left, 0.0)
    # Groups of countries bear a mean of their members' rates, which no headline rate times a covered share gives.
    apr9_rate = np.nan_to_num(iso.map(rates.apr9_2025_pct).astype(float).to_numpy() / 100.0, nan=0.10)
    out["rate_annex1"] = clip(net_apr) * apr9_rate
    out["rate_aug"] = net_aug
    out["rate_nov"] = net_dec
    out["surcharge"] = one(feb, "net") / 0.10
    out["surcharge_apr26"] = one(jun, "net") / 0.10
    brazil_list = pd.read_csv(data / "brazil_exemption_coverage_gtap.csv").set_index("gtap")
    hybrid = pd.read_csv(data / "us_tariff_hybrid_2026-07-24_partner_gtap.csv").set_index(["partner", "gtap"])
    out["brazil_301"] = np.where(brazil, one(hybrid, "s301_brazil_pct") / 25.0, 0.0)
    out["labour"] = one(hybrid, "s301_labor_pct") / 100.0
    out.attrs["brazil_list"] = brazil_list
    for column in out.columns.difference(["weight", "own", "labour", "rate_annex1", "rate_aug", "rate_nov"]):
        out[column] = clip(out[column].to_numpy(float))
    return out


def merge_regions(cells):
    """The columns by region of the base: means weighted by imports, over the partners that have imports of their own."""
    columns = cells.columns.difference(["weight", "own"], sort=False)
    frames = []
    def mean_of(part, code):
        part = part.copy()
        weighted = part[columns].mul(part.weight, axis=0).groupby(level="gtap").sum()
        weight = part.weight.groupby(level="gtap").sum()
        frame = weighted.div(weight.where(weight > 0.0, 1.0), axis=0)
        if code not in GROUPS:
            frame[["rate_annex1", "rate_aug", "rate_nov"]] = 0.0
        frame.insert(0, "weight", weight / weight.sum())
        frame.insert(0, "partner", code)
        frames.append(frame.reset_index().rename(columns={"gtap": "sector"}))
    for code, names in REGIONS.items():
        names = [names] if isinstance(names, str) else names
        part = cells[cells.index.get_level_values("partner").isin(names)]
        mean_of(part[part.own] if part.own.any() else part, code)
    # Every other partner: the mean over those with the rate for all and no measure of their own.
    plain = ["Chile", "Colombia", "Peru", "Argentina", "Dominican Republic", "Guatemala", "Australia", "Egypt", "Turkey"]
    mean_of(cells[cells.index.get_level_values("partner").isin(plain)], "*")
    return pd.concat(frames, ignore_index=True)


def write_table(path, header, rows):
    with open(path, "w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def short(value, digits):
    text = f"{value:.{digits}f}".rstrip("0").rstrip(".")
    return "" if text in ("0", "-0", "") else text


def write_cells(path, frame):
    rows = []
    for row in frame.itertuples(index=False):
        values = row._asdict()
        figures = [short(values["weight"], 6)] + [short(values[c], 4) for c in frame.columns[3:]]
        rows.append([values["partner"], values["sector"], *figures])
    write_table(path, ["partner", "sector", *frame.columns[2:]], rows)


def regional_rates(data):
    """The HTS rate of a region that is one country or the European Union, in percent."""
    rates = country_rates(data)
    return lambda code, column: rates[column].get("EUU" if code == "EU27" else code, np.nan)


def main_measures(rate):
    codes = [*REGIONS, "ETH"]
    rows = []
    def add(**fields):
        fields.setdefault("sector", "@goods")
        rows.append([fields.get(c, "") for c in MEASURE_COLUMNS])
    def by_rate(stem, authority, instrument, column, covered, rates, start, end, skip, note):
        groups = {}
        for code in codes:
            if code in skip or code in GROUPS:
                continue
            value = rate(code, column)
            groups.setdefault(10.0 if value != value else float(value), []).append(code)
        add(id=f"{stem}-groups", authority=authority, instrument=instrument, partner=";".join(GROUPS), rates=rates,
            stack="replace", start=start, end=end, source=f"{HTS}; {YALE}", note="mean of the members, weighted by US imports of 2024")
        for value, members in sorted(groups.items()):
            add(id=f"{stem}-{value:g}", authority=authority, instrument=instrument, partner=";".join(members),
                rate=f"{value / 100:g}", stack="replace", covered=covered, start=start, end=end, source=HTS, note=note)
    metal_note = "shares from the rates of 15 April and 7 August 2025 by sector"
    add(id="metals-2018", authority="s232_metals", instrument="Proc 9704/9705", rate="0.25", stack="replace", covered="metals_2018",
        start="2018-03-23", end="2025-03-11", source=YALE, note="in the base's own duties; here so that it is not counted twice")
    add(id="metals-25", authority="s232_metals", instrument="Proc 10895/10896", rate="0.25", stack="replace", covered="metals_apr",
        start="2025-03-12", end="2025-06-03", source=f"{EVENTS}; {YALE}", note="all exemptions by country revoked")
    add(id="metals-50", authority="s232_metals", instrument="Proc 10947", partner="*;!GBR", rate="0.50", stack="replace",
        covered="metals_apr", start="2025-06-04", end="2025-07-31", source=f"{EVENTS}; {YALE}", note=metal_note)
    add(id="metals-gbr", authority="s232_metals", instrument="Proc 10947; EPD", partner="GBR", rate="0.25", stack="replace",
        covered="metals_apr", start="2025-06-04", end="2025-07-31", source=EVENTS)
    add(id="metals-copper", authority="s232_metals", instrument="Proc 10947, 10962", partner="*;!GBR", rate="0.50", stack="replace",
        covered="metals_aug", start="2025-08-01", end="2025-08-17", source=f"{EVENTS}; {YALE}", note="with semi-finished copper")
    add(id="metals-copper-gbr", authority="s232_metals", instrument="Proc 10947, 10962; EPD", partner="GBR", rate="0.25",
        stack="replace", covered="metals_aug", start="2025-08-01", end="2025-08-17", source=EVENTS)
    add(id="metals-derivatives", authority="s232_metals", instrument="inclusions of 18 August 2025", partner="*;!GBR", rate="0.50",
        stack="replace", covered="derivatives", start="2025-08-18", end="2026-04-05", source=f"{EVENTS}; {YALE}",
        note="shares of 5 December 2025 without the sectors of medicines")
    add(id="metals-derivatives-gbr", authority="s232_metals", instrument="inclusions of 18 August 2025; EPD", partner="GBR",
        rate="0.25", stack="replace", covered="derivatives", start="2025-08-18", end="2026-04-05", source=EVENTS)
    add(id="metals-tiers", authority="s232_metals", instrument="Proclamation of 2 April 2026", rate="0.50", stack="replace",
        covered="metals_2026", start="2026-04-06", source=f"{EVENTS}; {YALE}",
        note="tiers of 50, 25 and 15 % on full value; shares are of 50 % as of 8 June 2026")
    add(id="autos", authority="s232_vehicles", instrument="Proc 10908", rate="0.25", stack="replace", covered="vehicles_apr",
        start="2025-04-03", end="2025-05-02", source=f"{EVENTS}; {YALE}", note="USMCA: the part made outside the US only")
    add(id="autos-parts", authority="s232_vehicles", instrument="Proc 10908", partner="*;!GBR;!EU27;!JPN;!KOR", rate="0.25",
        stack="replace", covered="parts_may", start="2025-05-03", source=f"{EVENTS}; {YALE}",
        note="with parts in other sectors; shares of 7 August 2025; heavy trucks of November 2025 not added")
    for code, day, name in (("EU27", "2025-09-01", "EU deal"), ("JPN", "2025-09-16", "Japan deal"), ("KOR", "2025-11-14", "Korea deal")):
        before = str((pd.Timestamp(day) - pd.Timedelta(days=1)).date())
        add(id=f"autos-parts-{code.lower()}", authority="s232_vehicles", instrument="Proc 10908", partner=code, rate="0.25",
            stack="replace", covered="parts_may", start="2025-05-03", end=before, source=EVENTS)
        add(id=f"autos-floor-{code.lower()}", authority="s232_vehicles", instrument=name, partner=code, rate="0.15", stack="floor",
            covered="parts_may", start=day, source=EVENTS, note="15 % with the ordinary duty in it")
    add(id="autos-parts-gbr-25", authority="s232_vehicles", instrument="Proc 10908", partner="GBR", rate="0.25", stack="replace",
        covered="vehicles_apr", start="2025-05-03", end="2025-06-29", source=EVENTS)
    add(id="autos-gbr", authority="s232_vehicles", instrument="UK EPD", partner="GBR", rate="0.10", stack="replace",
        covered="parts_may", start="2025-06-30", source=EVENTS, note="within a quota")
    add(id="lumber", authority="s232_wood", instrument="Proc 10976", sector="frs;lum", rate="0.10", stack="replace",
        covered="wood_oct", start="2025-10-14", source=f"{EVENTS}; {YALE}")
    add(id="furniture", authority="s232_wood", instrument="Proc 10976", sector="omf", rate="0.25", stack="replace",
        covered="wood_oct", start="2025-10-14", source=f"{EVENTS}; {YALE}",
        note="as 25 % everywhere: the UK's 10 and the EU's and Japan's 15 are in the share")
    add(id="fentanyl-chn-10", authority="ieepa_fentanyl", instrument="EO 14195", partner="CHN", rate="0.10", stack="replace",
        start="2025-02-04", end="2025-03-03", source=EVENTS)
    add(id="fentanyl-chn-20", authority="ieepa_fentanyl", instrument="EO 14195 amended", partner="CHN", rate="0.20", stack="replace",
        start="2025-03-04", end="2025-11-09", source=EVENTS)
    add(id="fentanyl-chn-truce", authority="ieepa_fentanyl", instrument="EO 14357", partner="CHN", rate="0.10", stack="replace",
        start="2025-11-10", end="2026-02-19", source=EVENTS)
    add(id="fentanyl-mex-all", authority="ieepa_fentanyl", instrument="EO 14194", partner="MEX", rate="0.25", stack="replace",
        start="2025-03-04", end="2025-03-06", source=EVENTS, note="three days on all goods")
    add(id="fentanyl-can-all", authority="ieepa_fentanyl", instrument="EO 14193", partner="CAN", sector="@goods;!oil;!gas;!p_c;!coa",
        rate="0.25", stack="replace", start="2025-03-04", end="2025-03-06", source=EVENTS, note="three days on all goods")
    add(id="fentanyl-can-energy", authority="ieepa_fentanyl", instrument="EO 14193", partner="CAN", sector="oil;gas;p_c;coa",
        rate="0.10", stack="replace", start="2025-03-04", end="2025-03-06", source=EVENTS)
    add(id="fentanyl-mex", authority="ieepa_fentanyl", instrument="EO 14194", partner="MEX", rate="0.25", stack="replace",
        covered="border", start="2025-03-07", end="2025-07-31", source=f"{EVENTS}; {YALE}", note="goods outside the USMCA")
    add(id="fentanyl-mex-aug", authority="ieepa_fentanyl", instrument="EO 14194", partner="MEX", rate="0.25", stack="replace",
        covered="border_aug", start="2025-08-01", end="2026-02-19", source=f"{EVENTS}; {YALE}",
        note="goods outside the USMCA and Section 232")
    add(id="fentanyl-can", authority="ieepa_fentanyl", instrument="EO 14193", partner="CAN", rate="0.25", stack="replace",
        covered="border", start="2025-03-07", end="2025-07-31", source=f"{EVENTS}; {YALE}", note="goods outside the USMCA")
    add(id="fentanyl-can-35", authority="ieepa_fentanyl", instrument="EO 14325", partner="CAN", rate="0.35", stack="replace",
        covered="border_aug", start="2025-08-01", end="2026-02-19", source=f"{EVENTS}; {YALE}",
        note="goods outside the USMCA and Section 232; energy's 10 % is counted in the share")
    add(id="reciprocal-10", authority="ieepa_reciprocal", instrument="EO 14257", partner="*;!CAN;!MEX", rate="0.10", stack="replace",
        covered="reciprocal_apr", start="2025-04-05", end="2025-04-08", source=HTS, note="Annex II goods and goods under 232 are free")
    by_rate("annex1", "ieepa_reciprocal", "EO 14257 Annex I", "apr9_2025_pct", "reciprocal_apr", "rate_annex1", "2025-04-09", "2025-04-09",
            ["CAN", "MEX"], "in force for less than a day")
    add(id="pause", authority="ieepa_reciprocal", instrument="90-day pause", partner="*;!CAN;!MEX;!CHN", rate="0.10",
        stack="replace", covered="reciprocal_apr", start="2025-04-10", end="2025-08-06", source=HTS)
    add(id="china-125", authority="ieepa_reciprocal", instrument="EO of 10 April 2025", partner="CHN", rate="1.25", stack="replace",
        covered="reciprocal_apr", start="2025-04-10", end="2025-05-13", source=f"{HTS}; {EVENTS}", note="with fentanyl 145 %")
    add(id="geneva", authority="ieepa_reciprocal", instrument="EO 14298", partner="CHN", rate="0.10", stack="replace",
        covered="reciprocal_apr", start="2025-05-14", end="2025-11-12", source=f"{HTS}; {EVENTS}",
        note="HTS and Yale: 14 May; other trackers have 12 or 13 May")
    add(id="eu-15", authority="ieepa_reciprocal", instrument="EO 14326", partner="EU27", rate="0.15", stack="floor",
        covered="reciprocal_aug", start="2025-08-07", end="2025-11-12", source=HTS, note="15 % with the ordinary duty in it")
    by_rate("august", "ieepa_reciprocal", "EO 14326", "aug7_2025_pct", "reciprocal_aug", "rate_aug", "2025-08-07", "2025-11-12",
            ["CAN", "MEX", "CHN", "EU27", "JPN"], "Annex II goods and goods under 232 are free")
    add(id="japan-15", authority="ieepa_reciprocal", instrument="EO 14326", partner="JPN", rate="0.15", stack="replace",
        covered="reciprocal_aug", start="2025-08-07", end="2025-09-15", source=HTS)
    add(id="japan-floor", authority="ieepa_reciprocal", instrument="Japan deal", partner="JPN", rate="0.15", stack="floor",
        covered="reciprocal_aug", start="2025-09-16", end="2025-11-12", source=f"{HTS}; {EVENTS}",
        note="15 % with the ordinary duty in it")
    floors = ["EU27", "JPN", "KOR"]
    add(id="floors-15", authority="ieepa_reciprocal", instrument="EO 14326, deals", partner=";".join(floors), rate="0.15",
        stack="floor", covered="reciprocal_nov", start="2025-11-13", end="2026-02-19", source=f"{HTS}; {EVENTS}",
        note="15 % with the ordinary duty in it")
    add(id="truce", authority="ieepa_reciprocal", instrument="EO 14358", partner="CHN", rate="0.10", stack="replace",
        covered="reciprocal_nov", start="2025-11-13", end="2026-02-19", source=HTS)
    add(id="india-18", authority="ieepa_reciprocal", instrument="framework", partner="IND", rate="0.18", stack="replace",
        covered="reciprocal_nov", start="2026-02-07", end="2026-02-19", source=EVENTS)
    add(id="november-ind", authority="ieepa_reciprocal", instrument="EO 14326, 14360", partner="IND", rate="0.25", stack="replace",
        covered="reciprocal_nov", start="2025-11-13", end="2026-02-06", source=f"{HTS}; {EVENTS}", note="farm goods free")
    by_rate("november", "ieepa_reciprocal", "EO 14326, 14360", "aug7_2025_pct", "reciprocal_nov", "rate_nov", "2025-11-13", "2026-02-19",
            ["CAN", "MEX", "CHN", "IND", *floors], "farm goods free; ends with the Supreme Court's ruling of 20 February 2026")
    add(id="india-25", authority="ieepa_india", instrument="EO 14329", partner="IND", rate="0.25", stack="add", covered="reciprocal_aug",
        start="2025-08-27", end="2025-11-12", source=EVENTS)
    add(id="india-25-nov", authority="ieepa_india", instrument="EO 14329", partner="IND", rate="0.25", stack="add",
        covered="reciprocal_nov", start="2025-11-13", end="2026-02-06", source=EVENTS)
    add(id="brazil-40", authority="ieepa_brazil", instrument="EO 14323", partner="BRA", rate="0.40", stack="add", covered="brazil_aug",
        start="2025-08-06", end="2025-11-12", source=f"HTS 9903.01.77; {YALE}", note="less 694 codes and goods under 232")
    add(id="brazil-40-nov", authority="ieepa_brazil", instrument="EO 14323 as modified", partner="BRA", rate="0.40", stack="add",
        covered="brazil_nov", start="2025-11-13", end="2026-02-19", source=f"{EVENTS}; {YALE}", note="farm goods free")
    add(id="surcharge", authority="s122", instrument="Temporary Import Surcharge", rate="0.10", stack="replace", covered="surcharge",
        start="2026-02-24", end="2026-04-05", source=f"HTS 9903.03.01; {YALE}", note="the press has 15 %, the tariff schedule 10 %")
    add(id="surcharge-apr", authority="s122", instrument="Temporary Import Surcharge", rate="0.10", stack="replace",
        covered="surcharge_apr26", start="2026-04-06", end="2026-07-23", source=f"HTS 9903.03.01; {YALE}",
        note="beside the metals as re-tiered")
    add(id="brazil-301", authority="s301_brazil", instrument="USTR notice of 15 July 2026", partner="BRA", rate="0.25", stack="add",
        covered="brazil_301", start="2026-07-22", source=HYBRID,
        note="2,126 exempt codes")
    add(id="labour-301", authority="s301_labour", instrument="Docket USTR-2026-0265/0266", rates="labour", stack="add",
        start="2026-07-24", source=HYBRID,
        note="10 or 12.5 % on 60 economies, some with the ordinary duty in it; the list of exempt goods is the provisional one")
    return rows


def make_statutory(data, out):
    cells = coverage_by_partner(data)
    regional = merge_regions(cells)
    write_cells(out / "cells.csv", regional)
    write_table(out / "measures.csv", MEASURE_COLUMNS, main_measures(regional_rates(data)))


def make_collected(data, out):
    """Additions to the duty collected in 2024, by date, as the trade war tracker's notebook computes them."""
    table = pd.read_csv(data / "us_tariff_partner_gtap_by_date.csv.gz")
    table = table[table.gtap != "unk"]  # special provisions, which no sector holds
    table = table[table.partner != "SLOVAKIA"]  # is in the European Union's figures
    names = {"EUU": "EU27"} | {c: c for c in REGIONS}
    parts = {"RLC": ["TTO"], "RAS": ["PAK", "BGD", "LKA", "THA", "KHM", "MYS", "SGP", "PHL", "HKG"],
             "ROW": ["NOR", "CHE", "ISR", "KWT", "NZL", "DZA", "NGA", "IRQ", "AGO"]}
    names |= {iso: code for code, members in parts.items() for iso in members}
    table["iso3"] = np.where(table.partner == "EUROPEAN UNION", "EUU", table.iso3)
    table["region"] = table.iso3.map(names)
    missing = table[table.region.isna()].partner.unique()
    if len(missing):
        sys.exit(f"no region for {missing}")
    plain = table[table.iso3.isin(["CHL", "COL", "PER", "ARG", "DOM", "GTM", "AUS", "EGY", "TUR"])].assign(region="*")
    table = pd.concat([table, plain])
    table["duty"] = table.add_pct * table.imports2024_usd
    sums = table.groupby(["region", "gtap", "date"])[["duty", "imports2024_usd"]].sum()
    rate = (sums.duty / sums.imports2024_usd / 100.0).unstack("date")
    weight = sums.imports2024_usd.unstack("date").iloc[:, 0].fillna(0.0)
    weight = weight / weight.groupby(level="region").transform("sum")
    dates, rows, kept = sorted(rate.columns)[1:], [], []
    previous = rate.iloc[:, 0].fillna(0.0)
    for date in dates:
        if (rate[date].fillna(0.0) - previous).abs().max() > 1e-9:
            kept.append(date)
        previous = rate[date].fillna(0.0)
    for (region, gtap), row in rate.iterrows():
        rows.append([region, gtap, short(weight[(region, gtap)], 6), *(short(row[d] if row[d] == row[d] else 0.0, 4) for d in kept)])
    columns = ["d" + d.replace("-", "") for d in kept]
    write_table(out / "cells.csv", ["partner", "sector", "weight", *columns], rows)
    measures = []
    for k, date in enumerate(kept):
        end = str((pd.Timestamp(kept[k + 1]) - pd.Timedelta(days=1)).date()) if k + 1 < len(kept) else ""
        quality = "/".join(sorted(table[table.date == date].quality.unique()))
        fields = {"id": f"in-force-{date}", "authority": "all", "instrument": "all measures in force", "sector": "@goods", "rates": columns[k],
                  "stack": "replace", "start": date, "end": end, "source": WAUGH,
                  "note": f"quality {quality}"}
        measures.append([fields.get(c, "") for c in MEASURE_COLUMNS])
    write_table(out / "measures.csv", MEASURE_COLUMNS, measures)


def make_china(data, out):
    """What Chinese duties on US goods rose by since 1 January 2025, by date and sector."""
    table = pd.read_csv(data / "retal_china_on_us_gtap_by_date.csv")
    table = table[table.gtap.notna() & ~table.gtap.isin(["TOTAL", "unk"])]
    rate = table.pivot_table(index="gtap", columns="valid_from", values="import_weighted_pct") / 100.0
    rate = rate.sub(rate.iloc[:, 0], axis=0)
    weight = table.groupby("gtap").china_imports_from_us_usd.max()
    weight = weight / weight.sum()
    dates = [d for k, d in enumerate(rate.columns) if k and (rate[d] - rate.iloc[:, k - 1]).abs().max() > 1e-9]
    columns = ["d" + d.replace("-", "") for d in dates]
    rows = [["USA", g, short(weight[g], 6), *(short(rate[d][g], 4) for d in dates)] for g in rate.index]
    write_table(out / "cells.csv", ["partner", "sector", "weight", *columns], rows)
    measures = []
    for k, date in enumerate(dates):
        end = str((pd.Timestamp(dates[k + 1]) - pd.Timedelta(days=1)).date()) if k + 1 < len(dates) else ""
        fields = {"id": f"on-us-{date}", "authority": "retaliation", "instrument": "State Council Tariff Commission", "partner": "USA", "sector": "@goods",
                  "rates": columns[k], "stack": "replace", "start": date, "end": end,
                  "source": "WTO Tariff and Trade Data, C156_C840"}
        measures.append([fields.get(c, "") for c in MEASURE_COLUMNS])
    write_table(out / "measures.csv", MEASURE_COLUMNS, measures)


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    data, out = Path(sys.argv[1]), Path(sys.argv[2])
    for name, make in (("us-2025-2026", make_statutory), ("us-2025-2026-collected", make_collected),
                       ("china-retaliation", make_china)):
        (out / name).mkdir(parents=True, exist_ok=True)
        make(data, out / name)


if __name__ == "__main__":
    main()
