package org.polarfold.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.schedule.FixedSchedule;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.linalg.schedule.PolySchedule;
import org.nd4j.linalg.schedule.ScheduleType;
import org.polarfold.backbone.ArrayAdam;
import org.polarfold.backbone.InputProbe;
import org.polarfold.backbone.UnfrozenPart;
import org.polarfold.experiment.Training;
import org.polarfold.experiment.Training.Averaging;
import org.polarfold.experiment.Training.Schedule;
import org.polarfold.experiment.Training.Traits;
import org.polarfold.experiment.Training.TransferStep;
import org.polarfold.study.Segment17;
import org.polarfold.study.Target;

/**
 * What is learnt after the frozen part, in the two transfer steps of Yeung et al., J Nucl Cardiol
 * 2022: step 1 learns the pretrained layers that are not frozen and a shared layer with heads for
 * the flow reserve of 17 segments and for impaired flow reserve; step 2 starts from step 1's
 * weights and adds a head a trait.
 *
 * @param features what the frozen part yields
 * @param unfrozen pretrained layers that go on learning
 * @param training the experiment's settings
 */
public record HeadNetwork(InputType features, Optional<UnfrozenPart> unfrozen, Training training) {

  static final String SEGMENTS = "segments";
  private static final String INPUT = "input";
  private static final String SHARED = "shared";

  /** Depth of the shared layer; unfrozen stages lie behind it. */
  private static final int SHARED_DEPTH = 1;

  /** Step 1 at its start. */
  ComputationGraph step1(TransferStep step, ClassWeights weights, long seed) {
    ComputationGraph network = graph(step, List.of(Target.IMPAIRED_MFR), weights, seed);
    unfrozen.ifPresent(pretrained -> pretrained.fill(network));
    return network;
  }

  /** Step 2 at its start: step 1's weights, and a new head for every trait. */
  ComputationGraph step2(
      ComputationGraph step1,
      TransferStep step,
      List<Target> traits,
      ClassWeights weights,
      long seed) {
    ComputationGraph network = graph(step, withTraits(traits), weights, seed);
    for (Map.Entry<String, INDArray> learnt : step1.paramTable().entrySet()) {
      network.getParam(learnt.getKey()).assign(learnt.getValue());
    }
    return network;
  }

  /**
   * The structure of a network that has learnt.
   *
   * @param hiddenUnits of the shared layer
   */
  public static HeadNetwork finished(
      InputType features, Optional<UnfrozenPart> unfrozen, int hiddenUnits) {
    TransferStep none = new TransferStep(1, 1e-3, 0, Schedule.CONSTANT, 1);
    return new HeadNetwork(
        features,
        unfrozen,
        new Training(
            1,
            1,
            1,
            Averaging.WEIGHTED,
            hiddenUnits,
            1,
            false,
            Traits.TOGETHER,
            Optional.empty(),
            none,
            none));
  }

  /** A network of this structure that learns nothing more. */
  ComputationGraph finished(List<Target> targets) {
    return graph(training.step1(), targets, ClassWeights.EQUAL, 0);
  }

  /**
   * A finished network behind a probe, which yields logits of the targets from features as they
   * come: their scaling is in its shared layer.
   */
  ComputationGraph probed(TransferNetwork learnt) {
    GraphBuilder graph =
        new NeuralNetConfiguration.Builder()
            .dataType(DataType.FLOAT)
            .graphBuilder()
            .addInputs(INPUT)
            .setInputTypes(features);
    graph.addLayer(InputProbe.NAME, new InputProbe(), INPUT);
    String last =
        unfrozen
            .map(p -> p.addTo(graph, InputProbe.NAME, depth -> new Sgd(0.0)))
            .orElse(InputProbe.NAME);
    graph.addLayer(
        SHARED,
        new DenseLayer.Builder().nOut(training.hiddenUnits()).activation(Activation.RELU).build(),
        last);
    for (Target target : learnt.targets()) {
      graph.addLayer(
          target.key(),
          new DenseLayer.Builder().nOut(1).activation(Activation.IDENTITY).build(),
          SHARED);
    }
    graph.setOutputs(learnt.targets().stream().map(Target::key).toArray(String[]::new));
    ComputationGraph network = new ComputationGraph(graph.build());
    network.init();
    network.paramTable().forEach((name, value) -> value.assign(learnt.network().getParam(name)));
    learnt.scaling().foldInto(network.getParam(SHARED + "_W"), network.getParam(SHARED + "_b"));
    return network;
  }

  /** The targets of step 2's heads, in their order. */
  static List<Target> withTraits(List<Target> traits) {
    List<Target> targets = new ArrayList<>(List.of(Target.IMPAIRED_MFR));
    targets.addAll(traits);
    return targets;
  }

  private ComputationGraph graph(
      TransferStep step, List<Target> targets, ClassWeights weights, long seed) {
    ComputationGraph network = new ComputationGraph(configuration(step, targets, weights, seed));
    network.init();
    return network;
  }

  /** The graph of a step, before it has any parameters. */
  ComputationGraphConfiguration configuration(
      TransferStep step, List<Target> targets, ClassWeights weights, long seed) {
    GraphBuilder graph =
        new NeuralNetConfiguration.Builder()
            .seed(seed)
            .dataType(DataType.FLOAT)
            .updater(updater(step, 0))
            .l2(step.weightDecay())
            .graphBuilder()
            .addInputs(INPUT)
            .setInputTypes(features);
    String last =
        unfrozen
            .map(p -> p.addTo(graph, INPUT, depth -> updater(step, SHARED_DEPTH + depth)))
            .orElse(INPUT);
    graph.addLayer(
        SHARED,
        new DenseLayer.Builder()
            .nOut(training.hiddenUnits())
            .activation(Activation.RELU)
            .weightInit(WeightInit.RELU)
            .updater(updater(step, SHARED_DEPTH))
            .build(),
        last);
    graph.addLayer(
        SEGMENTS,
        new OutputLayer.Builder(new RegionalLoss(training.robustFrom()))
            .nOut(Segment17.COUNT)
            .activation(Activation.IDENTITY)
            .weightInit(WeightInit.XAVIER)
            .build(),
        SHARED);
    List<String> outputs = new ArrayList<>(List.of(SEGMENTS));
    for (Target target : targets) {
      graph.addLayer(
          target.key(),
          new OutputLayer.Builder(weights.loss(target))
              .nOut(1)
              .activation(Activation.SIGMOID)
              .weightInit(WeightInit.XAVIER)
              .build(),
          SHARED);
      outputs.add(target.key());
    }
    graph.setOutputs(outputs.toArray(String[]::new));
    return graph.build();
  }

  private IUpdater updater(TransferStep step, int depth) {
    double rate = step.learningRate() * Math.pow(step.depthFactor(), depth);
    if (rate == 0) {
      // Adam would take its epsilon for a rate of 0.
      return new Sgd(0.0);
    }
    ISchedule schedule =
        switch (step.schedule()) {
          case CONSTANT -> new FixedSchedule(rate);
          case LINEAR -> new PolySchedule(ScheduleType.EPOCH, rate, 1, step.epochs());
        };
    // The same steps; where whole stages learn, a good part of the time is theirs.
    return unfrozen.isPresent() ? new ArrayAdam(schedule) : new Adam(schedule);
  }
}
