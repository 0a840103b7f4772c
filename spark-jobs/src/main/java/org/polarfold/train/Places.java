package org.polarfold.train;

import java.io.Serializable;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.layers.FrozenLayer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.concurrency.AffinityManager.Location;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.learning.regularization.Regularization.ApplyStep;

/**
 * Some places of an array of floats that lies densely, such as those of a network's parameters that
 * training changes.
 *
 * @param runs first place and the one after the last, of one run after another
 */
record Places(List<Run> runs) implements Serializable {

  Places {
    runs = List.copyOf(runs);
  }

  /** From a place to before another one. */
  record Run(int from, int to) implements Serializable {}

  static Places all(long length) {
    return new Places(List.of(new Run(0, Math.toIntExact(length))));
  }

  /**
   * Where a network's parameters are that training changes: those of all layers but the frozen
   * ones, which are wrapped as such or learn by a plain gradient step of rate 0.
   */
  static Places learnt(ComputationGraph network) {
    List<Run> runs = new ArrayList<>();
    int from = 0;
    for (int index : network.topologicalSortOrder()) {
      GraphVertex vertex = network.getVertices()[index];
      int to = Math.toIntExact(from + vertex.numParams());
      if (to > from && !(vertex.hasLayer() && frozen(vertex.getLayer()))) {
        Run last = runs.isEmpty() ? null : runs.get(runs.size() - 1);
        if (last != null && last.to == from) {
          runs.set(runs.size() - 1, new Run(last.from, to));
        } else {
          runs.add(new Run(from, to));
        }
      }
      from = to;
    }
    return new Places(runs);
  }

  private static boolean frozen(Layer layer) {
    if (layer instanceof FrozenLayer) {
      return true;
    }
    boolean constrained =
        layer.conf().getLayer().getConstraints() != null
            && !layer.conf().getLayer().getConstraints().isEmpty();
    return !constrained
        && layer.paramTable(false).keySet().stream().allMatch(parameter -> still(layer, parameter));
  }

  /** A decay of weights that acts after the updater would move them all the same. */
  private static boolean still(Layer layer, String parameter) {
    return layer.conf().getLayer().getUpdaterByParam(parameter) instanceof Sgd sgd
        && sgd.getLearningRateSchedule() == null
        && sgd.getLearningRate() == 0
        && layer.conf().getLayer().getRegularizationByParam(parameter).stream()
            .allMatch(decay -> decay.applyStep() == ApplyStep.BEFORE_UPDATER);
  }

  int count() {
    return runs.stream().mapToInt(run -> run.to - run.from).sum();
  }

  /** The index among what is read there of a place of the array. */
  int indexOf(long place) {
    int at = 0;
    for (Run run : runs) {
      if (place >= run.from && place < run.to) {
        return Math.toIntExact(at + place - run.from);
      }
      at += run.to - run.from;
    }
    throw new IllegalArgumentException(
        "Invalid place: " + place + " (expected one of " + runs + ")");
  }

  /** The values there, one run after another. */
  float[] read(INDArray array) {
    FloatBuffer values = values(array);
    float[] read = new float[count()];
    int at = 0;
    for (Run run : runs) {
      values.get(run.from, read, at, run.to - run.from);
      at += run.to - run.from;
    }
    return read;
  }

  /** Puts values there, as they were read. */
  void write(float[] written, INDArray array) {
    FloatBuffer values = values(array);
    int at = 0;
    for (Run run : runs) {
      values.put(run.from, written, at, run.to - run.from);
      at += run.to - run.from;
    }
    Nd4j.getAffinityManager().tagLocation(array, Location.HOST);
  }

  private static FloatBuffer values(INDArray array) {
    if (array.dataType() != DataType.FLOAT || array.offset() != 0) {
      throw new IllegalArgumentException(
          "Cannot train a network of "
              + array.dataType()
              + " parameters that begin at "
              + array.offset()
              + " (expected FLOAT at 0)");
    }
    Nd4j.getAffinityManager().ensureLocation(array, Location.HOST);
    return array.data().asNioFloat();
  }
}
