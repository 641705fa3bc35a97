print("tally-bench")
