/// Colours that colour-blind readers tell apart (Okabe and Ito; blue and orange for signs). Every sign is also written or placed.
(function(root) {
'use strict';
var desvio = root.desvio = root.desvio || {};
var colours = desvio.colours = {
    ink: '#1f2933',
    quiet: '#52606d',
    line: '#cbd2d9',
    faint: '#e4e7eb',
    paper: '#ffffff',
    land: '#eceff2',
    blue: '#0072b2',
    sky: '#56b4e9',
    orange: '#e69f00',
    vermilion: '#d55e00',
    green: '#009e73',
    purple: '#cc79a7',
    grey: '#7b8794',
    black: '#000000',
    gain: '#0072b2',
    loss: '#d55e00'
};
/// Lines of a chart, in this order; no more are drawn than these.
colours.lines = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9', '#000000'];

var LOSS = [[253, 240, 228], [244, 165, 96], [166, 70, 0]], GAIN = [[232, 243, 250], [99, 176, 220], [0, 78, 126]];

function between(a, b, t) {
    return [0, 1, 2].map(function(k) { return Math.round(a[k] + t * (b[k] - a[k])); });
}

/// Colour of value on a scale from -bound (dark orange) through 0 (pale) to +bound (dark blue); what is beyond is clipped.
colours.diverging = function(value, bound) {
    if (value === null || !isFinite(value)) return '#ffffff';
    var t = bound > 0 ? Math.min(1, Math.abs(value) / bound) : 0, ramp = value < 0 ? LOSS : GAIN;
    if (value === 0) return '#f5f7fa';
    return 'rgb(' + (t < 0.5 ? between(ramp[0], ramp[1], 2 * t) : between(ramp[1], ramp[2], 2 * t - 1)).join(',') + ')';
};
/// Ink that is read on that colour.
colours.ink_on = function(value, bound) { return value !== null && bound > 0 && Math.abs(value) / bound > 0.7 ? '#ffffff' : '#1f2933'; };
})(this);
