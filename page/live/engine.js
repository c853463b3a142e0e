'use strict';
/**
 * desvio.engine: the model of the command line inside a page. It is the same C++ as the program's, built to WebAssembly
 * (engine_binary.js carries it), and works from a file, offline.
 *
 *     const engine = await desvio.engine.open(inputs);
 *     const reply = await engine.ask({ scenario: toml, levels: { 'tariff[0].rate': 0.5 } });
 *     reply.answer | reply.faults | reply.not_solved       docs/formats/pictures.md says what stands in each
 */
(function (root) {
    const desvio = root.desvio = root.desvio || {};

    /**
     * Everything that runs beside the page. It is turned into text for the worker, so it uses nothing from around it.
     * -> { open(binary, inputs) -> Promise<{ ask(text) -> text }> }; both are zlib streams in Uint8Arrays
     */
    function engine_core() {
        const encoder = new TextEncoder(), decoder = new TextDecoder();

        async function inflate(bytes) {
            const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate'));
            return new Uint8Array(await new Response(stream).arrayBuffer());
        }

        /** What the engine wants of its surroundings: a clock, and no environment. `memory()` is its memory now. */
        function surroundings(memory) {
            const nanoseconds = (milliseconds) => BigInt(Math.round(milliseconds * 1e6));
            const put_nothing = (...places) => {
                const view = new DataView(memory());
                places.forEach((place) => view.setUint32(place, 0, true));
                return 0;
            };
            return {
                env: { emscripten_notify_memory_growth: () => {} },
                wasi_snapshot_preview1: {
                    clock_time_get(clock, ...rest) {
                        const now = clock === 0 ? Date.now() : performance.now();
                        new DataView(memory()).setBigUint64(rest[rest.length - 1], nanoseconds(now), true);
                        return 0;
                    },
                    environ_sizes_get: put_nothing,
                    environ_get: () => 0,
                    proc_exit(code) { throw new Error('the engine has stopped with code ' + code); },
                },
            };
        }

        /** One engine with its model. Throws where the inputs are none. */
        async function start(module, inputs) {
            let instance = null;
            instance = await WebAssembly.instantiate(module, surroundings(() => instance.exports.memory.buffer));
            const c = instance.exports;
            c._initialize();

            /** Copies bytes into the engine for the time of `work(address, size)`. */
            function lend(bytes, work) {
                const address = c.malloc(bytes.length || 1);
                if (address === 0) throw new Error('there is not enough memory');
                new Uint8Array(c.memory.buffer, address, bytes.length).set(bytes);
                try {
                    return work(address, bytes.length);
                } finally {
                    c.free(address);
                }
            }
            const handle = lend(inputs, c.desvio_open);
            const answer = () => decoder.decode(new Uint8Array(c.memory.buffer, c.desvio_answer(handle), c.desvio_answer_size(handle)));
            const refusal = answer();
            if (refusal !== '') throw new Error(refusal);
            return {
                ask(text) {
                    lend(encoder.encode(text), (address, size) => c.desvio_ask(handle, address, size));
                    return answer();
                },
            };
        }

        async function open(binary, inputs) {
            const [module, carried] = [await WebAssembly.compile(await inflate(binary)), await inflate(inputs)];
            let engine = await start(module, carried);
            return {
                /** Text of a question to text of its answer. An engine that broke down is not asked again. */
                async ask(text) {
                    try {
                        return engine.ask(text);
                    } catch (fault) {
                        engine = await start(module, carried);
                        return JSON.stringify({ not_solved: String(fault.message || fault) });
                    }
                },
            };
        }
        return { open: open };
    }

    /** Runs in the worker, beside engine_core: [number, 'open', binary, inputs] and [number, 'ask', text] in, [number, error, text] out. */
    function worker_loop(core) {
        let engine = null;
        onmessage = async function (message) {
            const [number, what, first, second] = message.data;
            try {
                if (what === 'open') engine = await core.open(first, second);
                postMessage([number, null, what === 'ask' ? await engine.ask(first) : '']);
            } catch (fault) {
                postMessage([number, String(fault.message || fault), '']);
            }
        };
    }

    /** The core in a worker, so that the page never waits -> { ask, close }; throws where there can be no worker. */
    async function open_in_worker(binary, inputs) {
        const source = "'use strict';(" + worker_loop + ')((' + engine_core + ')());';
        const address = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
        const worker = new Worker(address);
        const waiting = new Map();
        let last = 0, broken = null;
        worker.onmessage = function (message) {
            const [number, error, text] = message.data;
            const asked = waiting.get(number);
            waiting.delete(number);
            if (error === null) asked.resolve(text); else asked.reject(new Error(error));
        };
        worker.onerror = function (event) {
            broken = Object.assign(new Error(event.message || 'the worker cannot run'), { is_no_worker: true });
            waiting.forEach((asked) => asked.reject(broken));
            waiting.clear();
            if (event.preventDefault) event.preventDefault();
        };
        const send = (...parts) => new Promise(function (resolve, reject) {
            if (broken) return void reject(broken);
            waiting.set(++last, { resolve: resolve, reject: reject });
            worker.postMessage([last].concat(parts));
        });
        const close = () => worker.terminate();
        try {
            await send('open', binary, inputs);
        } catch (fault) {
            close();
            throw fault;
        } finally {
            URL.revokeObjectURL(address);
        }
        return { ask: (text) => send('ask', text), close: close };
    }

    async function open_here(binary, inputs) {
        const engine = await engine_core().open(binary, inputs);
        return { ask: engine.ask, close: () => {} };
    }

    async function open_anywhere(binary, inputs) {
        if (typeof Worker === 'undefined' || typeof URL === 'undefined' || !URL.createObjectURL) return open_here(binary, inputs);
        try {
            return await open_in_worker(binary, inputs);
        } catch (fault) {
            // A page's rules may forbid workers; what the engine itself says is told.
            if (fault instanceof Error && !fault.is_no_worker && fault.name !== 'SecurityError') throw fault;
            return open_here(binary, inputs);
        }
    }

    function bytes_of_base64(text) {
        const letters = atob(text), bytes = new Uint8Array(letters.length);
        for (let k = 0; k < letters.length; ++k) bytes[k] = letters.charCodeAt(k);
        return bytes;
    }

    desvio.engine = {
        /** Whether this browser has what the engine needs: WebAssembly and DecompressionStream (2023 and later). */
        is_possible: () => typeof WebAssembly === 'object' && typeof DecompressionStream === 'function',

        /**
         * inputs: what `carried_inputs` of a result became, a zlib stream in a Uint8Array
         * -> Promise<{ ask(question) -> Promise<reply>, close() }>; rejected with an Error that says why there is no engine
         */
        async open(inputs) {
            if (!desvio.engine.is_possible()) throw new Error('this browser is too old to run the model');
            if (!desvio.engine_binary) throw new Error('this page carries no engine');
            const engine = await open_anywhere(bytes_of_base64(desvio.engine_binary), inputs);
            return {
                ask: async (question) => JSON.parse(await engine.ask(JSON.stringify(question))),
                close: engine.close,
            };
        },
    };
})(typeof window === 'undefined' ? globalThis : window);
