/// What the charting library looks for at its start and a program without browser has not.
var setTimeout = function () {}, clearTimeout = function () {};
var console = { log: function () {}, warn: function () {}, error: function () {} };

/// Sorting keeps the order of equals, as browsers do. The engine's own takes its pivots by chance, so that which of two labels
/// on one place is left out could differ from one drawing to the next.
Object.defineProperty(Array.prototype, 'sort', {
    configurable: true, writable: true, enumerable: false,
    value: function (compare) {
        var by = compare || function (a, b) { return String(a) < String(b) ? -1 : String(a) > String(b) ? 1 : 0; };
        var list = this, values = [], missing = 0, k;
        for (k = 0; k < list.length; ++k) {
            if (list[k] === undefined) ++missing;
            else values.push(list[k]);
        }
        // Bottom-up merging: runs of 1, 2, 4 ...
        for (var run = 1, spare = new Array(values.length), swap; run < values.length; run *= 2) {
            for (var from = 0; from < values.length; from += 2 * run) {
                var middle = Math.min(from + run, values.length), end = Math.min(from + 2 * run, values.length), a = from, b = middle;
                for (k = from; k < end; ++k) spare[k] = a < middle && (b >= end || by(values[a], values[b]) <= 0) ? values[a++] : values[b++];
            }
            swap = values; values = spare; spare = swap;
        }
        for (k = 0; k < values.length; ++k) list[k] = values[k];
        for (; missing > 0; --missing) list[k++] = undefined;
        return list;
    }
});
