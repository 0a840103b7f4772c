package org.polarfold.train;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.api.java.JavaPairRDD;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.polarfold.backbone.Devices;
import org.polarfold.evaluate.Youden;
import org.polarfold.provenance.Digest;
import org.polarfold.store.FeaturedStudy;
import org.polarfold.store.HeldOutStudies;
import org.polarfold.store.TrainingStudies;
import org.polarfold.study.Target;
import scala.Tuple2;

/**
 * A trained network of one transfer step, with the scaling of its inputs: what a cell keeps.
 *
 * @param structure what it is built of
 * @param scaling learnt from the cell's training studies
 * @param network outputs are 17 segments, then one probability a target
 * @param targets the targets, in the order of the outputs after the first
 * @param chosen by an inner split, where there was one
 * @param shown what it has learnt from, unless it was read from a file
 */
public record TransferNetwork(
    HeadNetwork structure,
    FeatureScaling scaling,
    ComputationGraph network,
    List<Target> targets,
    Optional<Chosen> chosen,
    Optional<Shown> shown) {

  /**
   * Examples that it has learnt from.
   *
   * @param used on which gradient steps were taken, over all epochs and learning rates
   * @param expected epochs times training studies
   */
  public record Shown(long used, long expected) {

    static final Shown NOTHING = new Shown(0, 0);

    Shown plus(Shown other) {
      return new Shown(used + other.used, expected + other.expected);
    }
  }

  /**
   * The probability of every target for every held-out study, whether its label is known or not.
   *
   * @return study and scores in [0, 1], in the order of {@link #targets}
   */
  public JavaPairRDD<FeaturedStudy, double[]> scores(HeldOutStudies heldOut) {
    SentNetwork sent = SentNetwork.of(network);
    FeatureScaling inputs = scaling;
    ExampleForm form = ExampleForm.of(1, structure.features());
    return heldOut
        .studies()
        .mapPartitionsToPair(
            part -> {
              Devices.ofThisTask();
              List<FeaturedStudy> all = new ArrayList<>();
              part.forEachRemaining(all::add);
              List<Tuple2<FeaturedStudy, double[]>> scored = new ArrayList<>();
              if (!all.isEmpty()) {
                ComputationGraph graph = sent.build();
                for (FeaturedStudy study : all) {
                  scored.add(
                      new Tuple2<>(study, probabilities(graph, inputs, form, study.features())));
                }
              }
              return scored.iterator();
            });
  }

  /** One study at a time, so that a score does not depend on its neighbours. */
  static double[] probabilities(
      ComputationGraph graph, FeatureScaling inputs, ExampleForm form, float[] features) {
    INDArray row = Nd4j.createFromArray(new float[][] {inputs.scaled(features)});
    return Arrays.stream(graph.output(form.shaped(row)))
        .skip(1)
        .mapToDouble(output -> output.getDouble(0))
        .toArray();
  }

  /** Studies that are scored together, where it does not matter that rounding depends on it. */
  private static final int BATCH = 64;

  /**
   * What it makes of the studies it learnt from.
   *
   * @param sites whose they are, sorted
   * @param thresholds by target the probability with the largest Youden index; none of a target of
   *     which a class has nobody
   */
  public record Learnt(List<String> sites, Map<Target, Double> thresholds) {}

  private record Row(String site, double[] scores, int[] labels) implements Serializable {}

  /** Looks at the studies it learnt from; optimistic, as every such look is. */
  public Learnt learnt(TrainingStudies studies) {
    SentNetwork sent = SentNetwork.of(network);
    FeatureScaling inputs = scaling;
    ExampleForm form = ExampleForm.of(1, structure.features());
    List<Target> told = targets;
    List<Row> rows =
        studies
            .shares()
            .mapPartitions(
                share -> {
                  Devices.ofThisTask();
                  List<Row> all = new ArrayList<>();
                  ComputationGraph graph = sent.build();
                  while (share.hasNext()) {
                    List<FeaturedStudy> batch = new ArrayList<>();
                    while (share.hasNext() && batch.size() < BATCH) {
                      batch.add(share.next());
                    }
                    all.addAll(rows(graph, inputs, form, told, batch));
                  }
                  return all.iterator();
                })
            .collect();
    Map<Target, Double> thresholds = new EnumMap<>(Target.class);
    for (int t = 0; t < told.size(); t++) {
      int target = t;
      List<Row> known = rows.stream().filter(row -> row.labels[target] >= 0).toList();
      byte[] labels = new byte[known.size()];
      double[] scores = new double[known.size()];
      for (int i = 0; i < labels.length; i++) {
        labels[i] = (byte) known.get(i).labels[target];
        scores[i] = known.get(i).scores[target];
      }
      Youden.threshold(labels, scores)
          .ifPresent(threshold -> thresholds.put(told.get(target), threshold));
    }
    return new Learnt(rows.stream().map(Row::site).distinct().sorted().toList(), thresholds);
  }

  private static List<Row> rows(
      ComputationGraph graph,
      FeatureScaling inputs,
      ExampleForm form,
      List<Target> targets,
      List<FeaturedStudy> batch) {
    float[][] features = new float[batch.size()][];
    for (int i = 0; i < features.length; i++) {
      features[i] = inputs.scaled(batch.get(i).features());
    }
    INDArray[] outputs = graph.output(form.shaped(Nd4j.createFromArray(features)));
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < features.length; i++) {
      double[] scores = new double[targets.size()];
      int[] labels = new int[targets.size()];
      for (int t = 0; t < scores.length; t++) {
        scores[t] = outputs[1 + t].getDouble(i);
        labels[t] = batch.get(i).label(targets.get(t)).orElse(-1);
      }
      rows.add(new Row(batch.get(i).site(), scores, labels));
    }
    return rows;
  }

  /** SHA-256 over scaling and parameters. */
  public String digest() {
    return digest(scaling, network.params().dup().data().asFloat());
  }

  static String digest(FeatureScaling scaling, float[] parameters) {
    return Digest.sha256()
        .add(Arrays.toString(scaling.mean()))
        .add(Arrays.toString(scaling.scale()))
        .add(parameters)
        .hex();
  }
}
