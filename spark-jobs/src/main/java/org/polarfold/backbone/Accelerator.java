package org.polarfold.backbone;

import org.nd4j.linalg.api.ops.executioner.OpExecutioner.ExecutionerType;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.factory.Nd4jBackend;

/** What ND4J computes with in this process, apart from processors. */
interface Accelerator {

  /** Whether CUDA would be taken if it loads; asking loads nothing. */
  boolean isPreferred();

  /** Whether ND4J, loaded now at the latest, computes with CUDA. */
  boolean isLoaded();

  /** Has the calling thread compute on a device from now on. */
  void pin(int device);

  /** ND4J itself. */
  enum OfNd4j implements Accelerator {
    INSTANCE;

    private final boolean preferred = preferred();

    @Override
    public boolean isPreferred() {
      return preferred;
    }

    private static boolean preferred() {
      try {
        Class.forName(
            "org.nd4j.linalg.jcublas.JCublasBackend", false, Nd4jBackend.class.getClassLoader());
        return Nd4jBackend.BACKEND_PRIORITY_GPU > Nd4jBackend.BACKEND_PRIORITY_CPU;
      } catch (ClassNotFoundException e) {
        return false; // built without the profile cuda
      }
    }

    @Override
    public boolean isLoaded() {
      return Nd4j.getExecutioner().type() == ExecutionerType.CUDA;
    }

    @Override
    public void pin(int device) {
      Nd4j.getAffinityManager().unsafeSetDevice(device);
    }
  }
}
