package org.polarfold.validate;

import static org.apache.spark.sql.functions.col;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.polarfold.backbone.Backbone;
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

  /** By target, kind and method: sums over studies. */
  private record Sums(int partition, List<Target> targets, long studies, double[][][][][] sums)
      implements Serializable {}

  /** Told of every cell that was looked at. */
  @FunctionalInterface
  public interface Progress {
    /** A cell is finished. */
    void finished(String cell);
  }

  /** All attributions, of every target that a finished cell scores. */
  public List<Attribution> all(Progress progress) {
    List<Attribution> all = new ArrayList<>();
    for (InputMaps maps : validation.experiment().maps()) {
      for (Stage stage : Stage.of(validation.experiment())) {
        if (stage.kind() != Stage.Kind.BASELINE && !stage.targets().isEmpty()) {
          all.addAll(of(maps, stage, progress));
        }
      }
    }
    return all;
  }

  private List<Attribution> of(InputMaps maps, Stage stage, Progress progress) {
    List<FoldOfMap> folds =
        FoldOfMap.of(validation.experiment(), validation.plan()).stream()
            .filter(fold -> fold.arm().equals(INTERNAL) && fold.map().equals(maps))
            .filter(fold -> fold.seed() == validation.experiment().seeds().get(0))
            .toList();
    List<Sums> parts = new ArrayList<>();
    for (FoldOfMap fold : folds) {
      parts.addAll(sums(fold, stage, (patients + folds.size() - 1) / folds.size()));
      progress.finished(fold.cell(stage));
    }
    long count = parts.stream().mapToLong(Sums::studies).sum();
    List<Attribution> rows = new ArrayList<>();
    for (Target target : stage.targets()) {
      for (int kind = 0; kind < maps.kinds().size(); kind++) {
        for (Method method : Method.values()) {
          double[][] mean = new double[2][PolarMap.SIZE];
          for (Sums part : parts) {
            double[][] sums = part.sums[part.targets.indexOf(target)][kind][index(method)];
            for (int place = 0; place < PolarMap.SIZE; place++) {
              mean[0][place] += sums[0][place] / count;
              mean[1][place] += sums[1][place] / count;
            }
          }
          rows.add(
              new Attribution(
                  target.key(),
                  maps.key(),
                  maps.kinds().get(kind).key(),
                  method.key(),
                  count,
                  mean[0],
                  mean[1]));
        }
      }
    }
    return rows;
  }

  private static int index(Method method) {
    return List.of(Method.values()).indexOf(method);
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
              List<Sums> sums = new ArrayList<>();
              if (part.hasNext()) {
                Explainer explainer = explainer(backbone.value(), maps, model.value());
                double[][][][][] all =
                    new double[explainer.targets().size()][maps.kinds().size()]
                        [Method.values().length][2][PolarMap.SIZE];
                long count = 0;
                while (part.hasNext()) {
                  add(all, explainer, part.next());
                  count++;
                }
                sums.add(new Sums(partition, explainer.targets(), count, all));
              }
              return sums.iterator();
            },
            true)
        .collect()
        .stream()
        .sorted(Comparator.comparingInt(Sums::partition))
        .toList();
  }

  private static Explainer explainer(Backbone backbone, InputMaps maps, byte[] model)
      throws WeightFlaw {
    SavedModel saved = SavedModel.read(model);
    HeadNetwork structure =
        HeadNetwork.finished(
            backbone.features(maps), backbone.unfrozen(), saved.facts().hiddenUnits());
    return new Explainer(backbone, maps, saved.network(structure));
  }

  private static void add(double[][][][][] all, Explainer explainer, Row row) {
    List<PolarMap> study = new ArrayList<>();
    for (int k = 1; k < row.length(); k++) {
      study.add(PolarMap.of(FeatureStore.floats(row, k)));
    }
    for (Method method : Method.values()) {
      double[][][] ofStudy = explainer.of(study, method);
      for (int target = 0; target < all.length; target++) {
        for (int kind = 0; kind < study.size(); kind++) {
          double[][] sums = all[target][kind][index(method)];
          for (int place = 0; place < PolarMap.SIZE; place++) {
            sums[0][place] += ofStudy[target][kind][place];
            sums[1][place] += Math.abs(ofStudy[target][kind][place]);
          }
        }
      }
    }
  }
}
