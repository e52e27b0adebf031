"""Triggers: lexicon promises, argument paths, one trigger an act, hostile text."""

from collections.abc import Sequence
from functools import cache
from importlib.resources import files

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sayso.lexicons
import sayso.ontology
from marked import unmark
from pages import document, documents
from sayso.annotate.document import Document
from sayso.extract.acting.arguments import NounEntry, NounLexicon, lemma_of, load_nouns, subject_of
from sayso.extract.acting.candidates import joined_forms
from sayso.extract.acting.conditions import SentenceLemmas, Site, holds
from sayso.extract.acting.entries import (
    TRIGGER_FILES,
    Trigger,
    TriggerEntry,
    WeaponEntry,
    WeaponLexicon,
    load_triggers,
    names_party,
    weapon_of,
)
from sayso.extract.acting.frames import READERS, follow
from sayso.extract.acting.triggers import find_triggers
from sayso.lexicons import Entry, load_lexicon
from watchdog import must_end

ENTRIES = load_triggers()
WEAPONS = load_lexicon("weapons", WeaponLexicon).entry
FRAME_WORDS = load_lexicon("frame_words", NounLexicon).entry
NOUNS = {name: load_lexicon(name, NounLexicon).entry for name in ("party_nouns", "hazards")}


@cache
def analysed() -> dict[str, Document]:
    """Return every example sentence of the lexicons, parsed in one batch."""
    kept: list[Entry] = [*ENTRIES, *WEAPONS, *FRAME_WORDS]
    kept += [entry for entries in NOUNS.values() for entry in entries]
    sentences = list(dict.fromkeys(s for entry in kept for s in (*entry.fires, *entry.silent)))
    return dict(zip(sentences, documents(sentences), strict=True))


@cache
def triggers_in(sentence: str) -> tuple[Trigger, ...]:
    return tuple(find_triggers(analysed()[sentence]))


def fired_in(sentence: str) -> set[int]:
    """Return the identities of the entries that fire: ids repeat between files."""
    return {id(trigger.entry) for trigger in triggers_in(sentence)}


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: f"{entry.type}/{entry.id}")
def test_trigger_entry_keeps_its_promises(entry: TriggerEntry) -> None:
    assert entry.fires
    assert [s for s in entry.fires if id(entry) not in fired_in(s)] == []
    assert [s for s in entry.silent if id(entry) in fired_in(s)] == []


@pytest.mark.parametrize("entry", WEAPONS, ids=lambda entry: entry.id)
def test_weapon_entry_keeps_its_promises(entry: WeaponEntry) -> None:
    def used(sentence: str) -> bool:
        found = (i for trigger in triggers_in(sentence) for i in trigger.instruments)
        return any(weapon_of(token) is entry for token in found)

    assert [s for s in entry.fires if not used(s)] == []
    assert [s for s in entry.silent if used(s)] == []


@pytest.mark.parametrize("entry", FRAME_WORDS, ids=lambda entry: entry.id)
def test_frame_words_keep_their_promises(entry: NounEntry) -> None:
    assert [s for s in entry.fires if not triggers_in(s)] == []
    assert [s for s in entry.silent if triggers_in(s)] == []


@pytest.mark.parametrize("entry", NOUNS["party_nouns"], ids=lambda entry: entry.id)
def test_party_nouns_keep_their_promises(entry: NounEntry) -> None:
    def named(sentence: str) -> bool:
        tokens = analysed()[sentence].spacy_doc
        return any(lemma_of(t) in entry.lemmas and names_party(t) for t in tokens)

    assert [s for s in entry.fires if not named(s)] == []
    assert [s for s in entry.silent if named(s) and entry.id != "bodies"] == []


@pytest.mark.parametrize("entry", NOUNS["hazards"], ids=lambda entry: entry.id)
def test_hazards_keep_their_promises(entry: NounEntry) -> None:
    def named(sentence: str) -> bool:
        tokens = analysed()[sentence].spacy_doc
        return any(t.pos_ == "NOUN" and lemma_of(t) in entry.lemmas for t in tokens)

    assert [s for s in entry.fires if not named(s)] == []
    assert [s for s in entry.silent if named(s)] == []


def test_every_file_of_the_folder_is_read() -> None:
    folder = files(sayso.lexicons) / "en" / "triggers"
    assert {path.name for path in folder.iterdir()} == {f"{name}.toml" for name in TRIGGER_FILES}


def test_entries_speak_the_ontology() -> None:
    folder = files(sayso.ontology)
    plover = msgspec.json.decode((folder / "plover.json").read_bytes())
    cameo = msgspec.json.decode((folder / "cameo.json").read_bytes())["codes"]
    modes = {e["event"]: {m["mode"] for m in e["modes"]} for e in plover["events"]}
    modes["IMPACT"] = {"casualties", "damage", "outage", "displacement", "shortage"}
    contexts = {c if isinstance(c, str) else c["context"] for c in plover["contexts"]}
    wrong = [
        (entry.type, entry.id)
        for entry in ENTRIES
        if entry.type not in modes
        or (entry.mode is not None and entry.mode not in modes[entry.type])
        or (entry.cameo is not None and entry.cameo not in cameo)
        or not contexts.issuperset(entry.contexts)
    ]
    assert wrong == []
    assert [w.id for w in WEAPONS if w.mode and w.mode not in modes["ASSAULT"]] == []


def test_ids_are_unique_within_a_type() -> None:
    names = [(entry.type, entry.id) for entry in ENTRIES]
    assert [name for name in set(names) if names.count(name) > 1] == []


def is_path(path: str) -> bool:
    kind, _, rest = path.partition(":")
    if not rest:
        return kind in READERS
    return kind in ("prep", "object_prep", "light_prep") or (kind == "by" and is_path(rest))


def test_every_path_leads_somewhere() -> None:
    wrong = [
        (entry.id, path)
        for entry in ENTRIES
        for path in (*(entry.actor or ()), *(entry.recipient or ()), *entry.instrument)
        if not is_path(path)
    ]
    assert wrong == []


def test_unknown_path_is_refused() -> None:
    with pytest.raises(KeyError):
        follow("nowhere:at", document("Rebels attacked the village.").spacy_doc[1])


# --- arguments: actors | recipients | instruments, as head words --------------------------------

FRAMES = [
    # voice
    ("Troops [shelled] the town.", "Troops", "town", ""),
    ("The town was [shelled] by troops.", "troops", "town", ""),
    ("The depot was [attacked] by eight drones.", "", "depot", "drones"),
    ("The army [attacked] the port with rockets.", "army", "port", "rockets"),
    ("Russian jets [bombed] the depot.", "Russian", "depot", "jets"),
    # shared, inherited and relative subjects
    ("Rebels entered the town and [killed] six farmers.", "Rebels", "farmers", ""),
    ("The men who [killed] the judge fled.", "men", "judge", ""),
    ("The village that troops [burned] was empty.", "troops", "village", ""),
    ("The troops began [shelling] the town.", "troops", "town", ""),
    ("Soldiers were planning to [attack] the camp.", "Soldiers", "camp", ""),
    ("They accused the army of [killing] farmers.", "army", "farmers", ""),
    ("The mayor and the priest were [arrested].", "", "mayor priest", ""),
    (
        "The sanctions hurt, so the king and the premier [expelled] six diplomats.",
        "king premier",
        "diplomats",
        "",
    ),
    ("Gunmen fled after [killing] a guard.", "Gunmen", "guard", ""),
    # event nouns
    ("Russia's [shelling] of the town went on.", "Russia", "town", ""),
    ("The [sanctions] imposed by the bloc hurt trade.", "bloc", "", ""),
    ("Rebels carried out an [attack] on the barracks.", "Rebels", "barracks", ""),
    ("The convoy suffered a drone [attack].", "", "convoy", "drone"),
    ("The navy resumed its [manoeuvres] off the coast.", "its", "", ""),
    ("The [killing] of two priests by gunmen was condemned.", "gunmen", "priests", ""),
    ("The bishop's [murder] was condemned.", "", "bishop", ""),
    # who is accused acts; who is blamed acts
    ("The mayor accused two brigades of [bombing] the market.", "brigades", "market", ""),
    ("The mayor blamed rebels for [attacking] the bridge.", "rebels", "bridge", ""),
    ("The mayor blamed the [shelling] of the port on rebels.", "rebels", "port", ""),
    ("The abbot [blamed] the shelling on rebels.", "abbot", "rebels", ""),
    ("Holm will [visit] Oslo, the foreign ministry said.", "Holm", "Oslo", ""),
    ("Her office said that she would [resign].", "she", "", ""),
    # a protest has a party against it, or only a reason
    ("Thousands [protested] against rising rents.", "Thousands", "", ""),
    ("Farmers [protested] against the government.", "Farmers", "government", ""),
    ("Tenants staged a [protest] against the mayor's plan.", "Tenants", "mayor", ""),
    ("Six people are [missing].", "", "people", ""),
    ("Guards [seized] 30,000 pounds from the sheds.", "Guards", "", ""),
    # one act, told by a verb and a noun
    ("Five guards were [killed] in an attack on a base.", "", "guards base", ""),
    ("The [bombing] killed forty tourists.", "", "tourists", ""),
    ("Nine tourists died in the [bombing] of a hotel.", "", "hotel tourists", ""),
    ("The king [greeted] the premier on his first visit.", "premier", "king", ""),
    ("The union [called] the new decree a farce.", "union", "decree", ""),
    ("The envoys [discussed] whether the port should close.", "envoys", "", ""),
    # one subject for two, one agent for two, a clause about two
    ("Two nurses were [kidnapped] and later released by rebels.", "rebels", "nurses", ""),
    ("Kenya and Ghana, who [met] in Oslo, signed a truce.", "Kenya Ghana", "", ""),
    (
        "The king and the emir, who have [met] before, dined in Oslo.",
        "king emir",
        "",
        "",
    ),
    # who leads it, who sent it
    ("A Saudi-led [strike] on a clinic went on.", "Saudi", "clinic", ""),
    ("The army-led [raid] on the mill was condemned.", "army", "mill", ""),
    ("Rockets fired by the rebels [hit] the port.", "rebels", "port", "Rockets"),
    # behind whom the parser hangs it
    ("[Protests] by Catholics against the governor spread.", "Catholics", "governor", ""),
    ("The convoy [came] under attack by bandits.", "bandits", "convoy", ""),
    ("The mayor [filed] a complaint with the court against the police.", "mayor", "police", ""),
    # whose support verb suffers it
    ("The mayor received a [threat] from the rebels.", "rebels", "mayor", ""),
    # thrown and fired weapons
    ("The strikers [threw] petrol bombs at the guards.", "strikers", "guards", "bombs"),
    ("Police [fired] tear gas at the crowd.", "Police", "crowd", "gas"),
    ("Rebels [fired] rockets at the base.", "Rebels", "base", "rockets"),
]


@cache
def framed() -> tuple[Document, ...]:
    return tuple(documents([unmark(marked)[0] for marked, *_ in FRAMES]))


def words(tokens: Sequence[object]) -> str:
    return " ".join(str(token) for token in tokens)


@pytest.mark.parametrize("row", range(len(FRAMES)), ids=lambda row: FRAMES[row][0])
def test_frame(row: int) -> None:
    marked, actors, recipients, instruments = FRAMES[row]
    _, [span] = unmark(marked)
    doc = framed()[row]
    [found] = [trigger for trigger in find_triggers(doc) if doc.span_of(trigger.head) == span]
    assert words(found.actors) == actors
    assert words(found.recipients) == recipients
    assert words(found.instruments) == instruments


@pytest.mark.parametrize(
    ("sentence", "heads"),
    [
        ("Rebels carried out an attack on the barracks.", "attack"),
        ("The navy started conducting naval drills off the coast.", "drills"),
        ("The rebels opened fire on the patrol.", "opened"),
        ("Bakers went on strike on Monday.", "went"),
        ("Five guards were killed in an attack on a base.", "killed"),
        ("The bombing killed forty tourists.", "bombing"),
        ("Rebels launched strikes targeting ports.", "strikes"),
        ("The staff plans two salvos targeting ports.", ""),
        ("The winger hit the post with a late shot in the second inning.", ""),
        ("The singer hit her stride.", ""),
        ("He took up the post in May.", ""),
        ("Attack helicopters are dear.", ""),
        ("The strike price of the option rose.", ""),
        ("He gave a talk on 1 March.", ""),
    ],
)
def test_one_trigger_an_act(sentence: str, heads: str) -> None:
    kinds = ("ASSAULT", "MOBILIZE", "PROTEST")
    found = [t.head for t in find_triggers(document(sentence)) if t.entry.type in kinds]
    assert words(found) == heads


@pytest.mark.parametrize(
    ("sentence", "kind", "head"),
    [
        ("The unions staged a walk-out.", "PROTEST", "out"),
        ("The two states agreed to co-operate on defence.", "COOPERATE", "operate"),
        ("A cease-fire between the army and the rebels began.", "RETREAT", "fire"),
        ("Rebels machine-gunned a bus.", "ASSAULT", "gunned"),
    ],
)
def test_words_with_a_hyphen_are_found(sentence: str, kind: str, head: str) -> None:
    found = [t.head.text for t in find_triggers(document(sentence)) if t.entry.type == kind]
    assert head in found


@pytest.mark.parametrize(
    ("text", "forms"),
    [("a walk-out", ("walk-out", "walkout")), ("walk - out", ()), ("out", ()), ("-out", ())],
)
def test_joined_forms(text: str, forms: tuple[str, ...]) -> None:
    assert joined_forms(document(text).spacy_doc[-1]) == forms


CONDITIONED: list[tuple[dict[str, object], str, bool]] = [
    # what a preposition brings
    ({"prep": ("for=release",)}, "They called for the release of a nun.", True),
    ({"prep": ("for=release",)}, "They called for a taxi.", False),
    ({"prep": ("on=@party",)}, "They called on the rebels.", True),
    ({"prep": ("on=@party",)}, "They called on Sunday.", False),
    ({"not_prep": ("on",)}, "They called on the rebels.", False),
    ({"not_prep": ("on",)}, "They called the rebels.", True),
    # voice
    ({"passive": True}, "They called the rebels.", False),
    ({"passive": True}, "The rebels were called.", True),
    ({"active": True}, "The rebels were called.", False),
    ({"active": True}, "They called the rebels.", True),
    # whose thing it is, and which clause follows
    ({"object": ("@owned",)}, "They called Kenya's bluff.", True),
    ({"object": ("@owned",)}, "They called the bluff.", False),
    ({"complement": ("@to",)}, "They called on him to go.", True),
    ({"complement": ("@to",)}, "They called on him.", False),
]


@cache
def conditioned() -> tuple[Document, ...]:
    return tuple(documents([sentence for _, sentence, _ in CONDITIONED]))


@pytest.mark.parametrize("row", range(len(CONDITIONED)))
def test_conditions(row: int) -> None:
    conditions, sentence, is_met = CONDITIONED[row]
    plain = {"id": "call", "fires": [sentence], "silent": [], "lemmas": ["call"], "pos": "verb"}
    entry = msgspec.convert({**plain, "type": "REQUEST", **conditions}, TriggerEntry)
    doc = conditioned()[row].spacy_doc
    head = next(token for token in doc if token.lemma_ == "call")
    assert holds(entry, Site(head, SentenceLemmas(doc))) is is_met, sentence


@pytest.mark.parametrize(
    ("sentence", "mode", "cameo"),
    [
        ("The port was attacked by 20 drones.", "drone", "1952"),
        ("They attacked the guards with rifles.", "firearms", "193"),
        ("Rebels attacked the guards.", None, "190"),
    ],
)
def test_weapon_tells_the_mode(sentence: str, mode: str | None, cameo: str) -> None:
    [found] = find_triggers(document(sentence))
    assert (found.mode, found.cameo) == (mode, cameo)


def test_support_verb_is_kept() -> None:
    [found] = find_triggers(document("The army did not carry out an attack on the camp."))
    assert found.support is not None
    assert found.support.text == "carry"


def test_subject_of_passive_is_nobody() -> None:
    verb = document("The town was shelled.").spacy_doc[3]
    assert subject_of(verb) == ()


def test_word_lists_are_lower_case() -> None:
    for name in NOUNS:
        assert all(lemma == lemma.lower() for lemma in load_nouns(name))


# --- hostile text -------------------------------------------------------------------------------


@settings(max_examples=30, deadline=None)
@given(st.text(max_size=200))
def test_any_text_gives_triggers_that_quote(text: str) -> None:
    doc = document(text)
    heads = [trigger.head.i for trigger in find_triggers(doc)]
    assert heads == sorted(set(heads))
    for trigger in find_triggers(doc):
        span = doc.span_of(trigger.head)
        assert doc.quote(span).lower() == trigger.head.text.lower()


@pytest.mark.parametrize(
    "unit",
    ["attacked and ", "wave of attacks of ", "who killed the man ", "strike, ", "bomb bomb "],
)
def test_long_hostile_text_ends(unit: str) -> None:
    doc = document(unit * (8_000 // len(unit)))
    with must_end():
        found = list(find_triggers(doc))
    assert len({trigger.head.i for trigger in found}) == len(found)


def test_a_match_report_tells_of_play() -> None:
    report = (
        "The pitcher attacked the strike zone in the ninth inning. The shortstop raided second "
        "base and the outfield was in retreat. The slugger struck the wall with a homer."
    )
    assert list(find_triggers(document(report))) == []


@pytest.mark.parametrize("verb", ["killed", "stabbed"])
def test_a_match_report_keeps_a_killing(verb: str) -> None:
    report = f"The pitcher, a shortstop and two infield hands watched as a fan {verb} a guard."
    assert [trigger.head.text for trigger in find_triggers(document(report))] == [verb]
