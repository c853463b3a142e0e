# Short names for what scripts/ and the presets do; nothing needs make.
.PHONY: all run test ci bench format tidy asan tsan shared coverage clean

all:
	cmake --preset release
	cmake --build --preset release

run:
	sh scripts/start.sh

test ci tidy asan tsan shared coverage:
	sh scripts/test.sh $(if $(filter test,$@),tests,$@)

bench:
	cmake --preset release -DDESVIO_BENCHES=ON
	cmake --build --preset release
	for bench in build/release/benches/bench_*; do $$bench; done

format:
	sh scripts/format.sh

clean:
	rm -rf build
