# The methods of ggc_fit().

.METHODS <- c("clstm", "crnn", "cmlp", "loo")

.cell_of <- function(method, control) {
    switch(method,
        clstm = , loo = "lstm",
        crnn = if (control$relu) "relu" else "tanh",
        cmlp = "mlp"
    )
}

.METHOD_NAMES <- c(
    clstm = "LSTM networks", crnn = "RNN networks", cmlp = "perceptrons",
    loo = "LSTM networks, leave one out"
)

.network_name <- function(fit) {
    paste0(if (fit@graph) "graph ", .METHOD_NAMES[[fit@method]])
}
