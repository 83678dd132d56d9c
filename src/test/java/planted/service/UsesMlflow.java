package planted.service;

import org.mlflow.tracking.MlflowClient;

/** Breaks a wall on purpose. */
public final class UsesMlflow {
  private UsesMlflow() {}

  /** Names a library that has no place here. */
  public static Class<?> forbidden() {
    return MlflowClient.class;
  }
}
