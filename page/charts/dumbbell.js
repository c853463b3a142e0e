/// Before and after, a line of names a row: an open ring for before, a full dot for after, a bar between, the change in figures.
(function(root) {
'use strict';
var desvio = root.desvio = root.desvio || {};

/// what: { rows, name(row), before(row), after(row), mark(row) text at the right, tip(row) HTML, strong(row), alternative,
/// is_worse_up: more is orange, as for duties }
/// -> ECharts option, without title
desvio.dumbbell = function(words, options, what) {
    var f = desvio.format, size = desvio.parts.size(options), width = desvio.parts.width(options);
    var names = what.rows.map(what.name), marks = what.rows.map(what.mark);
    var mark_room = desvio.parts.widest(marks, size) + 10;
    var name_room = Math.min(desvio.parts.widest(names, size + 1) + 8, Math.round(width * (options.compact ? 0.34 : 0.3)));
    var ends = what.rows.reduce(function(all, row) { return all.concat([what.before(row), what.after(row)]); }, []);
    var span = desvio.parts.bounds(ends, 0, options);
    function tone(before, after) { return (after >= before) !== !!what.is_worse_up ? desvio.colours.gain : desvio.colours.loss; }
    function colour(row) { return tone(what.before(row), what.after(row)); }
    function dots(name, figure, style, z) {
        return {
            name: name,
            type: 'scatter',
            z: z,
            symbolSize: options.compact ? 9 : 10,
            data: what.rows.map(function(row, k) {
                return {value: [figure(row), k], itemStyle: style(row)};
            })
        };
    }
    return desvio.parts.option(what.alternative, {
        tooltip: desvio.parts.tooltip(function(params) { return what.tip(what.rows[params.dataIndex]); }),
        legend: {
            top: 0,
            left: name_room,
            itemWidth: 10,
            itemHeight: 10,
            selectedMode: false,
            textStyle: {color: desvio.colours.quiet, fontSize: size},
            data: [
                {name: f.text(words, 'dumbbell.before'), itemStyle: {color: '#ffffff', borderColor: desvio.colours.ink, borderWidth: 1.5}},
                {name: f.text(words, 'dumbbell.after'), itemStyle: {color: desvio.colours.ink}}
            ]
        },
        grid: {left: name_room, right: mark_room + 6, top: 30, bottom: 24},
        xAxis: desvio.parts.value_axis(options, span, function(x) { return f.percent(x, desvio.parts.decimals(span.step), words); }),
        yAxis: desvio.parts.name_axis(options, names, what.rows.map(what.strong), name_room - 8, options.compact),
        series: [
            desvio.parts.spans(
                what.rows.map(function(row, k) {
                    return [k, what.before(row), what.after(row)];
                }),
                function(span) { return tone(span[1], span[2]); }),
            dots(
                f.text(words, 'dumbbell.before'), what.before,
                function(row) { return {color: '#ffffff', borderColor: colour(row), borderWidth: 1.5}; }, 3),
            dots(f.text(words, 'dumbbell.after'), what.after, function(row) { return {color: colour(row)}; }, 4), {
                type: 'scatter',
                silent: true,
                symbolSize: 0.1,
                z: 5,
                data: what.rows.map(function(row, k) {
                    return {
                        value: [span.high, k],
                        label: {show: true, formatter: marks[k], position: 'right', distance: 10, color: desvio.colours.ink, fontSize: size}
                    };
                })
            }
        ]
    });
};
})(this);
