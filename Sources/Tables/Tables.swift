// CSV bytes to typed columns, and the kernels that run over them.
