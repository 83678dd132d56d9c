package tunebench.data;

import java.util.List;

/** What Tunebench wants to know of a product, with the column names that usually hold it. */
public enum Field {
  TITLE("title", "product title", "product name", "item name", "name", "product", "item"),
  DESCRIPTION(
      "description",
      "product description",
      "about product",
      "about",
      "features",
      "text",
      "summary",
      "full",
      "contents",
      "content",
      "body"),
  CATEGORY("category", "main category", "product category", "categories", "department"),
  BRAND("brand", "brand name", "manufacturer", "maker", "store", "vendor"),
  DETAILS(
      "details",
      "product details",
      "technical details",
      "product specification",
      "specification",
      "specifications",
      "specs",
      "attributes"),
  PRICE(
      "price",
      "selling price",
      "sale price",
      "current price",
      "final price",
      "price usd",
      "list price",
      "retail price",
      "unit price",
      "cost",
      "amount");

  // List.of makes it immutable, which the type does not say.
  @SuppressWarnings("ImmutableEnumChecker")
  private final List<String> usualNames;

  Field(String... usualNames) {
    this.usualNames = List.of(usualNames);
  }

  /** Column names in lower case, words parted by single spaces, the likeliest first. */
  List<String> usualNames() {
    return usualNames;
  }

  /** Whether several columns make sense for it, joined line by line. */
  boolean joinsColumns() {
    return this == DESCRIPTION || this == DETAILS;
  }
}
