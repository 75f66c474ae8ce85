"""From raw articles to sentences that know their language and voice. Pure functions."""
