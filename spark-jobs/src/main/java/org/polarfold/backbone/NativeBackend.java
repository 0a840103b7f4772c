package org.polarfold.backbone;

import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

/** The native library that networks compute with. */
public final class NativeBackend {

  private NativeBackend() {}

  /** The most bytes that this process may take outside Java's heap. */
  public static long mostBytes() {
    return Pointer.maxBytes();
  }

  /** How many threads it computes with from now on, in this process. */
  public static void useThreads(int threads) {
    Nd4j.factory().blas().setMaxThreads(threads);
    NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(threads);
  }

  /**
   * Loads it, computes something known, and says what it is.
   *
   * @throws LinkageError or a RuntimeException where it does not load
   * @throws IllegalStateException where it computes wrongly
   */
  public static String describe() {
    INDArray two = Nd4j.ones(3, 3).mmul(Nd4j.ones(3, 3));
    if (two.sumNumber().doubleValue() != 27) {
      throw new IllegalStateException("a product of matrices is wrong");
    }
    return Nd4j.getBackend().getClass().getSimpleName()
        + ", OMP_NUM_THREADS="
        + System.getenv().getOrDefault("OMP_NUM_THREADS", "unset");
  }
}
