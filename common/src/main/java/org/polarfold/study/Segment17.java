package org.polarfold.study;

import java.util.ArrayList;
import java.util.List;

/**
 * The 17 segments of the American Heart Association (Cerqueira et al., Circulation 2002;105:539) on
 * the canonical grid. Segments are numbered as there, 1 to 17; arrays hold segment s at index s -
 * 1. Rings 0-5 are segment 17, 6-13 the apical four, 14-21 the mid six, 22-29 the basal six. Within
 * a level the first segment is the anterior one, centred at 90 degrees, and numbers run
 * counter-clockwise.
 */
public final class Segment17 {

  /** Number of segments. */
  public static final int COUNT = 17;

  private static final int[] SEGMENT_OF = segmentOfEveryValue();
  private static final List<Run> RUNS = runs();

  /** Values a segment. */
  private static final int[] SIZES = sizes();

  /** Values of one segment that follow one another in a map, as an arc or whole rings. */
  private record Run(int segment, int from, int to) {}

  private Segment17() {}

  /** The segment (1 to 17) that a ring (0 to 29) and sector (0 to 71) belong to. */
  public static int of(int ring, int sector) {
    return SEGMENT_OF[PolarMap.index(ring, sector)];
  }

  /** The segment (1 to 17) of a place in {@link PolarMap#toArray()}. */
  public static int at(int place) {
    return SEGMENT_OF[place];
  }

  /**
   * The mean of a map in each of the 17 segments, in the map's unit; every grid value weighs alike.
   */
  public static double[] means(PolarMap map) {
    double[] means = new double[COUNT];
    for (Run run : RUNS) {
      means[run.segment() - 1] += map.sum(run.from(), run.to());
    }
    for (int s = 0; s < COUNT; s++) {
      means[s] /= SIZES[s];
    }
    return means;
  }

  /**
   * The map that holds one value a segment.
   *
   * @param values 17 finite values, segment s at index s - 1
   */
  public static PolarMap spread(double[] values) {
    if (values.length != COUNT) {
      throw new IllegalArgumentException(
          "Invalid segment values: " + values.length + " (expected " + COUNT + ")");
    }
    float[] map = new float[PolarMap.SIZE];
    for (int i = 0; i < map.length; i++) {
      map[i] = (float) values[SEGMENT_OF[i] - 1];
    }
    return PolarMap.of(map);
  }

  private static int[] segmentOfEveryValue() {
    int[] segments = new int[PolarMap.SIZE];
    for (int ring = 0; ring < PolarMap.RINGS; ring++) {
      for (int sector = 0; sector < PolarMap.SECTORS; sector++) {
        segments[PolarMap.index(ring, sector)] = segmentOf(ring, sector);
      }
    }
    return segments;
  }

  private static List<Run> runs() {
    List<Run> runs = new ArrayList<>();
    int from = 0;
    for (int at = 1; at <= PolarMap.SIZE; at++) {
      if (at == PolarMap.SIZE || SEGMENT_OF[at] != SEGMENT_OF[from]) {
        runs.add(new Run(SEGMENT_OF[from], from, at));
        from = at;
      }
    }
    return List.copyOf(runs);
  }

  private static int[] sizes() {
    int[] sizes = new int[COUNT];
    RUNS.forEach(run -> sizes[run.segment() - 1] += run.to() - run.from());
    return sizes;
  }

  private static int segmentOf(int ring, int sector) {
    double degrees = sector * 5 + 2.5;
    if (ring < 6) {
      return 17;
    }
    if (ring < 14) {
      return 13 + step(degrees, 45, 90);
    }
    return (ring < 22 ? 7 : 1) + step(degrees, 60, 60);
  }

  /** How many segments of a width lie counter-clockwise between a first border and an angle. */
  private static int step(double degrees, double firstBorder, double width) {
    return (int) (((degrees - firstBorder + 360) % 360) / width);
  }
}
