package tunebench.sample;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tunebench.sample.Catalogue.Place;
import tunebench.sample.Catalogue.Trait;
import tunebench.sample.Item.Fact;

/**
 * Tells the facts of an item in a title, a short description and a line of details. Every fact is
 * told at least once, in a place and with words that vary, so that the price follows from the text
 * but not from any one column.
 */
final class ItemText {
  private final Catalogue catalogue;
  private final Item item;
  private final Dice dice;
  private final List<String> before = new ArrayList<>();
  private final List<String> after = new ArrayList<>();
  private final List<String> sentences = new ArrayList<>();
  private final List<String> details = new ArrayList<>();

  ItemText(Catalogue catalogue, Item item, Dice dice) {
    this.catalogue = catalogue;
    this.item = item;
    this.dice = dice;
    sentences.add(opener());
    item.facts().forEach(this::tell);
    sentences.add(dice.pick(dice.chance(0.6) ? item.category().fillers() : catalogue.fillers()));
  }

  String title() {
    String name = dice.chance(0.75) ? item.type().name() : item.type().also();
    String adjectives = before.isEmpty() ? "" : String.join(" ", before) + " ";
    String extras = after.isEmpty() ? "" : ", " + String.join(", ", after);
    return item.brand().name() + " " + Wording.headline(adjectives + name) + extras;
  }

  String description() {
    return String.join(" ", sentences);
  }

  String details() {
    return String.join("; ", details);
  }

  private String opener() {
    return Wording.fill(
        dice.pick(catalogue.openers()),
        Map.of(
            "quality", dice.pick(item.quality().words()),
            "type", dice.chance(0.75) ? item.type().name() : item.type().also(),
            "brand", item.brand().name(),
            "use", dice.pick(item.category().uses())));
  }

  private void tell(Fact fact) {
    Trait trait = fact.trait();
    boolean told = false;
    if (trait.title() == Place.BEFORE && before.size() < 2 && dice.chance(0.35)) {
      before.add(dice.pick(fact.option().words()));
      told = true;
    } else if (trait.title() == Place.AFTER && after.isEmpty() && dice.chance(0.35)) {
      after.add(dice.pick(fact.option().words()));
      told = true;
    }
    if (dice.chance(told ? 0.6 : 0.75)) {
      details.add(trait.label() + ": " + fact.option().name());
      told = true;
    }
    if (!told || dice.chance(0.55)) {
      String word = dice.pick(fact.option().words());
      sentences.add(Wording.sentence(Wording.fill(dice.pick(trait.says()), Map.of("x", word))));
    }
  }
}
