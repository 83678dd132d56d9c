package tunebench.eval;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Turns a text into weights of words: (1 + ln count) times idf = ln((1 + rows) / (1 + rows with the
 * word)) + 1, the row then brought to length 1. The vocabulary is every word of the training rows,
 * rare ones too: they make the known words of an odd text weigh less, which predicts better.
 */
final class WordWeights {
  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+");

  private final Map<String, Integer> columns = new HashMap<>();
  private final double[] idf;

  WordWeights(List<String> trainingTexts) {
    Map<String, Integer> rowsWith = new TreeMap<>();
    for (String text : trainingTexts) {
      counts(text).keySet().forEach(word -> rowsWith.merge(word, 1, Integer::sum));
    }
    idf = new double[rowsWith.size()];
    rowsWith.forEach(
        (word, rows) -> {
          idf[columns.size()] = Math.log((1.0 + trainingTexts.size()) / (1.0 + rows)) + 1;
          columns.put(word, columns.size());
        });
  }

  /** The rows of these texts over the vocabulary; words outside of it are passed over. */
  SparseRows rows(List<String> texts) {
    List<SparseRows.Row> rows = new ArrayList<>();
    texts.forEach(text -> rows.add(row(text)));
    return new SparseRows(rows, idf.length);
  }

  SparseRows.Row row(String text) {
    Map<Integer, Double> weights = new TreeMap<>();
    counts(text)
        .forEach(
            (word, count) -> {
              Integer column = columns.get(word);
              if (column != null) {
                weights.put(column, (1 + Math.log(count)) * idf[column]);
              }
            });
    int[] at = weights.keySet().stream().mapToInt(Integer::intValue).toArray();
    double[] values = weights.values().stream().mapToDouble(Double::doubleValue).toArray();
    double squares = 0;
    for (double value : values) {
      squares += value * value;
    }
    for (int i = 0; i < values.length; i++) {
      values[i] /= Math.sqrt(squares);
    }
    return new SparseRows.Row(at, values);
  }

  private static Map<String, Integer> counts(String text) {
    Map<String, Integer> counts = new HashMap<>();
    Matcher words = WORD.matcher(text.toLowerCase(Locale.ROOT));
    while (words.find()) {
      counts.merge(words.group(), 1, Integer::sum);
    }
    return counts;
  }
}
