# make                    build afterword
# make deps               install what is missing (root or sudo);
#                         make deps-dev: for lint and fuzz, too
# make demo               a job search from its first mail to its last
# make demo-imap          the same with a Dovecot of its own, watched
# make check              run every test
# make check-once         each draft once: 1,000 runs with faults, every cut
# make check-servers      other IMAP servers, where they can be had
# make check SANITIZE=1   run them under the sanitizers
# make score              measure the reading, senders kept apart
# make bench              speed and memory, as ratios
# make fuzz               fuzz every door for a while (clang)
# make drafts             print all drafts into build/drafts.txt
# make letters            learn from our own letters when they have changed
# make lint               formatter, static analyser, shell checker
# make install            into $(DESTDIR)$(PREFIX); make uninstall
# make clean               V=1 shows the commands of any of these

PREFIX   ?= /usr/local
BUILD    ?= build$(if $(FUZZ),-fuzz,$(if $(SANITIZE),-sanitize))
CFLAGS   ?= -O2 -g
VERSION  := 0.1.0

share_dir  := $(PREFIX)/share/afterword
module_dir := $(PREFIX)/lib/afterword
man_dir    := $(PREFIX)/share/man
unit_dir   := $(PREFIX)/lib/systemd/user
hook_dir   := $(PREFIX)/share/doc/afterword/hooks
warnings   := -Wall -Wextra -Wpedantic -Wshadow -Wvla -Wundef -Wwrite-strings \
              -Wstrict-prototypes -Wmissing-prototypes -Wformat=2

ifdef SANITIZE
sanitize := -fsanitize=address,undefined -fno-sanitize-recover=all \
            -fno-omit-frame-pointer
endif

# FUZZ=1 is for clang, which make fuzz sees to.
ifdef FUZZ
sanitize := -fsanitize=fuzzer-no-link,address,undefined \
            -fno-sanitize-recover=all -fno-omit-frame-pointer
endif

# One short line a step; make V=1 shows the commands.
say = $(if $(V),,@printf '  %-7s%s\n' $(1) $@;)

# CFLAGS, CPPFLAGS and LDFLAGS belong to whoever builds; ours stand apart.
flags_of      = $(shell pkg-config --cflags $(1))
libs_of       = $(filter-out -specs=%,$(shell pkg-config --libs $(1)))
our_cppflags := -iquote include -D_GNU_SOURCE -DVERSION='"$(VERSION)"' \
                -DSHARE_DIR='"$(share_dir)"' \
                $(call flags_of,gmime-3.0 libcjson libical libxml-2.0 gnutls)
our_cflags   := -std=c11 -fPIC -fvisibility=hidden $(warnings) $(sanitize)
# libc and GLib first: most of a start is the linker's search for their names.
our_libs     := $(if $(SANITIZE),,-Wl,--no-as-needed -lc) \
                $(call libs_of,glib-2.0 gobject-2.0 gmime-3.0 libcjson) -lm

objects   = $(patsubst %.c,$(BUILD)/%.o,$(wildcard $(1)))
rooms    := $(call objects,filters/read/*.c filters/detect/*.c \
            filters/track/*.c filters/write/*.c filters/keep/*.c) \
            $(BUILD)/cue_words.o
cli      := $(filter-out %/main.o,$(call objects,filters/cli/*.c))
rules    := $(patsubst rules/%,$(BUILD)/rules/%,\
            $(filter-out %/text.json %/concepts.json,\
            $(wildcard rules/*.json rules/*/*.json rules/*/replies/*.json)))
modules  := $(patsubst filters/read/modules/%.c,$(BUILD)/modules/afterword-%.so,\
            $(wildcard filters/read/modules/*.c))
plugins  := $(patsubst plugin/%/,$(BUILD)/modules/afterword-drafts-%.so,\
            $(sort $(dir $(wildcard plugin/*/*.c))))
standin  := $(BUILD)/tests/modules/afterword-drafts-standin.so
clocks   := $(BUILD)/tests/modules/clocks.so
patterns := $(wildcard rules/*.json rules/*/*.json)
units    := $(patsubst %.c,$(BUILD)/%,$(wildcard tests/unit/test_*.c \
            tests/system/*.c))
probes   := $(call objects,tests/probes/*.c)
fuzzers  := $(patsubst %.c,$(BUILD)/%,$(wildcard tests/fuzz/fuzz_*.c))
sources   = $(shell git ls-files '*.c' '*.h')
scripts   = $(shell git grep -l '^\#!/bin/sh' -- '*.t') \
            $(shell git ls-files '*.sh') .ci/run .ci/deps

# What the weights are made from and by; the tools link more than that.
markers  := $(call objects,filters/train/tag[!s]*.c filters/train/perceptron.c \
            filters/train/*_labels.c)
trainer  := $(filter-out %/train.o %/score.o %/tags.o %/compile.o %/cue_words.o \
            $(markers),$(call objects,filters/train/*.c))
taught   := $(wildcard rules/*/mail.jsonl rules/*/letters.jsonl rules/*/concepts.json rules/mail/*) $(trainer) \
            $(call objects,filters/read/*.c filters/detect/words.c \
            filters/detect/features.c filters/detect/lexicon.c \
            filters/detect/model.c)

.SECONDARY:
.PHONY: all deps deps-dev demo demo-imap check check-once check-servers run-tests run-fuzz drafts letters score bench fuzz lint install uninstall clean
all: $(BUILD)/afterword $(modules) $(plugins) $(rules) \
    $(BUILD)/rules/patterns.bin $(BUILD)/rules/weights.bin \
    $(BUILD)/rules/names.bin $(BUILD)/rules/dates.bin $(BUILD)/tests/probe

# Modules are found beside the program, in the build tree or installed. Old
# dtags, as the sanitizers open modules in our name and miss the new ones.
$(BUILD)/afterword: rpath := -Wl,--disable-new-dtags,-rpath,'$$ORIGIN/modules:$$ORIGIN/../lib/afterword'
$(BUILD)/afterword: $(BUILD)/filters/cli/main.o $(BUILD)/filters.a
$(units): rpath := -Wl,--disable-new-dtags,-rpath,'$$ORIGIN/../../modules:$$ORIGIN/../modules'
$(units): %: %.o $(BUILD)/filters.a
$(units): | $(standin) $(clocks)

$(BUILD)/afterword $(units):
	$(call say,LD)$(CC) $(sanitize) $(LDFLAGS) $(rpath) -o $@ $^ $(our_libs) $(LDLIBS)

$(standin): $(BUILD)/tests/modules/standin.o $(BUILD)/filters.a
	$(call say,LD)$(CC) -shared $(sanitize) $(LDFLAGS) -o $@ $^ $(our_libs) $(LDLIBS)

# Preloaded by what a test starts, which may be a shell: no sanitizer in it.
$(clocks): tests/modules/clocks.c
	@mkdir -p $(@D)
	$(call say,LD)$(CC) -std=c11 -fPIC -D_GNU_SOURCE $(warnings) $(CPPFLAGS) $(CFLAGS) \
	    $(LDFLAGS) -shared -o $@ $< -ldl

$(BUILD)/filters.a: $(rooms) $(cli)
	@$(RM) $@
	$(call say,AR)$(AR) rcs $@ $^

$(BUILD)/modules/afterword-html.so: libs = $(call libs_of,libxml-2.0)
$(BUILD)/modules/afterword-calendar.so: libs = $(call libs_of,libical)
$(BUILD)/modules/afterword-drafts-imap.so: libs = $(call libs_of,libetpan gnutls)

$(modules): $(BUILD)/modules/afterword-%.so: $(BUILD)/filters/read/modules/%.o
.SECONDEXPANSION:
$(plugins): $(BUILD)/modules/afterword-drafts-%.so: \
    $$(patsubst $$(PERCENT).c,$(BUILD)/$$(PERCENT).o,$$(wildcard plugin/$$*/*.c))
PERCENT := %

$(modules) $(plugins): $(BUILD)/filters.a
	@mkdir -p $(@D)
	$(call say,LD)$(CC) -shared $(sanitize) $(LDFLAGS) -o $@ $(filter %.o,$^) \
	    $(filter %.a,$^) $(libs) $(our_libs) $(LDLIBS)

# The weights of the classifier, learnt from the labelled examples.
tools := $(patsubst %,$(BUILD)/tools/%,train score tags)
$(tools): $(BUILD)/tools/%: \
    $(BUILD)/filters/train/%.o $(trainer) $(markers) $(BUILD)/filters.a
	@mkdir -p $(@D)
	$(call say,LD)$(CC) $(sanitize) $(LDFLAGS) -Wl,-rpath,'$$ORIGIN/../modules' -o $@ $^ \
	    $(our_libs) -llinear $(LDLIBS)

# They are the same without sanitizers, and ready ten times sooner.
$(BUILD)/rules/weights.bin: $(taught) | $(BUILD)/tools/train $(modules)
	@mkdir -p $(@D)
ifdef SANITIZE
	$(MAKE) --no-print-directory SANITIZE= BUILD=build build/rules/weights.bin
	cp build/rules/weights.bin $@
else
	$(call say,TRAIN)$(BUILD)/tools/train rules $@
endif

# And those that tell where names stand, and what dates are for.
marked := $(patsubst %,$(BUILD)/rules/%.bin,names dates)
$(marked): $(BUILD)/rules/%.bin: $(taught) $(markers) \
    $(BUILD)/rules/patterns.bin $(call objects,filters/detect/*.c) \
    | $(BUILD)/tools/tags $(modules)
ifdef SANITIZE
	$(MAKE) --no-print-directory SANITIZE= BUILD=build build/rules/$*.bin
	cp build/rules/$*.bin $@
else
	$(call say,TRAIN)$(BUILD)/tools/tags $* $@ rules $(BUILD)/rules/patterns.bin
endif

# Kinds with senders kept apart; then the facts, names with senders kept apart;
# their kinds were learnt from and do not count. ORDINARY=DIR, CURVE=1.
score: all $(BUILD)/tools/score
	$(if $(CURVE),for share in 25 50; do echo "from $$share %"; \
	    $(BUILD)/tools/score -s $$share rules; done)
	$(BUILD)/tools/score $(if $(ORDINARY),-o $(ORDINARY)) rules
	python3 tests/score_facts.py $(BUILD) | \
	    grep '^field' | grep -v -e lang -e detail -e stage

$(BUILD)/%.o: %.c
	@mkdir -p $(@D)
	$(call say,CC)$(CC) $(our_cppflags) $(CPPFLAGS) $(our_cflags) $(CFLAGS) -MMD -MP -c -o $@ $<

$(BUILD)/rules/%.json: rules/%.json
	@mkdir -p $(@D)
	@cp $< $@

# The words around quotes and signatures, as C.
$(BUILD)/tools/cue_words: $(patsubst %,$(BUILD)/filters/%.o,train/cue_words \
    read/cue_names keep/json keep/error)
	@mkdir -p $(@D)
	$(call say,LD)$(CC) $(sanitize) $(LDFLAGS) -o $@ $^ $(our_libs) $(LDLIBS)

$(BUILD)/cue_words.c: $(BUILD)/tools/cue_words $(sort $(wildcard rules/*/text.json))
	$(BUILD)/tools/cue_words $(filter %.json,$^) >$@.new
	mv $@.new $@

$(BUILD)/cue_words.o: $(BUILD)/cue_words.c
	$(call say,CC)$(CC) $(our_cppflags) $(CPPFLAGS) $(our_cflags) -Wno-overlength-strings \
	    $(CFLAGS) -c -o $@ $<

# Words and patterns, compiled into one file that is read in place.
$(BUILD)/tools/compile: $(BUILD)/filters/train/compile.o $(BUILD)/filters.a
	@mkdir -p $(@D)
	$(call say,LD)$(CC) $(sanitize) $(LDFLAGS) -o $@ $^ $(our_libs) $(LDLIBS)

# One part of the reading at a time, to measure it: probe MODE < LINES.
$(BUILD)/tests/probe: rpath := -Wl,--disable-new-dtags,-rpath,'$$ORIGIN/../modules'
$(BUILD)/tests/probe: $(probes) $(BUILD)/filters.a
	$(call say,LD)$(CC) $(sanitize) $(LDFLAGS) $(rpath) -o $@ $^ $(our_libs) $(LDLIBS)

$(BUILD)/rules/patterns.bin: $(BUILD)/tools/compile $(patterns)
	@mkdir -p $(@D)
	$(call say,RULES)$(BUILD)/tools/compile $@ rules

deps:
	@sh .ci/deps

deps-dev:
	@sh .ci/deps dev

# On a bare machine: what is missing first, then in a make that sees it.
demo: deps
	@$(MAKE) --no-print-directory all
	@sh tests/demo.sh $(BUILD)/afterword

demo-imap: deps
	@$(MAKE) --no-print-directory all
	@AFTERWORD=$(BUILD)/afterword sh tests/demo-imap.sh

check: deps
	@$(MAKE) --no-print-directory run-tests

# Valgrind and the sanitizers are two ways to see the same: not both at once.
systems  := $(filter-out $(if $(SANITIZE),%/valgrind.t),\
            $(wildcard tests/*.t tests/system/*.t))

run-tests: all $(units)
	AFTERWORD=$(BUILD)/afterword prove $(filter $(BUILD)/tests/unit/%,$(units)) $(systems)

# Longer than a check may take. AFTERWORD_SEED=N begins at another run.
check-once: all $(units)
	AFTERWORD=$(BUILD)/afterword AFTERWORD_RUNS=$${AFTERWORD_RUNS:-1000} \
	    AFTERWORD_CUT_STEP=$${AFTERWORD_CUT_STEP:-1} prove -v \
	    tests/system/once.t tests/system/hostile-imap.t \
	    tests/system/hostile-watch.t

# Cyrus and Courier, unpacked beside each other: Debian and its kin alone.
check-servers: all $(units)
	sh tests/servers/fetch.sh build-servers
	AFTERWORD=$(BUILD)/afterword SERVERS=build-servers \
	    prove -v tests/servers/others.t

bench: all $(BUILD)/tests/bench/parse $(BUILD)/tests/bench/peak
	sh tests/bench/bench.sh $(BUILD)

$(BUILD)/tests/bench/parse $(BUILD)/tests/bench/peak: %: %.o
	$(call say,LD)$(CC) $(LDFLAGS) -o $@ $^ $(call libs_of,gmime-3.0) $(LDLIBS)

# Examples of every draft in every language, for reading.
drafts: $(BUILD)/tests/unit/test_letters
	AFTERWORD_DRAFTS=$(BUILD)/drafts.txt $< -p /letters/can-be-printed

# Our own letters as examples of sent mail, when they have changed.
letters: $(BUILD)/tests/unit/test_own_letters
	AFTERWORD_LETTERS=rules $< -p /own-letters/can-be-printed

# Every door for FUZZ_SECONDS each, in a build of its own.
FUZZ_CC      ?= clang
FUZZ_SECONDS ?= 20
FUZZ_FLAGS   ?= -rss_limit_mb=2048 -timeout=10 -max_len=65536
fuzz:
	@echo 'int LLVMFuzzerTestOneInput(void) { return 0; }' | \
	    $(FUZZ_CC) -fsanitize=fuzzer,address -x c -o /dev/null - || \
	    { echo 'make fuzz needs clang and its libFuzzer: make deps-dev' \
	    '(on Debian: clang and libclang-rt-14-dev)' >&2; exit 69; }
	@$(MAKE) --no-print-directory FUZZ=1 CC=$(FUZZ_CC) run-fuzz

run-fuzz: $(fuzzers) $(modules) $(BUILD)/rules/patterns.bin
	@for fuzzer in $(fuzzers); do \
	    echo "# $$fuzzer"; mkdir -p $$fuzzer.corpus; \
	    $$fuzzer -max_total_time=$(FUZZ_SECONDS) $(FUZZ_FLAGS) \
	        -artifact_prefix=$$fuzzer. $$fuzzer.corpus tests/mail/hard \
	        >$$fuzzer.log 2>&1 || { tail -n 40 $$fuzzer.log; exit 1; }; \
	    tail -n 1 $$fuzzer.log; \
	done

$(fuzzers): rpath := -Wl,--disable-new-dtags,-rpath,'$$ORIGIN/../../modules'
$(fuzzers): %: %.o $(BUILD)/filters.a
	$(call say,LD)$(CC) $(sanitize) -fsanitize=fuzzer $(LDFLAGS) $(rpath) -o $@ $^ \
	    $(our_libs) $(LDLIBS)

lint:
	clang-format --dry-run --Werror $(sources)
	cppcheck --quiet --error-exitcode=1 --enable=warning,portability \
	    --inline-suppr --library=gtk -Iinclude filters plugin
	shellcheck $(scripts)

install: all
	install -D -m 755 $(BUILD)/afterword $(DESTDIR)$(PREFIX)/bin/afterword
	install -d $(DESTDIR)$(module_dir) $(DESTDIR)$(share_dir) $(DESTDIR)$(hook_dir)
	install -m 644 $(BUILD)/modules/*.so $(DESTDIR)$(module_dir)
	cp -R $(BUILD)/rules/. $(DESTDIR)$(share_dir)
	cp -R $(wildcard plugin/procmail plugin/maildrop plugin/sieve) \
	    $(DESTDIR)$(hook_dir)
	install -d $(DESTDIR)$(unit_dir)
	install -m 644 plugin/systemd/* $(DESTDIR)$(unit_dir)
	install -D -m 644 plugin/man/afterword.1 $(DESTDIR)$(man_dir)/man1/afterword.1
	install -D -m 644 plugin/man/afterword.5 $(DESTDIR)$(man_dir)/man5/afterword.5

uninstall:
	$(RM) $(patsubst plugin/systemd/%,$(DESTDIR)$(unit_dir)/%,$(wildcard plugin/systemd/*))
	$(RM) $(DESTDIR)$(PREFIX)/bin/afterword \
	    $(DESTDIR)$(man_dir)/man1/afterword.1 \
	    $(DESTDIR)$(man_dir)/man5/afterword.5
	$(RM) -r $(DESTDIR)$(module_dir) $(DESTDIR)$(share_dir) \
	    $(DESTDIR)$(PREFIX)/share/doc/afterword

clean:
	$(RM) -r build build-sanitize build-fuzz build-servers

-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)
