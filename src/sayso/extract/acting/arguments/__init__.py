"""Who stands where around a verb or an event noun: subjects, objects, agents, support verbs.

Reads the dependency parse (ClearNLP labels) and undoes what hides an argument: passives,
relative clauses, control ("began performing"), shared subjects, participles, "a wave of
arrests". Every function returns the head tokens of noun phrases, in text order, conjuncts
included; partitives keep their own head ("dozens" in "dozens of men": see `core_of`).
"""

from sayso.extract.acting.arguments.carriers import governing_verb, outer_noun
from sayso.extract.acting.arguments.light_verbs import blamed_for, support_verb, undergoes
from sayso.extract.acting.arguments.objects import (
    complement_subject_of,
    dative_of,
    object_of,
    verdict_on,
)
from sayso.extract.acting.arguments.phrases import (
    core_of,
    possessor_of,
    prepositional,
    with_conjuncts,
)
from sayso.extract.acting.arguments.subjects import (
    passive_subject_of,
    subject_of,
    surface_subject,
)
from sayso.extract.acting.arguments.voice import SUBJECTS, agent_of, is_passive
from sayso.extract.acting.arguments.words import (
    NounEntry,
    NounLexicon,
    frame_words,
    lemma_of,
    load_nouns,
    people,
)

__all__ = [
    "SUBJECTS",
    "NounEntry",
    "NounLexicon",
    "agent_of",
    "blamed_for",
    "complement_subject_of",
    "core_of",
    "dative_of",
    "frame_words",
    "governing_verb",
    "is_passive",
    "lemma_of",
    "load_nouns",
    "object_of",
    "outer_noun",
    "passive_subject_of",
    "people",
    "possessor_of",
    "prepositional",
    "subject_of",
    "support_verb",
    "surface_subject",
    "undergoes",
    "verdict_on",
    "with_conjuncts",
]
