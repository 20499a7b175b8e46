"""Money is of the vocabulary's currency, and says so in every document."""

from __future__ import annotations

from pathlib import Path

import pytest

from policy_sim.errors import PolicyError
from policy_sim.policy import check_law, load_law, load_vocabulary

WORDS = "attributes: {age: {type: whole, unit: months, range: 0..900}}\n"
RULES = "policy: pay\nfrom: 2000-01-01\nuses: [words]\n"


def written(folder: Path, currency: str, rules: str) -> Path:
    """Write a vocabulary with *currency* and a policy of *rules*; return the policy."""
    (folder / "words.yaml").write_text(f"vocabulary: words\n{currency}{WORDS}", encoding="utf-8")
    (folder / "pay.yaml").write_text(RULES + rules, encoding="utf-8")
    return folder / "pay.yaml"


CROWNS = "currency: {symbol: Cr, name: crowns}\n"
WAGE = "rules: {wage: {then: {pay: $ 100}}}\n"


@pytest.mark.parametrize("symbol", ["Rp", "EUR", "$", "kr".capitalize()])
def test_any_declared_symbol_can_be_written(tmp_path: Path, symbol: str) -> None:
    """An amount is the symbol and a number, with or without a space between them."""
    currency = f"currency: {{symbol: {symbol}, name: coins}}\n"
    rules = f"rules: {{a: {{then: {{pay: {symbol} 100}}}}, b: {{then: {{pay: {symbol}7}}}}}}\n"
    law = load_law(written(tmp_path, currency, rules))
    assert [str(rule.effects[0].value) for rule in law.vintages[0].rules] == ["100", "7"]
    assert (law.vocabulary.currency.symbol, law.vocabulary.currency.name) == (symbol, "coins")


def test_money_can_be_written_without_a_symbol(tmp_path: Path) -> None:
    """The word money is a unit like any other; it is what findings propose."""
    law = load_law(written(tmp_path, CROWNS, "rules: {wage: {then: {pay: 100 money}}}\n"))
    assert str(law.vintages[0].rules[0].effects[0].value) == "100"


@pytest.mark.parametrize(
    "rules",
    [
        WAGE,
        "parameters: {least: {value: $ 5}}\n",
        "parameters: {least: {values: {2000-01-01: $ 5, 2010-01-01: $ 6}}}\n",
        "tables: {wage: {input: age, bands: {0: $ 5}}}\n",
        "tables: {wage: {input: age, keyed: {0: Cr 4}, else: $ 5}}\n",
        "definitions: {wage: if age > 20 years then $ 5 else Cr 6}\n",
        "rules: {wage: {when: round(age * $ 1 / 1 month) > Cr 4, then: {pay: Cr 1}}}\n",
    ],
)
def test_an_amount_in_another_currency_is_found(tmp_path: Path, rules: str) -> None:
    """Wherever an amount may stand, another currency is a finding with the right symbol."""
    found = [f for f in check_law(written(tmp_path, CROWNS, rules)) if f.code == "other-currency"]
    assert found
    assert {(f.values["seen"], f.values["allowed"]) for f in found} == {("$", "Cr")}
    assert {f.where.line for f in found} == {4}


def test_titles_and_sources_may_name_any_money(tmp_path: Path) -> None:
    """A source that speaks of dollars is no amount of the law."""
    rules = 'rules: {wage: {source: "USD 5 at the time", then: {pay: Cr 5}}}\n'
    assert check_law(written(tmp_path, CROWNS, rules)) == []


def test_without_a_currency_any_symbol_stands(tmp_path: Path) -> None:
    """A vocabulary need not declare one; money is then just money."""
    law = load_law(written(tmp_path, "", WAGE))
    assert (law.vocabulary.currency.symbol, law.vocabulary.currency.name) == ("", "money")


@pytest.mark.parametrize("symbol", ["rp", "R", "Rupiah", "5", "Rp 5"])
def test_a_symbol_must_look_like_one(tmp_path: Path, symbol: str) -> None:
    """Lower-case words are names; a symbol begins with a capital letter or is a sign."""
    path = tmp_path / "words.yaml"
    text = f"vocabulary: words\ncurrency: {{symbol: {symbol}, name: coins}}\n{WORDS}"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(PolicyError) as caught:
        load_vocabulary(path)
    assert [finding.code for finding in caught.value.findings] == ["not-a-symbol"]


def test_vocabularies_used_together_have_one_currency(tmp_path: Path) -> None:
    """Two that differ are a finding at the second; the same one twice is none."""
    for name, symbol in (("one", "Cr"), ("two", "EUR"), ("three", "Cr")):
        text = f"vocabulary: {name}\ncurrency: {{symbol: {symbol}, name: coins}}\n"
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    for other, codes in (("two", ["second-currency"]), ("three", [])):
        path = tmp_path / "pay.yaml"
        text = f"policy: pay\nfrom: 2000-01-01\nuses: [one, {other}]\n"
        path.write_text(text, encoding="utf-8")
        assert [finding.code for finding in check_law(path)] == codes
