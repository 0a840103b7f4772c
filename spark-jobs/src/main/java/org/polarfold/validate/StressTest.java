package org.polarfold.validate;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.substring_index;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.polarfold.UserException;
import org.polarfold.backbone.Backbone;
import org.polarfold.evaluate.ChangeCurve;
import org.polarfold.provenance.Seeds;
import org.polarfold.store.PredictionDecoder;
import org.polarfold.store.PredictionStore;
import org.polarfold.store.PredictionTable;
import org.polarfold.store.StudyCodec;
import org.polarfold.store.StudyStore;
import org.polarfold.stress.Grades;
import org.polarfold.study.InputMaps;
import org.polarfold.study.Target;
import org.polarfold.validate.StressTask.Shown;

/**
 * What becomes of a finished run's networks, internal and external, when the maps of the patients
 * held out of them are changed by degrees.
 *
 * @param validation the run
 * @param studies the lake's
 * @param grades how far maps are changed
 */
public record StressTest(Validation validation, StudyStore studies, Grades grades) {

  /** The predictions of a stress test in its run's folder. */
  public static final String PREDICTIONS = "stress";

  private static final Set<String> ARMS = Set.of("internal", "external");

  /** Studies of one partition. */
  private static final int PARTITION = 50;

  /** Rounding on another machine is far below, any other network far above. */
  private static final double ROUNDING = 1e-4;

  private static final int LEAST_PARTITIONS = 64;
  private static final int PARTITIONS_A_CORE = 4;

  /**
   * How the run's own predictions come out again where nothing is changed.
   *
   * @param predictions of the network with a label, in both arms
   * @param largestDifference between the two scores of one of them
   */
  public record Reproduced(long predictions, double largestDifference) {}

  /**
   * Scores all changed maps, in one Spark job, into the run's folder {@value #PREDICTIONS}.
   *
   * @throws UserException where a cell is not finished
   */
  public void score() {
    List<MissingCell> missing = missing();
    JavaRDD<Row> rows =
        validation.experiment().maps().stream()
            .map(maps -> scored(maps, missing))
            .reduce(JavaRDD::union)
            .orElseThrow();
    PredictionStore.writeParts(validation.spark(), rows, path());
  }

  private String path() {
    return validation.run().pathOf(PREDICTIONS);
  }

  private JavaRDD<Row> scored(InputMaps maps, List<MissingCell> missing) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(validation.spark().sparkContext());
    List<Shown> networks = new ArrayList<>();
    Map<String, List<Integer>> heldOutOf = new HashMap<>();
    for (FoldOfMap fold : FoldOfMap.of(validation.experiment(), validation.plan())) {
      if (ARMS.contains(fold.arm()) && fold.map().equals(maps)) {
        for (Stage stage : fold.stages(validation.experiment())) {
          if (isShown(fold, stage, missing)) {
            int place = networks.size();
            networks.add(shown(fold, stage, context));
            fold.fold()
                .heldOut()
                .forEach(
                    patient ->
                        heldOutOf
                            .computeIfAbsent(patient.value(), one -> new ArrayList<>())
                            .add(place));
          }
        }
      }
    }
    List<Column> columns = new ArrayList<>(List.of(col(StudyCodec.PATIENT), col(StudyCodec.SITE)));
    maps.kinds().forEach(kind -> columns.add(col(StudyCodec.mapColumn(kind))));
    for (Target target : Target.values()) {
      columns.add(col(StudyCodec.labelColumn(target)));
    }
    Broadcast<Backbone> backbone = context.broadcast(validation.backbone());
    // How many partitions there are depends on the patients alone, not on the cluster.
    return studies
        .withMaps(maps.kinds())
        .select(columns.toArray(Column[]::new))
        .repartition(heldOutOf.size() / PARTITION + 1, col(StudyCodec.PATIENT))
        .sortWithinPartitions(StudyCodec.PATIENT)
        .toJavaRDD()
        .mapPartitions(
            new StressTask(
                maps,
                backbone,
                networks,
                context.broadcast(heldOutOf),
                grades,
                new Seeds(validation.experiment().seed()).family("stress")));
  }

  /** Networks whose arm is whole: of others nothing is estimated. */
  private static boolean isShown(FoldOfMap fold, Stage stage, List<MissingCell> missing) {
    return stage.kind() != Stage.Kind.COMPARATOR
        && !stage.targets().isEmpty()
        && missing.stream()
            .noneMatch(
                cell ->
                    cell.arm().equals(fold.arm())
                        && cell.map().equals(fold.map().key())
                        && cell.targets()
                            .equals(stage.targets().stream().map(Target::key).toList()));
  }

  private List<MissingCell> missing() {
    return Validation.missing(validation.experiment(), validation.plan(), validation.run()).stream()
        .filter(cell -> cell.model().equals(Stage.NETWORK))
        .toList();
  }

  private Shown shown(FoldOfMap fold, Stage stage, JavaSparkContext context) {
    return new Shown(
        new PredictionStore.Origin(
            fold.arm(),
            Stage.NETWORK,
            fold.map().key(),
            fold.repeat(),
            fold.seed(),
            fold.fold().name()),
        stage.targets(),
        context.broadcast(validation.model(fold, stage)));
  }

  /**
   * Holds the scores of unchanged maps against the run's own predictions.
   *
   * @throws UserException where they are not the same but for rounding: the run's files are not
   *     those that its networks made
   */
  public Reproduced reproduced() {
    String kind = grades.changes().keySet().iterator().next().key();
    List<String> keys = List.of("patient", "arm", "target", "map", "repeat", "seed");
    PredictionTable table =
        PredictionTable.read(
            validation.spark(),
            validation.run().pathOf("predictions"),
            validation.run().shownPathOf("predictions"));
    for (MissingCell cell : missing()) {
      table = cell.outOf(table);
    }
    Dataset<Row> theirs =
        of(table.rows(), keys, "theirs")
            .where(
                col("model")
                    .equalTo(Stage.NETWORK)
                    .and(col("arm").isInCollection(ARMS))
                    .and(col("label").isNotNull()))
            .drop("model", "label");
    Dataset<Row> ours =
        of(read().rows(), keys, "ours")
            .where(col("model").equalTo(ChangeCurve.model(kind, 0)))
            .drop("model", "label");
    Column difference = abs(col("ours").minus(col("theirs")));
    Row all =
        theirs
            .join(ours, keys.toArray(String[]::new), "full_outer")
            .agg(
                count(lit(1)),
                count(when(difference.isNull(), 1)),
                coalesce(max(difference), lit(0.0)))
            .first();
    if (all.getLong(1) > 0 || all.getDouble(2) > ROUNDING) {
      throw new UserException(
          "Cannot stress run "
              + validation.run()
              + ": its networks do not score unchanged maps as in its predictions: "
              + all.getLong(1)
              + " of "
              + all.getLong(0)
              + " are on one side only, the others differ by up to "
              + all.getDouble(2)
              + " (expected at most "
              + ROUNDING
              + "; draw a new plan with ./run split)");
    }
    return new Reproduced(all.getLong(0), all.getDouble(2));
  }

  private static Dataset<Row> of(Dataset<Row> rows, List<String> keys, String name) {
    List<Column> columns = new ArrayList<>(keys.stream().map(functions::col).toList());
    columns.addAll(List.of(col("model"), col("label"), col("score").as(name)));
    return rows.select(columns.toArray(Column[]::new));
  }

  private PredictionTable read() {
    return PredictionTable.read(
        validation.spark(), path(), validation.run().shownPathOf(PREDICTIONS));
  }

  /** The curves of every target, map and kind, each estimated in a task by itself. */
  public List<ChangeCurve> curves() {
    PredictionTable table = read();
    String source = table.source();
    Column kind = substring_index(col("model"), " ", 1);
    Column[] together = {col("target"), col("map"), kind};
    int cores = validation.spark().sparkContext().defaultParallelism();
    List<CellResult<ChangeCurve>> results =
        table
            .unplaced()
            .repartition(Math.max(LEAST_PARTITIONS, PARTITIONS_A_CORE * cores), together)
            .sortWithinPartitions(together)
            .javaRDD()
            .mapPartitions(
                some -> new CellResults<>(some, source, StressTest::sameCurve, ChangeCurve::of))
            .collect();
    results.stream()
        .flatMap(result -> result.flaws().stream())
        .findFirst()
        .ifPresent(
            flaw -> {
              throw new IllegalStateException(flaw.message());
            });
    return results.stream()
        .flatMap(result -> result.estimates().stream())
        .sorted(
            Comparator.comparing(ChangeCurve::target)
                .thenComparing(ChangeCurve::map)
                .thenComparing(ChangeCurve::kind))
        .toList();
  }

  private static boolean sameCurve(Row one, Row other) {
    return PredictionDecoder.sameTask(one, other)
        && ChangeCurve.kind(one.<String>getAs("model"))
            .equals(ChangeCurve.kind(other.<String>getAs("model")));
  }
}
