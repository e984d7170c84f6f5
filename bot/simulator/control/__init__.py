"""The HTTP interface of the simulator: what a person does, the clock, the stories."""
