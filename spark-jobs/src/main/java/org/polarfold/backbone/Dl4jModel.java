package org.polarfold.backbone;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.polarfold.backbone.Dl4jLayer.Kind;

/**
 * The layers of a DL4J zip with their arrays. An array is named by its layer and itself, as {@code
 * conv1/W}; a dense layer's is [out, in], and a normalisation's {@code var} is its variance,
 * however the file keeps it.
 */
final class Dl4jModel implements WeightFile {

  static final String KERNEL = "/W";
  static final String BIAS = "/b";
  static final String SCALE = "/gamma";
  static final String SHIFT = "/beta";
  static final String MEAN = "/mean";
  static final String VARIANCE = "/var";

  /** Where an array lies, or the one value that it has all over. */
  private record Array(long[] shape, int from, Optional<Float> everywhere, boolean logarithm) {

    static Array at(int from, long... shape) {
      return new Array(shape, from, Optional.empty(), false);
    }
  }

  private final float[] coefficients;
  private final Map<String, Dl4jLayer> layers = new LinkedHashMap<>();
  private final Map<String, Array> arrays = new LinkedHashMap<>();

  private Dl4jModel(float[] coefficients) {
    this.coefficients = coefficients;
  }

  /**
   * Reads a zip.
   *
   * @throws WeightFlaw where the file is not such, or not whole
   */
  static Dl4jModel of(byte[] file) throws WeightFlaw {
    Dl4jZip zip = Dl4jZip.of(file);
    List<Dl4jLayer> inOrder = Dl4jGraph.layers(zip.configuration());
    float[] coefficients = zip.coefficients().values();
    long needed = 0;
    for (Dl4jLayer layer : inOrder) {
      needed = Math.min(needed + layer.parameters(), Integer.MAX_VALUE);
    }
    if (needed != coefficients.length) {
      throw new WeightFlaw(
          "as many numbers in coefficients.bin as its configuration.json needs, "
              + needed
              + ", and there are "
              + coefficients.length);
    }
    Dl4jModel model = new Dl4jModel(coefficients);
    int from = 0;
    for (Dl4jLayer layer : inOrder) {
      model.put(layer, from);
      from += (int) layer.parameters();
    }
    return model;
  }

  private void put(Dl4jLayer layer, int from) {
    layers.put(layer.name(), layer);
    int out = layer.out();
    switch (layer.kind()) {
      case CONVOLUTION -> {
        // Unlike a dense layer's, its bias comes first.
        if (layer.bias()) {
          arrays.put(layer.name() + BIAS, Array.at(from, out));
        }
        List<Integer> kernel = layer.kernel();
        arrays.put(
            layer.name() + KERNEL,
            Array.at(
                layer.bias() ? from + out : from, out, layer.in(), kernel.get(0), kernel.get(1)));
      }
      case DENSE -> {
        // Column by column of [in, out], which is row by row of [out, in].
        arrays.put(layer.name() + KERNEL, Array.at(from, out, layer.in()));
        if (layer.bias()) {
          arrays.put(layer.name() + BIAS, Array.at(from + layer.in() * out, out));
        }
      }
      case NORMALISATION -> {
        long[] shape = {out};
        int means = layer.locked() ? from : from + 2 * out;
        arrays.put(
            layer.name() + SCALE,
            layer.locked()
                ? new Array(shape, from, Optional.of(layer.scale()), false)
                : Array.at(from, out));
        arrays.put(
            layer.name() + SHIFT,
            layer.locked()
                ? new Array(shape, from, Optional.of(layer.shift()), false)
                : Array.at(from + out, out));
        arrays.put(layer.name() + MEAN, Array.at(means, out));
        arrays.put(
            layer.name() + VARIANCE,
            new Array(shape, means + out, Optional.empty(), layer.logarithm()));
      }
    }
  }

  /** A layer of a kind, where there is one of this name. */
  Optional<Dl4jLayer> layer(String name, Kind kind) {
    return Optional.ofNullable(layers.get(name)).filter(layer -> layer.kind() == kind);
  }

  @Override
  public Set<String> names() {
    return Collections.unmodifiableSet(arrays.keySet());
  }

  @Override
  public long[] shape(String name) {
    return array(name).shape.clone();
  }

  @Override
  public float[] values(String name) {
    Array array = array(name);
    int length = (int) Arrays.stream(array.shape).reduce(1, (a, b) -> a * b);
    if (array.everywhere.isPresent()) {
      float[] same = new float[length];
      Arrays.fill(same, array.everywhere.get());
      return same;
    }
    float[] values = Arrays.copyOfRange(coefficients, array.from, array.from + length);
    if (array.logarithm) {
      for (int i = 0; i < length; i++) {
        values[i] = (float) Math.pow(10, 2.0 * values[i]);
      }
    }
    return values;
  }

  private Array array(String name) {
    Array array = arrays.get(name);
    if (array == null) {
      throw new IllegalArgumentException("no array of this name: " + name);
    }
    return array;
  }
}
