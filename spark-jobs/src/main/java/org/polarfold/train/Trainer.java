package org.polarfold.train;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.polarfold.UserException;
import org.polarfold.experiment.Selection;
import org.polarfold.experiment.Training;
import org.polarfold.experiment.Training.Averaging;
import org.polarfold.experiment.Training.TransferStep;
import org.polarfold.provenance.Seeds;
import org.polarfold.store.TrainingStudies;
import org.polarfold.store.WatchedStudies;
import org.polarfold.study.Target;
import org.polarfold.train.TransferNetwork.Shown;

/**
 * Trains the networks of a cell in two transfer steps, by parameter averaging.
 *
 * @param structure the network's, with the experiment's settings
 * @param views of a study: its maps, and the variants of them
 * @param seeds the cell's seeds
 * @param oracle who is held out, for the rule alone that looks at them
 */
public record Trainer(
    HeadNetwork structure, int views, Seeds seeds, Optional<WatchedStudies> oracle) {

  /** By a rule that leaves who is held out alone. */
  public Trainer(HeadNetwork structure, int views, Seeds seeds) {
    this(structure, views, seeds, Optional.empty());
  }

  private Training training() {
    return structure.training();
  }

  private interface Start extends Function<TransferStep, ComputationGraph> {}

  /**
   * Step 1: flow reserve of the segments and impaired flow reserve.
   *
   * @param journal of this training
   */
  public TransferNetwork step1(TrainingStudies studies, Journal journal) {
    InputType features = structure.features();
    FeatureScaling scaling =
        features.getType() == InputType.Type.FF
            ? FeatureScaling.fit(studies, (int) features.arrayElementsPerExample())
            : FeatureScaling.NONE;
    List<Target> targets = List.of(Target.IMPAIRED_MFR);
    ClassWeights weights = weights(studies, targets);
    long seed = seeds.seed("weights", 1);
    return train(
        step -> structure.step1(step, weights, seed),
        studies,
        scaling,
        targets,
        training().step1(),
        1,
        journal);
  }

  /**
   * Step 2: traits, from step 1's weights.
   *
   * @param step1 what the same cell's step 1 has learnt
   * @param traits at least one
   * @param journal of this training
   */
  public TransferNetwork step2(
      TransferNetwork step1, TrainingStudies studies, List<Target> traits, Journal journal) {
    ClassWeights weights = weights(studies, HeadNetwork.withTraits(traits));
    long seed = seeds.seed("weights", 2);
    return train(
        step -> structure.step2(step1.network(), step, traits, weights, seed),
        studies,
        step1.scaling(),
        HeadNetwork.withTraits(traits),
        training().step2(),
        2,
        journal);
  }

  private ClassWeights weights(TrainingStudies studies, List<Target> targets) {
    return training().balanced() ? ClassWeights.fit(studies, targets) : ClassWeights.EQUAL;
  }

  private TransferNetwork train(
      Start start,
      TrainingStudies studies,
      FeatureScaling scaling,
      List<Target> targets,
      TransferStep step,
      int number,
      Journal journal) {
    Learning learning =
        new Learning(start, studies, scaling, targets, step, seeds.family("step", number), journal);
    Optional<Selection> selection = training().selection();
    if (selection.isEmpty()) {
      journal.learnsFrom(studies, List.of());
      return toTheEnd(learning, learning.step.epochs(), Before.of(learning.kept()));
    }
    return switch (selection.get().rule()) {
      case TRAINING_DOMAIN ->
          watched(
              learning,
              selection.get(),
              watching(studies.inner(selection.get().share(), learning.told()), selection.get()));
      case LEAVE_ONE_DOMAIN_OUT -> domainsLeftOut(learning, selection.get());
      case ORACLE ->
          watched(
              learning, selection.get(), new TrainingStudies.Inner(studies, oracle.orElseThrow()));
    };
  }

  private TrainingStudies.Inner watching(TrainingStudies.Inner cut, Selection selection) {
    if (cut.watched().count() == 0) {
      throw new UserException(
          "Invalid value of training.selection.share: "
              + selection.share()
              + " (expected more than 0 of the "
              + cut.learnt().count()
              + " training studies of "
              + training().workers()
              + " workers)");
    }
    return cut;
  }

  /** What a step learns, and from whom. */
  private record Learning(
      Start start,
      TrainingStudies studies,
      FeatureScaling scaling,
      List<Target> targets,
      TransferStep step,
      Seeds seeds,
      Journal journal) {

    /** The same at another learning rate. */
    Learning at(double rateFactor) {
      TransferStep tried = step.atRate(rateFactor * step.learningRate());
      return new Learning(start, studies, scaling, targets, tried, seeds, journal);
    }

    Optional<Checkpoint> kept() {
      return journal.kept().flatMap(Checkpoint::of);
    }

    JavaRDD<MultiDataSet> examples(TrainingStudies some) {
      return Examples.of(some, scaling, targets).cache();
    }

    JavaRDD<MultiDataSet> examples(WatchedStudies some) {
      return Examples.of(some, scaling, targets).cache();
    }

    /** The label that the step is about: impaired flow reserve, or its first trait. */
    Target told() {
      return targets.get(targets.size() > 1 ? 1 : 0);
    }
  }

  /**
   * What is known before a training begins or goes on.
   *
   * @param trial which of the cell's trainings it is, from 0
   * @param left the losses of left-out domains so far
   * @param chosen by which it was chosen, where it is the last of several
   * @param now where an interrupted one stopped
   * @param shown what was learnt from so far
   */
  private record Before(
      int trial,
      DomainLosses left,
      Optional<Chosen> chosen,
      Optional<TrainingState> now,
      Shown shown) {

    static Before of(Optional<Checkpoint> kept) {
      return new Before(
          0,
          DomainLosses.NONE,
          Optional.empty(),
          kept.map(Checkpoint::now),
          kept.map(Checkpoint::shown).orElse(Shown.NOTHING));
    }
  }

  private TransferNetwork toTheEnd(Learning learning, int last, Before before) {
    JavaRDD<MultiDataSet> shares = learning.examples(learning.studies);
    ComputationGraph start = learning.start.apply(learning.step);
    Places learnt = Places.learnt(start);
    before.now.ifPresent(state -> state.putInto(start, learnt));
    int first = before.now.map(TrainingState::epoch).orElse(0);
    try (Epochs epochs = epochs(learning, start, shares)) {
      for (int epoch = first; epoch < last; epoch++) {
        epochs.next();
        requireFinite(epochs, epoch, learning.step);
        Shown shown = before.shown.plus(shown(epochs, learning.studies, epoch + 1 - first));
        learning.journal.keep(
            () ->
                new Checkpoint(
                        before.trial,
                        TrainingState.of(epochs.network(), learnt),
                        Optional.empty(),
                        before.left,
                        shown)
                    .bytes());
      }
      Shown shown = shown(epochs, learning.studies, last - first);
      return network(learning, epochs.network(), before.chosen, before.shown.plus(shown));
    } finally {
      shares.unpersist(false);
    }
  }

  /**
   * Learns from all training studies at the rate, and for as long, as was best over networks that
   * had each not seen one of their sites.
   */
  private TransferNetwork domainsLeftOut(Learning learning, Selection selection) {
    List<String> domains = learning.studies.sites();
    if (domains.size() < 2) {
      throw new UserException(
          "Cannot leave a domain out: all training studies are from "
              + domains.get(0)
              + " (expected training.selection.rule = training-domain, or two sites to learn from)");
    }
    // Of all trials, so that it does not matter which of them were before an interruption.
    List<TrainingStudies.Inner> cuts = domains.stream().map(learning.studies::without).toList();
    learning.journal.learnsFrom(
        learning.studies, cuts.stream().map(TrainingStudies.Inner::watched).toList());
    int trials = selection.rateFactors().size() * domains.size();
    Optional<Checkpoint> kept = learning.kept();
    DomainLosses losses = kept.map(Checkpoint::left).orElse(DomainLosses.NONE);
    Shown shown = kept.map(Checkpoint::shown).orElse(Shown.NOTHING);
    int first = kept.map(Checkpoint::trial).orElse(0);
    for (int trial = first; trial < trials; trial++) {
      int tried = trial;
      Before before =
          new Before(
              trial,
              losses,
              Optional.empty(),
              kept.filter(checkpoint -> checkpoint.trial() == tried).map(Checkpoint::now),
              shown);
      Before after =
          leftOut(
              learning.at(selection.rateFactors().get(trial / domains.size())),
              cuts.get(trial % domains.size()),
              before);
      losses = after.left;
      shown = after.shown;
    }
    double usual = learning.step.learningRate();
    Chosen chosen =
        losses.least(selection.rateFactors().stream().map(factor -> factor * usual).toList());
    if (!Double.isFinite(chosen.loss())) {
      throw new DivergedException(1, usual);
    }
    return toTheEnd(
        learning.at(chosen.learningRate() / usual),
        chosen.epoch(),
        new Before(
            trials,
            losses,
            Optional.of(chosen),
            kept.filter(checkpoint -> checkpoint.trial() == trials).map(Checkpoint::now),
            shown));
  }

  /** One of the trainings that leave a domain out, followed by its loss there. */
  private Before leftOut(Learning learning, TrainingStudies.Inner cut, Before before) {
    JavaRDD<MultiDataSet> learnt = learning.examples(cut.learnt());
    JavaRDD<MultiDataSet> watched = learning.examples(cut.watched());
    ComputationGraph start = learning.start.apply(learning.step);
    Places places = Places.learnt(start);
    before.now.ifPresent(state -> state.putInto(start, places));
    int first = before.left.epochs(before.trial);
    DomainLosses losses = before.left;
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(learnt.context());
    try (Epochs epochs = epochs(learning, start, learnt);
        WatchedLoss watching = new WatchedLoss(spark, form(), start)) {
      int epoch = first;
      for (double loss = 0; epoch < learning.step.epochs() && Double.isFinite(loss); epoch++) {
        epochs.next();
        TrainingState state = watching.state(epochs.network());
        loss = watching.of(state, watched);
        losses = losses.with(before.trial, loss);
        DomainLosses now = losses;
        Shown shown = before.shown.plus(shown(epochs, cut.learnt(), epoch + 1 - first));
        learning.journal.keep(
            () -> new Checkpoint(before.trial, state, Optional.empty(), now, shown).bytes());
      }
      return new Before(
          before.trial,
          losses,
          Optional.empty(),
          Optional.empty(),
          before.shown.plus(shown(epochs, cut.learnt(), epoch - first)));
    } finally {
      learnt.unpersist(false);
      watched.unpersist(false);
    }
  }

  private TransferNetwork watched(
      Learning learning, Selection selection, TrainingStudies.Inner cut) {
    learning.journal.learnsFrom(cut.learnt(), List.of(cut.watched()));
    JavaRDD<MultiDataSet> learnt = learning.examples(cut.learnt());
    JavaRDD<MultiDataSet> watched = learning.examples(cut.watched());
    try (InnerChoice choice =
        new InnerChoice(selection, form(), JavaSparkContext.fromSparkContext(learnt.context()))) {
      Optional<Checkpoint> kept = learning.kept();
      Shown shown = kept.map(Checkpoint::shown).orElse(Shown.NOTHING);
      for (int rate = kept.map(Checkpoint::trial).orElse(0);
          rate < selection.rateFactors().size();
          rate++) {
        int tried = rate;
        shown =
            tryRate(
                learning.at(selection.rateFactors().get(rate)),
                cut.learnt(),
                learnt,
                watched,
                choice,
                rate,
                kept.filter(checkpoint -> checkpoint.trial() == tried),
                shown);
      }
      if (!Double.isFinite(choice.chosen().loss())) {
        throw new DivergedException(1, learning.step.learningRate());
      }
      ComputationGraph best = learning.start.apply(learning.step);
      choice.restore(best);
      return network(learning, best, Optional.of(choice.chosen()), shown);
    } finally {
      learnt.unpersist(false);
      watched.unpersist(false);
    }
  }

  /** Learns at one rate; what was learnt from so far. */
  private Shown tryRate(
      Learning learning,
      TrainingStudies studies,
      JavaRDD<MultiDataSet> learnt,
      JavaRDD<MultiDataSet> watched,
      InnerChoice choice,
      int rate,
      Optional<Checkpoint> kept,
      Shown earlier) {
    ComputationGraph start = learning.start.apply(learning.step);
    Places places = Places.learnt(start);
    kept.ifPresent(checkpoint -> checkpoint.now().putInto(start, places));
    try (Epochs epochs = epochs(learning, start, learnt)) {
      choice.begin(learning.step.learningRate(), start);
      kept.flatMap(Checkpoint::choice).ifPresent(choice::recall);
      int first = choice.epoch();
      while (choice.epoch() < learning.step.epochs() && choice.goesOn()) {
        epochs.next();
        if (!choice.look(epochs.network(), watched)) {
          break;
        }
        Shown shown = earlier.plus(shown(epochs, studies, choice.epoch() - first));
        learning.journal.keep(
            () ->
                new Checkpoint(
                        rate,
                        TrainingState.of(epochs.network(), places),
                        Optional.of(choice.memory()),
                        DomainLosses.NONE,
                        shown)
                    .bytes());
      }
      return earlier.plus(shown(epochs, studies, choice.epoch() - first));
    }
  }

  private TransferNetwork network(
      Learning learning, ComputationGraph learnt, Optional<Chosen> chosen, Shown shown) {
    return new TransferNetwork(
        structure, learning.scaling, learnt, learning.targets, chosen, Optional.of(shown));
  }

  private ExampleForm form() {
    return ExampleForm.of(views, structure.features());
  }

  private Epochs epochs(Learning learning, ComputationGraph start, JavaRDD<MultiDataSet> shares) {
    int batch = training().batchSize();
    int period = training().averagingPeriod();
    return switch (training().averaging()) {
      case WEIGHTED -> {
        int all = learning.step.epochs();
        yield new WeightedEpochs(
            start,
            shares,
            new ParameterAveraging(
                batch,
                period,
                form(),
                learning.seeds,
                (epoch, loss, roundings) -> learning.journal.round(epoch, all, loss, roundings)));
      }
      case DL4J -> new StockEpochs(start, shares, form(), batch, period, learning.seeds);
    };
  }

  private static void requireFinite(Epochs epochs, int epoch, TransferStep step) {
    if (!Double.isFinite(epochs.loss())) {
      throw new DivergedException(epoch + 1, step.learningRate());
    }
  }

  /** What was learnt from since the last start: whole epochs, or it is ours to know. */
  private Shown shown(Epochs epochs, TrainingStudies studies, int passes) {
    Shown shown = new Shown(epochs.examplesUsed(), studies.count() * passes);
    if (training().averaging() == Averaging.WEIGHTED && shown.used() != shown.expected()) {
      throw new IllegalStateException(
          "Training used " + shown.used() + " examples (expected " + shown.expected() + ")");
    }
    return shown;
  }
}
