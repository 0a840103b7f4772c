package org.polarfold.validate;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.polarfold.backbone.Backbone;
import org.polarfold.backbone.Devices;
import org.polarfold.backbone.WeightFlaw;
import org.polarfold.evaluate.ChangeCurve;
import org.polarfold.provenance.Seeds;
import org.polarfold.store.FeatureStore;
import org.polarfold.store.PredictionStore;
import org.polarfold.store.StudyCodec;
import org.polarfold.stress.Grades;
import org.polarfold.stress.MapChange;
import org.polarfold.study.InputMaps;
import org.polarfold.study.PolarMap;
import org.polarfold.study.Target;
import org.polarfold.train.Scorer;

/**
 * Shows some patients' maps, changed in every way, to the networks that these are held out of. A
 * patient's features are computed once a change for all networks; one network is held at a time.
 */
final class StressTask implements FlatMapFunction<Iterator<Row>, Row> {

  private static final long serialVersionUID = 1L;

  /**
   * A cell's network.
   *
   * @param origin of its predictions
   * @param targets that it scores
   * @param model its file
   */
  record Shown(PredictionStore.Origin origin, List<Target> targets, Broadcast<byte[]> model)
      implements Serializable {}

  private record Study(
      String patient,
      String site,
      Map<Target, Integer> labels,
      List<PolarMap> maps,
      float[][] features) {

    OptionalInt label(Target target) {
      Integer label = labels.get(target);
      return label == null ? OptionalInt.empty() : OptionalInt.of(label);
    }
  }

  private final InputMaps maps;
  private final Broadcast<Backbone> backbone;
  private final List<Shown> networks;
  private final Broadcast<Map<String, List<Integer>>> heldOutOf;
  private final Grades grades;
  private final Seeds seeds;

  /**
   * A task.
   *
   * @param heldOutOf by patient, places among the networks
   */
  StressTask(
      InputMaps maps,
      Broadcast<Backbone> backbone,
      List<Shown> networks,
      Broadcast<Map<String, List<Integer>>> heldOutOf,
      Grades grades,
      Seeds seeds) {
    this.maps = maps;
    this.backbone = backbone;
    this.networks = List.copyOf(networks);
    this.heldOutOf = heldOutOf;
    this.grades = grades;
    this.seeds = seeds;
  }

  @Override
  public Iterator<Row> call(Iterator<Row> rows) throws WeightFlaw {
    Devices.ofThisTask();
    List<List<Study>> byNetwork = new ArrayList<>();
    networks.forEach(network -> byNetwork.add(new ArrayList<>()));
    while (rows.hasNext()) {
      Row row = rows.next();
      List<Integer> places = heldOutOf.value().get(row.getString(0));
      if (places != null) {
        Study study = study(row);
        places.forEach(place -> byNetwork.get(place).add(study));
      }
    }
    List<Row> scored = new ArrayList<>();
    for (int place = 0; place < networks.size(); place++) {
      if (!byNetwork.get(place).isEmpty()) {
        Shown network = networks.get(place);
        Scorer scorer = Scorer.of(backbone.value(), maps, network.model().value());
        for (Study study : byNetwork.get(place)) {
          scored.addAll(shared(network, scorer, study));
          scored.addAll(adversarial(network, scorer, study));
        }
      }
    }
    return scored.iterator();
  }

  private Study study(Row row) {
    Map<Target, Integer> labels = new HashMap<>();
    List<PolarMap> study = new ArrayList<>();
    for (Target target : Target.values()) {
      int column = row.fieldIndex(StudyCodec.labelColumn(target));
      if (!row.isNullAt(column)) {
        labels.put(target, row.getInt(column));
      }
    }
    maps.kinds()
        .forEach(
            kind ->
                study.add(
                    PolarMap.of(
                        FeatureStore.floats(row, row.fieldIndex(StudyCodec.mapColumn(kind))))));
    String patient = row.getString(0);
    return new Study(
        patient,
        row.getString(1),
        labels,
        study,
        features(
            grades.shared().stream()
                .map(change -> change.of(patient, study, maps, seeds))
                .toList()));
  }

  private float[][] features(List<List<PolarMap>> views) {
    return backbone
        .value()
        .features(
            views.stream().map(view -> view.stream().map(PolarMap::toArray).toList()).toList(),
            maps);
  }

  private List<Row> shared(Shown network, Scorer scorer, Study study) {
    List<Row> rows = new ArrayList<>();
    List<MapChange> changes = grades.shared();
    for (int c = 0; c < changes.size(); c++) {
      double[] scores = scorer.scores(study.features[c]);
      for (Target target : network.targets) {
        double score = scores[scorer.targets().indexOf(target)];
        if (changes.get(c).isNone()) {
          // Every curve begins with it.
          grades
              .changes()
              .keySet()
              .forEach(kind -> row(network, new MapChange(kind, 0), study, target, score, rows));
        } else {
          row(network, changes.get(c), study, target, score, rows);
        }
      }
    }
    return rows;
  }

  private List<Row> adversarial(Shown network, Scorer scorer, Study study) {
    List<Row> rows = new ArrayList<>();
    List<MapChange> changes = grades.adversarial();
    for (Target target : changes.isEmpty() ? List.<Target>of() : network.targets) {
      OptionalInt label = study.label(target);
      if (label.isPresent()) {
        float[][] rises = scorer.lossRises(study.maps, study.features[0], target, label.getAsInt());
        float[][] features =
            features(changes.stream().map(change -> change.against(study.maps, rises)).toList());
        for (int c = 0; c < changes.size(); c++) {
          double score = scorer.scores(features[c])[scorer.targets().indexOf(target)];
          row(network, changes.get(c), study, target, score, rows);
        }
      }
    }
    return rows;
  }

  /** Of patients without a label nothing is to be estimated. */
  private static void row(
      Shown network, MapChange change, Study study, Target target, double score, List<Row> to) {
    OptionalInt label = study.label(target);
    if (label.isPresent()) {
      String model = ChangeCurve.model(change.kind().key(), change.grade());
      to.add(
          PredictionStore.row(
              network.origin.ofModel(model),
              study.patient,
              study.site,
              target.key(),
              label.getAsInt(),
              score));
    }
  }
}
