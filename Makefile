# make                    build afterword
# make deps               install what is missing (root or sudo)
# make demo               a job search from its first mail to its last
# make check              run every test
# make check SANITIZE=1   run them under the sanitizers
# make score              measure the reading, senders kept apart
# make bench              speed and memory, as ratios
# make fuzz               fuzz every door for a while (clang)
# make lint               formatter, static analyser, shell checker
# make install            into $(DESTDIR)$(PREFIX); make uninstall
# make clean

PREFIX   ?= /usr/local
BUILD    ?= build$(if $(SANITIZE),-sanitize)
CFLAGS   ?= -O2 -g
VERSION  := 0.1.0

share_dir  := $(PREFIX)/share/afterword
module_dir := $(PREFIX)/lib/afterword
warnings   := -Wall -Wextra -Wpedantic -Wshadow -Wvla -Wundef -Wwrite-strings \
              -Wstrict-prototypes -Wmissing-prototypes -Wformat=2

ifdef SANITIZE
sanitize := -fsanitize=address,undefined -fno-sanitize-recover=all \
            -fno-omit-frame-pointer
endif

# CFLAGS, CPPFLAGS and LDFLAGS belong to whoever builds; ours stand apart.
flags_of      = $(shell pkg-config --cflags $(1))
libs_of       = $(filter-out -specs=%,$(shell pkg-config --libs $(1)))
our_cppflags := -iquote include -D_GNU_SOURCE -DVERSION='"$(VERSION)"' \
                -DSHARE_DIR='"$(share_dir)"' \
                $(call flags_of,gmime-3.0 libcjson libical libxml-2.0 gnutls)
our_cflags   := -std=c11 -fPIC -fvisibility=hidden $(warnings) $(sanitize)
our_libs     := $(call libs_of,gmime-3.0 libcjson) -lm

objects   = $(patsubst %.c,$(BUILD)/%.o,$(wildcard $(1)))
rooms    := $(call objects,filters/read/*.c filters/detect/*.c \
            filters/track/*.c filters/write/*.c filters/keep/*.c)
cli      := $(call objects,filters/cli/*.c)
modules  := $(patsubst filters/read/modules/%.c,$(BUILD)/modules/afterword-%.so,\
            $(wildcard filters/read/modules/*.c))
plugins  := $(patsubst plugin/%/,$(BUILD)/modules/afterword-drafts-%.so,\
            $(sort $(dir $(wildcard plugin/*/*.c))))
units    := $(patsubst %.c,$(BUILD)/%,$(wildcard tests/unit/test_*.c))
fuzzers  := $(patsubst %.c,$(BUILD)/%,$(wildcard tests/fuzz/fuzz_*.c))
sources   = $(shell git ls-files '*.c' '*.h')
scripts   = $(shell git ls-files '*.t' '*.sh') .ci/run .ci/deps

.PHONY: all deps demo check score bench fuzz lint install uninstall clean
all: $(BUILD)/afterword $(modules) $(plugins)

# Modules are found beside the program, in the build tree or installed. Old
# dtags, as the sanitizers open modules in our name and miss the new ones.
$(BUILD)/afterword: rpath := -Wl,--disable-new-dtags,-rpath,'$$ORIGIN/modules:$$ORIGIN/../lib/afterword'
$(BUILD)/afterword: $(cli) $(BUILD)/filters.a
$(units): rpath := -Wl,--disable-new-dtags,-rpath,'$$ORIGIN/../../modules'
$(units): %: %.o $(BUILD)/filters.a

$(BUILD)/afterword $(units):
	$(CC) $(sanitize) $(LDFLAGS) $(rpath) -o $@ $^ $(our_libs) $(LDLIBS)

$(BUILD)/filters.a: $(rooms)
	$(RM) $@
	$(AR) rcs $@ $^

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
	$(CC) -shared $(sanitize) $(LDFLAGS) -o $@ $(filter %.o,$^) \
	    $(filter %.a,$^) $(libs) $(our_libs) $(LDLIBS)

$(BUILD)/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(our_cppflags) $(CPPFLAGS) $(our_cflags) $(CFLAGS) -MMD -MP -c -o $@ $<

deps:
	@sh .ci/deps

check: all $(units)
	AFTERWORD=$(BUILD)/afterword prove $(units) $(wildcard tests/*.t tests/system/*.t)

lint:
	clang-format --dry-run --Werror $(sources)
	cppcheck --quiet --error-exitcode=1 --enable=warning,portability \
	    --inline-suppr --library=gtk -Iinclude filters plugin
	shellcheck $(scripts)

clean:
	$(RM) -r build build-sanitize

-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)
