package org.polarfold.backbone;

import java.util.Arrays;
import org.apache.spark.ml.linalg.DenseMatrix;

/** Says how a process of its own rounds. */
public final class PrintedRounding {

  private static final int SIDE = 64;

  private PrintedRounding() {}

  /** Prints the mark; with any argument, after a product of matrices by Spark's own BLAS. */
  public static void main(String[] arguments) {
    if (arguments.length > 0) {
      double[] ones = new double[SIDE * SIDE];
      Arrays.fill(ones, 1);
      DenseMatrix matrix = new DenseMatrix(SIDE, SIDE, ones);
      if (matrix.multiply(matrix).apply(0, 0) != SIDE) {
        throw new IllegalStateException("a product of matrices is wrong");
      }
    }
    System.out.println(Rounding.ofThisProcess());
  }
}
