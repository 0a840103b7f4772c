package org.polarfold.train;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.StreamSupport;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.polarfold.provenance.Digest;
import org.polarfold.store.FeaturedStudy;
import org.polarfold.store.HeldOutStudies;
import org.polarfold.study.Target;
import scala.Tuple2;

/**
 * A trained network of one transfer step, with the scaling of its inputs: what a cell keeps.
 *
 * @param scaling learnt from the cell's training studies
 * @param network the heads; outputs are 17 segments, then one probability a target
 * @param targets the targets, in the order of the outputs after the first
 */
public record TransferNetwork(
    FeatureScaling scaling, ComputationGraph network, List<Target> targets) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * The probability of a target for every held-out study, whether its label is known or not.
   *
   * @return study and score in [0, 1]
   */
  public JavaPairRDD<FeaturedStudy, Double> scores(HeldOutStudies heldOut, Target target) {
    NetworkState state = NetworkState.of(network);
    FeatureScaling inputs = scaling;
    int output = 1 + targets.indexOf(target);
    JavaRDD<FeaturedStudy> studies = heldOut.studies();
    return studies.mapPartitionsToPair(
        part -> {
          List<FeaturedStudy> all = new ArrayList<>();
          part.forEachRemaining(all::add);
          List<Tuple2<FeaturedStudy, Double>> scored = new ArrayList<>();
          if (!all.isEmpty()) {
            ComputationGraph graph = state.network();
            // One study at a time, so that a score does not depend on its neighbours.
            for (FeaturedStudy study : all) {
              INDArray row = Nd4j.createFromArray(new float[][] {inputs.scaled(study)});
              scored.add(new Tuple2<>(study, graph.output(row)[output].getDouble(0)));
            }
          }
          return scored.iterator();
        });
  }

  /** SHA-256 over scaling and parameters. */
  public String digest() {
    return Digest.sha256()
        .add(Arrays.toString(scaling.mean()))
        .add(Arrays.toString(scaling.scale()))
        .add(network.params().dup().data().asFloat())
        .hex();
  }

  /** The network as a DL4J zip, without its updater. */
  public byte[] networkBytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      ModelSerializer.writeModel(network, bytes, false);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** Scaling and targets as JSON. */
  public String inputsText() {
    ObjectNode root = JSON.createObjectNode();
    root.set("targets", JSON.valueToTree(targets));
    root.set("mean", JSON.valueToTree(scaling.mean()));
    root.set("scale", JSON.valueToTree(scaling.scale()));
    return root + "\n";
  }

  /** The network that {@link #networkBytes} and {@link #inputsText} describe. */
  public static TransferNetwork read(byte[] network, String inputs) {
    try {
      JsonNode root = JSON.readTree(inputs);
      List<Target> targets =
          StreamSupport.stream(root.path("targets").spliterator(), false)
              .map(target -> Target.valueOf(target.asText()))
              .toList();
      return new TransferNetwork(
          FeatureScaling.of(
              JSON.treeToValue(root.path("mean"), double[].class),
              JSON.treeToValue(root.path("scale"), double[].class)),
          ModelSerializer.restoreComputationGraph(new ByteArrayInputStream(network), false),
          targets);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
