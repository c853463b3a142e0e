/**
 * Puts questions to the engine that pages carry, in node.
 * ask_engine.mjs ENGINE.js ENGINE_BINARY.js INPUTS QUESTIONS.json ANSWERS.json
 */
import fs from 'node:fs';
import vm from 'node:vm';

const [engine_script, binary_script, inputs, questions, answers] = process.argv.slice(2);
for (const script of [engine_script, binary_script]) vm.runInThisContext(fs.readFileSync(script, 'utf8'), script);
try {
    const engine = await desvio.engine.open(new Uint8Array(fs.readFileSync(inputs)));
    const replies = [];
    for (const question of JSON.parse(fs.readFileSync(questions, 'utf8'))) replies.push(await engine.ask(question));
    engine.close();
    fs.writeFileSync(answers, JSON.stringify(replies));
} catch (fault) {
    fs.writeFileSync(answers, JSON.stringify({ refused: fault.message }));
}
