package tunebench.tensor;

import ai.djl.ndarray.types.DataType;

/**
 * Element types as PyTorch numbers them. DJL's Java side cannot convert to bfloat16; scripts can.
 */
public enum Dtype {
  UINT8(0, 1, DataType.UINT8),
  INT8(1, 1, DataType.INT8),
  INT32(3, 4, DataType.INT32),
  INT64(4, 8, DataType.INT64),
  FLOAT16(5, 2, DataType.FLOAT16),
  FLOAT32(6, 4, DataType.FLOAT32),
  FLOAT64(7, 8, DataType.FLOAT64),
  BOOL(11, 1, DataType.BOOLEAN),
  BFLOAT16(15, 2, DataType.BFLOAT16);

  private final int code;
  private final int bytes;
  private final DataType djl;

  Dtype(int code, int bytes, DataType djl) {
    this.code = code;
    this.bytes = bytes;
    this.djl = djl;
  }

  /** The number that stands for this type in TorchScript text ({@code c10::ScalarType}). */
  public int code() {
    return code;
  }

  /** Bytes per element. */
  public int bytes() {
    return bytes;
  }

  /** DJL's name of the type. */
  public DataType djl() {
    return djl;
  }

  /** The type that TorchScript gives a number. */
  static Dtype of(long code) {
    for (Dtype dtype : values()) {
      if (dtype.code == code) {
        return dtype;
      }
    }
    throw new IllegalArgumentException("no use for elements of type number " + code);
  }

  /** The type that DJL calls so; it has no name for bfloat16. */
  static Dtype of(DataType djl) {
    for (Dtype dtype : values()) {
      if (dtype.djl == djl) {
        return dtype;
      }
    }
    throw new IllegalArgumentException("no use for elements of type " + djl);
  }
}
