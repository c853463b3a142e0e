// Makes vendor/map.js: outlines of Latin America and its neighbours under the codes of desvio's own base, from Natural Earth at
// 1:50 million (npm world-atlas). Called by scripts/vendor_page.sh:  node vendor/make_map.mjs OUT
import { readFileSync, writeFileSync } from 'node:fs';
import { merge } from 'topojson-client';
import { presimplify, simplify } from 'topojson-simplify';

/// Code of the base <- ISO 3166 numbers. RLC is what the base counts together: the Caribbean, Guyana, Suriname, Belize and the rest.
const CODES = {
  ARG: ['032'], BOL: ['068'], BRA: ['076'], CHL: ['152'], COL: ['170'], CRI: ['188'], CUB: ['192'], DOM: ['214'], ECU: ['218'],
  GTM: ['320'], HND: ['340'], MEX: ['484'], NIC: ['558'], PAN: ['591'], PER: ['604'], PRY: ['600'], SLV: ['222'], URY: ['858'],
  VEN: ['862'],
  RLC: ['028', '044', '052', '084', '212', '308', '328', '332', '388', '659', '662', '670', '740', '780'],
  USA: ['840'], CAN: ['124'],
};
const QUIET = { FALKLANDS: ['238'], FRENCH_GUIANA: ['250'], PUERTO_RICO: ['630'] };  // land without a figure of its own
const WINDOW = { west: -118, east: -34, south: -56, north: 34 };
const DIGITS = 2;

const world = JSON.parse(readFileSync(new URL('../node_modules/world-atlas/countries-50m.json', import.meta.url)));

/// One polygon of a country lies in the window where its middle does.
function isInside(ring) {
  const xs = ring.map((p) => p[0]), ys = ring.map((p) => p[1]);
  const x = (Math.min(...xs) + Math.max(...xs)) / 2, y = (Math.min(...ys) + Math.max(...ys)) / 2;
  return x > WINDOW.west && x < WINDOW.east && y > WINDOW.south && y < WINDOW.north;
}

/// The ring cut at the window's sides (Sutherland and Hodgman), for neighbours that reach out of it.
function cut(ring) {
  const sides = [
    { axis: 0, at: WINDOW.west, sign: 1 }, { axis: 0, at: WINDOW.east, sign: -1 },
    { axis: 1, at: WINDOW.south, sign: 1 }, { axis: 1, at: WINDOW.north, sign: -1 },
  ];
  let points = ring.slice(0, -1);
  for (const { axis, at, sign } of sides) {
    const kept = [], inside = (p) => sign * (p[axis] - at) >= 0;
    points.forEach((p, k) => {
      const q = points[(k + 1) % points.length];
      if (inside(p)) kept.push(p);
      if (inside(p) !== inside(q)) {
        const t = (at - p[axis]) / (q[axis] - p[axis]);
        const cross = [p[0] + t * (q[0] - p[0]), p[1] + t * (q[1] - p[1])];
        cross[axis] = at;
        kept.push(cross);
      }
    });
    points = kept;
    if (points.length === 0) return [];
  }
  return [...points, points[0]];
}

const round = (p) => p.map((x) => Number(x.toFixed(DIGITS)));

/// Rounded, without points that rounding made equal; nothing when too little is left to be a ring.
function tidy(ring) {
  const points = ring.map(round).filter((p, k, all) => k === 0 || p[0] !== all[k - 1][0] || p[1] !== all[k - 1][1]);
  return points.length >= 4 ? points : [];
}

let topology = presimplify({ ...world, objects: { countries: world.objects.countries } });
topology = simplify(topology, 0.02);  // square degrees: what is smaller is not seen on a page

/// One shape of some countries without the borders between them.
function outline(numbers, isNeighbour) {
  const shape = merge(topology,
    topology.objects.countries.geometries.filter((g) => numbers.includes(g.id)));
  const rings = shape.coordinates
    .map((polygon) => polygon[0])                       // lakes are left out
    .map((ring) => (isNeighbour ? cut(ring) : isInside(ring) ? ring : []))
    .map(tidy)
    .filter((ring) => ring.length > 0);
  return { type: 'MultiPolygon', coordinates: rings.map((ring) => [ring]) };
}

const features = [...Object.entries(CODES), ...Object.entries(QUIET)].map(([code, numbers]) => ({
  type: 'Feature', properties: { name: code }, geometry: outline(numbers, code === 'USA' || code === 'CAN'),
})).filter((f) => f.geometry.coordinates.length > 0);

const text = JSON.stringify({ type: 'FeatureCollection', features });
writeFileSync(`${process.argv[2] ?? 'vendor'}/map.js`,
  `// Made by vendor/make_map.mjs from Natural Earth 1:50m (public domain). Longitude and latitude, ${DIGITS} digits.\n` +
  `this.desvio = this.desvio || {};\nthis.desvio.geometry = ${text};\n`);
