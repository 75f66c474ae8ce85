"""Whether an encoder does what it is for: a sentence and its translation lie close together."""

from collections.abc import Sequence
from itertools import permutations
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from transformers import AutoModel, AutoTokenizer
from transformers.utils import logging

# Authored for this test: the same six sentences in each language.
TRANSLATIONS = {
    "en": (
        "The ministers signed the agreement after a long night.",
        "Shelling damaged a school on the edge of the town.",
        "The price of bread has doubled since the spring.",
        "Nobody believes the general any more.",
        "The orchestra played for the refugees at the station.",
        "The gas pipeline was closed for repairs.",
    ),
    "pl": (
        "Po długiej nocy ministrowie podpisali porozumienie.",
        "Ostrzał uszkodził szkołę na skraju miasteczka.",
        "Cena chleba podwoiła się od wiosny.",
        "Nikt już nie wierzy generałowi.",
        "Orkiestra zagrała na dworcu dla uchodźców.",
        "Gazociąg zamknięto z powodu naprawy.",
    ),
    "ru": (
        "После долгой ночи министры подписали соглашение.",
        "Обстрел повредил школу на окраине города.",
        "С весны цена на хлеб удвоилась.",
        "Генералу больше никто не верит.",
        "Оркестр сыграл на вокзале для беженцев.",
        "Газопровод закрыли на ремонт.",
    ),
    "uk": (
        "Після довгої ночі міністри підписали угоду.",
        "Обстріл пошкодив школу на околиці міста.",
        "Від весни ціна на хліб подвоїлася.",
        "Генералові більше ніхто не вірить.",
        "Оркестр зіграв на вокзалі для біженців.",
        "Газопровід закрили на ремонт.",
    ),
    "be": (
        "Пасля доўгай ночы міністры падпісалі пагадненне.",
        "Абстрэл пашкодзіў школу на ўскраіне горада.",
        "З вясны цана на хлеб падвоілася.",
        "Генералу больш ніхто не верыць.",
        "Аркестр сыграў на вакзале для бежанцаў.",
        "Газаправод закрылі на рамонт.",
    ),
    "de": (
        "Nach einer langen Nacht unterschrieben die Minister das Abkommen.",
        "Beschuss beschädigte eine Schule am Rand der Stadt.",
        "Der Brotpreis hat sich seit dem Frühling verdoppelt.",
        "Dem General glaubt niemand mehr.",
        "Das Orchester spielte am Bahnhof für die Geflüchteten.",
        "Die Gasleitung wurde wegen Reparaturen geschlossen.",
    ),
}
Vectors = NDArray[np.float32]


def vectors(folder: Path, prefix: str) -> dict[str, Vectors]:
    """The mean over the pieces of each of ``TRANSLATIONS``, of length 1, by language."""
    logging.set_verbosity_error()  # type: ignore[no-untyped-call]
    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)
    model = AutoModel.from_pretrained(
        folder, local_files_only=True, use_safetensors=True, trust_remote_code=False
    ).eval()

    def embed(texts: Sequence[str]) -> Vectors:
        pieces = tokenizer(
            [prefix + text for text in texts], padding=True, truncation=True, return_tensors="pt"
        )
        with torch.inference_mode():
            states = model(
                input_ids=pieces["input_ids"], attention_mask=pieces["attention_mask"]
            ).last_hidden_state
        mask = pieces["attention_mask"].unsqueeze(-1)
        means = (states * mask).sum(1) / mask.sum(1)
        found: Vectors = torch.nn.functional.normalize(means, dim=1).numpy()
        return found

    return {language: embed(texts) for language, texts in TRANSLATIONS.items()}


def neighbours(found: dict[str, Vectors], languages: Sequence[str]) -> float:
    """The share of sentences whose nearest one in another language is their translation."""
    known = [language for language in languages if language in found]
    hits = [
        (found[one] @ found[two].T).argmax(axis=1) == np.arange(len(found[one]))
        for one, two in permutations(known, 2)
    ]
    return float(np.mean(hits))


def difference(one: dict[str, Vectors], two: dict[str, Vectors]) -> float:
    """The largest difference between any two numbers."""
    return max(float(np.abs(one[language] - two[language]).max()) for language in one)
