# What is fitted: a model is list(method, graph, control), control being the
# arguments of ggc_control(). Cells say which model meets which data set.

# The paper's five first, in its order; they rank by the package's default
# rules. "default" is the fit of ggc_control() as it is, the same as GC-cLSTM
# (nothing is fitted twice): under its own name it shows its parts (parts.R).
# Tank et al. took 100 units for simulations, which the preset has, and 5 to 10
# for DREAM3: 10 it is for all. With 100 units that one row would take longer
# than all the rest.
table_models <- function() {
    model <- function(method, graph, ...) {
        list(method = method, graph = graph, control = list(...))
    }
    list(
        "GGC-cLSTM" = model("clstm", TRUE, init = "hidden"),
        "GC-cLSTM" = model("clstm", FALSE),
        "GGC-cRNN" = model("crnn", TRUE, init = "hidden"),
        "GC-cRNN" = model("crnn", FALSE),
        "GGC-LOO" = model("loo", TRUE, init = "hidden"),
        "default" = model("clstm", FALSE),
        "default, cRNN" = model("crnn", FALSE),
        "cMLP" = model("cmlp", FALSE),
        "preset \"paper\"" = model("clstm", TRUE, preset = "paper"),
        "preset \"tank\", H = 10" = model("clstm", FALSE, preset = "tank",
            hidden = 10)
    )
}

MASKED_LOO <- "GGC-LOO, masked without refit"

# ---- Ablation ------------------------------------------------------------

# The ingredients crossed in the factorial: off, on.
INGREDIENTS <- list(
    graph = list(FALSE, TRUE), init = list("none", "hidden"),
    kl = list("none", "log"), triplet = list("none", "granger")
)

# Further readings, each against the default alone.
SINGLE_SWITCHES <- list(
    "kl=printed" = list(kl = "printed"),
    "triplet=prediction" = list(triplet = "prediction"),
    "penalty=squared" = list(penalty = "squared")
)

# What the networks are told of direction, and the graph that is no linear
# read-out: each against the default alone.
DIRECTED_SWITCHES <- list(
    "adaptive=1" = list(adaptive = 1),
    "kl=directed" = list(kl = "log", kl_target = "directed"),
    "graph=directed" = list(graph = TRUE, adjacency = "directed",
        normalise = "row"),
    "graph=nonlinear" = list(graph = TRUE, graph_at = "nonlinear"),
    "graph=directed,nonlinear" = list(graph = TRUE, adjacency = "directed",
        normalise = "row", graph_at = "nonlinear")
)

# The settings of the default fit, for all that an ablation may switch.
default_settings <- function() {
    c(list(graph = FALSE),
        unclass(ggc::ggc_control())[c("init", "kl", "triplet", "penalty",
            "adaptive", "kl_target", "adjacency", "normalise", "graph_at")])
}

ablation_label <- function(settings) {
    if (is.logical(settings$graph)) {
        settings$graph <- if (settings$graph) "on" else "off"
    }
    paste(names(settings), unlist(settings), sep = "=", collapse = " ")
}

# A variant is named by its ingredients and penalty, and what else it switches.
variant_name <- function(settings) {
    start <- default_settings()
    always <- names(settings) %in% c(names(INGREDIENTS), "penalty")
    ablation_label(settings[always | !mapply(identical, settings, start)])
}

# Names of the variants that switch what `switches` do.
switched_variants <- function(switches) {
    vapply(switches, function(switched) {
        variant_name(utils::modifyList(default_settings(), switched))
    }, "", USE.NAMES = FALSE)
}

# What a variant switches, in a word: its name among the single switches, or the
# settings that differ.
switched_label <- function(settings, default) {
    switches <- c(SINGLE_SWITCHES, DIRECTED_SWITCHES)
    same <- vapply(switches, function(switched) {
        identical(utils::modifyList(default, switched), settings)
    }, NA)
    other <- !mapply(identical, settings, default)
    if (any(same)) {
        names(switches)[same]
    } else if (any(other)) {
        ablation_label(settings[other])
    } else {
        "default"
    }
}

# Variants as a list of settings, the first of them the default: all
# combinations of the ingredients, the further readings and the directed ones,
# or (factorial = FALSE) only the ingredients, one switched at a time.
ablation_variants <- function(factorial = TRUE) {
    start <- default_settings()
    grid <- expand.grid(lapply(INGREDIENTS, seq_along))
    crossed <- lapply(seq_len(nrow(grid)), function(row) {
        chosen <- Map(function(levels, k) levels[[k]], INGREDIENTS,
            unlist(grid[row, ]))
        utils::modifyList(start, chosen)
    })
    if (!factorial) {
        crossed <- Filter(function(settings) {
            sum(!mapply(identical, settings, start)) == 1L
        }, crossed)
    }
    single <- lapply(c(SINGLE_SWITCHES, DIRECTED_SWITCHES)[factorial],
        function(switched) utils::modifyList(start, switched))
    variants <- unique(c(list(start), crossed, single))
    names(variants) <- vapply(variants, variant_name, "")
    variants
}

# What differs from the default needs no mention where it does not, so that a
# variant that is a model of the tables is the same cell.
ablation_model <- function(settings) {
    start <- default_settings()
    switched <- settings[!mapply(identical, settings, start[names(settings)])]
    list(method = "clstm", graph = settings$graph,
        control = switched[setdiff(names(switched), "graph")])
}

# All models by name.
all_models <- function() {
    masked <- list(list(method = "loo", graph = TRUE,
        control = list(init = "hidden", loo = "mask")))
    names(masked) <- MASKED_LOO
    c(table_models(), masked, ranking_models(), method_models(),
        lapply(ablation_variants(), ablation_model))
}

# ---- The plan ------------------------------------------------------------

PRESETS <- c("preset \"paper\"", "preset \"tank\", H = 10")

# To keep the exam within the hour. Seeds: of the ablations on 100 genes, of the
# directed switches, of the presets on further data. Networks of each design in the ranking ablation, by
# number of genes.
ABLATION_100_SEEDS <- 1L
DIRECTED_SEEDS <- 3L
PRESET_SEEDS <- 2L
RANKING_NETWORKS <- c("10" = 10L, "50" = 3L, "100" = 2L)

# Fresh networks of a kind that a preset meets; of kinds not named here, all.
# "paper" has windows as long as there are genes: on three series of 200 points
# a fit was not done after four minutes with 50 genes, and 100 take far longer,
# so that there it is left out.
PRESET_NETWORKS <- list(
    c("long-50" = 0L, "relaxation-100" = 3L, "long-100" = 0L,
        "uneven-100" = 3L),
    c("relaxation-100" = 3L, "long-100" = 3L, "uneven-100" = 3L)
)
names(PRESET_NETWORKS) <- PRESETS

# One row per cell, in the order in which they run: Table 1 first, seed by seed.
exam_plan <- function(sets, seeds) {
    in_group <- function(...) sets$dataset[sets$found & sets$group %in% c(...)]
    directed <- switched_variants(DIRECTED_SWITCHES)
    full <- setdiff(names(ablation_variants()), directed)
    single <- names(ablation_variants(factorial = FALSE))
    ten <- in_group("Lorenz-96", "DREAM3-10")
    few <- seq_len(min(seeds, ABLATION_100_SEEDS))
    ablation <- function(group) {
        family <- paste0("Ablation, ", group)
        rbind(
            plan_family(family, in_group(group), full, seq_len(seeds)),
            plan_family(family, in_group(group), directed,
                seq_len(min(seeds, DIRECTED_SEEDS)))
        )
    }
    plan <- rbind(
        plan_family("Table 1", ten, names(table_models()), seq_len(seeds)),
        plan_family("LOO by masking", ten, MASKED_LOO, seq_len(seeds)),
        plan_family("Table 2", in_group("DREAM3-100"), TABLE2_MODELS,
            seq_len(seeds)),
        further_plan(in_group("Lorenz-96, 20 genes", "IRMA", "SOS"), seeds),
        fresh_plan(sets[sets$found & sets$group %in% FRESH_GROUPS, ]),
        ablation("Lorenz-96"), ablation("VAR"), ablation("DREAM3-10"),
        plan_family("Ablation, DREAM3-100", in_group("DREAM3-100"), single,
            few),
        ranking_plan(sets[sets$found, ], seeds),
        methods_plan(sets[sets$found, ], seeds)
    )
    plan$group <- sets$group[match(plan$dataset, sets$dataset)]
    plan
}

TABLE2_MODELS <- c("GGC-cLSTM", "GC-cLSTM", "default", "default, cRNN")

further_plan <- function(datasets, seeds) {
    models <- intersect(c("GGC-cLSTM", "default", "default, cRNN", "cMLP"),
        names(table_models()))
    rbind(
        plan_family("Further data", datasets, models, seq_len(seeds)),
        plan_family("Further data", datasets,
            intersect(PRESETS, names(table_models())),
            seq_len(min(seeds, PRESET_SEEDS)))
    )
}

# The first n data sets of each group. limit: a number of each group.
first_of_group <- function(sets, limit) {
    k <- stats::ave(seq_len(nrow(sets)), sets$group, FUN = seq_along)
    sets$dataset[k <= limit]
}

# One seed of the fit: here the spread is over networks.
fresh_plan <- function(sets) {
    models <- intersect(c("default", PRESETS), names(table_models()))
    rows <- lapply(models, function(model) {
        limit <- PRESET_NETWORKS[[model]][sets$group]
        limit <- if (is.null(limit)) Inf else ifelse(is.na(limit), Inf, limit)
        plan_family("Fresh networks", first_of_group(sets, limit), model, 1L)
    })
    do.call(rbind, rows)
}

ranking_plan <- function(sets, seeds) {
    models <- c("default", names(ranking_models()))
    fresh <- sets[sets$group %in% FRESH_GROUPS, ]
    limit <- RANKING_NETWORKS[as.character(fresh$genes)]
    in_group <- function(group) sets$dataset[sets$group == group]
    rbind(
        plan_family("Ranking, fresh networks", first_of_group(fresh, limit),
            models, 1L),
        plan_family("Ranking, DREAM3-10", in_group("DREAM3-10"), models,
            seq_len(seeds)),
        plan_family("Ranking, DREAM3-100", in_group("DREAM3-100"), models,
            seq_len(min(seeds, ABLATION_100_SEEDS)))
    )
}

# How many networks and seeds each model meets, by family. Models that meet the
# same are one line, and so are groups that are met by the same.
plan_coverage <- function(plan) {
    default <- names(ablation_variants())[[1L]]
    plan$model[plan$model == default] <- "default"
    kind <- paste(plan$family, plan$group, plan$model, sep = "\r")
    parts <- split(plan, factor(kind, unique(kind)))
    rows <- do.call(rbind, lapply(unname(parts), function(x) {
        data.frame(x[1L, c("family", "group", "model")],
            networks = length(unique(x$dataset)),
            seeds = length(unique(x$seed)))
    }))
    rows <- merge_rows(rows, "model")
    rows <- merge_rows(rows, "group")
    many <- strsplit(rows$model, "; ", fixed = TRUE)
    rows$model <- ifelse(lengths(many) > 4L, sprintf("%s and %d more",
        vapply(many, `[[`, "", 1L), lengths(many) - 1L), rows$model)
    rows
}

# Rows that differ in one column only as one, its values side by side.
merge_rows <- function(rows, column) {
    rest <- do.call(paste, c(rows[setdiff(names(rows), column)], sep = "\r"))
    values <- split(rows[[column]], factor(rest, unique(rest)))
    out <- rows[!duplicated(rest), ]
    out[[column]] <- unname(vapply(values, paste, "", collapse = "; "))
    rownames(out) <- NULL
    out
}

plan_family <- function(family, datasets, models, seeds) {
    grid <- expand.grid(model = models, dataset = datasets, seed = seeds,
        stringsAsFactors = FALSE, KEEP.OUT.ATTRS = FALSE)
    data.frame(family = rep(family, nrow(grid)),
        grid[c("dataset", "model", "seed")])
}

# The iteration budget of each model: fixed, whatever the data. GGC-LOO has no
# penalties: `first` is for the global network, `each` for each masked one.
budgets <- function(models) {
    rows <- lapply(names(models), function(name) {
        budget_row(name, models[[name]]$method,
            do.call(ggc::ggc_control, models[[name]]$control))
    })
    do.call(rbind, rows)
}

budget_row <- function(name, method, control) {
    penalties <- length(control$lambda)
    path <- method != "loo"
    each <- if (path || control$loo == "refit") control$each else 0L
    data.frame(
        model = name, hidden = hidden_name(control$hidden, method),
        window = if (method == "cmlp") {
            sprintf("%d lags", control$lag)
        } else {
            as.character(control$window)
        },
        members = control$members, penalties = if (path) penalties else 0L,
        first = control$first, each = each,
        iterations = control$first + (if (path) penalties - 1L else 1L) * each
    )
}

# NULL: by method, as in ?ggc_control_model.
hidden_name <- function(hidden, method) {
    if (is.null(hidden)) {
        hidden <- if (method == "loo") 40L else 10L
    }
    as.character(hidden)
}
