/// What the charting library looks for at its start and a program without browser has not.
var setTimeout = function () {}, clearTimeout = function () {};
var console = { log: function () {}, warn: function () {}, error: function () {} };
