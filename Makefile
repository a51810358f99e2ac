# Each target is one command that a person could type.
.DEFAULT_GOAL := help
.PHONY: help serve build model test_scikit_learn mymodel test test-engines fuzz bench bench-scale bench-reading lighthouse parity beyond quality bench-quality screenshots format lint

# More arguments for `trunk serve`, such as SERVE_FLAGS='--port 9000'.
SERVE_FLAGS ?=
# How long `make fuzz` attacks, and with which cases.
SECONDS ?= 600
SEED ?= 1
# Another CSV for the assignment, such as DATA=songs.csv; without it the assignment's song file, or else the bundled one.
export DATA

help: ## list these targets
	@grep -hE '^[a-z_-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 20

serve: ## install what is missing, build and open the app
	@scripts/serve.sh $(SERVE_FLAGS)

build: ## dist/: the app as files for any static host
	@scripts/build.sh

model: ## the assignment's section 4: regression, two specifications
	@scripts/assignment.sh model

test_scikit_learn: ## its section 5: scikit-learn's networks, ours and its own
	@scripts/assignment.sh test_scikit_learn

mymodel: ## its section 6: softmax classification, two specifications
	@scripts/assignment.sh mymodel

test: ## every check and test: lint, native, in the browser, end to end
	@scripts/test.sh

test-engines: ## the browser tests and a smoke test in Firefox and WebKitGTK
	@scripts/test-engines.sh

fuzz: ## attack the command line with mutated files for SECONDS (600), from SEED
	@scripts/fuzz.sh --seconds $(SECONDS) --seed $(SEED)

bench: ## time the engine in three browsers and natively beside its peers
	@scripts/bench.sh
	@BENCH_BUILD=0 scripts/bench-reading.sh

bench-reading: ## time reading a CSV of 113 MB beside its peers
	@scripts/bench-reading.sh

bench-scale: ## seconds and memory against rows, columns, classes and width
	@scripts/bench-scale.sh

lighthouse: ## how fast and how accessible the page is on a phone, by Lighthouse
	@scripts/lighthouse.sh

parity: ## section 5 beside scikit-learn's over five seeds: docs/parity.md
	@scripts/parity.sh

beyond: ## the preset beyond the assignment, beside its networks and gradient-boosted trees
	@scripts/beyond.sh

bench-quality: quality
quality: ## the tiers quick and good on 24 real tables, and what it costs: docs/quality.md
	@scripts/quality.sh

screenshots: ## pictures of the page's states in target/screenshots, and docs/screenshot.png
	@scripts/screenshots.sh

format: ## format the Rust code
	cargo fmt --all

lint: ## formatting and clippy, warnings as errors
	@scripts/lint.sh
