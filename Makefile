# `make` alone prints what there is to do. The work is in Scripts/.

.DEFAULT_GOAL := help
.PHONY: help run glue demo test test-quick test-one test-fresh fuzz fuzz-glue soak torture torture-notifications test-integrations attack lint format bench \
	where migration decision docs coverage clean test-browser-long screenshots
SHELL := /bin/bash

help:
	@awk 'BEGIN { FS = ":.*## " } \
		/^##@ / { printf "\n%s\n", substr($$0, 5) } \
		/^[a-z-]+:.*## / { printf "  make %-22s %s\n", $$1, $$2 }' Makefile

##@ Use it

run: ## install what is missing, build the server for release, serve on 127.0.0.1:8000
	@Scripts/run

glue: ## install what is missing, build argus-glue for release
	@Scripts/install
	@Scripts/build-release argus-glue

demo: ## send a believable day of incidents to the running server, then keep a stream coming
	@Scripts/demo

##@ Work on it

test: ## install what the tests need and run them all
	@Scripts/test

test-quick: ## the core and the storage only (SQLite)
	@Scripts/build-tests
	@swift test --skip-build --disable-xctest --filter '^Argus(Vocabulary|Wire|Core|SQL|Storage|Operations)Tests\.'

test-one: ## one suite or test: make test-one NAME='Closing an incident'
	@Scripts/build-tests
	@swift test --skip-build --disable-xctest --filter "$(or $(NAME),$(error say which: make test-one NAME=…))"

test-fresh: ## type what README says in a fresh Debian, as root and as a user (root, debootstrap, half an hour)
	@Scripts/test-fresh $(AS)

fuzz: ## send the server what its schema allows and what not, for long: make fuzz CASES=100 SEED=1
	@Scripts/build-tests
	@Scripts/fuzz "$(or $(CASES),100)" $(SEED)

fuzz-glue: ## let libFuzzer think of what monitoring systems might send, for long: make fuzz-glue SECONDS=3600 SEED=1
	@Scripts/fuzz-glue "$(or $(SECONDS),3600)" $(SEED)

torture: ## kill glue and server, break their network, fill the disk: make torture ALERTS=100000 KILLS=50 SEED=1
	@Scripts/build-tests
	@Scripts/torture --alerts "$(or $(ALERTS),100000)" --kills "$(or $(KILLS),50)" $(if $(SEED),--seed $(SEED))

torture-notifications: ## kill one of two nodes while people are told of what happens: make torture-notifications EVENTS=5000 KILLS=50
	@Scripts/build-tests
	@Scripts/torture-notifications --events "$(or $(EVENTS),5000)" --kills "$(or $(KILLS),50)" $(if $(SEED),--seed $(SEED))

attack: ## ask too much of a server, and see who has to wait: make attack INCIDENTS=100000 DATABASE=postgresql
	@Scripts/build-release argus
	@Scripts/attack "$(or $(INCIDENTS),100000)" $(DATABASE)

test-integrations: ## real monitoring systems, installed where they are missing, against the server and the glue
	@Scripts/build-tests
	@Scripts/test-integrations

soak: ## let the glue wait in every way there is, and measure it: make soak SECONDS=3600
	@Scripts/build-tests
	@Scripts/soak-glue "$(or $(SECONDS),60)"

lint: ## formatting and style, as in CI
	@Scripts/lint

format: ## rewrite the sources in our format
	@swift format --in-place --parallel --recursive Sources Tests Package.swift

bench: ## build for release, measure, print a table, write JSON into bench/
	@Scripts/install bench
	@Scripts/build-release
	@Scripts/bench

where: ## every file of a feature, all layers: make where FEATURE=Incidents
	@Scripts/where "$(FEATURE)"

migration: ## the next numbered migration: make migration NAME=AddTeams
	@Scripts/migration "$(NAME)"

decision: ## the next decision record: make decision NAME="Times are integers"
	@Scripts/decision "$(NAME)"

docs: ## the documentation of every library as pages, in .build/docs
	@Scripts/docs

test-browser-long: ## the tests in a browser with a day's and a thousand changes, each page in every way (half an hour)
	@Scripts/build-tests
	@ARGUS_TEST_DAY=100000 ARGUS_TEST_CHANGES=1000 ARGUS_TEST_EVERY_WAY=1 \
		Scripts/test-browser day_test stillness_test accessibility_test

screenshots: ## pictures of each page, wide and narrow, light and dark, filled and empty, in screenshots/
	@Scripts/build-tests
	@Scripts/screenshots

coverage: ## lines covered by tests, per target
	@Scripts/coverage

clean: ## remove build folders, measurements and the development database
	@Scripts/clean
