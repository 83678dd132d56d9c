package tunebench.sample;

import java.util.ArrayList;
import java.util.List;
import tunebench.sample.Catalogue.Brand;
import tunebench.sample.Catalogue.Category;
import tunebench.sample.Catalogue.Option;
import tunebench.sample.Catalogue.ProductType;
import tunebench.sample.Catalogue.Tier;
import tunebench.sample.Catalogue.Trait;

/**
 * The facts about one product, before they are put in words.
 *
 * @param quality the tier whose words describe it: the brand's, moved by the grade
 */
record Item(
    Category category, ProductType type, Brand brand, Tier tier, Tier quality, List<Fact> facts) {

  /** One trait and the value that it has here. */
  record Fact(Trait trait, Option option) {}

  static Item draw(Catalogue catalogue, Dice dice) {
    Category category = dice.pick(catalogue.categories());
    ProductType type = dice.pick(category.types());
    Brand brand = dice.pick(catalogue.brandsOf(category));
    List<Fact> facts = new ArrayList<>();
    int quality = brand.tier();
    for (String name : type.traits()) {
      Trait trait = catalogue.trait(name);
      Option option = dice.pickShared(trait.options());
      facts.add(new Fact(trait, option));
      if (name.equals("grade")) {
        quality += Double.compare(option.effect(), 1.0);
      }
    }
    int top = catalogue.tiers().size() - 1;
    return new Item(
        category,
        type,
        brand,
        catalogue.tiers().get(brand.tier()),
        catalogue.tiers().get(Math.clamp(quality, 0, top)),
        facts);
  }

  /** The natural logarithm of the price in dollars that half of all such products stay under. */
  double logMedian() {
    double log = StrictMath.log(type.base()) + StrictMath.log(tier.effect());
    for (Fact fact : facts) {
      log += StrictMath.log(fact.option().effect());
    }
    return log;
  }
}
