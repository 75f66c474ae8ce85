"""The batch job; it is handed a loaded model."""
