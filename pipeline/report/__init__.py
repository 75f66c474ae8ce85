"""The page: outlet scores with their uncertainty and the sentences behind them."""
