package org.polarfold.train;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.apache.spark.api.java.JavaRDD;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.polarfold.backbone.Devices;
import org.polarfold.store.FeaturedStudy;
import org.polarfold.store.TrainingStudies;
import org.polarfold.store.WatchedStudies;
import org.polarfold.study.Segment17;
import org.polarfold.study.Target;

/**
 * Studies as the arrays that a network learns from. Every output carries a mask, and a missing
 * label is 0 under a mask of 0: DL4J would spread a NaN, and merges absent masks onto the wrong
 * rows.
 */
final class Examples {

  /**
   * About the mean and standard deviation of flow reserve; a scale for the loss, nothing learnt.
   */
  private static final double RESERVE_CENTRE = 2.3;

  private static final double RESERVE_SCALE = 0.8;

  private Examples() {}

  /**
   * Each worker's share as one {@code MultiDataSet}: a row of features a view, and 17 segments,
   * then one label a target, a row a study.
   */
  static JavaRDD<org.nd4j.linalg.dataset.api.MultiDataSet> of(
      TrainingStudies studies, FeatureScaling scaling, List<Target> targets) {
    return of(studies.shares(), scaling, targets);
  }

  /** The same of studies that are watched alone. */
  static JavaRDD<org.nd4j.linalg.dataset.api.MultiDataSet> of(
      WatchedStudies studies, FeatureScaling scaling, List<Target> targets) {
    return of(studies.shares(), scaling, targets);
  }

  private static JavaRDD<org.nd4j.linalg.dataset.api.MultiDataSet> of(
      JavaRDD<FeaturedStudy> shares, FeatureScaling scaling, List<Target> targets) {
    return shares.mapPartitions(
        share -> {
          Devices.ofThisTask();
          List<FeaturedStudy> all = new ArrayList<>();
          share.forEachRemaining(all::add);
          List<org.nd4j.linalg.dataset.api.MultiDataSet> data = new ArrayList<>();
          if (!all.isEmpty()) {
            data.add(arrays(all, scaling, targets));
          }
          return data.iterator();
        });
  }

  private static MultiDataSet arrays(
      List<FeaturedStudy> studies, FeatureScaling scaling, List<Target> targets) {
    int count = studies.size();
    int views = studies.get(0).views();
    float[][] features = new float[count * views][];
    float[][] segments = new float[count][Segment17.COUNT];
    for (int i = 0; i < count; i++) {
      for (int view = 0; view < views; view++) {
        features[i * views + view] = scaling.scaled(studies.get(i).view(view));
      }
      double[] reserve = studies.get(i).reserveSegments();
      for (int s = 0; s < Segment17.COUNT; s++) {
        segments[i][s] = (float) ((reserve[s] - RESERVE_CENTRE) / RESERVE_SCALE);
      }
    }
    List<INDArray> labels = new ArrayList<>(List.of(Nd4j.createFromArray(segments)));
    List<INDArray> masks = new ArrayList<>(List.of(Nd4j.ones(count, 1)));
    for (Target target : targets) {
      float[][] label = new float[count][1];
      float[][] mask = new float[count][1];
      for (int i = 0; i < count; i++) {
        OptionalInt known = studies.get(i).label(target);
        label[i][0] = known.orElse(0);
        mask[i][0] = known.isPresent() ? 1 : 0;
      }
      labels.add(Nd4j.createFromArray(label));
      masks.add(Nd4j.createFromArray(mask));
    }
    return new MultiDataSet(
        new INDArray[] {Nd4j.createFromArray(features)},
        labels.toArray(INDArray[]::new),
        null,
        masks.toArray(INDArray[]::new));
  }
}
