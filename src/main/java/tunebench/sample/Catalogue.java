package tunebench.sample;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * All that the invented shop sells and says, read from {@code catalogue.json}. Effects are factors
 * on the price.
 *
 * @param tiers makers from cheap to luxurious
 * @param openers patterns of a description's first sentence
 * @param fillers sentences that say nothing about the price
 */
record Catalogue(
    List<Tier> tiers,
    List<Brand> brands,
    Map<String, Trait> traits,
    List<Category> categories,
    List<String> openers,
    List<String> fillers) {

  /** How good a brand is; {@code words} are the quality words of its texts. */
  record Tier(double effect, List<String> words, List<String> knownAs) {}

  /** A maker; {@code tier} is its place in {@link Catalogue#tiers}. */
  record Brand(String name, int tier, List<String> categories) {}

  /** Where a trait may stand in the title, seen from the name of the product. */
  enum Place {
    BEFORE,
    AFTER,
    NEVER
  }

  /** A property that moves the price, with the sentences that can tell it. */
  record Trait(
      String label, Place title, List<String> says, String compare, List<Option> options) {}

  /** One value of a trait. It is drawn {@code share} times as often as one of share 1. */
  record Option(String name, List<String> words, double effect, int share) {}

  /** A department, with its own uses and fillers. */
  record Category(
      String name, String kind, List<String> uses, List<String> fillers, List<ProductType> types) {}

  /** A kind of product; {@code base} is its typical price in dollars. */
  record ProductType(String name, String also, double base, List<String> traits) {}

  static Catalogue load() {
    try (InputStream json =
        Objects.requireNonNull(
            Catalogue.class.getResourceAsStream("catalogue.json"), "catalogue.json is missing")) {
      return JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .build()
          .readValue(json, Catalogue.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Trait trait(String name) {
    return Objects.requireNonNull(traits.get(name), () -> "no trait named " + name);
  }

  /** The makers that serve a category. */
  List<Brand> brandsOf(Category category) {
    return brands.stream().filter(b -> b.categories().contains(category.name())).toList();
  }
}
