package org.polarfold.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.assertj.core.data.Offset;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.weights.WeightInit;
import org.deeplearning4j.spark.impl.graph.SparkComputationGraph;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.polarfold.LocalSpark;
import org.polarfold.provenance.Seeds;

/**
 * Parameter averaging against {@code ComputationGraph.fit}, which knows nothing of it, and against
 * arithmetic. The order of examples is drawn again here, from its definition.
 */
class ParameterAveragingIT {

  private static final Seeds SEEDS = new Seeds(11);
  private static final int FEATURES = 6;

  private static SparkSession spark;

  @BeforeAll
  static void start() {
    spark = LocalSpark.start();
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  /** One example: features, two labels, and a mask for each label. */
  private record Example(float[] features, float[] labels, float[] masks) {}

  private static List<Example> examples(int count) {
    Random random = new Random(5);
    List<Example> examples = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      float[] features = new float[FEATURES];
      for (int f = 0; f < FEATURES; f++) {
        features[f] = (float) random.nextGaussian();
      }
      float label = features[0] + features[1] > 0 ? 1 : 0;
      examples.add(
          new Example(
              features, new float[] {features[2], label}, new float[] {1, i % 3 == 0 ? 0 : 1}));
    }
    return examples;
  }

  private static MultiDataSet data(List<Example> examples) {
    INDArray[] labels = new INDArray[2];
    INDArray[] masks = new INDArray[2];
    for (int output = 0; output < 2; output++) {
      int column = output;
      labels[output] = column(examples.stream().map(e -> e.labels()[column]).toList());
      masks[output] = column(examples.stream().map(e -> e.masks()[column]).toList());
    }
    INDArray features =
        Nd4j.createFromArray(examples.stream().map(Example::features).toArray(float[][]::new));
    return new org.nd4j.linalg.dataset.MultiDataSet(new INDArray[] {features}, labels, null, masks);
  }

  private static INDArray column(List<Float> values) {
    float[][] column = new float[values.size()][1];
    for (int i = 0; i < column.length; i++) {
      column[i][0] = values.get(i);
    }
    return Nd4j.createFromArray(column);
  }

  /** A hidden layer, a real output and a binary one. */
  private static ComputationGraph network(IUpdater updater) {
    return network(updater, new ActivationLayer(Activation.IDENTITY));
  }

  /** The same with a layer before the hidden one. */
  private static ComputationGraph network(IUpdater updater, Layer first) {
    ComputationGraph network =
        new ComputationGraph(
            new NeuralNetConfiguration.Builder()
                .seed(3)
                .dataType(DataType.FLOAT)
                .updater(updater)
                .l2(1e-3)
                .graphBuilder()
                .addInputs("in")
                .setInputTypes(InputType.feedForward(FEATURES))
                .addLayer("first", first, "in")
                .addLayer(
                    "hidden",
                    new DenseLayer.Builder().nOut(5).activation(Activation.TANH).build(),
                    "first")
                .addLayer("real", head(LossFunction.MSE, Activation.IDENTITY), "hidden")
                .addLayer("binary", head(LossFunction.XENT, Activation.SIGMOID), "hidden")
                .setOutputs("real", "binary")
                .build());
    network.init();
    return network;
  }

  private static OutputLayer head(LossFunction loss, Activation activation) {
    return new OutputLayer.Builder(loss).nOut(1).activation(activation).build();
  }

  /** One weight an example, all 0 at first: a gradient step moves those of its examples alone. */
  private static ComputationGraph oneWeightAnExample(int examples) {
    ComputationGraph network =
        new ComputationGraph(
            new NeuralNetConfiguration.Builder()
                .dataType(DataType.FLOAT)
                .updater(new Sgd(1))
                .weightInit(WeightInit.ZERO)
                .graphBuilder()
                .addInputs("in")
                .setInputTypes(InputType.feedForward(examples))
                .addLayer(
                    "out",
                    new OutputLayer.Builder(LossFunction.MSE)
                        .nOut(1)
                        .hasBias(false)
                        .activation(Activation.IDENTITY)
                        .build(),
                    "in")
                .setOutputs("out")
                .build());
    network.init();
    return network;
  }

  private static MultiDataSet oneHot(int from, int to, int size) {
    float[][] features = new float[to - from][size];
    for (int i = from; i < to; i++) {
      features[i - from][i] = 1;
    }
    return new org.nd4j.linalg.dataset.MultiDataSet(
        Nd4j.createFromArray(features), Nd4j.ones(to - from, 1));
  }

  private static JavaRDD<MultiDataSet> shares(SparkSession session, List<MultiDataSet> shares) {
    return JavaSparkContext.fromSparkContext(session.sparkContext())
        .parallelize(shares, shares.size());
  }

  private static float[] averaged(
      SparkSession session,
      ComputationGraph start,
      List<MultiDataSet> shares,
      ParameterAveraging master,
      int epochs) {
    JavaRDD<MultiDataSet> rdd = shares(session, shares);
    SparkComputationGraph graph =
        new SparkComputationGraph(
            JavaSparkContext.fromSparkContext(session.sparkContext()), start, master);
    for (int epoch = 0; epoch < epochs; epoch++) {
      graph.fitMultiDataSet(rdd);
    }
    return parameters(graph.getNetwork());
  }

  private static float[] parameters(ComputationGraph network) {
    return network.params().dup().data().asFloat();
  }

  /** The order that a worker takes its examples in: Fisher and Yates, seeded by name. */
  private static int[] order(int epoch, int worker, int count) {
    int[] order = IntStream.range(0, count).toArray();
    Random random = new Random(SEEDS.seed("order", epoch, worker));
    for (int i = count - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int swapped = order[i];
      order[i] = order[j];
      order[j] = swapped;
    }
    return order;
  }

  private static List<Example> batch(List<Example> share, int[] order, int batch, int size) {
    return IntStream.range(batch * size, Math.min((batch + 1) * size, share.size()))
        .mapToObj(i -> share.get(order[i]))
        .toList();
  }

  /** Layers before the hidden one: none, statistics kept either way, and weights that stay. */
  private static Stream<Arguments> layersAndPeriods() {
    return Stream.of(
            Named.<Layer>of("none", new ActivationLayer(Activation.IDENTITY)),
            Named.<Layer>of("deviations", new BatchNormalization.Builder().build()),
            Named.<Layer>of("variances", new BatchNormalization.Builder().useLogStd(false).build()),
            Named.<Layer>of("rate 0", dense().updater(new Sgd(0.0)).build()),
            Named.<Layer>of("frozen", new FrozenLayer(dense().build())),
            Named.<Layer>of(
                "frozen normalisation", new FrozenLayer(new BatchNormalization.Builder().build())))
        .flatMap(layer -> Stream.of(1, 2, 100).map(period -> Arguments.of(layer, period)));
  }

  private static DenseLayer.Builder dense() {
    return new DenseLayer.Builder().nOut(FEATURES).activation(Activation.TANH);
  }

  @ParameterizedTest
  @MethodSource("layersAndPeriods")
  void oneWorkerIsPlainFitBitForBit(Layer first, int period) {
    List<Example> all = examples(37);
    ComputationGraph plain = network(new Adam(0.01), first.clone());
    for (int epoch = 0; epoch < 3; epoch++) {
      int[] order = order(epoch, 0, all.size());
      for (int batch = 0; batch < 5; batch++) {
        plain.fit(data(batch(all, order, batch, 8)));
      }
    }

    ComputationGraph averaged = network(new Adam(0.01), first.clone());
    float[] parameters =
        averaged(spark, averaged, List.of(data(all)), new ParameterAveraging(8, period, SEEDS), 3);

    assertThat(parameters).isEqualTo(parameters(plain));
    assertThat(averaged.getUpdater().getStateViewArray().data().asFloat())
        .isEqualTo(plain.getUpdater().getStateViewArray().data().asFloat());
    assertThat(averaged.getConfiguration().getIterationCount()).isEqualTo(15);
    assertThat(parameters).isNotEqualTo(parameters(network(new Adam(0.01), first.clone())));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 4})
  void workersThatAverageEveryBatchAreOneWithALargerBatch(int workers) {
    int perWorker = 48 / workers;
    int batchSize = 16 / workers;
    List<Example> all = examples(48);
    List<List<Example>> shares =
        IntStream.range(0, workers)
            .mapToObj(w -> all.subList(w * perWorker, (w + 1) * perWorker))
            .toList();
    ComputationGraph plain = network(new Sgd(0.3));
    for (int epoch = 0; epoch < 4; epoch++) {
      for (int batch = 0; batch < 3; batch++) {
        List<Example> large = new ArrayList<>();
        for (int w = 0; w < workers; w++) {
          large.addAll(batch(shares.get(w), order(epoch, w, perWorker), batch, batchSize));
        }
        plain.fit(data(large));
      }
    }

    float[] averaged =
        averaged(
            spark,
            network(new Sgd(0.3)),
            shares.stream().map(ParameterAveragingIT::data).toList(),
            new ParameterAveraging(batchSize, 1, SEEDS),
            4);

    assertThat(averaged).containsExactly(parameters(plain), Offset.offset(2e-6f));
    assertThat(distance(averaged, parameters(network(new Sgd(0.3))))).isGreaterThan(0.05);
  }

  private static double distance(float[] a, float[] b) {
    return IntStream.range(0, a.length).mapToDouble(i -> Math.abs(a[i] - b[i])).max().orElse(0);
  }

  /** A step of rate 1 from weight 0 to label 1 moves a weight by 2 / (size of its batch). */
  @Test
  void everyExampleIsUsedOnceAndSharesWeighTheirExamples() {
    ParameterAveraging master = new ParameterAveraging(10, 100, SEEDS);
    float[] weights =
        averaged(
            spark,
            oneWeightAnExample(40),
            List.of(oneHot(0, 37, 40), oneHot(37, 40, 40)),
            master,
            1);

    // 37 examples in batches of 10, 10, 10 and 7, weighing 37 of 40; 3 in one of 3, weighing 3.
    assertThat(count(weights, 0, 37, 37.0 / 40 * 2 / 10)).isEqualTo(30);
    assertThat(count(weights, 0, 37, 37.0 / 40 * 2 / 7)).isEqualTo(7);
    assertThat(count(weights, 37, 40, 3.0 / 40 * 2 / 3)).isEqualTo(3);
    assertThat(master.examplesUsed()).isEqualTo(40);
  }

  @Test
  void aShareThatEndsEarlyDoesNotDisturbTheOthers() {
    ParameterAveraging master = new ParameterAveraging(10, 1, SEEDS);
    float[] weights =
        averaged(
            spark,
            oneWeightAnExample(40),
            List.of(oneHot(0, 37, 40), oneHot(37, 40, 40)),
            master,
            1);

    // Only the first round has both: 10 and 3 of 13. Then the long share goes on as if alone.
    assertThat(count(weights, 0, 37, 10.0 / 13 * 2 / 10)).isEqualTo(10);
    assertThat(count(weights, 0, 37, 2.0 / 10)).isEqualTo(20);
    assertThat(count(weights, 0, 37, 2.0 / 7)).isEqualTo(7);
    assertThat(count(weights, 37, 40, 3.0 / 13 * 2 / 3)).isEqualTo(3);
    assertThat(master.examplesUsed()).isEqualTo(40);
  }

  @Test
  void examplesAddUpOverEpochs() {
    ParameterAveraging master = new ParameterAveraging(10, 1, SEEDS);

    averaged(spark, oneWeightAnExample(7), List.of(oneHot(0, 5, 7), oneHot(5, 7, 7)), master, 3);

    assertThat(master.examplesUsed()).isEqualTo(21);
  }

  private static long count(float[] weights, int from, int to, double expected) {
    return IntStream.range(from, to).filter(i -> Math.abs(weights[i] - expected) < 1e-6).count();
  }

  /**
   * A batch of six and one of two: running mean 0.9 x 0 + 0.1 x mean, variance 0.9 x 1 + 0.1 x
   * variance of each, and then those of one pool of eight.
   */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void runningStatisticsAreThoseOfThePool(boolean logarithmic) {
    List<Example> all = new ArrayList<>(examples(6));
    for (Example example : examples(8).subList(6, 8)) {
      float[] far = example.features().clone();
      far[0] += 40;
      all.add(new Example(far, example.labels(), example.masks()));
    }
    List<List<Example>> shares = List.of(all.subList(0, 6), all.subList(6, 8));
    ComputationGraph network =
        network(
            new Sgd(0.1),
            new BatchNormalization.Builder().decay(0.9).eps(1e-7).useLogStd(logarithmic).build());

    averaged(
        spark,
        network,
        shares.stream().map(ParameterAveragingIT::data).toList(),
        new ParameterAveraging(6, 1, SEEDS),
        1);

    for (int f = 0; f < FEATURES; f++) {
      double[] mean = new double[2];
      double[] variance = new double[2];
      for (int w = 0; w < 2; w++) {
        int feature = f;
        double[] values = shares.get(w).stream().mapToDouble(e -> e.features()[feature]).toArray();
        double centre = Arrays.stream(values).average().orElseThrow();
        mean[w] = 0.1 * centre;
        variance[w] =
            0.9
                + 0.1
                    * Arrays.stream(values)
                        .map(v -> Math.pow(v - centre, 2))
                        .average()
                        .orElseThrow();
      }
      double pooled = (6 * mean[0] + 2 * mean[1]) / 8;
      double pooledVariance =
          (6 * (variance[0] + Math.pow(mean[0] - pooled, 2))
                  + 2 * (variance[1] + Math.pow(mean[1] - pooled, 2)))
              / 8;
      assertThat(network.getParam("first_mean").getDouble(f)).isCloseTo(pooled, within(1e-5));
      double spread = network.getParam(logarithmic ? "first_log10stdev" : "first_var").getDouble(f);
      assertThat(logarithmic ? Math.pow(10, 2 * spread) : spread)
          .isCloseTo(pooledVariance, within(1e-5 * pooledVariance));
    }
  }

  /** Of both workers' shares whole in every step, whoever has which: the joint gradient. */
  @ParameterizedTest
  @ValueSource(strings = {"even", "sorted", "lopsided"})
  void howExamplesAreSharedOutDoesNotMatter(String manner) {
    List<Example> all = examples(40);
    List<Example> placed = new ArrayList<>(all);
    if (manner.equals("sorted")) {
      placed.sort(Comparator.comparingDouble(e -> e.labels()[1]));
    }
    int first = manner.equals("lopsided") ? 37 : 20;
    ComputationGraph plain = network(new Sgd(0.3));
    for (int step = 0; step < 6; step++) {
      plain.fit(data(all));
    }

    float[] averaged =
        averaged(
            spark,
            network(new Sgd(0.3)),
            List.of(data(placed.subList(0, first)), data(placed.subList(first, 40))),
            new ParameterAveraging(40, 1, SEEDS),
            6);

    assertThat(averaged).containsExactly(parameters(plain), Offset.offset(2e-6f));
  }

  /** As on an executor that takes the place of a lost one, after every epoch. */
  @Test
  void graphsThatAreBuiltAnewChangeNothing() {
    List<MultiDataSet> shares = List.of(data(examples(20)), data(examples(33).subList(20, 33)));
    Layer normalisation = new BatchNormalization.Builder().build();
    JavaRDD<MultiDataSet> rdd = shares(spark, shares);
    ParameterAveraging master = new ParameterAveraging(4, 2, SEEDS);
    SparkComputationGraph graph =
        new SparkComputationGraph(
            JavaSparkContext.fromSparkContext(spark.sparkContext()),
            network(new Adam(0.01), normalisation.clone()),
            master);
    for (int epoch = 0; epoch < 3; epoch++) {
      graph.fitMultiDataSet(rdd);
      master.close();
    }

    assertThat(parameters(graph.getNetwork()))
        .isEqualTo(
            averaged(
                spark,
                network(new Adam(0.01), normalisation.clone()),
                shares,
                new ParameterAveraging(4, 2, SEEDS),
                3));
  }

  /** Also where another partition has none, so that their number alone would not tell. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void twoSharesInAPartitionAreRefused(int partitions) {
    MultiDataSet share = oneHot(0, 4, 4);
    JavaRDD<MultiDataSet> shares =
        shares(spark, List.of(share, share))
            .mapPartitionsWithIndex(
                (index, rows) ->
                    index == 0
                        ? List.of(share, share).iterator()
                        : List.<MultiDataSet>of().iterator(),
                true)
            .coalesce(partitions);
    SparkComputationGraph graph =
        new SparkComputationGraph(
            JavaSparkContext.fromSparkContext(spark.sparkContext()),
            oneWeightAnExample(4),
            new ParameterAveraging(2, 1, SEEDS));

    assertThatThrownBy(() -> graph.fitMultiDataSet(shares))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Invalid shares: ");
  }

  /** Neither a second run, nor fewer cores, nor more, change a bit: the number of workers would. */
  @Test
  void theClusterDoesNotChangeTheResult() {
    List<MultiDataSet> shares =
        IntStream.range(0, 3)
            .mapToObj(w -> data(examples(41).subList(w * 13, Math.min(w * 13 + 14, 41))))
            .toList();
    List<float[]> results = new ArrayList<>();
    for (int cores : new int[] {2, 2, 1, 4}) {
      if (spark.sparkContext().defaultParallelism() != cores) {
        spark.stop();
        spark = LocalSpark.start(cores);
      }
      results.add(
          averaged(spark, network(new Adam(0.01)), shares, new ParameterAveraging(4, 2, SEEDS), 2));
    }
    float[] inTwoShares =
        averaged(
            spark,
            network(new Adam(0.01)),
            shares.subList(0, 2),
            new ParameterAveraging(4, 2, SEEDS),
            2);

    assertThat(results).allSatisfy(result -> assertThat(result).isEqualTo(results.get(0)));
    assertThat(inTwoShares).isNotEqualTo(results.get(0));
  }
}
