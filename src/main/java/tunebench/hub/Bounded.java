package tunebench.hub;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** So many bytes of a stream and no more. */
final class Bounded extends FilterInputStream {
  private long left;

  Bounded(InputStream in, long bytes) {
    super(in);
    this.left = bytes;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] bytes, int from, int most) throws IOException {
    if (left == 0) {
      return -1;
    }
    int n = in.read(bytes, from, (int) Math.min(most, left));
    left -= Math.max(0, n);
    return n;
  }
}
