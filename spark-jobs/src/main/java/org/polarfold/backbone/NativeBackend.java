package org.polarfold.backbone;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

/** The native library that networks compute with. */
public final class NativeBackend {

  private static final String NVIDIA = "org.nd4j/nd4j-cuda-11.6";

  private NativeBackend() {}

  /** Deeplearning4j and the backends of ND4J that are there, with versions; loads none of them. */
  public static Map<String, String> versions() {
    Map<String, String> versions = new LinkedHashMap<>();
    for (String library :
        List.of("org.deeplearning4j/deeplearning4j-nn", "org.nd4j/nd4j-native", NVIDIA)) {
      Properties maven = new Properties();
      try (InputStream stream =
          Nd4j.class.getResourceAsStream("/META-INF/maven/" + library + "/pom.properties")) {
        if (stream != null) {
          maven.load(stream);
          versions.put(
              maven.getProperty("artifactId", library), maven.getProperty("version", "unknown"));
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return versions;
  }

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
        + System.getenv().getOrDefault("OMP_NUM_THREADS", "unset")
        + ", OPENBLAS_CORETYPE="
        + System.getenv().getOrDefault("OPENBLAS_CORETYPE", "unset");
  }
}
