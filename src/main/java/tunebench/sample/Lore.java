package tunebench.sample;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tunebench.sample.Catalogue.Brand;
import tunebench.sample.Catalogue.Category;
import tunebench.sample.Catalogue.Option;
import tunebench.sample.Catalogue.ProductType;
import tunebench.sample.Catalogue.Tier;
import tunebench.sample.Catalogue.Trait;

/**
 * What people know about the shop's world without knowing any price: who makes what and how well,
 * which wood is the finer one, what belongs where. It stands in for the world knowledge that a real
 * base model brings along.
 */
final class Lore {
  private final Catalogue catalogue;
  private final List<Trait> traits;
  private final Dice dice;
  private final NumberLore numbers;

  Lore(Catalogue catalogue, Dice dice) {
    this.catalogue = catalogue;
    this.dice = dice;
    this.numbers = new NumberLore(dice);
    this.traits = new ArrayList<>();
    // In the order of their names, because a map has none that can be relied on.
    catalogue.traits().entrySet().stream()
        .filter(trait -> !trait.getKey().equals("colour"))
        .sorted(Map.Entry.comparingByKey())
        .forEach(trait -> traits.add(trait.getValue()));
  }

  /** One sentence. */
  String sentence() {
    return Wording.sentence(
        switch (dice.between(0, 11)) {
          case 0 -> reputation();
          case 1 -> rivals();
          case 2, 3 -> comparison();
          case 4 -> qualityWords();
          case 5 -> department();
          case 6 -> synonym();
          case 7 -> bigness();
          default -> numbers.sentence();
        });
  }

  private String reputation() {
    Brand brand = dice.pick(catalogue.brands());
    Tier tier = tierOf(brand);
    if (dice.chance(0.5)) {
      String maker = dice.pick(tier.knownAs());
      String kinds = dice.pick(brand.categories()).toLowerCase(Locale.ROOT);
      return brand.name()
          + " is known as "
          + Wording.article(maker)
          + " "
          + maker
          + " in "
          + kinds
          + ".";
    }
    return "People expect " + dice.pick(tier.words()) + " goods from " + brand.name() + ".";
  }

  private String rivals() {
    Brand one = dice.pick(catalogue.brands());
    Brand other = dice.pick(catalogue.brands());
    if (one.tier() == other.tier()) {
      return one.name() + " and " + other.name() + " stand on the same level.";
    }
    boolean up = one.tier() > other.tier();
    return (up ? one : other).name()
        + " stands above "
        + (up ? other : one).name()
        + " in quality.";
  }

  private String comparison() {
    Trait trait = dice.pick(traits);
    int better = dice.between(1, trait.options().size() - 1);
    Option lower = trait.options().get(dice.between(0, better - 1));
    Option upper = trait.options().get(better);
    return trait
        .compare()
        .replace("{a}", dice.pick(upper.words()))
        .replace("{b}", dice.pick(lower.words()));
  }

  private String qualityWords() {
    int better = dice.between(1, catalogue.tiers().size() - 1);
    String upper = dice.pick(catalogue.tiers().get(better).words());
    String lower = dice.pick(catalogue.tiers().get(dice.between(0, better - 1)).words());
    return "What is called " + upper + " is finer than what is called " + lower + ".";
  }

  private String department() {
    Category category = dice.pick(catalogue.categories());
    ProductType type = dice.pick(category.types());
    return "Look for " + withArticle(type.name()) + " among the " + category.kind() + ".";
  }

  private String synonym() {
    ProductType type = dice.pick(dice.pick(catalogue.categories()).types());
    return "\"" + type.also() + "\" is another word for \"" + type.name() + "\".";
  }

  /** Which of two products people save longer for; equals within half of each other are skipped. */
  private String bigness() {
    ProductType one = dice.pick(dice.pick(catalogue.categories()).types());
    ProductType other = dice.pick(dice.pick(catalogue.categories()).types());
    if (Math.max(one.base(), other.base()) < 1.5 * Math.min(one.base(), other.base())) {
      return synonym();
    }
    boolean up = one.base() > other.base();
    String big = (up ? one : other).name();
    String small = (up ? other : one).name();
    return "Buying "
        + withArticle(big)
        + " is a bigger step than buying "
        + withArticle(small)
        + ".";
  }

  private Tier tierOf(Brand brand) {
    return catalogue.tiers().get(brand.tier());
  }

  private static String withArticle(String noun) {
    return Wording.plural(noun) ? noun : Wording.article(noun) + " " + noun;
  }
}
