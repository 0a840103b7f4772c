package org.polarfold.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.assertj.core.data.Offset;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.spark.impl.graph.SparkComputationGraph;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.polarfold.LocalSpark;
import org.polarfold.UserException;
import org.polarfold.backbone.PlaceMeans;
import org.polarfold.backbone.Rounding;
import org.polarfold.backbone.WeightFlaw;
import org.polarfold.experiment.Network;
import org.polarfold.experiment.Selection;
import org.polarfold.experiment.Selection.Rule;
import org.polarfold.experiment.Training;
import org.polarfold.experiment.Training.Averaging;
import org.polarfold.experiment.Training.Schedule;
import org.polarfold.experiment.Training.Traits;
import org.polarfold.experiment.Training.TransferStep;
import org.polarfold.provenance.Seeds;
import org.polarfold.store.CellStudies;
import org.polarfold.store.FeaturedStudy;
import org.polarfold.store.StudyFixture;
import org.polarfold.store.TrainingStudies;
import org.polarfold.store.WatchedStudies;
import org.polarfold.study.InputMaps;
import org.polarfold.study.MapKind;
import org.polarfold.study.Target;

/** The two transfer steps of a cell, on few features and a real Spark. */
class TransferNetworkIT {

  private static final int FEATURES = 9;
  private static final List<String> HELD_OUT = List.of("p003", "p010", "p020", "p031", "p050");
  private static final Training TRAINING = training(0.01, 0.001);

  private static SparkSession spark;
  private static CellStudies cell;
  private static TransferNetwork step1;

  @BeforeAll
  static void start() {
    spark = LocalSpark.start();
    cell = StudyFixture.cell(spark, StudyFixture.studies(60, FEATURES), HELD_OUT, 2, 3);
    step1 = trainer(TRAINING).step1(cell.training(), Journal.NONE);
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  private static Training training(double rateOfStep2, double decayOfStep2) {
    return new Training(
        2,
        8,
        2,
        Averaging.WEIGHTED,
        5,
        1,
        false,
        Traits.TOGETHER,
        Optional.empty(),
        new TransferStep(6, 0.02, 0.001, Schedule.CONSTANT, 1),
        new TransferStep(2, rateOfStep2, decayOfStep2, Schedule.CONSTANT, 1));
  }

  private static HeadNetwork structure(Training training) {
    return new HeadNetwork(InputType.feedForward(FEATURES), Optional.empty(), training);
  }

  private static Trainer trainer(Training training) {
    return new Trainer(structure(training), 1, new Seeds(42));
  }

  private static ComputationGraph step2Start(List<Target> traits, long seed) {
    return structure(TRAINING)
        .step2(step1.network(), TRAINING.step2(), traits, ClassWeights.EQUAL, seed);
  }

  private static float[] weights(ComputationGraph network, String name) {
    return network.getParam(name).dup().data().asFloat();
  }

  private static ModelFacts facts(TransferNetwork network) {
    return new ModelFacts(
        Network.SHIPPED,
        "frozen",
        InputMaps.of(MapKind.RESERVE),
        network.structure().training().hiddenUnits(),
        network.targets(),
        network.learnt(cell.training()).thresholds(),
        new MadeFor(true, List.of("here"), 55, new TreeMap<>()),
        LearntSample.fit(cell.training(), new PlaceMeans(1), new Seeds(1)));
  }

  private static Map<String, Double> scores(TransferNetwork network, Target target) {
    Map<String, Double> scores = new TreeMap<>();
    int place = network.targets().indexOf(target);
    network
        .scores(cell.heldOut())
        .collect()
        .forEach(scored -> scores.put(scored._1().patient(), scored._2()[place]));
    return scores;
  }

  @Test
  void step2StartsFromStep1() {
    ComputationGraph start = step2Start(List.of(Target.SEX, Target.SMOKING), 9);
    ComputationGraph fresh = structure(TRAINING).step1(TRAINING.step1(), ClassWeights.EQUAL, 9);

    for (String name : List.of("shared_W", "shared_b", "segments_W", "impaired_mfr_W")) {
      assertThat(weights(start, name)).isEqualTo(weights(step1.network(), name));
    }
    assertThat(weights(start, "shared_W")).isNotEqualTo(weights(fresh, "shared_W"));
    assertThat(weights(start, "sex_W")).hasSize(5).isNotEqualTo(weights(start, "smoking_W"));
  }

  /** To 1e-6: where the rate is 0, ND4J's Adam takes its epsilon of 1e-8 for it. */
  @Test
  void step2AtRateZeroStaysAtStep1() {
    TransferNetwork step2 =
        trainer(training(0, 0)).step2(step1, cell.training(), List.of(Target.SEX), Journal.NONE);

    for (String name : List.of("shared_W", "shared_b", "impaired_mfr_W", "impaired_mfr_b")) {
      assertThat(weights(step2.network(), name))
          .containsExactly(weights(step1.network(), name), Offset.offset(1e-6f));
    }
    Map<String, Double> expected = scores(step1, Target.IMPAIRED_MFR);
    scores(step2, Target.IMPAIRED_MFR)
        .forEach(
            (patient, score) ->
                assertThat(score).isCloseTo(expected.get(patient), Offset.offset(1e-6)));
    assertThat(step2.targets()).containsExactly(Target.IMPAIRED_MFR, Target.SEX);
  }

  @Test
  void step2LearnsAndLeavesStep1AsItWas() {
    String before = step1.digest();
    TransferNetwork step2 =
        trainer(TRAINING).step2(step1, cell.training(), List.of(Target.SEX), Journal.NONE);

    assertThat(step1.digest()).isEqualTo(before);
    assertThat(weights(step2.network(), "shared_W"))
        .isNotEqualTo(weights(step1.network(), "shared_W"));
    assertThat(step2.digest())
        .isEqualTo(
            trainer(TRAINING)
                .step2(step1, cell.training(), List.of(Target.SEX), Journal.NONE)
                .digest())
        .isNotEqualTo(before);
  }

  @Test
  void aLabelUnderAMaskMovesNothing() {
    JavaRDD<MultiDataSet> shares =
        Examples.of(cell.training(), step1.scaling(), List.of(Target.IMPAIRED_MFR, Target.SEX))
            .cache();
    JavaRDD<MultiDataSet> turned =
        shares.map(share -> turned(share.getLabels(2), share.getLabelsMaskArray(2), share));

    assertThat(shares.map(s -> s.getLabelsMaskArray(2).sumNumber().intValue()).collect())
        .satisfies(known -> assertThat(known.stream().mapToInt(n -> n).sum()).isEqualTo(46));
    assertThat(turned.map(s -> s.getLabels(2).sumNumber().intValue()).collect())
        .isNotEqualTo(shares.map(s -> s.getLabels(2).sumNumber().intValue()).collect());
    assertThat(fitted(turned)).isEqualTo(fitted(shares));
  }

  /** The same share, with 1 for every label that is masked. */
  private static MultiDataSet turned(INDArray labels, INDArray mask, MultiDataSet share) {
    INDArray[] all = share.getLabels().clone();
    all[2] = labels.add(mask.rsub(1));
    return new org.nd4j.linalg.dataset.MultiDataSet(
        share.getFeatures(), all, null, share.getLabelsMaskArrays());
  }

  private static float[] fitted(JavaRDD<MultiDataSet> shares) {
    ComputationGraph start = step2Start(List.of(Target.SEX), 9);
    SparkComputationGraph graph =
        new SparkComputationGraph(
            JavaSparkContext.fromSparkContext(spark.sparkContext()),
            start,
            new ParameterAveraging(8, 2, new Seeds(1)));
    graph.fitMultiDataSet(shares);
    graph.fitMultiDataSet(shares);
    return graph.getNetwork().params().dup().data().asFloat();
  }

  @Test
  void aTraitNobodyHasALabelOfLeavesItsHeadWhereItBegan() {
    TransferNetwork step2 =
        trainer(training(0.01, 0))
            .step2(step1, cell.training(), List.of(Target.SEX, Target.DIABETES), Journal.NONE);
    ComputationGraph start =
        step2Start(List.of(Target.SEX, Target.DIABETES), new Seeds(42).seed("weights", 2));

    assertThat(weights(step2.network(), "diabetes_W")).isEqualTo(weights(start, "diabetes_W"));
    assertThat(weights(step2.network(), "sex_W")).isNotEqualTo(weights(start, "sex_W"));
  }

  /**
   * Of 55 studies on 2 workers it takes one round of 2 batches of 8 each in every epoch, and leaves
   * the others.
   */
  @Test
  void dl4jsOwnMasterIsThereForComparisonAndWhatItLeavesOutIsCounted() {
    Training stock =
        new Training(
            2,
            8,
            2,
            Averaging.DL4J,
            5,
            1,
            false,
            Traits.TOGETHER,
            Optional.empty(),
            TRAINING.step1(),
            TRAINING.step2());

    TransferNetwork network = trainer(stock).step1(cell.training(), Journal.NONE);

    long studies = cell.training().count();
    assertThat(network.shown()).contains(new TransferNetwork.Shown(6 * 32, 6 * studies));
    assertThat(step1.shown()).contains(new TransferNetwork.Shown(6 * studies, 6 * studies));
    assertThat(network.digest()).isNotEqualTo(step1.digest());
    assertThat(trainer(stock).step1(cell.training(), Journal.NONE).digest())
        .isEqualTo(network.digest());
  }

  private static Selection inner(double share, int patience, List<Double> rateFactors) {
    return new Selection(Rule.TRAINING_DOMAIN, share, patience, rateFactors);
  }

  private static Training watched(Selection selection, int epochs) {
    TransferStep step = new TransferStep(epochs, 0.02, 0.001, Schedule.LINEAR, 0.5);
    return new Training(
        2, 8, 2, Averaging.WEIGHTED, 5, 1, true, Traits.EACH, Optional.of(selection), step, step);
  }

  /** What is kept is the network after the chosen epoch, and none later. */
  @Test
  void aShareThatIsWatchedKeepsTheEpochWithTheLeastLoss() {
    Selection inner = inner(0.25, 3, List.of(1.0));
    Trainer trainer = trainer(watched(inner, 60));

    TransferNetwork kept = trainer.step1(cell.training(), Journal.NONE);

    Chosen chosen = kept.chosen().orElseThrow();
    assertThat(chosen.learningRate()).isEqualTo(0.02);
    assertThat(chosen.epoch()).isBetween(1, 60);
    assertThat(chosen.loss()).isPositive();
    assertThat(trainer.step1(cell.training(), Journal.NONE).digest()).isEqualTo(kept.digest());
    assertThat(
            trainer(watched(inner(0.25, 1, List.of(1.0)), 60))
                .step1(cell.training(), Journal.NONE)
                .chosen()
                .orElseThrow()
                .loss())
        .isGreaterThanOrEqualTo(chosen.loss());
  }

  /** A rate at which nothing can be learnt, and one at which everything is lost, are not chosen. */
  @Test
  void aShareThatIsWatchedChoosesTheLearningRate() {
    Chosen chosen =
        trainer(watched(inner(0.25, 10, List.of(1e-4, 1.0, 500.0)), 20))
            .step1(cell.training(), Journal.NONE)
            .chosen()
            .orElseThrow();

    assertThat(chosen.learningRate()).isEqualTo(0.02);
  }

  @Test
  void aTrainingOfWhichEveryRateDivergesHasNoNetwork() {
    Trainer trainer = trainer(watched(inner(0.25, 2, List.of(1e38, 5e37)), 3));

    assertThatThrownBy(() -> trainer.step1(cell.training(), Journal.NONE))
        .isInstanceOf(DivergedException.class)
        .hasMessage(
            "training diverged: the loss is not finite after epoch 1 at learning rate 0.02");
  }

  /** Keeps what it is given, and dies after so many epochs. */
  private static final class Dying implements Journal {

    private int left;
    private Optional<byte[]> kept = Optional.empty();

    Dying(int epochs) {
      left = epochs;
    }

    @Override
    public void round(int epoch, int epochs, double loss, SortedSet<String> roundings) {
      assertThat(epoch).isBetween(1, epochs);
      assertThat(loss).isPositive();
      assertThat(roundings).containsExactly(Rounding.ofThisProcess());
    }

    @Override
    public Optional<byte[]> kept() {
      return kept;
    }

    @Override
    public void keep(Supplier<byte[]> state) {
      kept = Optional.of(state.get());
      left--;
      if (left == 0) {
        throw new IllegalStateException("killed");
      }
    }
  }

  /** Studies of three sites. */
  private static CellStudies ofSites() {
    List<FeaturedStudy> studies = new ArrayList<>();
    for (FeaturedStudy study : StudyFixture.studies(60, FEATURES)) {
      studies.add(StudyFixture.movedTo(List.of("a", "b", "c").get(studies.size() % 3), study));
    }
    return StudyFixture.cell(spark, studies, HELD_OUT, 2, 3);
  }

  private static TransferNetwork step1(Training training, Journal journal) {
    CellStudies ofSites = ofSites();
    return new Trainer(
            structure(training), 1, new Seeds(42), Optional.of(ofSites.heldOut().seenByOracle()))
        .step1(ofSites.training(), journal);
  }

  /** Also with a watched share in the middle of its second learning rate. */
  @ParameterizedTest
  @CsvSource({
    "'', 1",
    "TRAINING_DOMAIN, 6",
    "ORACLE, 6",
    // the second of three sites at the second rate, and the training after the choice
    "LEAVE_ONE_DOMAIN_OUT, 18",
    "LEAVE_ONE_DOMAIN_OUT, 25"
  })
  void anInterruptedTrainingGoesOnToTheSameNetwork(String rule, int epochs) {
    Training training =
        rule.isEmpty()
            ? TRAINING
            : watched(new Selection(Rule.valueOf(rule), 0.25, 9, List.of(0.1, 1.0)), 4);
    Dying journal = new Dying(epochs);
    assertThatThrownBy(() -> step1(training, journal)).hasMessage("killed");

    TransferNetwork gone = step1(training, journal);

    TransferNetwork whole = step1(training, Journal.NONE);
    assertThat(gone.digest()).isEqualTo(whole.digest());
    assertThat(gone.chosen()).isEqualTo(whole.chosen());
    assertThat(gone.shown()).isEqualTo(whole.shown()).isPresent();
  }

  /** All training studies are learnt from, for as long and at the rate that was chosen. */
  @Test
  void leavingDomainsOutChoosesForATrainingOfAll() {
    Selection selection = new Selection(Rule.LEAVE_ONE_DOMAIN_OUT, 0, 0, List.of(1e-4, 1.0));
    Training training = watched(selection, 12);

    TransferNetwork network = step1(training, Journal.NONE);

    Chosen chosen = network.chosen().orElseThrow();
    assertThat(chosen.learningRate()).isEqualTo(0.02);
    long all = ofSites().training().count();
    // Two rates, three sites that are each learnt from twice, and all once.
    long expected = 2 * 2 * 12 * all + chosen.epoch() * all;
    assertThat(network.shown()).contains(new TransferNetwork.Shown(expected, expected));
    TransferStep step = new TransferStep(chosen.epoch(), 0.02, 0.001, Schedule.CONSTANT, 0.5);
    assertThat(step1(constant(step, Optional.empty()), Journal.NONE).digest())
        .isEqualTo(
            step1(
                    constant(
                        new TransferStep(12, 0.02, 0.001, Schedule.CONSTANT, 0.5),
                        Optional.of(new Selection(Rule.LEAVE_ONE_DOMAIN_OUT, 0, 0, List.of(1.0)))),
                    Journal.NONE)
                .digest());
  }

  private static Training constant(TransferStep step, Optional<Selection> selection) {
    return new Training(
        2, 8, 2, Averaging.WEIGHTED, 5, 1, true, Traits.EACH, selection, step, step);
  }

  /** Who is held out is looked at by one rule alone, whose loss is then theirs. */
  @Test
  void theOracleAloneLooksAtWhoIsHeldOut() {
    CellStudies ofSites = ofSites();
    Selection oracle = new Selection(Rule.ORACLE, 0, 3, List.of(1.0));

    Chosen chosen = step1(watched(oracle, 8), Journal.NONE).chosen().orElseThrow();

    assertThat(
            new Trainer(
                    structure(watched(oracle, 8)), 1, new Seeds(42), Optional.of(otherHeldOut()))
                .step1(ofSites.training(), Journal.NONE)
                .chosen())
        .isPresent()
        .isNotEqualTo(Optional.of(chosen));
    for (Rule honest : List.of(Rule.TRAINING_DOMAIN, Rule.LEAVE_ONE_DOMAIN_OUT)) {
      Training training = watched(new Selection(honest, 0.25, 3, List.of(1.0)), 4);
      assertThat(
              new Trainer(structure(training), 1, new Seeds(42))
                  .step1(ofSites.training(), Journal.NONE)
                  .digest())
          .as("without anybody to look at")
          .isEqualTo(step1(training, Journal.NONE).digest());
    }
  }

  private static WatchedStudies otherHeldOut() {
    List<String> others = List.of("p001", "p002", "p003", "p004", "p005", "p006");
    return StudyFixture.cell(spark, StudyFixture.studies(60, FEATURES), others, 2, 3)
        .heldOut()
        .seenByOracle();
  }

  @Test
  void oneSiteAloneCannotBeLeftOut() {
    Training training = watched(new Selection(Rule.LEAVE_ONE_DOMAIN_OUT, 0, 0, List.of(1.0)), 2);

    assertThatThrownBy(() -> trainer(training).step1(cell.training(), Journal.NONE))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot leave a domain out: all training studies are from here (expected"
                + " training.selection.rule = training-domain, or two sites to learn from)");
  }

  /** It is read whole or not at all, and then the training begins anew. */
  @Test
  void aDamagedCheckpointIsNone() {
    Dying journal = new Dying(1);
    assertThatThrownBy(() -> trainer(TRAINING).step1(cell.training(), journal))
        .hasMessage("killed");
    byte[] bytes = journal.kept.orElseThrow();

    assertThat(Checkpoint.of(bytes)).isPresent();
    assertThat(Checkpoint.of(Arrays.copyOf(bytes, bytes.length - 1))).isEmpty();
    assertThat(Checkpoint.of(new byte[10])).isEmpty();
    bytes[40]++;
    assertThat(Checkpoint.of(bytes)).isEmpty();
  }

  @Test
  void theShareThatIsWatchedIsCutFromTheTrainingStudiesInTwoByClass() {
    TrainingStudies.Inner inner = cell.training().inner(0.25, Target.SEX);
    List<FeaturedStudy> learnt = inner.learnt().shares().collect();
    List<FeaturedStudy> watched = inner.watched().shares().collect();

    assertThat(inner.learnt().count()).isEqualTo(learnt.size());
    assertThat(inner.watched().count()).isEqualTo(watched.size()).isBetween(8L, 14L);
    assertThat(Stream.concat(learnt.stream(), watched.stream()).map(FeaturedStudy::patient))
        .doesNotHaveDuplicates()
        .hasSize(55)
        .doesNotContainAnyElementsOf(HELD_OUT);
    for (int label = 0; label < 2; label++) {
      int wanted = label;
      long all =
          Stream.concat(learnt.stream(), watched.stream())
              .filter(study -> study.label(Target.SEX).orElse(2) == wanted)
              .count();
      long set =
          watched.stream().filter(study -> study.label(Target.SEX).orElse(2) == wanted).count();
      // Two workers round down each.
      assertThat(set).isBetween(all / 4 - 1, all / 4);
    }
  }

  /** At a depth factor of 0 the heads learn and what is before them stays. */
  @Test
  void freezingLeavesTheSharedLayerWhereItWas() {
    TransferStep heads = new TransferStep(2, 0.02, 0.001, Schedule.CONSTANT, 0);
    Training training =
        new Training(
            2,
            8,
            2,
            Averaging.WEIGHTED,
            5,
            1,
            false,
            Traits.TOGETHER,
            Optional.empty(),
            heads,
            heads);

    TransferNetwork step2 =
        trainer(training).step2(step1, cell.training(), List.of(Target.SEX), Journal.NONE);

    assertThat(weights(step2.network(), "shared_W"))
        .isEqualTo(weights(step1.network(), "shared_W"));
    assertThat(weights(step2.network(), "impaired_mfr_W"))
        .isNotEqualTo(weights(step1.network(), "impaired_mfr_W"));
  }

  @Test
  void balancedClassesWeighTheSame() {
    ClassWeights weights = ClassWeights.fit(cell.training(), List.of(Target.SEX));
    long[] counts = new long[2];
    cell.training()
        .shares()
        .collect()
        .forEach(study -> study.label(Target.SEX).ifPresent(label -> counts[label]++));
    double all = counts[0] + counts[1];

    assertThat(weights.loss(Target.SEX))
        .isEqualTo(new TargetLoss(all / (2 * counts[0]), all / (2 * counts[1])));
    assertThat(weights.loss(Target.DIABETES)).isEqualTo(new TargetLoss(1, 1));
    assertThat(ClassWeights.EQUAL.loss(Target.SEX)).isEqualTo(new TargetLoss(1, 1));
  }

  @Test
  void whatIsStoredScoresTheSame() throws WeightFlaw {
    TransferNetwork step2 =
        trainer(TRAINING).step2(step1, cell.training(), List.of(Target.SEX), Journal.NONE);

    TransferNetwork read =
        SavedModel.read(SavedModel.bytes(step2, facts(step2))).network(step2.structure());

    assertThat(read.targets()).isEqualTo(step2.targets());
    assertThat(read.digest()).isEqualTo(step2.digest());
    for (Target target : step2.targets()) {
      assertThat(scores(read, target)).isEqualTo(scores(step2, target));
    }
    assertThat(scores(step2, Target.SEX)).isNotEqualTo(scores(step2, Target.IMPAIRED_MFR));
  }

  @Test
  void aModelSaysWhatFeaturesItHasLearntFromAndNothingOfWhoWasHeldOut() throws WeightFlaw {
    ModelFacts facts = facts(step1);
    List<float[]> read = SavedModel.read(SavedModel.bytes(step1, facts)).facts().learntFrom();

    assertThat(read).hasSameSizeAs(facts.learntFrom());
    assertThat(read.toArray(float[][]::new))
        .isDeepEqualTo(facts.learntFrom().toArray(float[][]::new));
    assertThat(read)
        .extracting(Arrays::toString)
        .containsExactlyInAnyOrderElementsOf(
            cell.training().shares().map(study -> Arrays.toString(study.features())).collect());
  }

  @Test
  void heldOutStudiesAllGetAProbability() {
    assertThat(scores(step1, Target.IMPAIRED_MFR))
        .containsOnlyKeys(HELD_OUT)
        .allSatisfy((patient, score) -> assertThat(score).isBetween(0.0, 1.0));
    assertThat(scores(step1, Target.IMPAIRED_MFR).values().stream().distinct()).hasSize(5);
  }

  /** Features 0 and 1 vary, 2 never does; held-out studies are far away. */
  @Test
  void scalingIsLearntFromTrainingStudiesOnly() {
    List<FeaturedStudy> studies = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      studies.add(study(i, i, 1000 + 2 * (i % 2), 1234.567f));
    }
    studies.add(study(9, -1e6f, 1e6f, 7));
    CellStudies some = StudyFixture.cell(spark, studies, List.of("p9"), 3, 2);

    FeatureScaling scaling = FeatureScaling.fit(some.training(), 3);

    // 0 ... 8: mean 4, variance 60/9; 1000, 1002, 1000, ...: mean 1000 + 8/9, variance 80/81
    assertThat(scaling.mean())
        .containsExactly(new double[] {4, 1000 + 8.0 / 9, 1234.567f}, Offset.offset(1e-9));
    assertThat(scaling.scale())
        .containsExactly(
            new double[] {Math.sqrt(9.0 / 60), Math.sqrt(81.0 / 80), 0}, Offset.offset(1e-9));
    assertThat(scaling.scaled(studies.get(0).features())[0])
        .isCloseTo((float) (-4 * Math.sqrt(9.0 / 60)), Offset.offset(1e-6f));
    assertThat(scaling.scaled(studies.get(9).features())[2]).isZero();
  }

  private static FeaturedStudy study(int number, float... features) {
    return StudyFixture.study("p" + number, features, new double[17], Map.of());
  }
}
