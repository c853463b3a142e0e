/// Before and after, a line of names a row: an open ring for before, a full dot for after, a bar between, the change in figures.
(function(root) {
'use strict';
var desvio = root.desvio = root.desvio || {};

/// what: { title, subtitle, alternative, columns, rows,
/// before, after: keys of the fractions in rows ("before", "after"), row_height: px (24; always 28 on a phone),
/// mark(row) text at the right, strong(row), is_worse_up: more is orange, as for duties,
/// decimals: of percentages in tips (2), amounts(row) beside them: [ before, after ], more(row): further lines of a tip }
/// -> the picture
desvio.dumbbell = function(data, words, options, what) {
    var f = desvio.format, size = desvio.parts.size(options), width = desvio.parts.width(options);
    var keys = [what.before || 'before', what.after || 'after'], names = what.rows.map(function(row) { return row.region; });
    var marks = what.rows.map(what.mark);
    function before(row) { return 100 * row[keys[0]]; }
    function after(row) { return 100 * row[keys[1]]; }
    function tip(row) {
        var amounts = what.amounts ? what.amounts(row) : null;
        var lines = ['before', 'after'].map(function(when, k) {
            return f.text(words, 'dumbbell.' + when) + ': ' + f.share(row[keys[k]], what.decimals || 2, words) + (amounts ? ', ' + amounts[k] : '');
        });
        return desvio.parts.tip(row.region, lines.concat(what.more(row)));
    }
    var mark_room = desvio.parts.widest(marks, size) + 10;
    var name_room = Math.min(desvio.parts.widest(names, size + 1) + 8, Math.round(width * (options.compact ? 0.34 : 0.3)));
    var ends = what.rows.reduce(function(all, row) { return all.concat([before(row), after(row)]); }, []);
    var span = desvio.parts.bounds(ends, 0, options);
    function tone(first, last) { return (last >= first) !== !!what.is_worse_up ? desvio.colours.gain : desvio.colours.loss; }
    function colour(row) { return tone(before(row), after(row)); }
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
    return desvio.parts.picture(data, words, {
        title: what.title,
        subtitle: what.subtitle,
        alternative: what.alternative,
        columns: what.columns,
        rows: what.rows,
        height: what.rows.length * (options.compact ? 28 : what.row_height || 24) + 62,
        option: {
            tooltip: desvio.parts.tooltip(function(params) { return tip(what.rows[params.dataIndex]); }),
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
                        return [k, before(row), after(row)];
                    }),
                    function(span) { return tone(span[1], span[2]); }),
                dots(
                    f.text(words, 'dumbbell.before'), before,
                    function(row) { return {color: '#ffffff', borderColor: colour(row), borderWidth: 1.5}; }, 3),
                dots(f.text(words, 'dumbbell.after'), after, function(row) { return {color: colour(row)}; }, 4), {
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
        }
    });
};
})(this);
