"""The competencies as words of a file: slugs, labels and synonyms in both languages."""

from portal.site.importing.cells import Words
from profiles.models import Competence


def competences() -> Words:
    """All competencies that can be ticked."""
    leaves = list(Competence.objects.leaves())
    labels = [(leaf.slug, [leaf.label, leaf.label_de, leaf.label_en]) for leaf in leaves]
    # After all labels: what is one competency's name must not be another one's synonym.
    synonyms = [(leaf.slug, [leaf.label, *leaf.synonyms_de, *leaf.synonyms_en]) for leaf in leaves]
    return Words([*labels, *synonyms])
