# Dorpel: one Makefile, no recursion.
#
#   make            the programs, in build/
#   make run        sets up the machine, builds, starts the demo village; VILLAGE=NAME: another
#   make run-hub    a hub with a demo municipality, and a kiosk that syncs to it
#   make test       sets up the machine, builds with the sanitizers, runs every test
#   make machine N=5    a virtual kiosk: a real kernel, our units, a wire for a button, sticks pulled out
#   make bench      speed and memory, as JSON, beside their yardsticks
#   make sim SEEDS=20000   villages, sticks, a network and a hub, everything going wrong
#   make packs PACKS=1000  as many damaged packs, none of which may harm
#   make fuzz SECONDS=60   every reader of foreign bytes meets bytes nobody thought of
#   make lint       formatting and static analysis
#   make vectors    the golden bundles in tests/data/bundles, the same bytes again
#   make shots      pictures of every screen, in build/shots/
#   make golden     writes tests/golden/ anew: only when a screen was meant to change
#   make install DESTDIR=...   puts the programs and assets in place
#   make programs SUITE=trixie ARCH=arm64   the programs for another Debian, in build/trixie-arm64
#   make deb        packages for Debian 12 and 13, amd64 and arm64, in build/deb; or only SUITE= ARCH=
#   make image BOARD=pi4   a card to start a Raspberry Pi from, in build/image
#   make image-test        starts that card in an emulator: a vote, a restart, the watchdog
#
# Two object trees: $(BUILD)/rel (release) and $(BUILD)/san (ASan + UBSan, -DDORPEL_TEST); and
# $(BUILD)/sim, optimised with -DDORPEL_TEST, for the many seeds of the simulator.

BUILD ?= build
PREFIX ?= /usr
CC ?= cc
AR := ar
PKG_CONFIG := pkg-config

# SUITE=bookworm|trixie, ARCH=amd64|arm64: for another Debian, against a tree of its own packages
# (firmware/tree.sh) that stands in $(TREES). This machine's own headers and libraries stay out.
ifdef SUITE
ARCH ?= $(shell dpkg --print-architecture)
TREES ?= build/tree
TREE := $(TREES)/$(SUITE)-$(ARCH)
BUILD := build/$(SUITE)-$(ARCH)
TRIPLET := $(if $(filter arm64,$(ARCH)),aarch64,x86_64)-linux-gnu
TREE_LIB := $(TREE)/usr/lib/$(TRIPLET)
CC := $(filter ccache,$(CC)) $(TRIPLET)-gcc
AR := $(TRIPLET)-ar
TREE_FLAGS = -nostdinc -isystem $(shell $(TRIPLET)-gcc -print-file-name=include) \
  -isystem $(TREE)/usr/include/$(TRIPLET) -isystem $(TREE)/usr/include
TREE_LINK := --sysroot=$(TREE) -B$(TREE_LIB) -L$(TREE_LIB)
PKG_CONFIG := env PKG_CONFIG_SYSROOT_DIR=$(TREE) \
  PKG_CONFIG_LIBDIR=$(TREE_LIB)/pkgconfig:$(TREE)/usr/share/pkgconfig pkg-config
endif

# Setup runs only when the machine misses something, and asks nothing.
PC_PKGS := sdl2 SDL2_ttf SDL2_image sqlite3 libgpiod libsodium jansson inih gmp pangocairo pangoft2 fontconfig libpq \
  libcurl libmicrohttpd libqrencode libjpeg libpng dbus-1

WARN := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wundef -Wvla -Wformat=2 \
  -Wstrict-prototypes -Wmissing-prototypes -Wold-style-definition -Wwrite-strings \
  -Wcast-align=strict -Wswitch-enum -Wimplicit-fallthrough -Wnull-dereference -Werror
HARD := -fstack-protector-strong -fstack-clash-protection -fPIE
REL_FLAGS := -O2 -g -D_FORTIFY_SOURCE=2 $(HARD)
SAN_FLAGS := -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=undefined \
  -fno-omit-frame-pointer -DDORPEL_TEST
SIM_FLAGS := -O2 -g $(HARD) -DDORPEL_TEST
STD := -std=c17 -D_POSIX_C_SOURCE=200809L -I. -I$(BUILD)/gen

# Debian 12 has libgpiod 1, Debian 13 has libgpiod 2: the version decides the back end.
GPIOD_V2 := $(shell $(PKG_CONFIG) --atleast-version=2 libgpiod 2>/dev/null && echo yes)
GPIO_SRC := $(if $(GPIOD_V2),firmware/gpio_libgpiod_v2.c,firmware/gpio_libgpiod_v1.c)

PC_CFLAGS := $(shell $(PKG_CONFIG) --cflags $(PC_PKGS) 2>/dev/null)
# -isystem: other people's headers do not meet our warnings.
CPPFLAGS_ALL := $(STD) $(patsubst -I%,-isystem %,$(PC_CFLAGS)) $(TREE_FLAGS)

BASE_LIBS = $(shell $(PKG_CONFIG) --libs libsodium jansson gmp)
PHOTO_LIBS = $(shell $(PKG_CONFIG) --libs libjpeg libpng)
DATA_LIBS = $(BASE_LIBS) $(shell $(PKG_CONFIG) --libs sqlite3 inih) -lcsv $(PHOTO_LIBS)
APP_LIBS = $(DATA_LIBS) $(shell $(PKG_CONFIG) --libs sdl2 SDL2_ttf SDL2_image libgpiod libqrencode dbus-1) -lm -lpthread
PRINT_LIBS = $(shell $(PKG_CONFIG) --libs pangocairo pangoft2 fontconfig)
NET_LIBS = $(shell $(PKG_CONFIG) --libs libcurl libmicrohttpd)
SYNC_LIBS = $(DATA_LIBS) $(PRINT_LIBS) $(shell $(PKG_CONFIG) --libs libcurl libqrencode) -lm
HUB_LIBS = $(DATA_LIBS) $(PRINT_LIBS) $(shell $(PKG_CONFIG) --libs libpq libmicrohttpd) -lm -lpthread
TEST_LIBS = $(APP_LIBS) $(PRINT_LIBS) $(shell $(PKG_CONFIG) --libs libpq) $(NET_LIBS) -lcmocka
LDHARD := -pie -Wl,-z,relro,-z,now $(TREE_LINK)

MAINS := app/main.c sync/sync_main.c app/count/count_main.c sync/hub/hub_main.c firmware/dorpel-stick.c
LIB_SRC := $(filter-out $(MAINS),$(wildcard app/*.c app/*/*.c app/*/*/*.c sync/*.c sync/hub/*.c)) \
  $(filter-out $(MAINS) firmware/gpio_libgpiod_%.c,$(wildcard firmware/*.c)) $(GPIO_SRC)
GEN_SRC := $(BUILD)/gen/words_list.c $(BUILD)/gen/schema_sql.c $(BUILD)/gen/hub_schema_sql.c

REL_LIB_OBJ := $(LIB_SRC:%.c=$(BUILD)/rel/%.o) $(GEN_SRC:$(BUILD)/%.c=$(BUILD)/rel/%.o)
SAN_LIB_OBJ := $(LIB_SRC:%.c=$(BUILD)/san/%.o) $(GEN_SRC:$(BUILD)/%.c=$(BUILD)/san/%.o)
FAULT_OBJ := $(patsubst %.c,$(BUILD)/san/%.o, \
  $(filter-out tests/faults/forgetful.c,$(wildcard tests/faults/*.c)))
# The simulator: kiosk and hub without screens, twice: fast for many seeds, sanitized for some.
SIM_SRC := $(wildcard tests/sim/*.c) $(addprefix tests/faults/,store_rig.c io_fault.c io_fault_disk.c \
  vfs_io.c)
SIM_LIB_SRC := $(filter-out $(MAINS),$(wildcard app/base/*.c app/domain/*.c app/domain/*/*.c \
  app/store/*.c app/content/*.c app/count/*.c sync/*.c sync/hub/*.c))
SIM_LIB_OBJ := $(SIM_LIB_SRC:%.c=$(BUILD)/sim/%.o) $(GEN_SRC:$(BUILD)/%.c=$(BUILD)/sim/%.o)
SIMS := $(BUILD)/sim/bin/sim $(BUILD)/san/bin/sim
# What memory holds after a visit is asked of the release objects: a sanitizer keeps freed blocks.
REL_TESTS := $(BUILD)/rel/bin/test_privacy
TESTS := $(REL_TESTS) $(patsubst tests/%.c,$(BUILD)/san/bin/%, \
  $(filter-out tests/test_privacy.c,$(wildcard tests/test_*.c)))
PROGRAMS := $(BUILD)/dorpel $(BUILD)/dorpel-sync $(BUILD)/dorpel-count $(BUILD)/dorpel-hub \
  $(BUILD)/dorpel-stick
SAN_PROGRAMS := $(BUILD)/san/bin/dorpel $(BUILD)/san/bin/dorpel-sync $(BUILD)/san/bin/dorpel-count \
  $(BUILD)/san/bin/dorpel-hub $(BUILD)/san/bin/dorpel-stick $(BUILD)/san/bin/cast $(BUILD)/san/bin/clerk $(BUILD)/san/bin/fill \
  $(BUILD)/san/bin/pbcopy \
  $(BUILD)/san/bin/judge $(BUILD)/san/bin/make_vectors

.PHONY: all programs tree deb image image-test run run-hub test machine sim unit visits packs vectors bench fuzz lint shots golden install setup clean
.SECONDARY:
.DELETE_ON_ERROR:

# As many compilers as cores, unless the caller said how many.
JOBS = $(if $(filter -j%,$(MAKEFLAGS)),,-j$(shell nproc))

all: setup
	@$(MAKE) --no-print-directory $(JOBS) $(PROGRAMS)

setup:
	@sh tests/setup.sh

programs: $(if $(SUITE),tree,setup)
	@$(MAKE) --no-print-directory $(JOBS) $(PROGRAMS)
tree:
	@sh tests/setup.sh cross
	@sh firmware/tree.sh $(SUITE) $(ARCH) $(TREE) $$(sh tests/setup.sh names libs)

# Loops over pixels: here four of them go at once.
$(BUILD)/rel/app/ui/rast%.o $(BUILD)/rel/app/ui/ui_sdl_image.o: REL_FLAGS += -O3

# ---- the two trees -------------------------------------------------------------------------
$(BUILD)/rel/%.o: %.c
	@mkdir -p $(@D)
	@echo "  cc $@"; $(CC) $(CPPFLAGS_ALL) $(WARN) $(REL_FLAGS) -MMD -MP -c $< -o $@
$(BUILD)/san/%.o: %.c
	@mkdir -p $(@D)
	@echo "  cc $@"; $(CC) $(CPPFLAGS_ALL) $(WARN) $(SAN_FLAGS) -MMD -MP -c $< -o $@
$(BUILD)/sim/%.o: %.c
	@mkdir -p $(@D)
	@echo "  cc $@"; $(CC) $(CPPFLAGS_ALL) $(WARN) $(SIM_FLAGS) -MMD -MP -c $< -o $@
$(BUILD)/rel/gen/%.o: $(BUILD)/gen/%.c
	@mkdir -p $(@D)
	@echo "  cc $@"; $(CC) $(CPPFLAGS_ALL) $(WARN) $(REL_FLAGS) -c $< -o $@
$(BUILD)/sim/gen/%.o: $(BUILD)/gen/%.c
	@mkdir -p $(@D)
	@echo "  cc $@"; $(CC) $(CPPFLAGS_ALL) $(WARN) $(SIM_FLAGS) -c $< -o $@
$(BUILD)/san/gen/%.o: $(BUILD)/gen/%.c
	@mkdir -p $(@D)
	@echo "  cc $@"; $(CC) $(CPPFLAGS_ALL) $(WARN) $(SAN_FLAGS) -c $< -o $@

# The word list becomes a C table, so that pure code needs no file.
$(BUILD)/gen/words_list.c: assets/words/dutch-2048.txt
	@mkdir -p $(@D)
	@{ echo '#include "app/domain/words.h"'; echo 'const char *const words_list[WORDS_COUNT] = {'; \
	   sed 's/.*/    "&",/' $<; echo '};'; } > $@
# The databases' migrations become a table of lines: one C string may not be that long.
$(BUILD)/gen/schema_sql.c: app/store/schema.sql
$(BUILD)/gen/hub_schema_sql.c: sync/hub/hub_schema.sql
$(BUILD)/gen/schema_sql.c $(BUILD)/gen/hub_schema_sql.c:
	@mkdir -p $(@D)
	@{ echo 'extern const char *const $(basename $(@F))[];'; \
	   echo 'const char *const $(basename $(@F))[] = {'; \
	   sed 's/[\\"]/\\&/g; s/.*/    "&\\n",/' $<; echo '    0};'; } > $@

$(BUILD)/rel/libdorpel.a: $(REL_LIB_OBJ)
	@rm -f $@ && $(AR) rcs $@ $^
$(BUILD)/san/libdorpel.a: $(SAN_LIB_OBJ)
	@rm -f $@ && $(AR) rcs $@ $^
$(BUILD)/san/libfaults.a: $(FAULT_OBJ)
	@mkdir -p $(@D); rm -f $@ && $(AR) rcs $@ $^

$(BUILD)/dorpel: $(BUILD)/rel/app/main.o $(BUILD)/rel/libdorpel.a
	@echo "  ld $@"; $(CC) $(LDHARD) -o $@ $^ $(APP_LIBS)
$(BUILD)/dorpel-sync: $(BUILD)/rel/sync/sync_main.o $(BUILD)/rel/libdorpel.a
	@echo "  ld $@"; $(CC) $(LDHARD) -o $@ $^ $(SYNC_LIBS)
$(BUILD)/dorpel-count: $(BUILD)/rel/app/count/count_main.o $(BUILD)/rel/libdorpel.a
	@echo "  ld $@"; $(CC) $(LDHARD) -o $@ $^ $(BASE_LIBS) $(shell $(PKG_CONFIG) --libs inih) -lcsv $(PHOTO_LIBS)
$(BUILD)/dorpel-hub: $(BUILD)/rel/sync/hub/hub_main.o $(BUILD)/rel/libdorpel.a
	@echo "  ld $@"; $(CC) $(LDHARD) -o $@ $^ $(HUB_LIBS)
# Root on a kiosk: libc and our own lines, and no library beside.
$(BUILD)/dorpel-stick: $(BUILD)/rel/firmware/dorpel-stick.o $(BUILD)/rel/libdorpel.a
	@echo "  ld $@"; $(CC) $(LDHARD) -o $@ $^

SAN_LINK = $(CC) -fsanitize=address,undefined -o $@ $^
$(BUILD)/san/bin/dorpel: $(BUILD)/san/app/main.o $(BUILD)/san/libdorpel.a
	@mkdir -p $(@D)
	@echo "  ld $@"; $(SAN_LINK) $(APP_LIBS)
$(BUILD)/san/bin/dorpel-sync: $(BUILD)/san/sync/sync_main.o $(BUILD)/san/libdorpel.a
	@mkdir -p $(@D)
	@echo "  ld $@"; $(SAN_LINK) $(SYNC_LIBS)
$(BUILD)/san/bin/dorpel-count: $(BUILD)/san/app/count/count_main.o $(BUILD)/san/libdorpel.a
	@mkdir -p $(@D)
	@echo "  ld $@"; $(SAN_LINK) $(BASE_LIBS) $(shell $(PKG_CONFIG) --libs inih) -lcsv $(PHOTO_LIBS)
$(BUILD)/san/bin/dorpel-hub: $(BUILD)/san/sync/hub/hub_main.o $(BUILD)/san/libdorpel.a
	@mkdir -p $(@D)
	@echo "  ld $@"; $(SAN_LINK) $(HUB_LIBS)
$(BUILD)/san/bin/dorpel-stick: $(BUILD)/san/firmware/dorpel-stick.o $(BUILD)/san/libdorpel.a
	@mkdir -p $(@D)
	@echo "  ld $@"; $(SAN_LINK)
$(BUILD)/san/bin/cast $(BUILD)/san/bin/clerk: $(BUILD)/san/bin/%: $(BUILD)/san/tests/tools/%.o $(BUILD)/san/libdorpel.a
	@mkdir -p $(@D)
	@echo "  ld $@"; $(SAN_LINK) $(DATA_LIBS)
# Tools that know the tests' own rooms.
$(BUILD)/san/bin/judge $(BUILD)/san/bin/make_vectors: $(BUILD)/san/bin/%: $(BUILD)/san/tests/tools/%.o \
  $(BUILD)/san/libfaults.a $(BUILD)/san/libdorpel.a
	@mkdir -p $(@D)
	@echo "  ld $@"; $(CC) -fsanitize=address,undefined -o $@ $< -Wl,--start-group $(BUILD)/san/libfaults.a \
	  $(BUILD)/san/libdorpel.a -Wl,--end-group $(DATA_LIBS)
$(BUILD)/san/bin/pbcopy: $(BUILD)/san/tests/tools/pbcopy.o $(BUILD)/san/libdorpel.a
	@mkdir -p $(@D)
	@echo "  ld $@"; $(SAN_LINK) $(BASE_LIBS)
$(BUILD)/san/bin/fill: $(BUILD)/san/tests/bench/fill.o $(BUILD)/san/libdorpel.a
	@mkdir -p $(@D)
	@echo "  ld $@"; $(SAN_LINK) $(DATA_LIBS) -lm
$(BUILD)/san/bin/shots: $(BUILD)/san/tests/tools/shots.o $(BUILD)/san/libfaults.a $(BUILD)/san/libdorpel.a
	@mkdir -p $(@D)
	@echo "  ld $@"; $(CC) -fsanitize=address,undefined -o $@ $< -Wl,--start-group $(BUILD)/san/libfaults.a \
	  $(BUILD)/san/libdorpel.a -Wl,--end-group $(APP_LIBS)
# One program a test file: only the rooms it uses are linked in.
$(BUILD)/san/bin/test_%: $(BUILD)/san/tests/test_%.o $(BUILD)/san/libfaults.a $(BUILD)/san/libdorpel.a
	@mkdir -p $(@D)
	@echo "  ld $@"; $(CC) -fsanitize=address,undefined -o $@ $< -Wl,--start-group $(BUILD)/san/libfaults.a \
	  $(BUILD)/san/libdorpel.a -Wl,--end-group $(TEST_LIBS)

# Time of the machine decides nothing: who asks for it in here, ends the program (sim_time.c).
SIM_LINK = -Wl,--wrap=time,--wrap=gettimeofday,--wrap=clock_gettime
$(BUILD)/sim/libsim.a: $(SIM_LIB_OBJ)
	@mkdir -p $(@D); rm -f $@ && $(AR) rcs $@ $^
$(BUILD)/sim/bin/sim: $(SIM_SRC:%.c=$(BUILD)/sim/%.o) $(BUILD)/sim/libsim.a
	@mkdir -p $(@D)
	@echo "  ld $@"; $(CC) $(LDHARD) $(SIM_LINK) -o $@ $^ $(HUB_LIBS)
$(BUILD)/san/bin/sim: $(SIM_SRC:%.c=$(BUILD)/san/%.o) $(BUILD)/san/libdorpel.a
	@mkdir -p $(@D)
	@echo "  ld $@"; $(SAN_LINK) $(SIM_LINK) $(HUB_LIBS)

# forgetful.o is visit.c with a bug that can be switched on: it stands before the library's own.
$(BUILD)/rel/bin/test_privacy: $(addprefix $(BUILD)/rel/tests/,test_privacy.o faults/forgetful.o \
  faults/village.o faults/ruler.o) $(BUILD)/rel/libdorpel.a
	@mkdir -p $(@D)
	@echo "  ld $@"; $(CC) $(LDHARD) -o $@ $^ $(APP_LIBS) $(NET_LIBS) -lcmocka

# ---- run -----------------------------------------------------------------------------------
# The demo village: in a window, on the console, or played invisibly (tests/demo.sh).
run: all
	@exec env BUILD=$(BUILD) sh tests/demo.sh

# A hub with sixteen villages on a port that it prints, and a kiosk (tests/demo_hub.sh).
run-hub: setup
	@$(MAKE) --no-print-directory $(JOBS) $(PROGRAMS) $(BUILD)/rel/bin/villages $(BUILD)/rel/bin/bench_fill
	@exec env BUILD=$(BUILD) sh tests/demo_hub.sh
$(BUILD)/rel/bin/villages: $(BUILD)/rel/tests/tools/villages.o $(BUILD)/rel/libdorpel.a
	@mkdir -p $(@D)
	@echo "  ld $@"; $(CC) $(LDHARD) -o $@ $^ $(HUB_LIBS)

# ---- tests ---------------------------------------------------------------------------------
test:
	@sh tests/setup.sh test
	@$(MAKE) --no-print-directory $(JOBS) $(PROGRAMS) $(SAN_PROGRAMS) $(TESTS) $(SIMS) \
	  $(BUILD)/rel/bin/villages $(BUILD)/rel/bin/bench_fill
	@BUILD=$(BUILD) sh tests/run.sh

# One unit test by hand: make unit T=code
unit:
	@$(MAKE) --no-print-directory $(JOBS) $(filter %/test_$(T),$(TESTS))
	$(filter %/test_$(T),$(TESTS))

# The simulator by hand. A seed that fails is told; this shows all that happened in it:
#   build/sim/bin/sim --seed N --verbose
SEEDS ?= 2000
sim: setup
	@$(MAKE) --no-print-directory $(JOBS) $(BUILD)/sim/bin/sim
	@$(BUILD)/sim/bin/sim --seeds $(SEEDS) --jobs $(shell nproc)

# More damaged packs than make test tries: none may crash, or be half applied.
PACKS ?= 1000
packs: setup
	@$(MAKE) --no-print-directory $(JOBS) $(BUILD)/san/bin/test_stage
	@PACKS=$(PACKS) ASAN_OPTIONS=detect_leaks=0 $(BUILD)/san/bin/test_stage

# Looked at and kept: a change of format shows as a change of these files.
vectors: setup
	@$(MAKE) --no-print-directory $(JOBS) $(BUILD)/san/bin/make_vectors
	@rm -f tests/data/bundles/*.dkb
	$(BUILD)/san/bin/make_vectors tests/data/bundles

# ---- the virtual kiosk ---------------------------------------------------------------------
# All steps of tests/machine/, N pulls and N power cuts; one step again: python3 tests/machine/machine.py 4
# DEBIAN=trixie: a kiosk of Debian 13.
N ?= 5
DEBIAN ?= bookworm
machine:
	@sh tests/setup.sh machine
	@sh tests/setup.sh
	@$(MAKE) --no-print-directory $(JOBS) $(PROGRAMS) $(BUILD)/rel/bin/bench_fill
	@$(MAKE) --no-print-directory $(JOBS) deb SUITE=$(DEBIAN) ARCH=arm64
	@BUILD=$(BUILD) N=$(N) DEBIAN=$(DEBIAN) /usr/bin/python3 tests/machine/machine.py

# ---- bench and pictures --------------------------------------------------------------------
# Speed and memory of the release build, as JSON; RUNS=15 for quieter figures.
bench: setup
	@$(MAKE) --no-print-directory $(PROGRAMS) \
	  $(patsubst tests/bench/%.c,$(BUILD)/rel/bin/bench_%,$(wildcard tests/bench/*.c))
	@BUILD=$(BUILD) python3 tests/bench/bench.py
$(BUILD)/rel/bin/bench_%: $(BUILD)/rel/tests/bench/%.o $(BUILD)/rel/libdorpel.a
	@mkdir -p $(@D)
	@echo "  ld $@"; $(CC) $(LDHARD) -o $@ $^ $(DATA_LIBS) -lm
$(BUILD)/rel/bin/bench_h%: $(BUILD)/rel/tests/bench/h%.o $(BUILD)/rel/libdorpel.a
	@mkdir -p $(@D)
	@echo "  ld $@"; $(CC) $(LDHARD) -o $@ $^ $(HUB_LIBS)

shots: setup
	@$(MAKE) --no-print-directory $(JOBS) $(BUILD)/san/bin/shots
	@for screen in 1280x800@217mm 800x480@154mm; do \
	  mkdir -p $(BUILD)/shots/$${screen%@*} && \
	  ASAN_OPTIONS=detect_leaks=0 $(BUILD)/san/bin/shots $(BUILD)/shots/$${screen%@*} $$screen || exit 1; \
	  echo "pictures in $(BUILD)/shots/$${screen%@*}"; done

# What test_golden compares with; nothing else writes there. Look at the pictures and at the diff.
golden: setup
	@$(MAKE) --no-print-directory $(JOBS) $(BUILD)/san/bin/test_golden
	@mkdir -p tests/golden
	@TZ=UTC LC_ALL=C.UTF-8 SDL_VIDEODRIVER=dummy ASAN_OPTIONS=detect_leaks=0 GOLDEN=write \
	  $(BUILD)/san/bin/test_golden >/dev/null 2>&1 || { echo "golden: not written"; exit 1; }
	@git status --short tests/golden | tail -20

# ---- fuzz ----------------------------------------------------------------------------------
# libFuzzer (clang) on every tests/fuzz/fuzz_*.c, SECONDS each, as many at a time as there are
# cores; F=pabulib: only that one. It starts
# from tests/fuzz/corpus/<name>/, which only people add to; what it finds stays in $(BUILD)/fuzz/.
SECONDS ?= 60
FUZZ_CC ?= clang
FUZZ_FLAGS := -g -O1 -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=undefined \
  -DFUZZ_LIBFUZZER -DDORPEL_TEST
FUZZ_SRC := $(SIM_LIB_SRC) $(addprefix tests/faults/,bundle_bench.c hub_rig.c sync_bench.c \
  store_rig.c io_fault.c io_fault_disk.c vfs_io.c pg_server.c)
FUZZ_GEN := $(patsubst $(BUILD)/%.c,$(BUILD)/fuzz/obj/%.o,$(GEN_SRC))
FUZZERS := $(patsubst tests/fuzz/%.c,$(BUILD)/fuzz/%,$(wildcard tests/fuzz/fuzz_*.c))
FUZZ_NOW = $(if $(F),$(BUILD)/fuzz/fuzz_$(F),$(FUZZERS))
fuzz:
	@sh tests/setup.sh fuzz
	@$(MAKE) --no-print-directory $(JOBS) $(FUZZ_NOW)
	@echo $(FUZZ_NOW) | xargs -n 1 -P $(shell nproc) sh -c '\
	  name=$${0##*/fuzz_}; mkdir -p $(BUILD)/fuzz/$$name tests/fuzz/corpus/$$name && \
	  echo "fuzz: $$name, $(SECONDS) s" && \
	  if $$0 -max_total_time=$(SECONDS) -timeout=10 -rss_limit_mb=4096 -print_final_stats=1 \
	    -verbosity=0 -artifact_prefix=$(BUILD)/fuzz/$$name- $(BUILD)/fuzz/$$name \
	    tests/fuzz/corpus/$$name >$(BUILD)/fuzz/$$name.log 2>&1; \
	  then echo "fuzz: $$name: $$(grep -o "executed_units.*" $(BUILD)/fuzz/$$name.log)"; \
	  else cat $(BUILD)/fuzz/$$name.log; exit 255; fi'
$(BUILD)/fuzz/obj/%.o: %.c
	@mkdir -p $(@D)
	@echo "  cc $@"; $(FUZZ_CC) $(CPPFLAGS_ALL) $(FUZZ_FLAGS) -MMD -MP -c $< -o $@
$(BUILD)/fuzz/obj/gen/%.o: $(BUILD)/gen/%.c
	@mkdir -p $(@D)
	@$(FUZZ_CC) $(CPPFLAGS_ALL) $(FUZZ_FLAGS) -c $< -o $@
$(BUILD)/fuzz/libfuzzed.a: $(FUZZ_SRC:%.c=$(BUILD)/fuzz/obj/%.o) $(FUZZ_GEN)
	@rm -f $@ && $(AR) rcs $@ $^
$(BUILD)/fuzz/fuzz_%: $(BUILD)/fuzz/obj/tests/fuzz/fuzz_%.o $(BUILD)/fuzz/libfuzzed.a
	@echo "  ld $@"; $(FUZZ_CC) -fsanitize=fuzzer,address,undefined -o $@ $^ $(HUB_LIBS) $(NET_LIBS) \
	  -lcmocka

# ---- lint ----------------------------------------------------------------------------------
# Formatting, then two readers that know other mistakes than the compiler.
OUR_C = $(filter-out firmware/gpio_libgpiod_v%.c,$(LIB_SRC)) $(MAINS)
FORMATTED = $(shell git ls-files '*.c' '*.h')
lint:
	@sh tests/setup.sh lint
	@$(MAKE) --no-print-directory $(GEN_SRC)
	@clang-format --dry-run -Werror $(FORMATTED)
	@cppcheck --quiet --std=c11 --enable=warning,performance,portability --inline-suppr \
	  --error-exitcode=1 --suppress=missingIncludeSystem -D_POSIX_C_SOURCE=200809L -I. -I$(BUILD)/gen \
	  $(OUR_C)
	@echo $(OUR_C) | xargs -P 2 -n 12 sh -c 'clang-tidy --quiet "$$@" -- $(CPPFLAGS_ALL) 2>/dev/null' tidy
	@echo "lint: nothing to say"

# ---- install -------------------------------------------------------------------------------
# All programs in one folder: dorpel finds dorpel-sync beside it, and its assets in ../share.
SHARE = $(DESTDIR)$(PREFIX)/share
install: $(PROGRAMS)
	@mkdir -p $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/lib/dorpel $(SHARE)/dorpel $(SHARE)/doc/dorpel
	@install -m 755 $(filter-out %/dorpel-stick,$(PROGRAMS)) $(DESTDIR)$(PREFIX)/bin
	@install -m 755 $(BUILD)/dorpel-stick $(DESTDIR)$(PREFIX)/lib/dorpel
	@rm -rf $(SHARE)/dorpel/assets
	@cp -R assets $(SHARE)/dorpel/assets
	@find $(SHARE)/dorpel/assets -name '*.py' -exec rm {} +
	@rm -rf $(SHARE)/dorpel/assets/readme
	@chmod -R u=rwX,go=rX $(SHARE)/dorpel
	@install -m 644 LICENSE README.md $(SHARE)/doc/dorpel

# ---- packages ------------------------------------------------------------------------------
ifdef SUITE
deb: programs
	@sh tests/setup.sh deb
	@+sh firmware/deb.sh $(SUITE) $(ARCH)
else
deb:
	@for suite in bookworm trixie; do for arch in amd64 arm64; do \
	  $(MAKE) --no-print-directory deb SUITE=$$suite ARCH=$$arch || exit 1; done; done
endif

# A bootable card: BOARD=pi4 (firmware/image.sh). Takes long the first time.
BOARD ?= pi4
image:
	@sh tests/setup.sh image
	@$(MAKE) --no-print-directory deb SUITE=trixie ARCH=arm64
	@sh firmware/image.sh $(BOARD) trixie
image-test:
	@sh tests/setup.sh machine
	@sh tests/setup.sh
	@$(MAKE) --no-print-directory $(JOBS) $(PROGRAMS)
	@BUILD=$(BUILD) /usr/bin/python3 tests/machine/card.py build/image/dorpel-$(BOARD).img

clean:
	rm -rf $(BUILD)

-include $(shell find $(addprefix $(BUILD)/,rel san sim fuzz) -name '*.d' -type f 2>/dev/null)
