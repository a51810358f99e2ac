# Each target is one command that a person could type.
.DEFAULT_GOAL := help
.PHONY: help serve build test test-engines bench bench-scale screenshots format lint

# More arguments for `trunk serve`, such as SERVE_FLAGS='--port 9000'.
SERVE_FLAGS ?=

help: ## list these targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 16

serve: ## install what is missing, build and open the app
	@scripts/serve.sh $(SERVE_FLAGS)

build: ## dist/: the app as files for any static host
	@scripts/build.sh

test: ## every check and test: lint, native, in the browser, end to end
	@scripts/test.sh

test-engines: ## the browser tests and a smoke test in Firefox and WebKitGTK
	@scripts/test-engines.sh

bench: ## time the engine in three browsers and natively beside its peers
	@scripts/bench.sh

bench-scale: ## seconds and memory against rows, columns, classes and width
	@scripts/bench-scale.sh

screenshots: ## pictures of the page's states in target/screenshots, and docs/screenshot.png
	@scripts/screenshots.sh

format: ## format the Rust code
	cargo fmt --all

lint: ## formatting and clippy, warnings as errors
	@scripts/lint.sh
