"""feedmill as a service: the door that keeps others out and lets commands in, the passes, the life of the process."""
