package org.polarfold.leakage;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.polarfold.experiment.Comparators;
import org.polarfold.experiment.Experiment;
import org.polarfold.leakage.Leak.Kind;
import org.polarfold.store.FeatureStore;
import org.polarfold.store.FeaturedStudy;
import org.polarfold.study.InputMaps;
import org.polarfold.study.Target;
import org.polarfold.train.Covariates;
import org.polarfold.train.Covariates.Covariate;
import scala.Tuple2;

/**
 * Covariates that say the label: one value that models are told has an AUROC of 1, over everybody
 * or over everybody of a site. One job for all maps, targets and covariates; it looks and learns
 * nothing.
 */
final class CovariateLeaks {

  /** Of either class. That a value parts 20 from 20 by chance has a probability of 10^-11. */
  static final int FEWEST = 20;

  /**
   * Of either class, for values of a map: impaired flow is nearly told by stress flow, and a few
   * patients may be parted without either being the other.
   */
  static final int FEWEST_OF_MAP = 50;

  private CovariateLeaks() {}

  /** What is told from what. */
  private record Told(InputMaps maps, Target target) implements Serializable {

    List<Covariate> covariates() {
      return Covariates.names(maps, target);
    }
  }

  /**
   * Looks.
   *
   * @param studies those that can be learnt from
   * @param place of the lake
   */
  static List<Leak> find(Experiment experiment, Dataset<Row> studies, String place) {
    List<Told> told =
        experiment.maps().stream()
            .flatMap(maps -> experiment.targets().stream().map(target -> new Told(maps, target)))
            .toList();
    Map<String, List<Extents>> bySite =
        new TreeMap<>(
            studies
                .toJavaRDD()
                .mapPartitionsToPair(
                    rows -> {
                      Map<String, List<Extents>> sites = new HashMap<>();
                      while (rows.hasNext()) {
                        add(told, rows.next(), sites);
                      }
                      return sites.entrySet().stream()
                          .map(site -> new Tuple2<>(site.getKey(), site.getValue()))
                          .iterator();
                    })
                .reduceByKey(CovariateLeaks::merged)
                .collectAsMap());
    boolean clinical = experiment.comparators().models().contains(Comparators.Model.DEMOGRAPHIC);
    List<Leak> leaks = new ArrayList<>();
    for (int t = 0; t < told.size(); t++) {
      int index = t;
      Told one = told.get(t);
      Extents everybody = new Extents(one.covariates().size());
      bySite.values().forEach(site -> everybody.add(site.get(index)));
      if (!experiment.circular().contains(one.target)) {
        leaks.addAll(ofMap(one, everybody, place));
      }
      // What is known beside the maps is the same for each of them.
      if (clinical && one.maps.equals(experiment.maps().get(0))) {
        Map<String, Extents> sites = new TreeMap<>();
        bySite.forEach((site, extents) -> sites.put(site, extents.get(index)));
        leaks.addAll(clinical(one, everybody, sites, place));
      }
    }
    return leaks;
  }

  private static void add(List<Told> told, Row row, Map<String, List<Extents>> sites) {
    for (int t = 0; t < told.size(); t++) {
      Target target = told.get(t).target;
      FeaturedStudy study = FeatureStore.bare(row, told.get(t).maps);
      Extents ofSite = sites.computeIfAbsent(study.site(), site -> nothing(told)).get(t);
      study.label(target).ifPresent(label -> ofSite.add(label, Covariates.of(study, target)));
    }
  }

  private static List<Extents> nothing(List<Told> told) {
    List<Extents> all = new ArrayList<>();
    told.forEach(one -> all.add(new Extents(one.covariates().size())));
    return all;
  }

  private static List<Extents> merged(List<Extents> one, List<Extents> other) {
    for (int t = 0; t < one.size(); t++) {
      one.get(t).add(other.get(t));
    }
    return one;
  }

  private static List<Leak> ofMap(Told told, Extents everybody, String place) {
    List<String> telling =
        names(told, everybody, true, FEWEST_OF_MAP).stream().map(Covariate::name).toList();
    return telling.isEmpty() || told.maps.define(told.target)
        ? List.of() // What is computed from the map is told of by itself.
        : List.of(
            Leak.of(
                Kind.CIRCULAR_TARGET,
                place,
                told.target.key() + " of every patient is told by a single value of the map",
                telling,
                CircularTargets.declared(told.target)));
  }

  private static List<Leak> clinical(
      Told told, Extents everybody, Map<String, Extents> sites, String place) {
    List<Covariate> covariates = told.covariates();
    List<Leak> leaks = new ArrayList<>();
    List<Covariate> always = names(told, everybody, false, FEWEST);
    for (Covariate covariate : always) {
      leaks.add(leak(told, covariate, everybody.known(covariates.indexOf(covariate)), "", place));
    }
    sites.forEach(
        (site, own) ->
            names(told, own, false, FEWEST).stream()
                .filter(covariate -> !always.contains(covariate))
                .forEach(
                    covariate ->
                        leaks.add(
                            leak(
                                told,
                                covariate,
                                own.known(covariates.indexOf(covariate)),
                                " of site " + site,
                                place))));
    return leaks;
  }

  private static Leak leak(Told told, Covariate covariate, long known, String where, String place) {
    return Leak.of(
        Kind.COVARIATE_IS_LABEL,
        place,
        "of all "
            + known
            + " patients"
            + where
            + " "
            + told.target.key()
            + " is told by a covariate",
        List.of(covariate.name()),
        "another column as label, or comparators without demographic");
  }

  private static List<Covariate> names(Told told, Extents extents, boolean ofMap, int fewest) {
    List<Covariate> covariates = told.covariates();
    return IntStream.range(0, covariates.size())
        .filter(c -> Objects.requireNonNull(covariates.get(c)).ofMap() == ofMap)
        .filter(c -> extents.tells(c, fewest))
        .mapToObj(covariates::get)
        .toList();
  }
}
