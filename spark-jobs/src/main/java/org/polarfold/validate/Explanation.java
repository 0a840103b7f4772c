package org.polarfold.validate;

import static org.apache.spark.sql.functions.col;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.polarfold.backbone.Backbone;
import org.polarfold.backbone.Devices;
import org.polarfold.backbone.WeightFlaw;
import org.polarfold.provenance.Seeds;
import org.polarfold.store.AttributionStore.Attribution;
import org.polarfold.store.FeatureStore;
import org.polarfold.store.StudyCodec;
import org.polarfold.store.StudyStore;
import org.polarfold.study.InputMaps;
import org.polarfold.study.MapKind;
import org.polarfold.study.PatientId;
import org.polarfold.study.PolarMap;
import org.polarfold.study.Target;
import org.polarfold.train.Explainer;
import org.polarfold.train.Explainer.Method;
import org.polarfold.train.HeadNetwork;
import org.polarfold.train.SavedModel;
import scala.Tuple2;

/**
 * Where the networks of the internal arm look, on patients whom each has not seen.
 *
 * @param validation the run
 * @param studies the lake's
 * @param patients how many of every map, drawn by seed over all folds
 */
public record Explanation(Validation validation, StudyStore studies, int patients) {

  private static final String INTERNAL = "internal";

  /** Studies of one partition; their number alone decides how sums are rounded. */
  private static final int PARTITION = 50;

  /** What is averaged by itself. */
  private record Key(Target target, MapKind kind, Method method) implements Serializable {}

  /** Sums over studies: of attributions, and of their sizes. */
  private static final class Sums implements Serializable {

    private static final long serialVersionUID = 1L;

    private final Map<Key, double[]> signed = new HashMap<>();
    private final Map<Key, double[]> sizes = new HashMap<>();
    private long studies;

    void add(Explainer explainer, InputMaps maps, List<PolarMap> study) {
      studies++;
      for (Method method : Method.values()) {
        double[][][] ofStudy = explainer.of(study, method);
        for (int t = 0; t < ofStudy.length; t++) {
          for (int k = 0; k < study.size(); k++) {
            Key key = new Key(explainer.targets().get(t), maps.kinds().get(k), method);
            double[] sum = signed.computeIfAbsent(key, none -> new double[PolarMap.SIZE]);
            double[] size = sizes.computeIfAbsent(key, none -> new double[PolarMap.SIZE]);
            for (int place = 0; place < PolarMap.SIZE; place++) {
              sum[place] += ofStudy[t][k][place];
              size[place] += Math.abs(ofStudy[t][k][place]);
            }
          }
        }
      }
    }

    static double[] mean(List<Sums> parts, Function<Sums, Map<Key, double[]>> sums, Key key) {
      long count = parts.stream().mapToLong(part -> part.studies).sum();
      double[] mean = new double[PolarMap.SIZE];
      for (Sums part : parts) {
        double[] sum = sums.apply(part).getOrDefault(key, new double[PolarMap.SIZE]);
        for (int place = 0; place < mean.length; place++) {
          mean[place] += sum[place] / count;
        }
      }
      return mean;
    }
  }

  /** Told of every cell that was looked at. */
  @FunctionalInterface
  public interface Progress {
    /** A cell is finished. */
    void finished(String cell);
  }

  /** How many cells are looked at. */
  public int cells() {
    return validation.experiment().maps().stream().mapToInt(maps -> folds(maps).size()).sum()
        * stages().size();
  }

  /** All attributions, of every target that a finished cell scores. */
  public List<Attribution> all(Progress progress) {
    List<Attribution> all = new ArrayList<>();
    for (InputMaps maps : validation.experiment().maps()) {
      for (Stage stage : stages()) {
        all.addAll(of(maps, stage, progress));
      }
    }
    return all;
  }

  private List<Stage> stages() {
    return Stage.of(validation.experiment()).stream()
        .filter(stage -> stage.kind() != Stage.Kind.COMPARATOR && !stage.targets().isEmpty())
        .toList();
  }

  private List<FoldOfMap> folds(InputMaps maps) {
    return FoldOfMap.of(validation.experiment(), validation.plan()).stream()
        .filter(
            fold -> fold.arm().equals(INTERNAL) && fold.repeat() == 0 && fold.map().equals(maps))
        .filter(fold -> fold.seed() == validation.experiment().seeds().get(0))
        .toList();
  }

  private List<Attribution> of(InputMaps maps, Stage stage, Progress progress) {
    List<FoldOfMap> folds = folds(maps);
    List<Sums> parts = new ArrayList<>();
    for (FoldOfMap fold : folds) {
      parts.addAll(sums(fold, stage, (patients + folds.size() - 1) / folds.size()));
      progress.finished(fold.cell(stage));
    }
    long count = parts.stream().mapToLong(part -> part.studies).sum();
    List<Attribution> rows = new ArrayList<>();
    for (Target target : stage.targets()) {
      for (MapKind kind : maps.kinds()) {
        for (Method method : Method.values()) {
          Key key = new Key(target, kind, method);
          rows.add(
              new Attribution(
                  target.key(),
                  maps.key(),
                  kind.key(),
                  method.key(),
                  count,
                  Sums.mean(parts, part -> part.signed, key),
                  Sums.mean(parts, part -> part.sizes, key)));
        }
      }
    }
    return rows;
  }

  private List<Sums> sums(FoldOfMap fold, Stage stage, int most) {
    Seeds seeds = new Seeds(validation.experiment().seed()).family("explanation");
    Set<String> chosen =
        fold.fold().heldOut().stream()
            .sorted(
                Comparator.comparingLong((PatientId patient) -> seeds.seed(patient.value()))
                    .thenComparing(Comparator.naturalOrder()))
            .limit(most)
            .map(PatientId::value)
            .collect(Collectors.toSet());
    InputMaps maps = fold.map();
    List<Column> columns = new ArrayList<>(List.of(col(StudyCodec.PATIENT)));
    for (MapKind kind : maps.kinds()) {
      columns.add(col(StudyCodec.mapColumn(kind)));
    }
    Dataset<Row> rows =
        studies
            .withMaps(maps.kinds())
            .where(col(StudyCodec.PATIENT).isInCollection(chosen))
            .select(columns.toArray(Column[]::new))
            .repartition((chosen.size() + PARTITION - 1) / PARTITION, col(StudyCodec.PATIENT))
            .sortWithinPartitions(StudyCodec.PATIENT);
    JavaSparkContext context = JavaSparkContext.fromSparkContext(validation.spark().sparkContext());
    Broadcast<Backbone> backbone = context.broadcast(validation.backbone());
    Broadcast<byte[]> model = context.broadcast(validation.model(fold, stage));
    return rows
        .toJavaRDD()
        .mapPartitionsWithIndex(
            (partition, part) -> {
              Devices.ofThisTask();
              Sums sums = new Sums();
              if (part.hasNext()) {
                Explainer explainer = explainer(backbone.value(), maps, model.value());
                part.forEachRemaining(row -> sums.add(explainer, maps, study(row)));
              }
              return List.of(new Tuple2<>(partition, sums)).iterator();
            },
            true)
        .collect()
        .stream()
        .sorted(Comparator.comparing(Tuple2::_1))
        .map(Tuple2::_2)
        .toList();
  }

  static Explainer explainer(Backbone backbone, InputMaps maps, byte[] model) throws WeightFlaw {
    SavedModel saved = SavedModel.read(model);
    HeadNetwork structure =
        HeadNetwork.finished(
            backbone.features(maps), backbone.unfrozen(), saved.facts().hiddenUnits());
    return new Explainer(backbone, maps, saved.network(structure));
  }

  private static List<PolarMap> study(Row row) {
    List<PolarMap> study = new ArrayList<>();
    for (int k = 1; k < row.length(); k++) {
      study.add(PolarMap.of(FeatureStore.floats(row, k)));
    }
    return study;
  }
}
