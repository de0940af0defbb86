"""The pages that the law asks for: their texts, how they become HTML, what is still missing."""
