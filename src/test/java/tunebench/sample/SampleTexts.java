package tunebench.sample;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Made-up text with words of uneven frequency, seeded. */
final class SampleTexts {
  private static final String[] SYLLABLES = {
    "ca", "ble", "pow", "er", "wire", "less", "head", "set", "mo", "ni", "tor", "ful", "ex", "tra",
    "lar", "ge", "bat", "ter", "y", "ing", "st", "ain", "é", "ß", "ly", "un", "pro", "max", "ti",
    "on"
  };

  private SampleTexts() {}

  static List<String> products(long seed, int count) {
    Random random = new Random(seed);
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      texts.add(sentence(random, 12) + "\n\nPrice is $" + random.nextInt(1000) + ".00");
    }
    return texts;
  }

  static String sentence(Random random, int words) {
    StringBuilder out = new StringBuilder();
    for (int w = 0; w < words; w++) {
      out.append(w == 0 ? "" : random.nextInt(9) == 0 ? ", " : " ");
      for (int s = 1 + random.nextInt(4); s > 0; s--) {
        double skew = random.nextDouble() * random.nextDouble();
        out.append(SYLLABLES[(int) (skew * SYLLABLES.length)]);
      }
    }
    return out.append('.').toString();
  }

  /** Any characters at all, but no lone surrogates. */
  static String unicode(Random random, int length) {
    StringBuilder out = new StringBuilder();
    while (out.length() < length) {
      int c =
          random.nextInt(
              switch (random.nextInt(4)) {
                case 0 -> 0x80;
                case 1 -> 0x800;
                case 2 -> 0x10000;
                default -> 0x110000;
              });
      if (c < 0xd800 || c > 0xdfff) {
        out.appendCodePoint(c);
      }
    }
    return out.toString();
  }
}
