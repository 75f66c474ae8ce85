"""outlet-stance: how each news outlet frames Russia and its allies."""
