package org.polarfold.train;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.transferlearning.FineTuneConfiguration;
import org.deeplearning4j.nn.transferlearning.TransferLearning;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.polarfold.experiment.Training;
import org.polarfold.study.Segment17;
import org.polarfold.study.Target;

/**
 * What is learnt after the frozen part, in the two transfer steps of Yeung et al., J Nucl Cardiol
 * 2022: step 1 learns a shared layer with heads for the flow reserve of 17 segments and for
 * impaired flow reserve; step 2 starts from step 1's weights and adds a head a trait.
 */
final class HeadNetwork {

  static final String SEGMENTS = "segments";
  private static final String SHARED = "shared";

  private HeadNetwork() {}

  /** Step 1 at its start; input [batch, features]. */
  static ComputationGraph step1(Training training, int features, long seed) {
    Training.TransferStep step = training.step1();
    GraphBuilder graph =
        new NeuralNetConfiguration.Builder()
            .seed(seed)
            .dataType(DataType.FLOAT)
            .updater(new Adam(step.learningRate()))
            .l2(step.weightDecay())
            .graphBuilder()
            .addInputs("features")
            .setInputTypes(InputType.feedForward(features));
    graph.addLayer(
        SHARED,
        new DenseLayer.Builder()
            .nOut(training.hiddenUnits())
            .activation(Activation.RELU)
            .weightInit(WeightInit.RELU)
            .build(),
        "features");
    graph.addLayer(
        SEGMENTS,
        new OutputLayer.Builder(LossFunction.MSE)
            .nOut(Segment17.COUNT)
            .activation(Activation.IDENTITY)
            .weightInit(WeightInit.XAVIER)
            .build(),
        SHARED);
    graph.addLayer(Target.IMPAIRED_MFR.key(), binaryHead().build(), SHARED);
    graph.setOutputs(SEGMENTS, Target.IMPAIRED_MFR.key());
    ComputationGraph network = new ComputationGraph(graph.build());
    network.init();
    return network;
  }

  /** Step 2 at its start: step 1's weights, and a new head for every trait. */
  static ComputationGraph step2(
      ComputationGraph step1, Training training, List<Target> traits, long seed) {
    Training.TransferStep step = training.step2();
    TransferLearning.GraphBuilder graph =
        new TransferLearning.GraphBuilder(step1)
            .fineTuneConfiguration(
                new FineTuneConfiguration.Builder()
                    .seed(seed)
                    .updater(new Adam(step.learningRate()))
                    .l2(step.weightDecay())
                    .build());
    for (Target trait : traits) {
      graph.addLayer(trait.key(), binaryHead().nIn(training.hiddenUnits()).build(), SHARED);
    }
    List<String> outputs = new ArrayList<>(List.of(SEGMENTS, Target.IMPAIRED_MFR.key()));
    traits.forEach(trait -> outputs.add(trait.key()));
    return graph.setOutputs(outputs.toArray(String[]::new)).build();
  }

  private static OutputLayer.Builder binaryHead() {
    return new OutputLayer.Builder(LossFunction.XENT)
        .nOut(1)
        .activation(Activation.SIGMOID)
        .weightInit(WeightInit.XAVIER);
  }
}
