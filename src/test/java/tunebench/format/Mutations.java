package tunebench.format;

import java.util.Arrays;
import java.util.Random;

/** Damages files, seeded: what a bad disk, a cut download or a hostile hand would do. */
public final class Mutations {
  private static final long[] EDGES = {
    0, 1, -1, 7, 8, 31, 32, 255, 65_535, Integer.MAX_VALUE, 1L << 32, Long.MAX_VALUE, Long.MIN_VALUE
  };

  /** Most of what can go wrong stands at the front. */
  private static final int FRONT = 2000;

  private final Random random;

  public Mutations(long seed) {
    random = new Random(seed);
  }

  /** A copy with one to four injuries. */
  public byte[] of(byte[] file) {
    byte[] out = file.clone();
    for (int n = 1 + random.nextInt(4); n > 0 && out.length > 0; n--) {
      out = injure(out);
    }
    return out;
  }

  private byte[] injure(byte[] in) {
    int at = random.nextInt(in.length);
    int front = random.nextInt(Math.min(in.length, FRONT));
    return switch (random.nextInt(8)) {
      case 0 -> Arrays.copyOf(in, at);
      case 1 -> Arrays.copyOf(in, in.length + 1 + random.nextInt(64));
      case 2 -> put(in, at, 1, random.nextLong());
      case 3 -> put(in, front, 1, random.nextLong());
      case 4 -> put(in, front, 1, "0123456789\"{}[]:,-. eE\\u".charAt(random.nextInt(24)));
      case 5 -> put(in, front, 8, EDGES[random.nextInt(EDGES.length)]);
      case 6 -> put(in, front, 4, EDGES[random.nextInt(EDGES.length)]);
      default -> splice(in, front, random.nextInt(Math.min(in.length, FRONT)));
    };
  }

  private static byte[] put(byte[] file, int at, int bytes, long value) {
    for (int i = 0; i < bytes && at + i < file.length; i++) {
      file[at + i] = (byte) (value >>> (8 * i));
    }
    return file;
  }

  /** Copies a piece over, into or out of another place. */
  private byte[] splice(byte[] in, int from, int to) {
    int length = Math.min(1 + random.nextInt(40), in.length - Math.max(from, to));
    if (random.nextBoolean()) {
      System.arraycopy(in, from, in, to, length);
      return in;
    }
    byte[] out = new byte[in.length + length];
    System.arraycopy(in, 0, out, 0, to);
    System.arraycopy(in, from, out, to, length);
    System.arraycopy(in, to, out, to + length, in.length - to);
    return out;
  }
}
