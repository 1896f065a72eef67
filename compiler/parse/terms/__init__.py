"""Characters to typed terms: what extractors and phrases say, side by side, each with the sense that fits."""
