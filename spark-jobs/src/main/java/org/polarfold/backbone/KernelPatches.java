package org.polarfold.backbone;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.impl.reduce.same.Sum;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What each position of a square kernel meets of a picture that lies channel by channel; half the
 * kernel's side is padded on each side.
 */
record KernelPatches(int kernel, int stride, long batch, long height, long width, long channels) {

  KernelPatches(int kernel, int stride, long... input) {
    this(kernel, stride, input[0], input[1], input[2], input[3]);
  }

  private static long side(long before, int kernel, int stride) {
    return (before + 2L * (kernel / 2) - kernel) / stride + 1;
  }

  private long down() {
    return side(height, kernel, stride);
  }

  private long across() {
    return side(width, kernel, stride);
  }

  /** How many patches there are. */
  long rows() {
    return batch * down() * across();
  }

  /** How long a patch is. */
  long length() {
    return channels * kernel * kernel;
  }

  /** Whether the picture's own memory holds the patches one after another. */
  boolean areTheInput() {
    return kernel == 1 && stride == 1;
  }

  long[] input() {
    return new long[] {batch, height, width, channels};
  }

  /** The shape of {@link #gather}'s patches. */
  long[] patches() {
    return new long[] {batch, down(), across(), length()};
  }

  /** The shape of what so many kernels yield. */
  long[] outputs(long kernels) {
    return new long[] {batch, down(), across(), kernels};
  }

  /** Copies patches; what lies outside the picture is not written. */
  void gather(INDArray picture, INDArray patches) {
    gathering(picture, patches).forEach(Runnable::run);
  }

  /** The copies of {@link #gather}, to be repeated. */
  List<Runnable> gathering(INDArray picture, INDArray patches) {
    List<Runnable> copies = new ArrayList<>();
    each(
        (place, down, across) -> {
          INDArray from = met(picture, down, across);
          INDArray to = meeting(patches, place, down, across);
          copies.add(() -> to.assign(from));
        });
    return copies;
  }

  /** How many patches a pixel may be in. */
  private int most() {
    int across = (kernel + stride - 1) / stride;
    return across * across;
  }

  /**
   * For every pixel where in the patches it is: row by row of [rows x kernel x kernel, channels],
   * the row behind the last where it is in fewer than others.
   */
  INDArray whereabouts() {
    int[] rows = new int[Math.toIntExact(batch * height * width * most())];
    Arrays.fill(rows, Math.toIntExact(rows() * kernel * kernel));
    int[] found = new int[Math.toIntExact(batch * height * width)];
    for (int place = 0; place < kernel * kernel; place++) {
      for (long row = 0; row < rows(); row++) {
        long y = row / across() % down() * stride + place / kernel - kernel / 2;
        long x = row % across() * stride + place % kernel - kernel / 2;
        if (y >= 0 && y < height && x >= 0 && x < width) {
          int pixel = (int) ((row / (across() * down()) * height + y) * width + x);
          rows[pixel * most() + found[pixel]++] = (int) (row * kernel * kernel + place);
        }
      }
    }
    return Nd4j.createFromArray(rows);
  }

  /** The shape of what {@link #scatter} reads: patches and a row of zeros. */
  long[] patchesAndZero() {
    return new long[] {rows() * kernel * kernel + 1, channels};
  }

  /** The shape of what {@link #scatter} works in. */
  long[] copies() {
    return new long[] {batch * height * width, most(), channels};
  }

  /**
   * Adds patches to where they came from. Copying rows and summing them is ten times as fast as
   * adding views of the patches to views of the picture.
   *
   * @param whereabouts {@link #whereabouts}
   * @param patches of the shape {@link #patchesAndZero}
   * @param copies of the shape {@link #copies}, overwritten
   * @param picture overwritten
   */
  void scatter(INDArray whereabouts, INDArray patches, INDArray copies, INDArray picture) {
    Nd4j.exec(
        DynamicCustomOp.builder("gather")
            .addInputs(patches, whereabouts)
            .addOutputs(copies.reshape(copies.size(0) * copies.size(1), channels))
            .addIntegerArguments(0)
            .build());
    Nd4j.exec(new Sum(copies, picture.reshape(copies.size(0), channels), false, 1));
  }

  private interface Place {
    void met(int place, Span down, Span across);
  }

  private void each(Place each) {
    for (int place = 0; place < kernel * kernel; place++) {
      Span down = Span.of(place / kernel - kernel / 2, stride, height, down());
      Span across = Span.of(place % kernel - kernel / 2, stride, width, across());
      if (down.count > 0 && across.count > 0) {
        each.met(place, down, across);
      }
    }
  }

  /** By its strides: ND4J's own intervals with a stride may reach one place too far. */
  private INDArray met(INDArray picture, Span down, Span across) {
    return view(
        picture,
        height * width * channels,
        width * channels * stride,
        channels * stride,
        (down.at * width + across.at) * channels,
        down,
        across);
  }

  private INDArray meeting(INDArray patches, int place, Span down, Span across) {
    long row = across() * length();
    return view(
        patches,
        down() * row,
        row,
        length(),
        down.first * row + across.first * length() + place * channels,
        down,
        across);
  }

  private INDArray view(
      INDArray of, long item, long row, long column, long from, Span down, Span across) {
    return Nd4j.create(
        of.data(),
        new long[] {batch, down.count, across.count, channels},
        new long[] {item, row, column, 1},
        from,
        'c');
  }

  /**
   * Where one place of the kernel lies within the picture.
   *
   * @param first of the outputs for which it does
   * @param count of them
   * @param at what the first of them meets
   */
  private record Span(long first, long count, long at) {

    static Span of(int offset, int stride, long side, long outputs) {
      long first = offset < 0 ? (-offset + stride - 1) / stride : 0;
      long last = Math.min(outputs - 1, Math.floorDiv(side - 1 - offset, stride));
      return new Span(first, last - first + 1, first * stride + offset);
    }
  }
}
