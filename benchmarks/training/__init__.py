"""Training of the linear model from the phrase tables (`./run train`). Needs scikit-learn; the bot never imports it."""
