package org.polarfold.train;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.ByteBuffer;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Everything of a network that training changes: what a worker needs, beside the graph, to go on
 * where the last one stopped.
 */
final class TrainingState implements Serializable {

  private static final long serialVersionUID = 1;

  /**
   * Floats that are made bytes at a time; Java's own way of single floats takes ten times as long.
   */
  private static final int CHUNK = 1 << 14;

  private transient float[] learnt;
  private transient float[] updaterState;
  private final int iteration;
  private final int epoch;

  /**
   * A state.
   *
   * @param learnt values of the parameters at the places that are learnt
   * @param updaterState Adam's moments and the like; empty where the updater has none
   * @param iteration gradient steps taken
   * @param epoch epochs finished
   */
  TrainingState(float[] learnt, float[] updaterState, int iteration, int epoch) {
    this.learnt = learnt;
    this.updaterState = updaterState;
    this.iteration = iteration;
    this.epoch = epoch;
  }

  /** That of a network whose parameters are learnt at some places. */
  static TrainingState of(ComputationGraph network, Places places) {
    ComputationGraphConfiguration configuration = network.getConfiguration();
    INDArray state = network.getUpdater().getStateViewArray();
    return new TrainingState(
        places.read(network.params()),
        state == null ? new float[0] : Places.all(state.length()).read(state),
        configuration.getIterationCount(),
        configuration.getEpochCount());
  }

  /** Puts it into a network of the same graph. */
  void putInto(ComputationGraph network, Places places) {
    places.write(learnt, network.params());
    if (updaterState.length > 0) {
      Places.all(updaterState.length).write(updaterState, network.getUpdater().getStateViewArray());
    }
    // Cloning a network resets the counts, and with them Adam's bias correction.
    network.getConfiguration().setIterationCount(iteration);
    network.getConfiguration().setEpochCount(epoch);
  }

  float[] learnt() {
    return learnt;
  }

  float[] updaterState() {
    return updaterState;
  }

  int iteration() {
    return iteration;
  }

  int epoch() {
    return epoch;
  }

  /** Writes it as {@link #read(DataInput)} reads it. */
  void write(DataOutput out) throws IOException {
    out.writeInt(iteration);
    out.writeInt(epoch);
    write(out, learnt);
    write(out, updaterState);
  }

  /** Reads what {@link #write(DataOutput)} wrote. */
  static TrainingState read(DataInput in) throws IOException {
    int iteration = in.readInt();
    int epoch = in.readInt();
    return new TrainingState(floats(in), floats(in), iteration, epoch);
  }

  private void writeObject(ObjectOutputStream out) throws IOException {
    out.defaultWriteObject();
    write(out, learnt);
    write(out, updaterState);
  }

  private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
    in.defaultReadObject();
    learnt = floats(in);
    updaterState = floats(in);
  }

  private static void write(DataOutput out, float[] values) throws IOException {
    out.writeInt(values.length);
    ByteBuffer bytes = ByteBuffer.allocate(CHUNK * Float.BYTES);
    for (int from = 0; from < values.length; from += CHUNK) {
      int count = Math.min(CHUNK, values.length - from);
      bytes.asFloatBuffer().put(values, from, count);
      out.write(bytes.array(), 0, count * Float.BYTES);
    }
  }

  private static float[] floats(DataInput in) throws IOException {
    float[] values = new float[in.readInt()];
    ByteBuffer bytes = ByteBuffer.allocate(CHUNK * Float.BYTES);
    for (int from = 0; from < values.length; from += CHUNK) {
      int count = Math.min(CHUNK, values.length - from);
      in.readFully(bytes.array(), 0, count * Float.BYTES);
      bytes.asFloatBuffer().get(values, from, count);
    }
    return values;
  }
}
