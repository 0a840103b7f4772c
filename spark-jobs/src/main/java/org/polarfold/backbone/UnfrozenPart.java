package org.polarfold.backbone;

import java.util.function.IntFunction;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.learning.config.IUpdater;

/** Pretrained layers that go on learning. */
public interface UnfrozenPart {

  /**
   * Adds them to a graph.
   *
   * @param input the name of what they see: the features
   * @param updaterAtDepth what a stage learns with; 1 is the stage nearest to the heads
   * @return the name of the last of them, a vector
   */
  String addTo(GraphBuilder graph, String input, IntFunction<IUpdater> updaterAtDepth);

  /** Puts the pretrained weights into a graph that has these layers. */
  void fill(ComputationGraph graph);
}
