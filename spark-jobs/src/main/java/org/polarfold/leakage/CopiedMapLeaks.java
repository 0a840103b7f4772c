package org.polarfold.leakage;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.polarfold.ingest.CopiedMaps;
import org.polarfold.leakage.Leak.Kind;
import scala.Tuple2;

/**
 * The same maps under two pseudonyms, of which a network learns from one and is judged on the
 * other; of all folds in one job.
 */
final class CopiedMapLeaks {

  private CopiedMapLeaks() {}

  private record Where(boolean exactly, String arm, int repeat) implements Serializable {}

  /**
   * Looks.
   *
   * @param studies those that can be learnt from
   * @param place of the lake
   */
  static List<Leak> find(Dataset<Row> studies, Sides sides, String place) {
    Broadcast<Sides> sent =
        JavaSparkContext.fromSparkContext(studies.sparkSession().sparkContext()).broadcast(sides);
    Map<Where, Tally> found =
        new HashMap<>(
            CopiedMaps.among(studies)
                .flatMapToPair(
                    copies ->
                        sent.value().parted(copies.patients()).stream()
                            .map(
                                apart ->
                                    new Tuple2<>(
                                        new Where(
                                            copies.exactly(),
                                            apart.cut().arm(),
                                            apart.cut().repeat()),
                                        Tally.of(
                                            apart.learnt()
                                                + " and "
                                                + apart.heldOut()
                                                + " (held out by "
                                                + apart.cut().fold()
                                                + ")")))
                            .iterator())
                .reduceByKey(Tally::plus)
                .collectAsMap());
    sent.destroy();
    List<Leak> leaks = new ArrayList<>();
    found.entrySet().stream()
        .sorted(
            Comparator.comparing((Map.Entry<Where, Tally> one) -> one.getKey().arm())
                .thenComparing(one -> one.getKey().repeat())
                .thenComparing(one -> !one.getKey().exactly()))
        .filter(one -> !isToldExactly(one, found))
        .forEach(one -> leaks.add(leak(one.getKey(), one.getValue(), place)));
    return leaks;
  }

  /** Maps that are the same to the last bit have the same shape as well. */
  private static boolean isToldExactly(Map.Entry<Where, Tally> one, Map<Where, Tally> all) {
    Where where = one.getKey();
    Where exactly = new Where(true, where.arm, where.repeat);
    return !where.exactly
        && all.getOrDefault(exactly, Tally.NONE).count() >= one.getValue().count();
  }

  private static Leak leak(Where where, Tally tally, String place) {
    return new Leak(
        Kind.COPIED_MAP,
        place + ", arm " + where.arm + (where.repeat == 0 ? "" : ", repeat " + (where.repeat + 1)),
        where.exactly
            ? "the same maps are learnt from and held out"
            : "maps of the same shape are learnt from and held out",
        tally.first(),
        tally.count(),
        "an examination once; ingest the exports again, which keeps the first");
  }
}
