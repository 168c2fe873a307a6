# The methods of ggc_fit(), one row each: the only place that knows which there
# are.

.METHODS <- list(
    clstm = .component_networks("lstm", "LSTM networks", "LSTM",
        "component networks with an LSTM", calibrated = TRUE),
    crnn = .component_networks(
        function(control) if (control$relu) "relu" else "tanh",
        "RNN networks",
        function(control) if (control$relu) "ReLU RNN" else "RNN",
        "component networks with an RNN"
    ),
    cmlp = .component_networks("mlp", "perceptrons", "perceptron", paste(
        "component networks with a perceptron over `ggc_control(lag = )` past",
        "points (Tank et al. 2022)"
    )),
    cgru = .component_networks("gru", "GRU networks", "GRU",
        "component networks with a GRU"),
    loo = .leave_one_out(),
    var = .autoregression(),
    bts = .backward_selection(),
    bets = .bootstrapped_nets(),
    cgc2spr = .prior_ridge(),
    te = .transfer_entropy(),
    grnte = .best_delay_entropy(),
    lsngc = .nonlinear_causality(),
    hsic_lasso = .kernel_lasso(),
    trees = .random_forests(),
    swing = .sliding_windows(),
    knockout = .knockouts()
)

# The row of a method, with its name, or an error that names those that there
# are.
.method <- function(name) {
    name <- .check_choice(name, "method", names(.METHODS))
    row <- .METHODS[[name]]
    row$name <- name
    row
}

# That of a fit.
.method_of <- function(fit) {
    if (!fit@method %in% names(.METHODS)) {
        .ggc_stop("fit", paste0(
            "the fit is of method \"%s\", which this version of ggc does not ",
            "have.\nIt needs a newer one."
        ), fit@method)
    }
    .method(fit@method)
}

# What a fit is called.
.fit_title <- function(fit) {
    paste0(if (isTRUE(fit@details$graph)) "graph ", .method_of(fit)$label)
}

# The methods for the help page of ggc_fit().
.methods_rd <- function() {
    c("@param method one string:", sprintf("  * `\"%s\"`: %s%s",
        names(.METHODS), vapply(.METHODS, `[[`, "", "does"),
        ifelse(seq_along(.METHODS) < length(.METHODS), ";", ".")))
}
