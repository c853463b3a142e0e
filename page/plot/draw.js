/// A chart as an SVG of its own for papers: title, subtitle and source are drawn around the picture.
(function (root) {
    'use strict';
    var desvio = root.desvio = root.desvio || {};
    var FONT = "'Helvetica Neue', Arial, 'DejaVu Sans', sans-serif";
    var MARGIN = 16, COMPACT_BELOW = 520, LEAST_HEIGHT = 80;
    var TITLE = { size: 18, line: 24, bold: true, colour: '#1a1a1a' }, SUBTITLE = { size: 12, line: 17, bold: false, colour: '#555555' },
        SOURCE = { size: 11, line: 15, bold: false, colour: '#666666' };

    function escape(text) {
        // What no XML text may hold goes.
        return String(text).replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
            .replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
    }

    function lines_of(text, style, room) { return text ? desvio.text_lines(String(text), style.size, style.bold, room) : []; }

    function draw_lines(lines, style, top) {
        return lines.map(function (line, k) {
            return '<text x="' + MARGIN + '" y="' + (top + style.size + k * style.line) + '" font-family="' + escape(FONT) + '" font-size="' + style.size +
                '"' + (style.bold ? ' font-weight="bold"' : '') + ' fill="' + style.colour + '">' + escape(line) + '</text>\n';
        }).join('');
    }

    /// Every chart and whether the data fill it. @returns {string} JSON [ { name, needs, is_filled } ]
    desvio.plot_choices = function (data) {
        return JSON.stringify(Object.keys(desvio.charts).sort().map(function (name) {
            var chart = desvio.charts[name];
            return { name: name, needs: chart.needs, is_filled: chart.needs === data.kind && (!chart.fills || chart.fills(data)) };
        }));
    };

    /// What every chart that the data fill says. @returns {string} JSON [ { name, title, alternative } ]
    desvio.plot_words = function (data, words) {
        return JSON.stringify(JSON.parse(desvio.plot_choices(data)).filter(function (chart) { return chart.is_filled; }).map(function (chart) {
            var made = desvio.charts[chart.name].build(data, words, { width: 900, compact: false, selected: null });
            return { name: chart.name, title: made.title, alternative: made.alternative };
        }));
    };

    /// Draws one chart. @param {Object} options { width, height (0: what the chart wants), selected (code or "") }
    /// @returns {string} JSON { title, alternative, svg, columns, rows }
    desvio.plot = function (name, data, words, options) {
        var room = options.width - 2 * MARGIN;
        var asked = { width: room, compact: options.width < COMPACT_BELOW, selected: options.selected || null };
        var made = desvio.charts[name].build(data, words, asked);
        var titles = lines_of(made.title, TITLE, room), subtitles = lines_of(made.subtitle, SUBTITLE, room), sources = lines_of(made.source, SOURCE, room);
        var subtitle_top = MARGIN + titles.length * TITLE.line, chart_top = subtitle_top + subtitles.length * SUBTITLE.line + 10;
        var foot = sources.length * SOURCE.line + MARGIN + 8;
        var inner = options.height > 0 ? options.height - chart_top - foot : made.height;
        if (options.height > 0 && inner < LEAST_HEIGHT) return JSON.stringify({ least_height: Math.ceil(chart_top + foot + LEAST_HEIGHT) });

        var chart = root.echarts.init(null, null, { renderer: 'svg', ssr: true, width: room, height: inner });
        chart.setOption(made.option);
        // librsvg knows no dominant-baseline: half the height of small capitals, as 'central' would have it.
        var picture = chart.renderToSVGString().replace(/^\s*<\?xml[^>]*>/, '').replace(/dominant-baseline="central"/g, 'dy="0.35em"');
        chart.dispose();
        var height = chart_top + inner + foot;
        var svg = '<?xml version="1.0" encoding="UTF-8"?>\n' +
            '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="' + options.width + '" height="' + height +
            '" viewBox="0 0 ' + options.width + ' ' + height + '" role="img" aria-labelledby="desvio-title desvio-alternative">\n' +
            '<title id="desvio-title">' + escape(made.title) + '</title>\n<desc id="desvio-alternative">' + escape(made.alternative) + '</desc>\n' +
            '<rect width="100%" height="100%" fill="#ffffff"/>\n' + draw_lines(titles, TITLE, MARGIN) + draw_lines(subtitles, SUBTITLE, subtitle_top) +
            picture.replace('<svg ', '<svg overflow="visible" x="' + MARGIN + '" y="' + chart_top + '" ') + '\n' +
            draw_lines(sources, SOURCE, chart_top + inner + 8) + '</svg>\n';
        return JSON.stringify({ title: made.title, alternative: made.alternative, svg: svg, columns: made.columns, rows: made.rows });
    };
})(this);
