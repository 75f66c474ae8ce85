"""Networks over an encoder: what they are shown, how they read and how they are tuned."""
