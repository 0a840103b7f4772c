package org.polarfold.ingest;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.polarfold.study.MapKind;
import org.polarfold.study.PerfusionStudy;
import org.polarfold.study.PolarMap;
import org.polarfold.study.Segment17;

/**
 * What of a study's maps is left when the same examination is exported again on another grid, in
 * another unit or with fewer decimals: the 17 segment means of rest and stress, each over its map's
 * mean (of reserve, where a site sends nothing else).
 */
final class MapShape {

  /**
   * Shapes of a root mean square difference up to this are of the same maps: figures, and what is
   * missed, in {@code docs/decisions/near-duplicates.md}.
   */
  static final double SAME = 0.005;

  private MapShape() {}

  /** 17 values a map, in the order rest, stress, reserve of those that count. */
  static float[] of(PerfusionStudy study) {
    Map<MapKind, PolarMap> maps = new EnumMap<>(study.maps());
    if (maps.size() > 1) {
      maps.remove(MapKind.RESERVE);
    }
    return ofMeans(maps.values().stream().map(Segment17::means).toList());
  }

  /** The same of the 17 segment means of those maps. */
  static float[] ofMeans(List<double[]> maps) {
    float[] shape = new float[maps.size() * Segment17.COUNT];
    int at = 0;
    for (double[] means : maps) {
      double mean = java.util.Arrays.stream(means).average().orElseThrow();
      for (double segment : means) {
        // A map without any counts has no shape.
        shape[at++] = mean > 0 ? (float) (segment / mean) : 0;
      }
    }
    return shape;
  }

  /** A shape as {@link org.polarfold.store.StudyStore#SHAPE} holds it. */
  static byte[] bytes(float[] shape) {
    ByteBuffer bytes =
        ByteBuffer.allocate(shape.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(shape);
    return bytes.array();
  }

  /** The shape that such bytes are. */
  static float[] ofBytes(byte[] bytes) {
    float[] shape = new float[bytes.length / Float.BYTES];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(shape);
    return shape;
  }

  /** Whether two are of the same maps; most that are not differ so much in a few segments. */
  static boolean isSame(float[] a, float[] b) {
    if (a.length != b.length) {
      return false;
    }
    double most = SAME * SAME * a.length;
    double squares = 0;
    for (int i = 0; i < a.length && squares <= most; i++) {
      squares += (a[i] - b[i]) * (double) (a[i] - b[i]);
    }
    return squares <= most;
  }
}
