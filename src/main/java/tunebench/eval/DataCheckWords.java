package tunebench.eval;

import java.util.ArrayList;
import java.util.List;
import tunebench.data.Duplicates;
import tunebench.data.Part;
import tunebench.data.Risk;

/** The findings of a {@link DataCheck} in plain sentences. */
final class DataCheckWords {
  private DataCheckWords() {}

  /** How many rows there were. */
  static String rows(int in, int products, int rejected) {
    return Words.of("%,d rows in, %,d products, %,d rejected.", in, products, rejected);
  }

  static List<String> of(String counted, DataCheck check) {
    List<String> sentences = new ArrayList<>();
    sentences.add(counted);
    risk(sentences, check, Risk.NO_ANSWER, "%,d rows cannot hold their answer.");
    risk(sentences, check, Risk.PRICE_IN_PROMPT, "%,d prompts give their price away.");
    risk(sentences, check, Risk.EMPTY_TEXT, "%,d rows say nothing about their product.");
    risk(sentences, check, Risk.PRICE_OUT_OF_RANGE, "%,d prices are out of range.");
    risk(sentences, check, Risk.TRUNCATED, "%,d texts are cut off.");
    Duplicates duplicates = check.duplicates();
    sentences.add(
        Words.of(
            "%,d rows repeat another's text to the letter and %,d nearly; %,d of the test part"
                + " repeat a row of an earlier part.",
            check.exact(), check.near(), duplicates.leaked(Part.TEST).size()));
    LeakEffect ridge = check.leakEffect().get("textRidge");
    if (ridge != null) {
      sentences.add("Ridge on words: " + ridge.sentence());
    }
    return sentences;
  }

  private static void risk(List<String> sentences, DataCheck check, Risk risk, String words) {
    Integer rows = check.riskCounts().get(risk);
    if (rows != null) {
      sentences.add(Words.of(words, rows));
    }
  }
}
