package org.polarfold.store;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.HashPartitioner;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.polarfold.UserException;
import org.polarfold.provenance.Seeds;
import org.polarfold.split.Fold;
import org.polarfold.study.PatientId;
import scala.Tuple2;

/**
 * Cuts a consortium's studies as a fold of the plan says. The only place where training and
 * held-out studies are told apart.
 */
public final class CellStudies {

  private final TrainingStudies training;
  private final HeldOutStudies heldOut;

  private CellStudies(TrainingStudies training, HeldOutStudies heldOut) {
    this.training = training;
    this.heldOut = heldOut;
  }

  /**
   * The studies of one fold.
   *
   * @param studies all studies of one map, kept in memory by the caller
   * @param patients all patients of the plan
   * @param fold who is held out and who is set aside
   * @param workers how many shares the training studies are dealt into; the shares differ by at
   *     most one study
   * @param seeds decide which worker gets whom
   * @throws UserException where there are more workers than studies to learn from
   */
  public static CellStudies of(
      JavaRDD<FeaturedStudy> studies,
      List<PatientId> patients,
      Fold fold,
      int workers,
      Seeds seeds) {
    Set<String> heldOut = new HashSet<>();
    fold.heldOut().forEach(patient -> heldOut.add(patient.value()));
    Set<String> notTraining = new HashSet<>(heldOut);
    fold.setAside().forEach(patient -> notTraining.add(patient.value()));
    Map<String, Integer> ranks = ranks(patients, notTraining, seeds);
    if (ranks.size() < workers) {
      throw new UserException(
          "Invalid value of training.workers: "
              + workers
              + " (expected at most "
              + ranks.size()
              + ", the training studies where "
              + fold.name()
              + " is held out)");
    }
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(studies.context());
    Broadcast<Map<String, Integer>> rankOf = spark.broadcast(ranks);
    Broadcast<Set<String>> out = spark.broadcast(heldOut);
    JavaRDD<FeaturedStudy> shares =
        studies
            .filter(study -> rankOf.value().containsKey(study.patient()))
            .mapToPair(study -> new Tuple2<>(rankOf.value().get(study.patient()), study))
            .repartitionAndSortWithinPartitions(new DealtOut(workers))
            .values()
            .cache();
    // How a file system cuts files must not decide which studies are scored in one product.
    JavaRDD<FeaturedStudy> rest =
        studies
            .filter(study -> out.value().contains(study.patient()))
            .mapToPair(study -> new Tuple2<>(study.patient(), study))
            .repartitionAndSortWithinPartitions(new HashPartitioner(workers))
            .values();
    return new CellStudies(new TrainingStudies(shares, ranks.size()), new HeldOutStudies(rest));
  }

  /** Studies that a finished model is shown: nobody learns from them. */
  public static HeldOutStudies shown(JavaRDD<FeaturedStudy> studies) {
    return new HeldOutStudies(studies);
  }

  /** The same with their features changed, on either side. */
  public CellStudies changed(FeatureChange change) {
    TrainingStudies changed =
        new TrainingStudies(
            training.shares().map(study -> study.changed(change)).cache(), training.count());
    return new CellStudies(changed, heldOut(change));
  }

  /** The held-out studies with their features changed otherwise. */
  public HeldOutStudies heldOut(FeatureChange change) {
    return new HeldOutStudies(heldOut.studies().map(study -> study.changed(change)));
  }

  /**
   * Some of the held-out patients, without labels, of sites that no training study is from.
   *
   * @param patients how many of a site; all of one that has fewer
   */
  public UnlabelledStudies unlabelled(int patients, Seeds seeds) {
    Set<String> known =
        new HashSet<>(training.shares().map(FeaturedStudy::site).distinct().collect());
    Seeds own = seeds.family("unlabelled");
    SortedMap<String, List<float[]>> bySite = new TreeMap<>();
    heldOut
        .studies()
        .filter(study -> !known.contains(study.site()))
        .mapToPair(
            study -> new Tuple2<>(study.site(), new Tuple2<>(study.patient(), study.features())))
        .collect()
        .stream()
        .sorted(
            Comparator.comparingLong(
                    (Tuple2<String, Tuple2<String, float[]>> one) -> own.seed(one._2()._1()))
                .thenComparing(one -> one._2()._1()))
        .forEach(
            one -> {
              List<float[]> site = bySite.computeIfAbsent(one._1(), name -> new ArrayList<>());
              if (site.size() < patients) {
                site.add(one._2()._2());
              }
            });
    return new UnlabelledStudies(bySite);
  }

  /** The studies to learn from. */
  public TrainingStudies training() {
    return training;
  }

  /** The studies to be judged on. */
  public HeldOutStudies heldOut() {
    return heldOut;
  }

  /** Frees the memory that the training studies take. */
  public void release() {
    training.shares().unpersist(false);
  }

  /** Every training patient's place in an order drawn by seed. */
  private static Map<String, Integer> ranks(
      List<PatientId> patients, Set<String> notTraining, Seeds seeds) {
    List<String> drawn =
        patients.stream()
            .map(PatientId::value)
            .filter(patient -> !notTraining.contains(patient))
            .sorted(
                Comparator.comparingLong((String patient) -> seeds.seed("worker", patient))
                    .thenComparing(Comparator.naturalOrder()))
            .toList();
    Map<String, Integer> ranks = new HashMap<>();
    for (int i = 0; i < drawn.size(); i++) {
      ranks.put(drawn.get(i), i);
    }
    return ranks;
  }

  /** Rank r goes to worker r modulo workers. */
  private static final class DealtOut extends Partitioner {

    private static final long serialVersionUID = 1L;
    private final int workers;

    DealtOut(int workers) {
      this.workers = workers;
    }

    @Override
    public int numPartitions() {
      return workers;
    }

    @Override
    public int getPartition(Object rank) {
      return (Integer) rank % workers;
    }
  }
}
