/// What an axis of a sweep moves, in words: whose duty, on whom, and whether the rule charges it or adds points to what is charged.
(function(root) {
'use strict';
var desvio = root.desvio = root.desvio || {};
var axis = desvio.axis = {};

function entry(data, table, name) {
    var at = desvio.tables.labels(data, 'axis').indexOf(name), found = data.tables['/axis/' + table];
    return found && at >= 0 ? found.values[at] : null;
}
axis.path = function(data, name) { return String(entry(data, 'path', name) || name); };

/// "rate" or "add" where the axis is that number of a rule on duties, else null.
axis.duty = function(data, name) {
    var found = /^tariff\[\d+\]\.(rate|add)$/.exec(axis.path(data, name));
    return found ? found[1] : null;
};

/// A selector of regions in words, "the United States", "all countries but China"; null where it is more than codes and groups.
function who(data, words, text, use) {
    var f = desvio.format, names = [], without = [], is_known = true;
    text.replace(/^\[|\]$/g, '').split(/,\s*/).forEach(function(term) {
        var bare = term.replace(/^!/, ''), of_group = /^@(\w+)$/.exec(bare), is_out = bare !== term;
        if (bare === '*' && !is_out) return;
        if (of_group)
            (is_out ? without : names).push(f.group(words, of_group[1], is_out ? 'the' : use));
        else if (desvio.tables.regions(data).indexOf(bare) >= 0)
            (is_out ? without : names).push(f.region(words, data, bare, is_out ? 'the' : use));
        else
            is_known = false;
    });
    if (!is_known) return null;
    var all = names.length ? f.list(names, words) : f.text(words, 'axis.all' + (use === 'of' ? '_of' : ''));
    return without.length ? f.text(words, 'axis.but', {who: all, without: f.list(without, words)}) : all;
}

/// The sectors of a rule in brackets; nothing for all goods and for all sectors.
function sectors(data, words, text) {
    if (text === '@goods' || text === 'every sector') return '';
    var names = text.replace(/^\[|\]$/g, '').split(/,\s*/).map(function(code) {
        return desvio.tables.labels(data, 'sector').indexOf(code) >= 0 || (data.names && data.names.sector && data.names.sector[code]) ?
            desvio.format.sector(words, data, code) :
            code;
    });
    return ' (' + names.join(', ') + ')';
}

/// { of_importer, exporter } in words; null where a selector is more than codes and groups.
function parties(data, words, importer, exporter, sector) {
    var of_importer = who(data, words, importer || '*', 'of'), on = who(data, words, exporter || '*', 'the');
    return of_importer === null || on === null ? null : {of_importer: of_importer, exporter: on + sectors(data, words, sector || 'every sector')};
}
/// The same of the rule whose duty is varied, from "rate of tariff[0]: USA <- @brics, @goods".
function rule(data, words, name) {
    var meaning = /^\w+ of tariff\[\d+\]: (\[.*?\]|[^,]*) <- (\[.*?\]|[^,]*), (.*)$/.exec(String(entry(data, 'meaning', name) || ''));
    return meaning ? parties(data, words, meaning[1], meaning[2], meaning[3]) : null;
}
/// What a number of a rule on duties is: "Duty of the United States on BRICS"; null for others than rate and add, or where unknown.
axis.rule_name = function(data, words, kind, importer, exporter, sector) {
    var told = /^(rate|add)$/.test(kind) ? parties(data, words, importer, exporter, sector) : null;
    return told && desvio.format.text(words, 'axis.' + kind, told);
};

/// "Duty of the United States on BRICS", "Points added to the duty of the United States on Mexico"; another number's path.
axis.name = function(data, words, name) {
    var kind = axis.duty(data, name), told = kind && rule(data, words, name);
    if (told) return desvio.format.text(words, 'axis.' + kind, told);
    return kind ? desvio.format.text(words, 'ladder.axis_duty') : axis.path(data, name);
};

/// A level as it is read: "50%", "50 points" where points are added, "1.25" of what is no fraction.
axis.level = function(data, words, name, level) {
    var f = desvio.format, is_whole = function(x) { return Math.abs(x - Math.round(x)) < 1e-9; };
    if (entry(data, 'unit', name) !== 'fraction') return f.number(level, is_whole(level) ? 0 : 2, words);
    if (axis.duty(data, name) !== 'add' || !rule(data, words, name)) return f.level(level, words);
    return f.text(words, 'axis.points', {x: f.number(100 * level, Math.abs(100 * level - Math.round(100 * level)) < 0.05 ? 0 : 1, words)});
};

/// The same in a sentence: "a duty of 7.9% on BRICS", "25 points more duty on Mexico"; is_short leaves out on whom.
axis.level_name = function(data, words, name, level, is_short) {
    var kind = axis.duty(data, name), told = kind && rule(data, words, name), text = axis.level(data, words, name, level);
    if (!kind) return text;
    if (!told || (is_short && kind === 'rate')) return desvio.format.text(words, 'ladder.duty_of', {level: text});
    return is_short ? text : desvio.format.text(words, 'axis.level_' + kind, {level: text, exporter: told.exporter});
};

/// Whether the scenario has other rules than the one that is varied, which stay as they are written.
axis.has_other_rules = function(data) {
    var toml = data.scenario && data.scenario.toml || '';
    return (toml.match(/^[ \t]*\[\[[ \t]*(tariff|trade_cost|productivity|retaliation|schedule)[ \t]*\]\]/gm) || []).length > 1;
};
})(this);
