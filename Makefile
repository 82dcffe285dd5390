# What a person or CI runs. `make` alone lists the targets.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

SWIFT ?= swift
ARGS ?= demo
PREFIX ?= /usr/local

export WHYRESET_LAB_PROGRAMS := $(CURDIR)/.build/lab-programs
# Probes, namespaces and the tests of both need root; sudo drops PATH and the environment.
AS_ROOT := $(if $(filter 0,$(shell id -u)),,sudo) env "PATH=$(PATH)" \
  "WHYRESET_LAB_PROGRAMS=$(WHYRESET_LAB_PROGRAMS)"
TEST := $(SWIFT) test --skip-build --disable-xctest
# Watches the whole host, whose traffic would be that of every other test: on a busy host it looks at fewer
# messages, and so is less sure.
OF_THE_HOST := CommandTests.WatchTests
SWIFT_SOURCES := Package.swift Plugins Sources Tests $(addprefix Fuzz/,Package.swift Targets Main Tests)
C_SOURCES = $(shell find Sources -name '*.c' -o -name '*.h')
# The fence between targets: an import that Package.swift does not declare fails the build.
FENCED := --explicit-target-dependency-import-check error
# libelf.a needs zstd from Debian 13 and Ubuntu 24.04 on.
ZSTD = $(if $(shell nm -u /usr/lib/*/libelf.a 2>/dev/null | grep -m1 ZSTD_),-Xlinker -lzstd)
STATIC := -c release --scratch-path .build-static -Xswiftc -static-executable -Xlinker -s

KERNELS ?= linux-image-cloud-amd64 linux-image-6.12-cloud-amd64
TARGET ?= capture
SECONDS ?= 3600
# libFuzzer without its main(), which would stand against SwiftPM's.
LIBFUZZER = $(shell $(SWIFT)c -print-target-info | sed -n 's/.*"runtimeResourcePath": "\(.*\)".*/\1/p')/clang/lib/linux/libclang_rt.fuzzer_no_main-$(shell uname -m).a

.PHONY: help run test check lint fmt static asan fuzz accuracy matrix bench readme install \
  deb release kernels packages lab-programs

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: packages lab-programs ## Build a release and run `whyreset demo`; ARGS="watch" runs any command
	$(SWIFT) build -c release --product whyreset
	@$(AS_ROOT) .build/release/whyreset $(ARGS)

test: packages lab-programs ## Run every test: pure, golden, privileged and lab
	$(SWIFT) build --build-tests $(FENCED)
	@echo $(TEST) --xunit-output .build/tests.xml
	@$(AS_ROOT) $(TEST) --skip $(OF_THE_HOST) --xunit-output .build/tests.xml
	@$(AS_ROOT) $(TEST) --filter $(OF_THE_HOST) --xunit-output .build/tests-of-the-host.xml

check: lint test ## What CI runs: lint, fenced build, every test

lint: ## Check the format of Swift and C
	$(SWIFT) format lint --strict --parallel --recursive $(SWIFT_SOURCES)
	@if command -v clang-format >/dev/null; then \
	  echo clang-format --dry-run -Werror $(C_SOURCES); \
	  clang-format --dry-run -Werror $(C_SOURCES); \
	else echo "clang-format is not installed: C is not checked (apt-get install clang-format)"; fi

fmt: ## Format Swift and C in place
	$(SWIFT) format --in-place --parallel --recursive $(SWIFT_SOURCES)
	@if command -v clang-format >/dev/null; then clang-format -i $(C_SOURCES); \
	else echo "clang-format is not installed: C is left as it is"; fi

static: packages ## Build one file without shared libraries: .build-static/release/whyreset
	$(SWIFT) build --product whyreset $(STATIC) $(ZSTD)
	Scripts/check-static .build-static/release/whyreset

asan: packages lab-programs ## Run every test under AddressSanitizer
	$(SWIFT) build --build-tests --sanitize=address --scratch-path .build-asan
	@echo $(TEST) --sanitize=address --scratch-path .build-asan
	@$(AS_ROOT) $(TEST) --sanitize=address --scratch-path .build-asan

fuzz: ## Fuzz a parser under AddressSanitizer; TARGET=packet SECONDS=60 (Fuzz/README.md)
	LIBFUZZER=$(LIBFUZZER) $(SWIFT) build --package-path Fuzz -c release
	@mkdir -p Fuzz/.build/grown/$(TARGET)
	cd Fuzz/.build && release/fuzz $(TARGET) grown/$(TARGET) ../corpus/$(TARGET) \
	  -max_total_time=$(SECONDS) -timeout=10 -print_final_stats=1

accuracy: packages lab-programs ## Run every lab scenario 20 times with all cores busy
	$(SWIFT) build -c release --product whyreset
	@$(AS_ROOT) Scripts/accuracy .build/release/whyreset

matrix: packages lab-programs ## Write what this kernel shows of each cause to Documentation/matrix.md
	$(SWIFT) build -c release --product whyreset
	@$(AS_ROOT) .build/release/whyreset lab matrix --lang en >.build/matrix.md
	@cp .build/matrix.md Documentation/matrix.md

bench: packages ## Measure what `watch` costs, misses and holds; PAIRS=5 shortens it, ONLY=storm picks a part, ADD=1 adds
	@Scripts/install-packages /usr/bin/wrk=wrk /usr/sbin/nginx=nginx-light /usr/bin/tcpdump=tcpdump \
	  /usr/bin/bpftrace=bpftrace /usr/bin/python3=python3
	$(SWIFT) build -c release --product whyreset
	@$(AS_ROOT) PAIRS=$(or $(PAIRS),30) ONLY=$(ONLY) ADD=$(ADD) \
	  python3 Benchmarks/bench.py .build/release/whyreset .build/bench.json

kernels: static ## Boot Debian's kernels under QEMU, run the lab there: Documentation/kernels.md (half an hour)
	@Scripts/install-packages /usr/bin/qemu-system-x86_64=qemu-system-x86 /usr/bin/busybox=busybox-static \
	  /usr/bin/cpio=cpio /usr/sbin/depmod=kmod
	rm -rf .build/kernels
	for package in $(KERNELS); do \
	  Scripts/boot-kernel .build-static/release/whyreset "$$package" .build/kernels; done
	Scripts/kernels-table .build/kernels >Documentation/kernels.md

readme: packages lab-programs ## Put the real output of `whyreset demo` into both READMEs
	$(SWIFT) build -c release --product whyreset
	@$(AS_ROOT) Scripts/refresh-readme .build/release/whyreset

install: static ## Install the static build, manual and completions in PREFIX (default /usr/local)
	install -D -m 755 .build-static/release/whyreset "$(DESTDIR)$(PREFIX)/bin/whyreset"
	Scripts/manual .build-static/release/whyreset "$(DESTDIR)$(PREFIX)"

deb: static ## Build a Debian package in dist/, install it into an empty root and remove it again
	Scripts/check-deb "$$(Scripts/build-deb .build-static/release/whyreset dist)"

release: deb ## Fill dist/ with the package, the static program, the Containerfile and checksums
	install -m 755 .build-static/release/whyreset "dist/whyreset-linux-$(shell uname -m)"
	install -m 644 Packaging/Containerfile dist/
	cd dist && sha256sum -- whyreset* >SHA256SUMS && cat SHA256SUMS

packages:
	@Scripts/install-packages /usr/include/bpf/bpf.h=libbpf-dev /usr/include/libelf.h=libelf-dev \
	  /usr/include/zlib.h=zlib1g-dev /usr/include/zstd.h=libzstd-dev

lab-programs:
	@Scripts/install-packages /usr/bin/strace=strace
	@Scripts/fetch-lab-programs "$(WHYRESET_LAB_PROGRAMS)"
