package org.polarfold.backbone;

import io.jhdf.HdfFile;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * An HDF5 file as Keras 2 writes it, of weights alone or of a whole model: a group a layer with its
 * arrays. An array is named by its layer and itself, as {@code conv1_conv/kernel}. Links that lead
 * out of the file are not followed.
 */
final class KerasFile implements WeightFile {

  private static final String OF_A_MODEL = "model_weights";
  private static final int DEEPEST = 8;
  private static final int MOST_NODES = 100_000;
  private static final int MOST_DIMENSIONS = 8;
  private static final String EXPECTED = "an HDF5 file that is whole, as Keras 2 writes it";

  private record Array(long[] shape, float[] values) {}

  private final Map<String, Array> arrays;

  private KerasFile(Map<String, Array> arrays) {
    this.arrays = arrays;
  }

  /**
   * Reads all arrays.
   *
   * @throws WeightFlaw where the file is not such, or not whole
   */
  static KerasFile of(byte[] file) throws WeightFlaw {
    try (HdfFile hdf = HdfFile.fromBytes(file)) {
      Node model = hdf.getChild(OF_A_MODEL);
      Reading reading = new Reading(file.length);
      reading.group(model instanceof Group group && !model.isLink() ? group : hdf, 0);
      if (reading.arrays.isEmpty()) {
        throw new WeightFlaw(EXPECTED);
      }
      return new KerasFile(reading.arrays);
    } catch (RuntimeException | StackOverflowError e) {
      // The library throws whatever comes up where a file is damaged.
      throw new WeightFlaw(EXPECTED);
    }
  }

  /** What was met so far. */
  private static final class Reading {

    private final Map<String, Array> arrays = new TreeMap<>();
    private final int fileBytes;
    private int nodes;
    private long values;

    Reading(int fileBytes) {
      this.fileBytes = fileBytes;
    }

    void group(Group group, int depth) throws WeightFlaw {
      for (Node node : group.getChildren().values()) {
        nodes++;
        if (nodes > MOST_NODES || depth > DEEPEST) {
          throw new WeightFlaw(EXPECTED);
        }
        if (node.isLink()) {
          continue;
        }
        if (node instanceof Group inner) {
          group(inner, depth + 1);
        } else if (node instanceof Dataset dataset && depth > 0) {
          dataset(group.getName(), dataset);
        }
      }
    }

    private void dataset(String layer, Dataset dataset) throws WeightFlaw {
      Class<?> type = dataset.getJavaType();
      if ((type != float.class && type != double.class) || dataset.isVariableLength()) {
        return;
      }
      int[] dimensions = dataset.getDimensions();
      values += dataset.getSize();
      // Keras does not compress: no array is larger than the file.
      if (dimensions.length > MOST_DIMENSIONS
          || !dataset.getFilters().isEmpty()
          || values * Float.BYTES > fileBytes) {
        throw new WeightFlaw(EXPECTED);
      }
      long[] shape = new long[dimensions.length];
      for (int i = 0; i < shape.length; i++) {
        shape[i] = dimensions[i];
      }
      String name = layer + "/" + dataset.getName().split(":", 2)[0];
      if (arrays.put(name, new Array(shape, floats(dataset.getDataFlat()))) != null) {
        throw new WeightFlaw("an HDF5 file in which no layer stands twice");
      }
    }

    private static float[] floats(Object data) throws WeightFlaw {
      if (data instanceof float[] floats) {
        return floats;
      }
      if (data instanceof double[] doubles) {
        float[] floats = new float[doubles.length];
        for (int i = 0; i < floats.length; i++) {
          floats[i] = (float) doubles[i];
        }
        return floats;
      }
      throw new WeightFlaw(EXPECTED);
    }
  }

  @Override
  public Set<String> names() {
    return arrays.keySet();
  }

  @Override
  public long[] shape(String name) {
    return array(name).shape.clone();
  }

  @Override
  public float[] values(String name) {
    return array(name).values.clone();
  }

  private Array array(String name) {
    Array array = arrays.get(name);
    if (array == null) {
      throw new IllegalArgumentException("no array of this name: " + name);
    }
    return array;
  }
}
