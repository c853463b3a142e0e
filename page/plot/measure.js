/// How wide a text is where there is no browser to ask: by the advance widths of DejaVu Sans, the widest of the usual fonts, so that
/// what fits here fits everywhere. A function of the font file: units of a thousandth of the size; U+0020-7E, then U+00A0-FF.
(function (root) {
    'use strict';
    var desvio = root.desvio = root.desvio || {};
    var REGULAR = [
        318, 401, 460, 838, 636, 950, 780, 275, 390, 390, 500, 838, 318, 361, 318, 337, 636, 636, 636, 636, 636, 636, 636, 636,
        636, 636, 337, 337, 838, 838, 838, 531, 1000, 684, 686, 698, 770, 632, 575, 775, 752, 295, 295, 656, 557, 863, 748, 787,
        603, 787, 695, 635, 611, 732, 684, 989, 685, 611, 685, 390, 337, 390, 838, 500, 500, 613, 635, 550, 635, 615, 352, 635,
        634, 278, 278, 579, 278, 974, 634, 612, 635, 635, 411, 521, 392, 634, 592, 818, 592, 592, 525, 636, 337, 636, 838, 318,
        401, 636, 636, 636, 636, 337, 500, 500, 1000, 471, 612, 838, 361, 1000, 500, 500, 838, 401, 401, 500, 636, 636, 318, 500,
        401, 471, 612, 969, 969, 969, 531, 684, 684, 684, 684, 684, 684, 974, 698, 632, 632, 632, 632, 295, 295, 295, 295, 775,
        748, 787, 787, 787, 787, 787, 838, 787, 732, 732, 732, 732, 611, 605, 630, 613, 613, 613, 613, 613, 613, 982, 550, 615,
        615, 615, 615, 278, 278, 278, 278, 612, 634, 612, 612, 612, 612, 612, 838, 612, 634, 634, 634, 634, 592, 635, 592];
    var BOLD = [
        348, 456, 521, 838, 696, 1002, 872, 306, 457, 457, 523, 838, 380, 415, 380, 365, 696, 696, 696, 696, 696, 696, 696, 696,
        696, 696, 400, 400, 838, 838, 838, 580, 1000, 774, 762, 734, 830, 683, 683, 821, 837, 372, 372, 775, 637, 995, 837, 850,
        733, 850, 770, 720, 682, 812, 774, 1103, 771, 724, 725, 457, 365, 457, 838, 500, 500, 675, 716, 593, 716, 678, 435, 716,
        712, 343, 343, 665, 343, 1042, 712, 687, 716, 716, 493, 595, 478, 712, 652, 924, 645, 652, 582, 712, 365, 712, 838, 348,
        456, 696, 696, 636, 696, 365, 500, 500, 1000, 564, 646, 838, 415, 1000, 500, 500, 838, 438, 438, 500, 736, 636, 380, 500,
        438, 564, 646, 1035, 1035, 1035, 580, 774, 774, 774, 774, 774, 774, 1085, 734, 683, 683, 683, 683, 372, 372, 372, 372,
        838, 837, 850, 850, 850, 850, 850, 838, 850, 812, 812, 812, 812, 724, 738, 719, 675, 675, 675, 675, 675, 675, 1048, 593,
        678, 678, 678, 678, 343, 343, 343, 343, 687, 712, 687, 687, 687, 687, 687, 838, 687, 712, 712, 712, 712, 652, 716, 652];
    var EM_DASH = 0x2014, OTHER = 0.838;

    function advance(table, code) {
        if (code >= 32 && code < 127) return table[code - 32] / 1000;
        if (code >= 160 && code < 256) return table[code - 160 + 95] / 1000;
        return code === EM_DASH ? 1 : OTHER;
    }

    /// Width in px. @param {string} text one line @param {number} size px @param {boolean} bold
    desvio.text_width = function (text, size, bold) {
        var width = 0, table = bold ? BOLD : REGULAR;
        for (var k = 0; k < text.length; ++k) width += advance(table, text.charCodeAt(k));
        return width * size;
    };

    /// The words of a text in lines of at most so many px; a word wider than that has a line of its own.
    desvio.text_lines = function (text, size, bold, room) {
        var lines = [], line = '';
        text.split(/[ \n]+/).forEach(function (word) {
            var longer = line === '' ? word : line + ' ' + word;
            if (line !== '' && desvio.text_width(longer, size, bold) > room) {
                lines.push(line);
                line = word;
            } else {
                line = longer;
            }
        });
        if (line !== '') lines.push(line);
        return lines;
    };

    root.echarts.setPlatformAPI({
        measureText: function (text, font) {
            var size = /(\d+(?:\.\d+)?)px/.exec(font || ''), bold = /bold|[6-9]00/.test(font || '');
            return { width: desvio.text_width(String(text), size ? Number(size[1]) : 12, bold) };
        }
    });
})(this);
