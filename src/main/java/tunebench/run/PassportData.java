package tunebench.run;

import java.util.List;

/**
 * The rows that a run used, in its order.
 *
 * @param file name of the file that they came from
 * @param sha256 over every field of every row of the three parts, in hexadecimal
 * @param train rows learned from
 * @param validation rows by which a checkpoint was chosen
 * @param test rows held out
 */
public record PassportData(
    String file,
    String sha256,
    List<PassportRow> train,
    List<PassportRow> validation,
    List<PassportRow> test) {

  public PassportData {
    train = List.copyOf(train);
    validation = List.copyOf(validation);
    test = List.copyOf(test);
  }

  /** A run without data. */
  public static PassportData none() {
    return new PassportData("", "", List.of(), List.of(), List.of());
  }
}
