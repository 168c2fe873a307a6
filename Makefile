# Commands for a checkout (GNU make). The package itself needs none of this: it
# installs with R CMD INSTALL like any other.
#
#   make demo [DATA=PREFIX] [OUT=results/demo] [SEED=1] [THREADS=2]
#   make picture    the README's picture, as make demo draws it
#   make exam [OUT=results/exam] [SEEDS=5] [THREADS=2]
#                   the paper's tables and figures beside ours: an hour and a half
#   make bench [OUT=results/bench] [QUICK=1] [ONLY=TOPIC,...]
#                   speed beside PyTorch and energy, cost curves: 15 minutes;
#                   ONLY=genome: 5,000 targets; ONLY=methods: every method;
#                   ONLY=cells: 50,000 cells
#   make test       C suite, lint rules, claims of README and vignettes, testthat
#   make sanitize [ONLY=STEP] [GGC_FUZZ_SECONDS=30]
#                   native code under sanitizers, valgrind, gctorture and
#                   libFuzzer, in other builds and after fork: see
#                   tests/c/sanitize.sh
#   make mutants [N=100] [SEED=1] [JOBS=2] [ONLY=PATTERN] [OUT=FILE]
#                   would the tests notice a broken core? Half an hour or more;
#                   ONLY=layout: of the files whose names match
#   make golden WHY="what changed, and by how much"
#                   after a change of bits that is meant: writes down the new
#                   ones, and the reason in NEWS
#   make setup      what the two need, and the package into .ggc-library
#   make check      R CMD build and R CMD check --as-cran
#   make bioccheck  BiocCheck
#   make site       the pkgdown site, into results/site
#   make coverage   which lines of R and C the tests run: results/coverage
#   make document   NAMESPACE and man/ from the roxygen comments
#   make clean      removes what the commands made, but for results/

DATA ?=
OUT ?=
SEED ?= 1
SEEDS ?= 5
THREADS ?=
QUICK ?=
ONLY ?=
N ?= 100
JOBS ?= 2
WHY ?=

# Where tests and exam find the public data sets; what needs them is skipped if
# there are none.
export GGC_DATA := $(abspath $(or $(GGC_DATA),../shared/data))
# The user's own library is read, not written to.
export R_LIBS := $(CURDIR)/.ggc-library$(if $(R_LIBS),:$(R_LIBS))

.PHONY: help setup demo picture exam bench test sanitize mutants golden check \
    bioccheck site coverage document clean

help:
	@sed -n 's/^#   //p' Makefile

setup:
	@sh .ci/setup.sh

demo: setup
	@Rscript tools/demo.R data="$(DATA)" seed="$(SEED)" \
	    out="$(or $(OUT),results/demo)" threads="$(THREADS)"

# Always of the bundled series: the README shows what its first command makes.
picture: setup
	@Rscript tools/demo.R out=.ggc-picture
	@mkdir -p man/figures
	@cp .ggc-picture/network.png man/figures/README-network.png
	@rm -rf .ggc-picture

exam: setup
	@Rscript tools/exam/run.R out="$(or $(OUT),results/exam)" \
	    seeds="$(SEEDS)" threads="$(THREADS)"

bench: setup
	@sh tools/bench/openblas.sh .ggc-openblas
	@Rscript tools/bench/run.R out="$(or $(OUT),results/bench)" \
	    quick="$(QUICK)" only="$(ONLY)" blas=.ggc-openblas

test: setup
	@sh .ci/test.sh

sanitize: setup
	@sh tests/c/sanitize.sh $(ONLY)

mutants: setup
	@nice -n 5 Rscript tests/mutation/run.R n="$(N)" seed="$(SEED)" jobs="$(JOBS)" \
	    only="$(ONLY)" out="$(OUT)" 2>.ggc-mutants.log || { tail -n 5 .ggc-mutants.log; exit 1; }

golden: setup
	@Rscript inst/script/make_fixture_golden.R "$(WHY)"

# Without the PDF manual, which would need LaTeX, and without questions to CRAN's
# servers.
check:
	@sh .ci/setup.sh qpdf tidy
	@rm -rf .ggc-check && mkdir .ggc-check
	@cd .ggc-check && R CMD build .. && _R_CHECK_CRAN_INCOMING_=FALSE \
	    _R_CHECK_SYSTEM_CLOCK_=FALSE R CMD check --as-cran --no-manual ggc_*.tar.gz

bioccheck: setup
	@Rscript .ci/bioccheck.R

site: setup
	@Rscript .ci/site.R "$(or $(OUT),results/site)"

coverage: setup
	@Rscript .ci/coverage.R "$(or $(OUT),results/coverage)"

# Needs the packages roxygen2 and pkgbuild. In a copy: it compiles in src/.
document:
	@rm -rf .ggc-document && mkdir .ggc-document
	@cp -R DESCRIPTION NAMESPACE LICENSE R src man inst .ggc-document
	@cd .ggc-document && Rscript -e 'roxygen2::roxygenise()'
	@rm -rf man && cp -R .ggc-document/NAMESPACE .ggc-document/man .
	@rm -rf .ggc-document

clean:
	rm -rf .ggc-library .ggc-openblas .ggc-test .ggc-check .ggc-document \
	    .ggc-bioccheck .ggc-site .ggc-coverage ggc.Rcheck
	rm -f ggc_*.tar.gz src/*.o src/*.so .ggc-mutants.log
