package org.polarfold.train;

import java.io.Serializable;
import java.util.Arrays;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.polarfold.provenance.Seeds;

/**
 * How examples lie in a worker's share, and what a network takes them as.
 *
 * @param views rows that an example has among the features, one below another; an epoch takes one
 * @param shape of an example as the network takes it, slowest first; empty where as it lies
 */
record ExampleForm(int views, long[] shape) implements Serializable {

  /** A row an example, taken as it lies. */
  static final ExampleForm PLAIN = new ExampleForm(1, new long[0]);

  /** Of studies with so many views, of features of a type. */
  static ExampleForm of(int views, InputType features) {
    boolean vector = features.getType() == InputType.Type.FF;
    return new ExampleForm(views, vector ? new long[0] : features.getShape(false));
  }

  /** The rows of the features in which some examples' first views are. */
  int[] first(int[] examples) {
    return Arrays.stream(examples).map(e -> e * views).toArray();
  }

  /** The rows of the features in which some examples of a worker are seen in an epoch. */
  int[] seen(Seeds seeds, int epoch, int worker, int[] examples) {
    if (views == 1) {
      return examples;
    }
    Seeds drawn = seeds.family("view", epoch, worker);
    return Arrays.stream(examples)
        .map(e -> e * views + Math.floorMod(drawn.seed(e), views))
        .toArray();
  }

  /**
   * Some examples of a share.
   *
   * @param examples their rows among the labels
   * @param seen their rows among the features
   */
  MultiDataSet batch(MultiDataSet share, int[] examples, int[] seen) {
    return new org.nd4j.linalg.dataset.MultiDataSet(
        Arrays.stream(rows(share.getFeatures(), seen)).map(this::shaped).toArray(INDArray[]::new),
        rows(share.getLabels(), examples),
        null,
        share.getLabelsMaskArrays() == null ? null : rows(share.getLabelsMaskArrays(), examples));
  }

  private static INDArray[] rows(INDArray[] arrays, int[] rows) {
    return Arrays.stream(arrays).map(array -> array.getRows(rows)).toArray(INDArray[]::new);
  }

  /** [rows, values] in the network's shape, [rows, ...]. */
  INDArray shaped(INDArray rows) {
    if (shape.length == 0) {
      return rows;
    }
    long[] all = new long[shape.length + 1];
    all[0] = rows.size(0);
    System.arraycopy(shape, 0, all, 1, shape.length);
    return rows.reshape(all);
  }
}
