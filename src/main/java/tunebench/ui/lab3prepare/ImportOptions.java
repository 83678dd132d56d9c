package tunebench.ui.lab3prepare;

import javafx.beans.property.ObjectProperty;
import javafx.scene.Node;
import tunebench.protocol.DataRequest.ImportChoice;
import tunebench.ui.control.Form;

/** Which rows of a file are kept, and how their texts are cleaned. */
final class ImportOptions {
  private ImportOptions() {}

  static Node form(ObjectProperty<ImportChoice> choice) {
    return new Form<>(choice)
        .real(
            "Lowest price",
            0,
            1e9,
            "The course: 0.50",
            "Rows below it are rejected.",
            c -> c.lowestPrice() == null ? 0.5 : c.lowestPrice(),
            ImportChoice::withLowestPrice)
        .real(
            "Highest price",
            0,
            1e9,
            "The course: 999.49",
            "Rows above it are rejected.",
            c -> c.highestPrice() == null ? 999.49 : c.highestPrice(),
            ImportChoice::withHighestPrice)
        .whole(
            "Fewest characters",
            0,
            100_000,
            "The course: 300",
            "Rows with less text are rejected.",
            ImportChoice::minChars,
            (c, v) -> c.withMinChars(v.intValue()))
        .whole(
            "Cut text at",
            0,
            1_000_000,
            "0: nowhere",
            "Longer texts are cut to so many characters.",
            ImportChoice::maxChars,
            (c, v) -> c.withMaxChars(v.intValue()))
        .check(
            "Clean texts as in the course",
            "Removes part numbers and boilerplate. Usual: off; on for the course's figures.",
            ImportChoice::scrub,
            ImportChoice::withScrub)
        .check(
            "Keep duplicates",
            "Rows with the same title and text stay in; they may leak from training into the test."
                + " Usual: off.",
            ImportChoice::keepDuplicates,
            ImportChoice::withKeepDuplicates)
        .pairs();
  }
}
