package org.polarfold.ingest;

import java.util.Arrays;
import org.polarfold.study.MapKind;
import org.polarfold.study.PolarMap;
import org.polarfold.study.Segment17;

/**
 * Holds a map against the 17 segment means that the site computed itself, and looks for the
 * orientation in which they agree: a map read in a wrong orientation has the right values in the
 * wrong segments. Differences are root mean squares over the segments, as a share of the mean of
 * what was sent.
 */
final class SegmentAgreement {

  /** Below this, sent and computed means differ by no more than rounding and borders do. */
  private static final double NEGLIGIBLE = 0.02;

  /** Another orientation is believed only where it fits this many times better. */
  private static final double CLEARLY = 3;

  /** And only from 30 degrees on: less is a matter of where a program draws its borders. */
  private static final int LEAST_TURN = 6;

  private SegmentAgreement() {}

  /**
   * Refuses a map whose segments are not those that were sent.
   *
   * @param sent 17 segment means in the map's unit
   * @throws RecordFlaw IMPLAUSIBLE_ORIENTATION where another orientation fits clearly better,
   *     SEGMENT_MEANS_DISAGREE where none does
   */
  static void check(MapKind kind, double[] sent, PolarMap map, double tolerance) throws RecordFlaw {
    double asRead = difference(sent, Segment17.means(map));
    if (asRead <= NEGLIGIBLE) {
      return;
    }
    double best = asRead / CLEARLY;
    String remedy = "";
    for (boolean mirrored : new boolean[] {false, true}) {
      for (int turn = 0; turn < PolarMap.SECTORS; turn++) {
        int off = Math.min(turn, PolarMap.SECTORS - turn);
        double turned = difference(sent, Segment17.means(map.turned(turn, mirrored)));
        if (turned < best && (mirrored || off >= LEAST_TURN)) {
          best = turned;
          remedy = (mirrored ? "mirrored and " : "") + "turned by " + turn * 5;
        }
      }
    }
    if (!remedy.isEmpty()) {
      throw new RecordFlaw(
          RejectionReason.IMPLAUSIBLE_ORIENTATION,
          "the "
              + kind.key()
              + " map: its segments are those that were sent if it is "
              + remedy
              + " degrees counter-clockwise, expected as site.conf says");
    }
    if (asRead > tolerance) {
      throw new RecordFlaw(
          RejectionReason.SEGMENT_MEANS_DISAGREE,
          "the " + kind.key() + " map: expected the segment means that were sent");
    }
  }

  /**
   * Refuses a reserve that is neither the segments' mean ratio nor the ratio of their means.
   *
   * @throws RecordFlaw RESERVE_DISAGREES
   */
  static void checkReserve(PolarMap sent, PolarMap rest, PolarMap stress, double tolerance)
      throws RecordFlaw {
    double[] reserve = Segment17.means(sent);
    double[] ratio = Segment17.means(stress);
    double[] rests = Segment17.means(rest);
    for (int s = 0; s < ratio.length; s++) {
      ratio[s] /= rests[s];
    }
    if (difference(reserve, ratio) > tolerance
        && difference(reserve, Segment17.means(stress.over(rest))) > tolerance) {
      throw new RecordFlaw(
          RejectionReason.RESERVE_DISAGREES,
          "the reserve map: expected stress over rest within "
              + Math.round(100 * tolerance)
              + " %");
    }
  }

  private static double difference(double[] sent, double[] computed) {
    double squares = 0;
    for (int s = 0; s < sent.length; s++) {
      squares += (sent[s] - computed[s]) * (sent[s] - computed[s]);
    }
    return Math.sqrt(squares / sent.length) / Arrays.stream(sent).average().orElseThrow();
  }
}
